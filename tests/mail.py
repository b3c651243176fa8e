"""Reading the outbox in tests."""

import re

from foundation.models import OutboxMail


def mails_to(address: str) -> list[OutboxMail]:
    """Return the mails to one address, oldest first."""
    return list(OutboxMail.objects.filter(to=address.lower()).order_by("pk"))


def links_in(mail: OutboxMail) -> list[str]:
    """Return every address in the text of a mail, as paths on this site."""
    return [
        re.sub(r"^https?://[^/]+", "", link)
        for link in re.findall(r"https?://\S+", mail.text)
    ]
