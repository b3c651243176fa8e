"""A mail that went astray is made anew: at the right address, by its own record.

A mail is never given another address. Staff mend the address where it stands, on the
record, and what the old one did not get is written once more for the new one. Account
mail and whatever holds a code is left out: its reader asks for a new one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import models, transaction
from django.db.models import Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.acts import ReasonForm
from foundation.formfields import Mail
from foundation.models import MailState, OutboxMail
from foundation.outbox import copy_to

#: What has not reached anybody yet.
_UNREAD = (MailState.QUEUED, MailState.FAILED)


@dataclass(frozen=True)
class Way:
    """How mail about one kind of record is put right.

    `correct_url` is the staff page that mends the address `to` which a mail has, or ""
    where it is not the record's; `anew_url` the one that words the mail again, "" where
    it is sent again as it stands.
    """

    correct_url: Callable[[Any, str], str]
    anew_url: Callable[[Any, str], str] = lambda record, to: ""
    has_own_address: bool = False


#: By the kind of record, as `app.model`; filled by the apps when they start.
WAYS: dict[str, Way] = {}


def way_of(mail: OutboxMail) -> tuple[Way, models.Model] | None:
    """Return how this mail is put right, and the record it is about."""
    kind = mail.about_type
    way = WAYS.get(f"{kind.app_label}.{kind.model}") if kind else None
    record = mail.about if way and not mail.is_private else None
    return (way, record) if way and record is not None else None


@transaction.atomic
def readdress(old: str, new: str) -> int:
    """Write what did not reach a person's old address anew to the new one.

    Returns how many mails were written. Mail about records with an address of their
    own is theirs to word again, and account mail is nobody's.
    """
    rows = _unread(OutboxMail.objects.filter(to=old, is_private=False))
    written = 0
    for mail in rows.select_related("about_type"):
        kind = mail.about_type
        way = WAYS.get(f"{kind.app_label}.{kind.model}") if kind else None
        if way is None or not way.has_own_address:
            copy_to(mail, new)
            _set_aside(OutboxMail.objects.filter(pk=mail.pk))
            written += 1
    # Links and codes that wait for the old address open what is no longer there.
    _set_aside(_unread(OutboxMail.objects.filter(to=old, is_private=True)))
    return written


def set_aside(record: models.Model, *, to: str, all_of_it: bool) -> None:
    """Take back what waits or was given up about a record, at one of its addresses.

    The keys are freed, so that the record's mails can be written once more: those of
    mails that were sent as well where `all_of_it`.
    """
    about = OutboxMail.objects.about(record).order_by().filter(to=to)
    stale = about if all_of_it else about.filter(state__in=_UNREAD)
    stale.filter(key__isnull=False).update(
        key=Concat(Value("before:"), Cast("pk", models.CharField()))
    )
    _set_aside(_unread(about))


def _unread(rows: models.QuerySet[OutboxMail]) -> models.QuerySet[OutboxMail]:
    """Those nobody has; one that is being sent this moment is left to its sender."""
    waiting = rows.filter(state__in=_UNREAD, purged_at=None)
    return waiting.select_for_update(skip_locked=True, of=("self",))


def _set_aside(rows: models.QuerySet[OutboxMail]) -> None:
    keys = list(rows.values_list("pk", flat=True))
    OutboxMail.objects.filter(pk__in=keys).update(
        state=MailState.WITHHELD, send_at=timezone.now()
    )


class AddressForm(ReasonForm):
    """The right address of somebody, and why it is set right."""

    address = Mail(
        label=_("The right e-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "off", "size": 40}),
        error_messages={"required": _("Give the right address.")},
    )
    field_order = ["address", "reason"]
