"""Numbers, days and hours as people type and paste them."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError

from foundation import formfields, reading


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        ("25", 25),
        (" 25\u00a0", 25),
        ("\u200e25", 25),
        ("２５", 25),
        ("1,200", 1200),
        ("−5", -5),
        ("25.0", 25),
    ],
)
def test_count_reads_a_number_however_it_was_pasted(typed, count):
    assert formfields.Count().clean(typed) == count


@pytest.mark.parametrize(
    "typed",
    [
        "twenty",
        "1,2",
        "12,00",
        "1 200 seats",
        pytest.param("9" * 5000, id="far too many digits"),
    ],
)
def test_count_refuses_what_is_no_whole_number(typed):
    with pytest.raises(ValidationError):
        formfields.Count().clean(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "2027-05-12",
        "05/12/2027",
        "5/12/2027",
        "5/12/27",
        "5-12-2027",
        "2027\u201105\u201112",
        "２０２７-０５-１２",
        "May\u00a012, 2027",
        "may 12th 2027",
        "12 May 2027",
        "Wednesday, May 12, 2027",
        "Wed. May 12, 2027",
    ],
)
def test_day_reads_what_people_write(typed):
    assert formfields.Day().clean(typed) == date(2027, 5, 12)


def test_day_reads_september_in_four_letters():
    assert reading.day("Sept. 3, 2027") == date(2027, 9, 3)


@pytest.mark.parametrize("typed", ["Tuesday, May 12, 2027", "31/12/2027", "tomorrow"])
def test_day_refuses_what_may_mean_another(typed):
    with pytest.raises(ValidationError, match="Give a date like"):
        formfields.Day().clean(typed)


@pytest.mark.parametrize(
    ("typed", "hour"),
    [
        ("19:00", time(19)),
        ("19:00:30", time(19)),
        ("7:00 pm", time(19)),
        ("7 pm", time(19)),
        ("7pm", time(19)),
        ("7:30 P.M.", time(19, 30)),
        ("7\u202fp.\u00a0m.", time(19)),
        ("７：００ ｐｍ", time(19)),
        ("12 am", time(0)),
        ("12 pm", time(12)),
        ("noon", time(12)),
        ("1900", time(19)),
        ("0730 hrs", time(7, 30)),
        ("19.30", time(19, 30)),
    ],
)
def test_clock_reads_what_people_write(typed, hour):
    assert formfields.Clock().clean(typed) == hour


@pytest.mark.parametrize("typed", ["7", "730", "25:00", "13 pm", "0 am", "7:60 pm"])
def test_clock_refuses_what_may_mean_another(typed):
    with pytest.raises(ValidationError, match="Give an hour like"):
        formfields.Clock().clean(typed)
