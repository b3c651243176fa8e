"""Checking what the help pages say: publish after a call, take off, put back.

The tables are `resources.statuses`; staff press the buttons (`resources.help_admin`),
and `load_help` and a changed number put an entry back.
"""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foundation.machines import Machine, guard
from resources.models import CheckedEntry, HelpLine, StateLaw
from resources.statuses import HELP_LINE, STATE_LAW

LINES = Machine(HELP_LINE, HelpLine)
LAWS = Machine(STATE_LAW, StateLaw)

#: What a line is reached by: a change of it makes the last check worthless.
WAYS = ("phone", "text_number", "text_words", "chat_url", "url", "relay")
#: What a law is known to say.
SAYS = ("has_law", "names", "counts_crimes", "trains_police")


@guard(_("Give a number, a chat or a page first, and save."))
def can_be_reached(line: HelpLine, by: User | None) -> bool:
    return line.can_be_reached


@guard(_("Tick what the law says first, and save."))
def says_something(law: StateLaw, by: User | None) -> bool:
    return law.says_something


def _checked_today(entry: CheckedEntry, by: User | None) -> None:
    entry.checked_on = timezone.localdate()


def _unchecked(entry: CheckedEntry, by: User | None) -> None:
    entry.checked_on = None


def _off(entry: CheckedEntry, by: User | None, *, reason: str) -> None:
    """Keep the day of the last check: the reason stands in the history."""


LINES.step("check", permission="resources.change_helpline", guards=[can_be_reached])(
    _checked_today
)
LINES.step("take_off", permission="resources.change_helpline")(_off)
LINES.step("recall")(_unchecked)

LAWS.step("check", permission="resources.change_statelaw", guards=[says_something])(
    _checked_today
)
LAWS.step("take_off", permission="resources.change_statelaw")(_off)
LAWS.step("recall")(_unchecked)
