"""Applications to lead, their vetting, the leaders and their directory.

In reading order; each module imports only what stands above it.

- `choices`: the fixed vocabularies: statuses, outcomes, kinds of help
- `promises`: how long, how many, how much, each value once
- `statuses`: what may follow what, for an application and for a leader
- `slugs`: the last part of a profile's address
- `coverage`: leaders counted by state and region
- `models/`: officer (what both share), rank, application, leader and the rows of its
  lists, their rules
- `consent`: the wording people agree to, by version
- `access`: who may open what, asked anew at every request
- `conflicts`: whom a member of the staff must not vet
- `profiles`: a profile opened, and kept searchable
- `ranks`: the words for ranks that ship in data/, for `manage.py load_ranks`
- `portraits`: pictures on disk
- `emails`: one function for each mail; words in templates/leaders/email/
- `vetting`: an application's steps: who may, what bars it, what is written
- `handing_over`: what becomes of the applications of staff who leave
- `leaving`: what hangs on a leader who goes, settled by the apps that know it
- `notes`: what staff write down about a leader, for staff alone
- `addresses`: a wrong address mended on an application or a leader
- `membership`: a leader's steps, and hiding a profile
- `jobs`: what lapses by the clock
- `joining`: how far an applicant has come, in plain words
- `as_typed`: what applicants typed and no column can hold, kept beside it
- `forms`: what several forms share, and the answer to a question
- `application_forms`, `profile_forms`: what applicants type, and what leaders type
- `drafts`: a draft begun, empty or from an earlier application
- `answers`: an application's answers, as applicant and staff read them
- `stages`: which applications stand in which stage
- `facts`, `structured`: a leader in words, and the same for programs
- `filters`, `finding`: the directory's filter, and what it finds
- `additions`: what later apps add to a profile
- `views/`, `admin/`, `urls`: the pages and their addresses

Where a rule lives: what always holds, in models/rules.py; which rows count as what, in
a queryset; what may follow what, in statuses.py; who may and what bars it, in
vetting.py and membership.py; a number or a span, in promises.py; what is typed, in a
form's `clean`; who opens a page, in the view's first lines.
"""
