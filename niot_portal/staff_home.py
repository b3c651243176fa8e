"""What waits for the staff: numbers, and links to exactly the rows they count."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import Count, Min, Model, QuerySet, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext, ngettext_lazy

from accounts.models import User
from foundation.models import MailState, OutboxMail
from leaders.models import Application
from leaders.stages import in_stage
from resources.models import HelpLine, StateLaw
from screenings.models import Screening
from screenings.stages import in_look

#: The stages of the queue that hold somebody up, the newest first.
_READING = {
    "unassigned": ngettext_lazy(
        "application that nobody has taken yet",
        "applications that nobody has taken yet",
    ),
    "mine": ngettext_lazy(
        "application that you have in hand", "applications that you have in hand"
    ),
}
#: Those of people who may decide.
_DECIDING = {
    "to-decide": ngettext_lazy(
        "application that waits for a decision",
        "applications that wait for a decision",
    ),
    "decided": ngettext_lazy(
        "decision that is not sent yet", "decisions that are not sent yet"
    ),
}


#: First looks at screenings, by whose turn it is.
_LOOKS = {
    "look-free": ngettext_lazy(
        "screening that waits for a first look",
        "screenings that wait for a first look",
    ),
    "look-mine": ngettext_lazy(
        "first look that you have in hand", "first looks that you have in hand"
    ),
}


@dataclass(frozen=True)
class Need:
    """So many rows that wait for somebody, and the list that shows just those.

    `note` says more of them, such as how long the oldest has waited.
    """

    number: int
    words: str
    url: str
    note: str = ""


def needs_of(user: User) -> list[Need]:
    """Return what waits, as far as the person may act on it; no empty line."""
    needs: list[Need] = []
    if user.has_perm("leaders.claim_application"):
        needs += _applications(user)
    if user.has_perm("screenings.review_screening"):
        needs += _first_looks(user)
    lists: _Lists = {}
    if user.has_perm("screenings.change_screening"):
        lists |= _running()
    if user.has_perm("foundation.view_outboxmail"):
        lists |= _mails()
    if user.has_perm("resources.change_helpline"):
        lists |= _help_lines()
    needs += _counted(lists)
    return [need for need in needs if need.number]


def _applications(user: User) -> list[Need]:
    may_decide = user.has_perm("leaders.decide_application")
    stages = _READING | (_DECIDING if may_decide else {})
    numbers = Application.objects.aggregate(
        **{name: Count("pk", filter=in_stage(name, user)) for name in stages}
    )
    return [
        Need(numbers[name], words % numbers[name], _list(Application, stage=name))
        for name, words in stages.items()
    ]


def _first_looks(user: User) -> list[Need]:
    """Those that nobody has, and those that this person has and whose turn it is."""
    found = Screening.objects.awaiting_first_look().aggregate(
        **{
            f"number_{name}": Count("pk", filter=in_look(name, user)) for name in _LOOKS
        },
        **{
            f"since_{name}": Min("turn_since", filter=in_look(name, user))
            for name in _LOOKS
        },
    )
    return [
        Need(
            (number := found[f"number_{name}"]),
            words % number,
            _list(Screening, stage=name),
            _oldest(found[f"since_{name}"]),
        )
        for name, words in _LOOKS.items()
    ]


def _oldest(since: datetime | None) -> str:
    if since is None:
        return ""
    days = (timezone.now() - since).days
    words = ngettext(
        "The oldest has waited for %(n)s day.",
        "The oldest has waited for %(n)s days.",
        days,
    )
    return words % {"n": days}


#: Screenings that need somebody, by their stage in the list.
_RUNNING = {
    "hour": ngettext_lazy(
        "screening at an hour that clocks will not show",
        "screenings at an hour that clocks will not show",
    ),
    "nobody": ngettext_lazy(
        "screening to come that nobody runs",
        "screenings to come that nobody runs",
    ),
    "offered": ngettext_lazy(
        "screening offered to a leader who has not answered yet",
        "screenings offered to leaders who have not answered yet",
    ),
    "accepted": ngettext_lazy(
        "screening that a leader has just accepted",
        "screenings that leaders have just accepted",
    ),
}


#: Lists that are counted together: what each counts, its words and its address.
_Lists = dict[str, tuple[QuerySet, Callable[[int], str], str]]


def _running() -> _Lists:
    """What must go on, however many stages there are."""
    rows = Screening.objects.order_by()
    stages = {
        "hour": rows.with_impossible_hour(),
        "nobody": rows.without_anybody(),
        "offered": rows.offered(),
        "accepted": rows.lately_accepted(),
    }
    return {
        stage: (found, _RUNNING[stage].__mod__, _list(Screening, stage=stage))
        for stage, found in stages.items()
    }


def _mails() -> _Lists:
    failed = OutboxMail.objects.filter(state=MailState.FAILED)
    words = ngettext_lazy(
        "mail that could not be delivered", "mails that could not be delivered"
    )
    url = _list(OutboxMail, state__exact=MailState.FAILED.value)
    return {"mails": (failed, words.__mod__, url)}


def _help_lines() -> _Lists:
    """Lines to call, and laws to read again."""
    return {
        "call": (
            HelpLine.objects.to_call(),
            ngettext_lazy(
                "help line to call before it is shown",
                "help lines to call before they are shown",
            ).__mod__,
            _list(HelpLine, lane="call"),
        ),
        "look-again": (
            HelpLine.objects.to_check(),
            ngettext_lazy(
                "help line that visitors see and nobody has called lately",
                "help lines that visitors see and nobody has called lately",
            ).__mod__,
            _list(HelpLine, lane="look-again"),
        ),
        "law": (
            StateLaw.objects.checked_long_ago(),
            ngettext_lazy(
                "law of a state to read again", "laws of states to read again"
            ).__mod__,
            _list(StateLaw, lane="old"),
        ),
    }


def _counted(lists: _Lists) -> list[Need]:
    """Count all of the lists in one statement."""
    if not lists:
        return []
    counts = [
        rows.order_by().values(which=Value(name)).annotate(number=Count("pk"))
        for name, (rows, _words, _url) in lists.items()
    ]
    found = counts[0].union(*counts[1:], all=True)
    numbers = {row["which"]: row["number"] for row in found}
    return [
        Need(numbers.get(name, 0), words(numbers.get(name, 0)), url)
        for name, (_rows, words, url) in lists.items()
    ]


def _list(model: type[Model], **rows: str) -> str:
    """The address of a staff list, narrowed by its own filters."""
    name = f"{model._meta.app_label}_{model._meta.model_name}"
    return f"{reverse(f'admin:{name}_changelist')}?{urlencode(rows)}"
