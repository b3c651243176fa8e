"""The facts of a screening in words, for its page and its mails.

Each is (icon name, label, answer); an empty answer is left out by the templates.
"""

from datetime import timedelta
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _t

from foundation.words import clock, day, when
from screenings import times
from screenings.choices import Answer, SignLanguage
from screenings.models import Reservation, Screening

Fact = tuple[str, str, str]


def lead_facts(screening: Screening) -> list[Fact]:
    """When, where and for whom."""
    return [
        ("clock", _t("When"), _when(screening)),
        ("pin", _t("Where"), _where(screening)),
        (
            "people",
            _t("Who it was for") if screening.has_ended else _t("Who it is for"),
            ", ".join(screening.audience_labels),
        ),
    ]


def _when(screening: Screening) -> str:
    if screening.has_lost_its_date:
        return screening.announced_when
    doors = planned = ""
    if screening.doors_at and screening.is_ahead:
        doors = _t("Doors open at %(hour)s.") % {"hour": clock(screening.doors_local)}
    if was := screening.previous_start:
        planned = _t("It was planned for %(when)s.") % {
            "when": when(times.local(was, screening.zone), screening.zone_label)
        }
    said = _with_more(screening.when, doors, planned)
    own = _own_hour(screening)
    return format_html("{}{}", said, own) if own else said


def _own_hour(screening: Screening) -> str:
    """Room for the visitor's own hour, which the script fills where it is another."""
    begins = screening.starts_local
    if not (screening.has_link and screening.is_ahead and begins):
        return ""
    return format_html(
        '<p data-own-hour="{}" data-offset="{}" hidden>{}</p>',
        begins.isoformat(),
        int((begins.utcoffset() or timedelta()).total_seconds()) // 60,
        _t("Where you are:"),
    )


def _with_more(first: str, *more: str) -> str:
    if not any(more):
        return first
    parts = format_html_join("", "<p>{}</p>", ((part,) for part in more if part))
    return format_html("{}{}", first, parts)


def _where(screening: Screening) -> str:
    online = ""
    if screening.has_link and screening.is_ahead:
        online = _online(screening)
    if screening.is_online:
        return _with_more(_t("Online"), online)
    where = screening.venue or _t("The place is not given yet")
    if not screening.address:
        return where
    link = _map_link(screening) if screening.is_ahead else ""
    return _with_more(where, screening.address, link, online)


def _online(screening: Screening) -> str:
    if screening.is_online:
        return _t("The link stands on the page of your reservation.")
    if screening.online_capacity is None:
        return _t("Places online are not open yet.")
    return _t(
        "You can also take part online: the link stands on the page of your "
        "reservation."
    )


def _map_link(screening: Screening) -> SafeString:
    """A plain link: nothing is loaded from the map until somebody follows it."""
    query = urlencode({"query": f"{screening.street}, {screening.town}"})
    url = f"https://www.openstreetmap.org/search?{query}"
    return format_html(
        '<a class="external" href="{}" rel="external noreferrer">{}</a>',
        url,
        _t("See it on a map (openstreetmap.org)"),
    )


def access_facts(screening: Screening) -> list[Fact]:
    """How to get in and follow, and who from the police is there."""
    return [
        ("captions", _t("Captions"), _captions(screening)),
        ("access", _t("Way in"), _way_in(screening)),
        ("ear", _t("Sign language (ASL)"), _sign_language(screening)),
        ("parking", _t("Parking and transit"), screening.parking),
        ("info", _t("Also"), screening.access_notes),
        ("shield", _t("Police presence"), screening.police_presence),
    ]


def _not_known_yet(screening: Screening) -> str:
    """By when it is known, while that day is to come."""
    by = screening.access_known_by
    if not screening.is_ahead:
        return _t("Not known")
    if by is None or by < timezone.localdate():
        return _t("Not known yet")
    return _t("Not known yet. We will know by %(day)s.") % {"day": day(by)}


def _captions(screening: Screening) -> str:
    said: dict[str, str] = {
        Answer.YES: _t("The film is shown with captions"),
        Answer.NO: _t("The film is shown without captions"),
        Answer.UNKNOWN: _not_known_yet(screening),
    }
    return said.get(screening.captions, "")


def _way_in(screening: Screening) -> str:
    if not screening.has_place:
        return ""
    said: dict[str, str] = {
        Answer.YES: _t("Step-free"),
        Answer.NO: _t("There are steps"),
        Answer.UNKNOWN: _not_known_yet(screening),
    }
    return said.get(screening.step_free, "")


def _sign_language(screening: Screening) -> str:
    said: dict[str, str] = {
        SignLanguage.YES: _t("There is an interpreter"),
        SignLanguage.REQUEST: (
            _t("On request: say so when you reserve")
            if screening.is_ahead
            else _t("On request")
        ),
        SignLanguage.NO: _t("There is no interpreter"),
        SignLanguage.UNKNOWN: _not_known_yet(screening),
    }
    return said.get(screening.sign_language, "")


def mail_facts(screening: Screening) -> list[tuple[str, str]]:
    """When and where, as pairs of plain text for a mail."""
    return [(_t("When"), screening.announced_when), (_t("Where"), screening.where)]


def guest_facts(reservation: Reservation) -> list[tuple[str, str]]:
    """When, where, and which of two kinds of seats, for a mail to the guest."""
    known = mail_facts(reservation.screening)
    if kind := reservation.kind_line:
        known.append((_t("Your seats"), kind))
    return known
