"""What a step of a screening will do, in sentences, before its button is pressed.

The host's pages and the staff's say the same.
"""

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from foundation.words import in_words, short_day
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
    "take_look": (_("Colleagues read that you have it. The host is not mailed."),),
    "take_over_look": (_("The first look is yours. What the host was asked stays."),),
    "hand_over_look": (_("The first look is the colleague’s. You can take it over."),),
    "put_back_look": (_("Nobody has the first look until somebody takes it."),),
    "ask": (
        _("It is the host’s turn, with your words above the form."),
        _("Once the host has changed it, it is your turn again, and you are mailed."),
    ),
    "decline": (_("It leaves the host’s desk. No visitor ever saw it."),),
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


def turn_of(screening: Screening) -> str:
    """Whose turn a first look is, and for how long, for staff: with the name."""
    days = screening.days_of_turn
    since = ngettext("for %(n)s day", "for %(n)s days", days) % {"n": days}
    facts = {"who": screening.looked_at_by, "since": since}
    if screening.is_with_host:
        return _t("It is the host’s turn, %(since)s. %(who)s asked.") % facts
    if screening.looked_at_by is None:
        return _t("It is the staff’s turn, %(since)s. Nobody has it yet.") % facts
    return _t("It is the turn of %(who)s, %(since)s.") % facts


def turn_for_host(screening: Screening) -> str:
    """The same for its host, with the day since when."""
    since = short_day(screening.turn_since or screening.submitted_at)
    facts = {"who": screening.looked_at_by, "day": since}
    if screening.is_with_host:
        return _t("It is your turn since %(day)s.") % facts
    if screening.looked_at_by is None:
        return _t("It is with staff since %(day)s. Nobody has taken it yet.") % facts
    return _t("It is with staff since %(day)s: %(who)s looks at it.") % facts


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
