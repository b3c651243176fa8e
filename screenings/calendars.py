"""Calendar files, feeds and invitations (RFC 5545, RFC 5546) from one description.

The identifier of an event never changes and its `SEQUENCE` is stored, so a moved or
cancelled screening moves or goes in the calendars of those who took it. The entry of a
guest counts for itself: seats given back and taken again go on from the number before.
"""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

import icalendar
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _t

from screenings.choices import ScreeningStatus
from screenings.models import Reservation, Screening
from screenings.zone_rules import zone_rules

#: Part of every identifier for ever; it is not an address and follows no domain.
UID_DOMAIN = "screenings.not-in-our-town-network"
PRODUCT = "-//Not In Our Town//Law Enforcement Network//EN"

_STATUS = {
    ScreeningStatus.CANCELLED: "CANCELLED",
    ScreeningStatus.POSTPONED: "TENTATIVE",
}


def uid(screening: Screening) -> str:
    """The identifier of a screening in every calendar."""
    return f"screening-{screening.code}@{UID_DOMAIN}"


def feed(
    screenings: Iterable[Screening], name: str, online: Iterable[Screening] = ()
) -> bytes:
    """A calendar to download or subscribe to. It changes only when a screening does.

    What is `online` is too far away to go there: it has no place but the link.
    """
    calendar = _calendar("PUBLISH")
    calendar.add("x-wr-calname", _plain(name))
    calendar.add(
        "refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"}
    )
    calendar.add("x-published-ttl", "PT6H")
    for screening in screenings:
        calendar.add_component(_event(screening, stamp=screening.updated_at))
    for screening in online:
        event = _event(screening, stamp=screening.updated_at)
        event["location"] = icalendar.vText(_t("Online"))
        event.pop("geo", None)
        calendar.add_component(event)
    return _written(calendar)


def number_for(reservation: Reservation) -> int:
    """The `SEQUENCE` of the next message to this guest.

    Never below the screening's own: who took the public file first has that already.
    """
    return max(reservation.calendar_sequence, reservation.screening.sequence)


def invitation(reservation: Reservation) -> str:
    """The calendar part of a mail that adds or moves the guest's entry."""
    return _for_guest(reservation, "REQUEST")


def withdrawal(reservation: Reservation) -> str:
    """The calendar part of a mail that takes the guest's entry away."""
    return _for_guest(reservation, "CANCEL")


def _for_guest(reservation: Reservation, method: str) -> str:
    calendar = _calendar(method)
    page = settings.SITE_URL + reservation.get_absolute_url()
    event = _event(reservation.screening, stamp=timezone.now(), own_page=page)
    event["sequence"] = number_for(reservation)
    if method == "CANCEL":
        event["status"] = icalendar.vText("CANCELLED")
    guest = icalendar.vCalAddress(f"mailto:{reservation.email}")
    guest.params["partstat"] = icalendar.vText("ACCEPTED")
    guest.params["rsvp"] = icalendar.vText("FALSE")
    event.add("attendee", guest, encode=False)
    calendar.add_component(event)
    return _written(calendar).decode()


def _calendar(method: str) -> icalendar.Calendar:
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    return calendar


def _event(
    screening: Screening, *, stamp: datetime, own_page: str = ""
) -> icalendar.Event:
    page = settings.SITE_URL + screening.get_absolute_url()
    event = icalendar.Event()
    event.add("uid", uid(screening))
    event.add("sequence", screening.sequence)
    event.add("dtstamp", stamp)
    event.add("last-modified", screening.updated_at)
    event.add("created", screening.created_at)
    event.add("dtstart", screening.announced_start)
    event.add("dtend", screening.announced_end)
    event.add("summary", _plain(_title(screening)))
    event.add("status", _STATUS.get(ScreeningStatus(screening.status), "CONFIRMED"))
    event.add("url", page)
    event.add("description", _plain(_description(screening, own_page or page)))
    event.add("location", _plain(screening.where))
    if screening.has_place and screening.is_ahead and screening.lat is not None:
        event.add("geo", (screening.lat, screening.lng))
    office = icalendar.vCalAddress(f"mailto:{settings.PROGRAM_OFFICE_EMAIL}")
    office.params["cn"] = icalendar.vText(_plain(settings.SITE_NAME))
    event.add("organizer", office, encode=False)
    return event


def _title(screening: Screening) -> str:
    if screening.is_cancelled:
        return _t("Cancelled: %(title)s") % {"title": screening.title}
    if screening.is_postponed:
        return _t("Postponed: %(title)s") % {"title": screening.title}
    return screening.title


def _description(screening: Screening, page: str) -> str:
    parts = [
        screening.cancel_reason or screening.postpone_reason,
        screening.summary,
        screening.announced_when,
    ]
    if screening.has_link and screening.is_ahead:
        parts.append(
            _t("The link to take part online stands on the page of your reservation.")
        )
    parts.append(page)
    return "\n\n".join(part for part in parts if part)


def _plain(text: str) -> str:
    """Without control characters, which the library would let through."""
    return re.sub(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]", " ", str(text))


def _written(calendar: icalendar.Calendar) -> bytes:
    """The calendar as bytes, with the rule of each zone by which its clocks go on."""
    years: dict[str, int] = {}
    for event in calendar.walk("VEVENT"):
        start = event.decoded("dtstart")
        # From the year before: its autumn rule holds until the first spring.
        zone = str(start.tzinfo)
        years[zone] = min(start.year, years.get(zone, start.year))
    for place, (zone, year) in enumerate(sorted(years.items())):
        calendar.subcomponents.insert(place, zone_rules(zone, year - 1))
    return calendar.to_ical()
