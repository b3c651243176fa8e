"""What waits for the staff: numbers, and links to exactly the rows they count."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import Count, Min, Model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext, ngettext_lazy

from accounts.models import User
from foundation.models import MailState, OutboxMail
from leaders.models import Application
from leaders.stages import in_stage
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
    if user.has_perm("screenings.change_screening"):
        needs += [_hours(), _nobody()]
    if user.has_perm("foundation.view_outboxmail"):
        needs.append(_mails())
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
    found = Screening.objects.aggregate(
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


def _hours() -> Need:
    number = Screening.objects.with_impossible_hour().count()
    words = ngettext(
        "screening at an hour that clocks will not show",
        "screenings at an hour that clocks will not show",
        number,
    )
    return Need(number, words, _list(Screening, stage="hour"))


def _nobody() -> Need:
    number = Screening.objects.without_anybody().count()
    words = ngettext(
        "screening to come that nobody runs",
        "screenings to come that nobody runs",
        number,
    )
    return Need(number, words, _list(Screening, stage="nobody"))


def _mails() -> Need:
    number = OutboxMail.objects.filter(state=MailState.FAILED).count()
    words = ngettext(
        "mail that could not be delivered", "mails that could not be delivered", number
    )
    return Need(number, words, _list(OutboxMail, state__exact=MailState.FAILED.value))


def _list(model: type[Model], **rows: str) -> str:
    """The address of a staff list, narrowed by its own filters."""
    name = f"{model._meta.app_label}_{model._meta.model_name}"
    return f"{reverse(f'admin:{name}_changelist')}?{urlencode(rows)}"
