"""The wording people agree to when they let the network publish their profile.

A new wording gets a new version; the old ones stay, because rows name them.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CONSENT_VERSION = "2026-11"

WORDINGS = {
    "2026-11": _(
        "The network may show the things I ticked to everyone, in the public "
        "directory of leaders and on the pages of my screenings. It always shows my "
        "state and region, the type and size of my agency, my topics and the help I "
        "offer. It never shows my e-mail address or phone number. I can change what "
        "is shown, or stop it, at any time."
    )
}


def wording() -> Promise:
    """The text of the day."""
    return WORDINGS[CONSENT_VERSION]
