"""How long, how many, how much: what joining and leading promise and allow.

Pages, mails, error sentences and the manual take their words from these values.
"""

from datetime import timedelta

from django.conf import settings

from foundation.words import WorkingDays

#: Filling in an application takes about this.
APPLYING = timedelta(minutes=20)
#: Somebody begins to read a sent application within this.
FIRST_LOOK = WorkingDays(settings.FIRST_LOOK_WORKING_DAYS)
#: The applicant has an answer within this.
DECISION = WorkingDays(settings.ANSWER_WORKING_DAYS)
#: An applicant answers a reviewer's question within this, or the application lapses.
ANSWER_WITHIN = timedelta(days=30)
#: A draft that nobody touches is kept for this, then closed.
DRAFT_KEPT = timedelta(days=60)
#: Whoever was not accepted may apply again after this.
REAPPLY_AFTER = timedelta(days=settings.REAPPLY_DAYS)

# The most letters of what is typed

#: Why somebody wants to lead, and what they have done so far; each of them.
STORY_LETTERS = 3000
#: A leader's own words on the profile.
ABOUT_LETTERS = 1500
#: A reviewer's question, and the answer to it.
QUESTION_LETTERS = 1500
ANSWER_LETTERS = 4000
#: What was typed and no column can hold, of a whole draft, as it is written down.
TYPED_LETTERS = 100_000
#: A note of the staff on a leader.
NOTE_LETTERS = 2000
#: Advice, a decision's reason and message, a sanction's reason.
REASON_LETTERS = 3000
