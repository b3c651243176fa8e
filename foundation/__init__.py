"""What every app stands on. It knows no app above it.

In reading order; each module begins with more.

The life of a record:

- `statuses`: what may follow what: a table, below the models
- `machines`: who may make a step, what bars it, what it writes and tells
- `refusals`: how an act is refused, and who was first
- `versions`: the version of a record that a form carries from page to post
- `history`: who changed what, when and why, written by the database
- `rehearsal`: what an act would mail, to read before its button

Words and values:

- `promises`: the foundation's own named values: how long, how many, how large
- `promised`: the named values of all apps, for pages, mails and the manual
- `words`: days, numbers, spans and sizes as sentences have them
- `working_days`: the days on which the program office works
- `manual`: fills docs/ from the named values and the status tables

What people type:

- `text`: marks that are put right in a text, and those that are refused
- `reading`: numbers, days and hours in all the ways people write them
- `addresses`: one reading of an e-mail address
- `contacts`: finds addresses and phone numbers in a text
- `help_lines`: the numbers that anybody may name in public
- `formfields`: form fields that tidy and check
- `public`: form fields for words that everyone will read
- `pictures`: portraits, of which only fresh pixels are kept
- `files`: files on disk, whole under their name or not there at all
- `fields`: model fields with the same bounds in the database
- `forms`: what every public form carries against robots
- `codes`: codes that people read aloud and type
- `tokens`: links in mail, derived from the record

Mail and the clock:

- `models`: the outbox, the runs of jobs, the counts of tries, changes of content
- `outbox`: writes a mail in the caller's transaction
- `blanking`: what of a mail others than its reader may see
- `sending`: hands mails to the mail server
- `scheduler`: runs each job when it is due, by one worker at a time
- `jobs`: the foundation's own jobs
- `senders`: processes that send mail side by side
- `worker`: the one process that runs jobs and looks after the senders

Lists and pages:

- `filters`: filters of lists, with honest counts
- `paging`: pages whose cost does not grow with the list
- `fulltext`: full-text search
- `feeds`: lists as JSON, and JSON inside a page
- `additions`: what later apps add to the page of an earlier one
- `icons`: the drawings
- `templatetags`: what templates draw and say

Requests and answers:

- `gate`: refuses what no view should have to think about
- `limits`: how often something may be tried
- `http`: what is public, what may be kept, which headers go along
- `content`: which version of what visitors see is current, told by the database
- `kept`: public pages kept whole, by that version
- `away`: how one knows that the database is away, or may only be read
- `persons`: who is signed in, asked without reading anything for a visitor
- `kept_forms`: what was sent after its session ended waits for whoever wrote it
- `ways_back`: an address that only takes a form leads to the page with the form
- `titles`: the title of a page with an error begins with “Error:”
- `notices`: the short notice, such as “Saved”, that the next page shows
- `errors`: error pages, and the last resort
- `sessions`, `cache`: what lets people read on when nothing can be written
- `watchdog`: gives up on a frozen database in two seconds
- `logs`: one line a record, nobody's name in it
- `timing`: what an answer cost, in development

The staff site:

- `admin`: lists and forms of the staff: declared filters only
- `records`: records that several people keep: version, history, refusals with links
- `acts`: a step of a status table as a page with a button
- `anew`: a mail that went astray, made anew for the right address
- `mail_admin`: the outbox and the jobs, to look at

Where a rule lives:

- what is always true of the data: the model's constraints
- what may follow what: the app's `statuses`
- who may, what bars it, who hears: the module of the work: `@rules.step`, `@guard`
- what a person typed: the form
- how long, how many, how large: the app's `promises`
- what a mail says: the app's `emails` and `templates/<app>/email/`
- what happens by the clock: the app's `jobs`
"""
