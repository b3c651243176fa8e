"""The days on which the program office works: Monday to Friday, less federal holidays.

A holiday on a Saturday is kept on the Friday before, one on a Sunday on the Monday
after (5 U.S.C. 6103, as the `holidays` package knows it).
"""

from datetime import date, datetime, timedelta

from django.utils import timezone
from holidays.countries import US

_HOLIDAYS = US()


def office_day(moment: datetime | None = None) -> date:
    """The day of a moment, or of now, at the program office, wherever the reader is."""
    return timezone.localdate(moment, timezone.get_default_timezone())


def is_working_day(day: date) -> bool:
    """Whether the program office works on this day."""
    return day.weekday() < 5 and day not in _HOLIDAYS


def add_working_days(day: date, number: int) -> date:
    """Return the day `number` working days after `day`; `day` itself for 0."""
    while number > 0:
        day += timedelta(days=1)
        if is_working_day(day):
            number -= 1
    return day
