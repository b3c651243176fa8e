"""Hours across zones and the two Sundays when clocks change."""

from datetime import UTC, date, datetime, time

import pytest
from django.core.exceptions import ValidationError

from screenings import times


@pytest.mark.parametrize(
    ("zone", "day", "utc_hour"),
    [
        # Seven in the evening on both sides of March 8 and November 1, 2026.
        ("America/Chicago", date(2026, 3, 7), 1),
        ("America/Chicago", date(2026, 3, 8), 0),
        ("America/Chicago", date(2026, 10, 31), 0),
        ("America/Chicago", date(2026, 11, 1), 1),
        ("America/Phoenix", date(2026, 3, 7), 2),
        ("America/Phoenix", date(2026, 3, 8), 2),
        ("America/Indiana/Indianapolis", date(2026, 3, 7), 0),
        ("America/Indiana/Indianapolis", date(2026, 3, 8), 23),
        ("America/Puerto_Rico", date(2026, 3, 7), 23),
        ("America/Puerto_Rico", date(2026, 11, 1), 23),
    ],
)
def test_instant_keeps_seven_in_the_evening(zone, day, utc_hour):
    moment = times.instant(day, time(19), zone)

    assert moment.tzinfo is UTC
    assert moment.hour == utc_hour
    assert times.local(moment, zone).hour == 19


def test_instant_refuses_an_hour_that_clocks_skip():
    with pytest.raises(ValidationError) as refused:
        times.instant(date(2026, 3, 8), time(2, 30), "America/Chicago")

    assert refused.value.message == (
        "2:30 am does not exist on Sunday, March 8, 2026 in Central Time: "
        "the clocks go forward. Choose another hour."
    )


def test_instant_refuses_an_hour_that_comes_twice():
    with pytest.raises(ValidationError) as refused:
        times.instant(date(2026, 11, 1), time(1, 30), "America/Chicago")

    assert refused.value.message == (
        "1:30 am comes twice on Sunday, November 1, 2026 in Central Time: "
        "the clocks go back. Choose another hour."
    )


@pytest.mark.parametrize("zone", ["America/Phoenix", "Pacific/Honolulu"])
def test_instant_takes_every_hour_where_clocks_never_change(zone):
    for day in (date(2026, 3, 8), date(2026, 11, 1)):
        for hour in range(24):
            assert times.local(times.instant(day, time(hour), zone), zone).hour == hour


def test_ending_before_the_start_is_the_next_morning():
    end = times.ending(date(2027, 5, 12), time(23), time(0, 30), "America/New_York")

    assert end == datetime(2027, 5, 13, 4, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "end",
    [
        pytest.param(time(19), id="the hour of the start"),
        pytest.param(time(18), id="an hour before the start"),
        pytest.param(time(4), id="the early morning"),
    ],
)
def test_ending_refuses_more_than_eight_hours(end):
    with pytest.raises(ValidationError):
        times.ending(date(2027, 5, 12), time(19), end, "America/New_York")


def test_opening_may_fall_on_the_evening_before():
    opened = times.opening(date(2027, 5, 12), time(23, 45), time(0, 15), "US/Eastern")

    assert opened == datetime(2027, 5, 12, 3, 45, tzinfo=UTC)


def test_opening_refuses_doors_after_the_start():
    with pytest.raises(ValidationError):
        times.opening(date(2027, 5, 12), time(19, 30), time(19), "America/New_York")


@pytest.mark.parametrize(
    ("minutes", "end"), [(35, time(20, 30)), (56, time(20, 45)), (None, time(20, 30))]
)
def test_usual_end_adds_the_discussion(minutes, end):
    assert times.usual_end(time(19), minutes) == end


def test_span_is_said_in_the_words_of_the_zone():
    starts = datetime(2027, 5, 13, 0, tzinfo=UTC)
    ends = datetime(2027, 5, 13, 2, tzinfo=UTC)

    assert times.span(starts, ends, "America/Chicago") == (
        "Wednesday, May 12, 2027, 7:00 pm to 9:00 pm Central Time"
    )
