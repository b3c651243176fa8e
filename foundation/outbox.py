"""Mail as rows of a table: rolled back with us, never lost after us.

`queue` and `compose` write a row in the caller's transaction; `foundation.sending`
delivers it. `OutboxBackend` brings the mail of Django and allauth here too.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import make_msgid
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email
from django.db import models, transaction
from django.template import Context, TemplateDoesNotExist
from django.template.loader import get_template, render_to_string
from django.utils import timezone

from foundation import rehearsal
from foundation.addresses import read_address
from foundation.models import OutboxMail
from foundation.promised import promises

_HEADER_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,60}")
# These are written by `sending.message_of`: a second copy would mislead mail programs.
_OUR_HEADERS = {
    "from",
    "to",
    "cc",
    "bcc",
    "subject",
    "date",
    "message-id",
    "mime-version",
    "content-type",
    "content-transfer-encoding",
}
# C0 and C1 controls and Unicode's own line ends: none may reach a header.
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def queue(
    *,
    to: str,
    subject: str,
    text: str,
    html: str = "",
    about: models.Model | None = None,
    key: str | None = None,
    calendar: str = "",
    calendar_method: str = "",
    headers: Mapping[str, str] | None = None,
    is_private: bool = False,
    send_at: datetime | None = None,
    who: str = "",
) -> OutboxMail | None:
    """Write one mail to one address into the outbox, in the caller's transaction.

    `key` makes it unique for ever: a second mail with the same key is not written and
    None is returned. `calendar` is an iCalendar text and `calendar_method` its METHOD
    (RFC 5546). `headers` are further headers, such as `Reply-To`; subject and values
    are folded into one line, so that nothing typed can add a header. `send_at` lets
    the mail wait. `who` names the reader to staff who read the mail before it is sent;
    while they do (`foundation.rehearsal`) nothing is written. Raises
    `ValidationError` for a bad address and `ValueError` for a header that is not
    ours to add.
    """
    if rehearsal.is_on():
        if key is None or not OutboxMail.objects.filter(key=key).exists():
            rehearsal.collect(rehearsal.Planned(who, _one_line(subject), text, html))
        return None
    mail = OutboxMail(
        to=_address(to),
        subject=_one_line(subject)[:300],
        text=text,
        html=html,
        key=key,
        calendar=calendar,
        calendar_method=calendar_method.upper(),
        headers=_clean_headers(headers or {}),
        message_id=make_msgid(domain=urlsplit(settings.SITE_URL).hostname),
        is_private=is_private,
    )
    if bool(calendar) != bool(calendar_method):
        raise ValueError("A calendar part and its method go together.")
    if send_at is not None:
        mail.send_at = send_at
    if about is not None:
        mail.about_type = ContentType.objects.get_for_model(about)
        mail.about_id = about.pk
    if key is None:
        mail.save(force_insert=True)
        return mail
    # One statement: two processes writing the same key cannot both succeed, and the
    # loser's transaction stays whole.
    OutboxMail.objects.bulk_create([mail], ignore_conflicts=True)
    return OutboxMail.objects.filter(key=key, message_id=mail.message_id).first()


#: Whether nothing may go to an address any more; asked when a mail is to be sent.
SILENCES: list[Callable[[str], bool]] = []


def is_silenced(address: str) -> bool:
    """Whether some app knows that nobody reads mail at this address any more."""
    return any(goes_to_nobody(address) for goes_to_nobody in SILENCES)


@dataclass(frozen=True)
class Letter:
    """The words of a mail, as they are sent; `html` may be ""."""

    subject: str
    text: str
    html: str


def worded(template: str, context: dict) -> Letter:
    """Word a mail from `<template>_subject.txt`, `_message.txt` and `_message.html`.

    `template` is a path without its ending, such as `leaders/email/welcome`. What staff
    read before they press the button comes from here too.
    """
    context = {
        "SITE_NAME": settings.SITE_NAME,
        "SITE_URL": settings.SITE_URL,
        "promises": promises(),
        **context,
    }
    try:
        html: str = render_to_string(f"{template}_message.html", context)
    except TemplateDoesNotExist as error:
        if str(error) != f"{template}_message.html":
            raise
        html = ""
    return Letter(
        _one_line(_plain(f"{template}_subject.txt", context)),
        _plain(f"{template}_message.txt", context).strip() + "\n",
        html,
    )


def _plain(template: str, context: dict) -> str:
    """A text as it is: no letter of it becomes an HTML entity, whatever it says."""
    return get_template(template).template.render(Context(context, autoescape=False))


def compose(
    template: str, context: dict, *, to: str, **options: Any
) -> OutboxMail | None:
    """Word a mail (`worded`) and queue it. Options are those of `queue`."""
    letter = worded(template, context)
    return queue(
        to=to,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        **options,
    )


class OutboxBackend(BaseEmailBackend):
    """Django's mail door: every message becomes rows of the outbox, one a recipient.

    What comes this way is account mail (codes, reset links): it is marked private.
    Attachments are refused aloud rather than dropped.
    """

    def send_messages(self, email_messages) -> int:
        """Queue the messages; return how many rows were written."""
        written = 0
        with transaction.atomic():
            for message in email_messages:
                for recipient in message.recipients():
                    queue(to=recipient, is_private=True, **_parts_of(message))
                    written += 1
        return written


def copy_to(mail: OutboxMail, address: str) -> OutboxMail:
    """Queue the words of a mail once more, as a mail of its own to another address."""
    names = (
        "subject",
        "text",
        "html",
        "calendar",
        "calendar_method",
        "headers",
        "about_type",
        "about_id",
    )
    return OutboxMail.objects.create(
        to=_address(address),
        message_id=make_msgid(domain=urlsplit(settings.SITE_URL).hostname),
        send_at=max(mail.send_at, timezone.now()),
        **{name: getattr(mail, name) for name in names},
    )


def _parts_of(message: Any) -> dict[str, Any]:
    if message.attachments:
        raise ValueError("The outbox takes no attachments.")
    parts = {"subject": message.subject, "text": message.body}
    headers = {
        name: value
        for name, value in message.extra_headers.items()
        if name.lower() not in _OUR_HEADERS
    }
    if message.reply_to:
        headers["Reply-To"] = ", ".join(message.reply_to)
    if message.content_subtype == "html":
        parts |= {"text": "", "html": message.body}
    for content, mimetype in getattr(message, "alternatives", []):
        if mimetype == "text/html":
            parts["html"] = content
        elif mimetype.startswith("text/calendar"):
            found = re.search(r"method=\"?([A-Za-z]+)", mimetype)
            method = found.group(1) if found else "PUBLISH"
            parts |= {"calendar": content, "calendar_method": method}
        else:
            raise ValueError(f"The outbox takes no {mimetype} part.")
    return parts | {"headers": headers}


def _address(to: str) -> str:
    """The address as all fields read it, or as it was stored before they did."""
    try:
        return read_address(to)
    except ValidationError:
        # A row from before must not stop the job that writes to all: it is tried, and
        # where it fails staff see it. What is no address at all is still refused.
        to = to.strip().lower()
        validate_email(to)
        return to


def _one_line(text: str) -> str:
    return " ".join(_CONTROLS.sub(" ", str(text)).split())


def _clean_headers(headers: Mapping[str, str]) -> dict[str, str]:
    for name in headers:
        if not _HEADER_NAME.fullmatch(name) or name.lower() in _OUR_HEADERS:
            raise ValueError(f"The outbox does not take the header {name!r}.")
    return {name: _one_line(value) for name, value in headers.items()}
