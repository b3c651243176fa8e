"""Mail as rows of a table: rolled back with us, never lost after us.

`queue` and `compose` write a row in the caller's transaction; `manage.py worker`
delivers it. `OutboxBackend` brings the mail of Django and allauth here too.
"""

from collections.abc import Mapping
from email.utils import make_msgid
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.mail.backends.base import BaseEmailBackend
from django.db import models
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string

from foundation.models import OutboxMail


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
    **more: Any,
) -> OutboxMail | None:
    """Write one mail to one address into the outbox, in the caller's transaction.

    `key` makes it unique for ever: a second mail with the same key is not written and
    None is returned. `calendar` is an iCalendar text and `calendar_method` its METHOD.
    """
    domain = settings.SITE_URL.split("//")[-1].split(":")[0] or "localhost"
    mail = OutboxMail(
        to=to.strip().lower(),
        subject=" ".join(subject.split())[:300],
        text=text,
        html=html,
        key=key,
        calendar=calendar,
        calendar_method=calendar_method,
        headers=dict(headers or {}),
        message_id=make_msgid(domain=domain),
        is_private=is_private,
        **more,
    )
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


def compose(
    template: str, context: dict, *, to: str, **options: Any
) -> OutboxMail | None:
    """Render and queue a mail worded in `<template>_subject.txt` and `_message.txt`.

    `template` is a path without its ending, such as `leaders/email/welcome`. A
    `_message.html` beside them is sent as the HTML part. Options are those of `queue`.
    """
    context = {
        "SITE_NAME": settings.SITE_NAME,
        "SITE_URL": settings.SITE_URL,
        **context,
    }
    try:
        html = str(render_to_string(f"{template}_message.html", context))
    except TemplateDoesNotExist:
        html = ""
    return queue(
        to=to,
        subject=render_to_string(f"{template}_subject.txt", context),
        text=render_to_string(f"{template}_message.txt", context).strip() + "\n",
        html=html,
        **options,
    )


class OutboxBackend(BaseEmailBackend):
    """Django's mail door: every message becomes rows of the outbox, one a recipient."""

    def send_messages(self, email_messages) -> int:
        """Queue the messages; return how many rows were written."""
        written = 0
        for message in email_messages:
            html = next(
                (
                    part[0]
                    for part in getattr(message, "alternatives", [])
                    if part[1] == "text/html"
                ),
                "",
            )
            for recipient in message.recipients():
                queue(
                    to=recipient,
                    subject=message.subject,
                    text=message.body,
                    html=html,
                    is_private=True,
                )
                written += 1
        return written
