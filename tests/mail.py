"""Writing into the outbox and reading it in tests."""

import re

from foundation.models import OutboxMail
from foundation.outbox import queue

CALENDAR = "BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nEND:VCALENDAR\r\n"


def make_mail(**overrides) -> OutboxMail:
    fields = {
        "to": "guest@sample.example",
        "subject": "Your seat",
        "text": "You have a seat.\n",
    } | overrides
    return queue(**fields)


def mails_to(address: str) -> list[OutboxMail]:
    """Return the mails to one address, oldest first."""
    return list(OutboxMail.objects.filter(to=address.lower()).order_by("pk"))


def links_in(mail: OutboxMail) -> list[str]:
    """Return every address in the text of a mail, as paths on this site."""
    return [
        re.sub(r"^https?://[^/]+", "", link)
        for link in re.findall(r"https?://\S+", mail.text)
    ]
