"""What waits for the staff: numbers, and links to exactly the rows they count."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import Count, Model
from django.urls import reverse
from django.utils.translation import ngettext

from accounts.models import User
from foundation.models import MailState, OutboxMail
from leaders.models import Application
from leaders.stages import in_stage
from screenings.choices import ScreeningStatus
from screenings.models import Screening


@dataclass(frozen=True)
class Need:
    """So many rows that wait for somebody, and the list that shows just those."""

    number: int
    words: str
    url: str


def needs_of(user: User) -> list[Need]:
    """Return what waits, as far as the person may act on it; no empty line."""
    needs = []
    if user.has_perm("leaders.claim_application"):
        needs += _applications(user)
    if user.has_perm("screenings.review_screening"):
        needs += _screenings()
    if user.has_perm("foundation.view_outboxmail"):
        needs += _mails()
    return [need for need in needs if need.number]


def _applications(user: User) -> list[Need]:
    """The stages of the queue that hold somebody up, the newest stage last."""
    numbers = Application.objects.aggregate(
        new=Count("pk", filter=in_stage("unassigned", user)),
        mine=Count("pk", filter=in_stage("mine", user)),
        advised=Count("pk", filter=in_stage("to-decide", user)),
        decided=Count("pk", filter=in_stage("decided", user)),
    )
    needs = [
        Need(
            numbers["new"],
            ngettext(
                "application that nobody has taken yet",
                "applications that nobody has taken yet",
                numbers["new"],
            ),
            _list(Application, stage="unassigned"),
        ),
        Need(
            numbers["mine"],
            ngettext(
                "application that you have in hand",
                "applications that you have in hand",
                numbers["mine"],
            ),
            _list(Application, stage="mine"),
        ),
    ]
    if not user.has_perm("leaders.decide_application"):
        return needs
    return [
        *needs,
        Need(
            numbers["advised"],
            ngettext(
                "application that waits for a decision",
                "applications that wait for a decision",
                numbers["advised"],
            ),
            _list(Application, stage="to-decide"),
        ),
        Need(
            numbers["decided"],
            ngettext(
                "decision that is not sent yet",
                "decisions that are not sent yet",
                numbers["decided"],
            ),
            _list(Application, stage="decided"),
        ),
    ]


def _screenings() -> list[Need]:
    if not admin.site.is_registered(Screening):
        return []
    status = ScreeningStatus.SUBMITTED
    number = Screening.objects.filter(status=status).count()
    words = ngettext(
        "screening that waits for a first look",
        "screenings that wait for a first look",
        number,
    )
    return [Need(number, words, _list(Screening, lane="look"))]


def _mails() -> list[Need]:
    if not admin.site.is_registered(OutboxMail):
        return []
    number = OutboxMail.objects.filter(state=MailState.FAILED).count()
    words = ngettext(
        "mail that could not be delivered", "mails that could not be delivered", number
    )
    return [Need(number, words, _list(OutboxMail, state__exact=MailState.FAILED.value))]


def _list(model: type[Model], **rows: str) -> str:
    """The address of a staff list, narrowed by its own filters."""
    name = f"{model._meta.app_label}_{model._meta.model_name}"
    return f"{reverse(f'admin:{name}_changelist')}?{urlencode(rows)}"
