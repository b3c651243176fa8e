"""Which days count where the program office promises working days."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from foundation.working_days import (
    add_working_days,
    is_working_day,
    office_day,
)

_DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("day", "number", "expected"),
    [
        pytest.param(date(2026, 11, 16), 0, date(2026, 11, 16), id="none"),
        pytest.param(date(2026, 11, 20), 1, date(2026, 11, 23), id="friday-to-monday"),
        pytest.param(date(2026, 11, 21), 1, date(2026, 11, 23), id="from-a-saturday"),
        pytest.param(date(2026, 11, 25), 1, date(2026, 11, 27), id="thanksgiving"),
        pytest.param(date(2026, 11, 21), 5, date(2026, 11, 30), id="week-with-holiday"),
        pytest.param(date(2026, 7, 2), 1, date(2026, 7, 6), id="fourth-on-saturday"),
        pytest.param(date(2027, 7, 2), 1, date(2027, 7, 6), id="fourth-on-sunday"),
        pytest.param(date(2026, 12, 31), 1, date(2027, 1, 4), id="year-end"),
        pytest.param(
            date(2027, 12, 30), 1, date(2028, 1, 3), id="new-year-on-saturday"
        ),
        pytest.param(date(2026, 6, 18), 1, date(2026, 6, 22), id="juneteenth"),
        pytest.param(date(2026, 10, 9), 1, date(2026, 10, 13), id="columbus-day"),
    ],
)
def test_working_days_skip_weekends_and_federal_holidays(day, number, expected):
    assert add_working_days(day, number) == expected


def test_holidays_of_single_states_count_as_working_days():
    patriots_day = date(2026, 4, 20)

    assert is_working_day(patriots_day)


@given(_DAYS, st.integers(0, 60))
def test_as_many_working_days_lie_behind_as_were_added(day, number):
    later = add_working_days(day, number)

    behind = [day + timedelta(days=n + 1) for n in range((later - day).days)]

    assert sum(map(is_working_day, behind)) == number


@given(_DAYS, st.integers(1, 60))
def test_deadline_falls_on_a_working_day(day, number):
    assert is_working_day(add_working_days(day, number))


def test_day_of_the_office_is_not_the_readers():
    evening_in_new_york = datetime(2026, 11, 17, 3, 30, tzinfo=UTC)

    with timezone.override("Pacific/Guam"):
        day = office_day(evening_in_new_york)

    assert day == date(2026, 11, 16)
