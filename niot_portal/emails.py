"""The mails of the contact page, one function for each."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _t

from foundation.models import OutboxMail
from foundation.outbox import compose
from niot_portal.regarding import Regarding


def send_message(
    typed: dict[str, Any], about: Regarding | None, *, key: str
) -> OutboxMail | None:
    """Queue what somebody typed for the program office; None if it was queued before.

    `about` is where it came from: the page of a leader or of a screening.
    """
    facts = [
        (_t("Name"), typed["name"]),
        (_t("E-mail"), typed["email"]),
        (_t("About"), typed["subject"]),
    ]
    if about:
        facts += about.facts
    return compose(
        "hub/email/contact",
        typed | {"regarding": about, "facts": facts},
        to=settings.PROGRAM_OFFICE_EMAIL,
        headers={"Reply-To": typed["email"]},
        key=key,
    )


def send_receipt(address: str) -> None:
    """Say that a message arrived."""
    # It repeats nothing that was typed: the address may be another's.
    compose("hub/email/contact_receipt", {}, to=address)
