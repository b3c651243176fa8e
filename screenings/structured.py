"""Screenings for programs: for search engines (schema.org) and as JSON rows."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString

from foundation.feeds import json_in_page
from leaders.models import Leader
from screenings import times
from screenings.choices import Attendance, Mode, ScreeningStatus
from screenings.finding import Circle
from screenings.models import Screening

_ATTENDANCE = {
    Mode.IN_PERSON: "OfflineEventAttendanceMode",
    Mode.ONLINE: "OnlineEventAttendanceMode",
    Mode.BOTH: "MixedEventAttendanceMode",
}

#: How one can take part, in the words of the filter of the list.
_WAYS = {Attendance.ROOM.value: "in-person", Attendance.ONLINE.value: "online"}


def screening_event(screening: Screening) -> SafeString:
    """The event as JSON-LD, safe between script tags whatever the host wrote."""
    return json_in_page(_facts(screening))


def screening_row(screening: Screening) -> dict[str, Any]:
    """A screening for another program: what its page shows, and nothing more.

    What is postponed has no times, but `planned_for`.
    """
    start, end = _iso(screening.announced_start), _iso(screening.announced_end)
    is_off = screening.has_lost_its_date
    return {
        "url": settings.SITE_URL + screening.get_absolute_url(),
        "code": screening.code,
        "title": screening.title,
        "film": screening.film.title,
        "host": screening.host_shown.name if screening.host_shown else None,
        "starts_at": None if is_off else start,
        "ends_at": None if is_off else end,
        "planned_for": start if is_off else None,
        "zone": screening.zone,
        "mode": screening.mode,
        "join": [_WAYS[kind] for kind in screening.kinds],
        "venue": screening.venue,
        "street": screening.street,
        "city": screening.city,
        "state": screening.state,
        "zip": screening.zip,
        "audiences": screening.audiences,
        "captions": screening.captions,
        "step_free": screening.step_free or None,
        "sign_language": screening.sign_language,
        "status": screening.status,
        "cancel_reason": screening.cancel_reason or None,
        "postpone_reason": screening.postpone_reason or None,
        "capacity": screening.seats_offered,
        "is_open": _is_open(screening, screening.seats_left),
        "room": _seats_of(screening, Attendance.ROOM),
        "online": _seats_of(screening, Attendance.ONLINE),
        "miles": (
            round(miles, 1)
            if (miles := getattr(screening, "miles", None)) is not None
            else None
        ),
    }


def circle_facts(
    circle: Circle | None, online: list[Screening] | None, *, most: int
) -> dict[str, Any]:
    """What a list near a ZIP code adds: how far it looked, and what is online.

    `online` holds at most one row more than `most`; None where it is not asked for.
    """
    if circle is None:
        return {}
    facts: dict[str, Any] = {"place": str(circle.place), "within_miles": circle.radius}
    if online is not None:
        facts["online_total"] = min(len(online), most)
        facts["online_total_is_capped"] = len(online) > most
        facts["online"] = [screening_row(screening) for screening in online[:most]]
    return facts


def _seats_of(screening: Screening, kind: str) -> dict[str, int | bool | None] | None:
    """The seats of one kind, or None where there are none of it."""
    if kind not in screening.kinds:
        return None
    return {
        "capacity": screening.capacity_of(kind),
        "is_open": _is_open(screening, screening.left_of(kind)),
    }


def _is_open(screening: Screening, left: int) -> bool:
    """Whether a seat can be had; how many are left is on the screening's page."""
    return screening.takes_reservations and left > 0


def _facts(screening: Screening) -> dict[str, Any]:
    page = settings.SITE_URL + screening.get_absolute_url()
    schema = "https://schema.org/"
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "ScreeningEvent",
        "@id": page,
        "url": page,
        "name": screening.title,
        "description": screening.summary,
        "startDate": _iso(screening.announced_start),
        "endDate": _iso(screening.announced_end),
        "eventStatus": schema + _status(screening),
        "eventAttendanceMode": schema + _ATTENDANCE[Mode(screening.mode)],
        "isAccessibleForFree": True,
        "inLanguage": "en",
        "maximumAttendeeCapacity": screening.seats_offered,
        "remainingAttendeeCapacity": (
            screening.seats_left if screening.takes_reservations else 0
        ),
        "location": _locations(screening, page),
        "organizer": _organizer(screening.host_shown),
        "workPresented": {
            "@type": "Movie",
            "name": screening.film.title,
        },
    }
    if screening.doors_at and screening.is_ahead:
        facts["doorTime"] = _iso(screening.doors_local)
    if screening.film.is_published:
        facts["workPresented"]["url"] = (
            settings.SITE_URL + screening.film.get_absolute_url()
        )
    if screening.has_two_kinds:
        facts["maximumPhysicalAttendeeCapacity"] = screening.capacity
        facts["maximumVirtualAttendeeCapacity"] = screening.online_capacity
    if screening.film.minutes:
        facts["workPresented"]["duration"] = f"PT{screening.film.minutes}M"
    if screening.captions == "yes":
        facts["subtitleLanguage"] = "en"
    if screening.audience_labels:
        facts["audience"] = [
            {"@type": "Audience", "audienceType": label}
            for label in screening.audience_labels
        ]
    if screening.previous_start and not screening.is_cancelled:
        facts["previousStartDate"] = _iso(
            times.local(screening.previous_start, screening.zone)
        )
    return facts


def _organizer(host: Leader | None) -> dict[str, Any]:
    """The host, or the network where there is none to name."""
    if host is None:
        return {
            "@type": "Organization",
            "name": "Not In Our Town Law Enforcement Network",
            "url": settings.SITE_URL,
        }
    return {
        "@type": "Person",
        "name": host.name,
        "worksFor": {"@type": "Organization", "name": host.agency_line},
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _status(screening: Screening) -> str:
    if screening.is_cancelled:
        return "EventCancelled"
    if screening.status == ScreeningStatus.POSTPONED:
        return "EventPostponed"
    if screening.previous_start:
        return "EventRescheduled"
    return "EventScheduled"


def _locations(screening: Screening, page: str) -> list[dict] | dict:
    places: list[dict] = []
    if screening.has_place:
        places.append(
            {
                "@type": "Place",
                "name": screening.venue,
                "address": {
                    "@type": "PostalAddress",
                    "streetAddress": screening.street,
                    "addressLocality": screening.city,
                    "addressRegion": screening.state,
                    "postalCode": screening.zip,
                    "addressCountry": "US",
                },
            }
        )
    if screening.has_link:
        # The link itself is for guests with a seat.
        places.append({"@type": "VirtualLocation", "url": page})
    return places[0] if len(places) == 1 else places
