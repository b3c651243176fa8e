"""The days on which the program office works: Monday to Friday."""

from datetime import date, timedelta


def is_working_day(day: date) -> bool:
    """Whether the program office works on this day."""
    return day.weekday() < 5


def add_working_days(day: date, number: int) -> date:
    """Return the day `number` working days after `day`; `day` itself for none."""
    while number > 0:
        day += timedelta(days=1)
        number -= is_working_day(day)
    return day
