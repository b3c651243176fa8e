"""A time zone for a calendar file: yearly rules, which hold for every year to come."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar

_HOUR = timedelta(hours=1)
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def zone_rules(zone: str, year: int) -> icalendar.Timezone:
    """The clocks of `zone` (an IANA name) from `year` on, by its law then (RFC 5545).

    The day of a change is told as a weekday of its month, as laws of this country do:
    the second Sunday of March.
    """
    clocks = ZoneInfo(zone)
    component = icalendar.Timezone()
    component.add("tzid", zone)
    changes = _changes(clocks, year)
    for before, after in changes:
        component.add_component(_observance(before, after))
    if not changes:
        at = datetime(year, 1, 1, tzinfo=clocks)
        component.add_component(_steady(at))
    return component


def _changes(clocks: ZoneInfo, year: int) -> list[tuple[datetime, datetime]]:
    """The last hour before each change of the year and the first after it."""
    at, changes = datetime(year, 1, 1, tzinfo=UTC), []
    while at.year == year:
        before, after = at.astimezone(clocks), (at + _HOUR).astimezone(clocks)
        if before.utcoffset() != after.utcoffset():
            changes.append((before, after))
        at += _HOUR
    return changes


def _observance(
    before: datetime, after: datetime
) -> icalendar.TimezoneStandard | icalendar.TimezoneDaylight:
    is_summer = bool(after.dst())
    part = icalendar.TimezoneDaylight() if is_summer else icalendar.TimezoneStandard()
    # The moment of the change as clocks showed it that were not changed yet.
    shown = before.replace(tzinfo=None) + _HOUR
    week = (shown.day - 1) // 7 + 1
    part.add("dtstart", shown)
    part.add(
        "rrule",
        {
            "freq": "yearly",
            "bymonth": shown.month,
            "byday": f"{week}{_DAYS[shown.weekday()]}",
        },
    )
    part.add("tzname", after.tzname())
    part.add("tzoffsetfrom", before.utcoffset())
    part.add("tzoffsetto", after.utcoffset())
    return part


def _steady(at: datetime) -> icalendar.TimezoneStandard:
    """For a zone that never changes its clocks, such as Arizona's."""
    part = icalendar.TimezoneStandard()
    part.add("dtstart", at.replace(tzinfo=None))
    part.add("tzname", at.tzname())
    part.add("tzoffsetfrom", at.utcoffset())
    part.add("tzoffsetto", at.utcoffset())
    return part
