"""What a step of a screening will do, in sentences, before its button is pressed.

The host's pages and the staff's say the same.
"""

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from foundation.words import in_words
from screenings.choices import OfferStatus
from screenings.models import Screening

_FOUND = _("Visitors can find it at once and reserve seats.")

_CONSEQUENCES = {
    "submit": (
        _("Staff look at a leader’s first screening before it is public."),
        _(
            "We mail you when it is published. After that, your screenings go public "
            "at once."
        ),
    ),
    "publish": (_FOUND,),
    "approve": (
        _FOUND,
        _("The host is told by mail."),
        _("The host’s next screenings go public without a look."),
    ),
    "discard": (_("It leaves the desk for good. Nobody was invited yet."),),
    "postpone": (
        _("Guests keep their seats."),
        _("Change the date when you know it, then publish the new date."),
    ),
    "resume": (_FOUND,),
    "cancel": (
        _("A cancelled screening stays cancelled. Its page stays up and says so."),
        _("If only the date is off, postpone it: guests then keep their seats."),
    ),
}

#: Steps of which every guest with a seat gets a mail.
_TOLD = frozenset({"postpone", "resume", "cancel"})


def of_step(screening: Screening, name: str) -> list[str]:
    """What follows from the step; nothing where its label says it all."""
    known = [str(sentence) for sentence in _CONSEQUENCES.get(name, ())]
    if name == "cancel" and screening.offers.filter(status=OfferStatus.OPEN).exists():
        known.insert(0, _t("The leader who was offered it hears that it is off."))
    return [_who_is_told(screening), *known] if name in _TOLD else known


def _who_is_told(screening: Screening) -> str:
    number = screening.reservations.confirmed().count()
    if not number:
        return _t("Nobody has a seat yet, so no guest is mailed.")
    return ngettext(
        "%(n)s reservation is confirmed. The guest is told by mail, and the calendar "
        "entry changes with it.",
        "%(n)s reservations are confirmed. Each guest is told by mail, and calendar "
        "entries change with it.",
        number,
    ) % {"n": in_words(number).capitalize()}
