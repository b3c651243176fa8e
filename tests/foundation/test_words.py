"""Numbers, spans and bounds in the words of a sentence."""

from datetime import timedelta

import pytest

from foundation.words import Bytes, Range, WorkingDays, in_words, in_words_lazy


@pytest.mark.parametrize(
    ("value", "words"),
    [
        pytest.param(0, "no", id="nothing"),
        pytest.param(3, "three", id="small number"),
        pytest.param(10, "10", id="ten"),
        pytest.param(1200, "1,200", id="large number"),
        pytest.param(-1, "-1", id="less than nothing"),
        pytest.param(timedelta(seconds=1), "one second", id="second"),
        pytest.param(timedelta(seconds=90), "90 seconds", id="no whole minute"),
        pytest.param(timedelta(minutes=2), "two minutes", id="minutes"),
        pytest.param(timedelta(minutes=90), "90 minutes", id="no whole hour"),
        pytest.param(timedelta(hours=1), "one hour", id="hour"),
        pytest.param(timedelta(hours=24), "24 hours", id="a day in hours"),
        pytest.param(timedelta(hours=36), "36 hours", id="no whole day"),
        pytest.param(timedelta(days=2), "two days", id="days"),
        pytest.param(timedelta(days=60), "60 days", id="many days"),
        pytest.param(WorkingDays(1), "one working day", id="working day"),
        pytest.param(WorkingDays(15), "15 working days", id="working days"),
        pytest.param(Range(1, 10), "1 to 10", id="range"),
        pytest.param(Range(1, 5000), "1 to 5,000", id="wide range"),
        pytest.param(Bytes(1), "1 byte", id="byte"),
        pytest.param(Bytes(999), "999 bytes", id="bytes"),
        pytest.param(Bytes(5_000), "5 kB", id="kilobytes"),
        pytest.param(Bytes(25_000_000), "25 MB", id="megabytes"),
        pytest.param(Bytes(1_500_000), "1.5 MB", id="half a megabyte"),
        pytest.param(Bytes(2_000_000_000), "2 GB", id="gigabytes"),
    ],
)
def test_value_is_written_as_people_say_it(value, words):
    assert in_words(value) == words


def test_value_in_words_can_wait_until_it_is_read():
    waiting = in_words_lazy(timedelta(days=30))

    assert f"Kept for {waiting}." == "Kept for 30 days."


@pytest.mark.parametrize(
    ("number", "is_within"), [(0, False), (1, True), (10, True), (11, False)]
)
def test_range_holds_both_its_ends(number, is_within):
    assert (number in Range(1, 10)) is is_within
