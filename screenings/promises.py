"""How long and how many, each named once; pages and mails take their words from here.

`{{ promises.screenings.CONFIRM_WITHIN|in_words }}` in a template, `in_words` in code.
"""

from datetime import time, timedelta

from foundation.words import Range, WorkingDays

# Seats.

#: An unconfirmed reservation lapses after this, and takes no seat until then.
CONFIRM_WITHIN = timedelta(hours=24)
#: Seats that one reservation may take.
PARTY = Range(1, 10)
#: Seats that a screening may offer.
CAPACITY = Range(1, 5000)
#: So long before the start the link to take part stands on the guests' own pages.
LINK_SHOWN_BEFORE = timedelta(hours=24)
#: How long after the event guests' names, addresses and needs are kept. Their links
#: stop working then too.
GUESTS_KEPT = timedelta(days=60)

# Hours.

#: Welcome and guided discussion around a film.
AROUND_THE_FILM = timedelta(minutes=45)
#: How long a screening is thought to take while the film's length is not known.
USUAL_LENGTH = timedelta(minutes=90)
#: No screening lasts longer; a later end is a slip of the pen.
LONGEST = timedelta(hours=8)
#: Doors open at most so long before the start.
DOORS_BEFORE = timedelta(hours=4)
#: How far ahead a screening may be planned.
YEARS_AHEAD = 2

# Words, in letters.

TITLE_LETTERS = 120
#: The two or three sentences for lists and mails.
SUMMARY_LETTERS = 400
#: A reason that guests or hosts read.
REASON_LETTERS = 500

# Notices.

#: Changes that a host saves within this of a notice go in one mail at its end.
NOTICE_GATHERED = timedelta(hours=1)
#: What starts within this is told at once, whatever was told before.
URGENT_WITHIN = timedelta(hours=24)

# Hosts.

#: How long before the day by which access is known the host is reminded first.
ACCESS_REMINDER = timedelta(days=1)

#: Screenings that one leader may have begun and not published yet.
BEGUN_AT_ONCE = 20

# Offers of a screening that has no host.

#: A leader who is offered a screening answers within this.
OFFER_ANSWERED = WorkingDays(3)
#: No offer stands later than this before the start: staff need the time.
OFFER_ENDS_BEFORE = timedelta(hours=48)
#: Leaders whom staff choose among, and how many of them stand on top as the nearest.
LEADERS_OFFERED = 400
NEAREST_LEADERS = 10
#: What a leader writes to staff with the answer.
OFFER_NOTE_LETTERS = 500
#: So long the staff's start page counts what leaders accepted.
ACCEPTED_SHOWN = timedelta(days=7)

# Host and guests.

#: What a host writes to the guests in one mail.
MESSAGE_LETTERS = 2000
#: How many such mails guests of one screening get within `A_DAY`.
MESSAGES_A_DAY = 3
#: What a guest asks at once.
QUESTION_LETTERS = 1000
#: How many questions one guest may ask within `A_DAY`.
QUESTIONS_A_DAY = 5
ANSWER_LETTERS = 2000
A_DAY = timedelta(hours=24)
#: From this hour, on the clocks of the screening, the host hears of reservations.
DIGEST_AT = time(7)
