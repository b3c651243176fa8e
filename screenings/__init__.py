"""Screenings with a guided discussion, their hosts' pages and their guests' seats.

In reading order; each module imports only what stands above it:

- `choices`: the fixed vocabularies: statuses, modes, groups of guests, answers
- `promises`: how long, how many, how far, each value once
- `statuses`: what may follow what, for a screening and for a reservation
- `times`: hours as hosts type them, and the instants that follow
- `models/`: `hours` (when), `place` (where), `planned` (a new date,
  until it is published), `answers` (about access), `screening`, `reservation`,
  `first_look` (whose turn it is), `notices`, `talk`, `offer` (to a leader), their
  `rules`
- `facts`: a screening in words, for pages and mails
- `zone_rules`: a time zone as the yearly rules that calendars know
- `calendars`: the same as calendar files
- `emails`: one function for each mail; its words are in templates/screenings/email/
- `staff_emails`: the same for the mails to staff
- `notices`: what guests are told of changes, and when
- `offers`: a screening without a host, offered to a leader until they answer
- `lifecycle`: a screening's steps: who may, what bars them, what is written
- `access`: whose screening it is, found by its code
- `consequences`: what a step will do, said before its button is pressed
- `takers`: whom a screening may be offered to, the nearest first
- `handing_over`: what becomes of what staff run or offered when they leave
- `leaving`: what becomes of a leader's evenings when the leader goes
- `talk`: what hosts write to guests and guests ask hosts; what is new each day
- `seats`: a reservation's steps; reserving, changing, giving back
- `hosting`: what a host does besides: begin a draft, correct it, tell guests
- `clock_law`: instants that follow a change of clock law
- `jobs`: what happens by the clock
- `stages`: whose turn a first look is, for the staff's list
- `formfields`, `forms`, `guest_forms`, `talk_forms`, `offer_forms`: what hosts, guests
  and leaders who are asked type
- `filters`, `finding`, `headings`: the filter of the list, what it finds near or
  online, and what stands above it
- `turns`: when pages about screenings stop being true by the clock alone
- `structured`: screenings as data, for programs and search engines
- `on_other_pages`: the next screenings on the pages of films and leaders
- `corrections`: a guest's wrong address mended, and the guest written to anew
- `guest_admin`: the staff's pages for that
- `offer_admin`: staff find somebody who runs what has no host
- `views/`, `admin`, `urls`, `guest_urls`: the pages and their addresses

What always holds stands in `models/rules`; which rows count as what, in a queryset;
what may follow what, in `statuses`; who may and what bars it, in `lifecycle` and
`seats`; why no seats can be had, in `seats`; where a screening is, in `models/place`; a
number or a span, in `promises`; what is typed, in a form's `clean`; who opens a page,
in the view's first lines.
"""
