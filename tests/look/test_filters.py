"""The filters of `look`: dates, numbers, names and colours."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.template import Context, Template

from foundation import words
from foundation.icons import ICONS
from foundation.templatetags import look

EVENING = datetime(2027, 5, 12, 19, 0, tzinfo=ZoneInfo("America/Chicago"))


def test_when_says_day_hour_and_zone():
    said = words.when(EVENING, "Central Time")

    assert said == "Wednesday, May 12, 2027, 7:00 pm Central Time"


def test_when_keeps_the_zone_of_the_place_in_a_template():
    page = Template('{% load look %}{{ at|when:"Central Time" }}')

    said = page.render(Context({"at": EVENING}))

    assert said == "Wednesday, May 12, 2027, 7:00 pm Central Time"


def test_when_of_nothing_is_empty():
    assert words.when(None, "Central Time") == ""


@pytest.mark.parametrize(
    ("hour", "minute", "said"),
    [
        (0, 0, "midnight"),
        (0, 30, "12:30 am"),
        (12, 0, "noon"),
        (12, 5, "12:05 pm"),
        (18, 45, "6:45 pm"),
    ],
)
def test_clock_says_the_hour_as_people_do(hour, minute, said):
    assert words.clock(EVENING.replace(hour=hour, minute=minute)) == said


@time_machine.travel(datetime(2027, 5, 13, 2, 0, tzinfo=UTC), tick=False)
def test_is_today_asks_the_zone_of_the_place():
    assert words.is_today(EVENING) is True
    assert words.is_today(EVENING.replace(day=13)) is False


@pytest.mark.parametrize(
    ("number", "said"), [(0, "no"), (3, "three"), (10, "10"), (1200, "1,200")]
)
def test_in_words_spells_numbers_under_ten(number, said):
    assert words.in_words(number) == said


@pytest.mark.parametrize(
    ("miles", "said"),
    [
        (None, ""),
        (0.4, "less than a mile away"),
        (1.2, "1 mile away"),
        (12.6, "13 miles away"),
    ],
)
def test_miles_away_rounds(miles, said):
    assert words.miles_away(miles) == said


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Ana de la Cruz", "AC"),
        ("Élodie", "É"),
        ("  ", "?"),
        ("Bo O'Neil-Sample", "BS"),
    ],
)
def test_initials_take_the_first_and_last_word(name, said):
    assert look.initials(name) == said


def test_palette_of_uses_all_eight_and_stays_the_same():
    slugs = [f"film-{number}" for number in range(200)]

    assert {look.palette_of(slug) for slug in slugs} == {
        f"palette-{number}" for number in range(1, 9)
    }
    assert look.palette_of("waking-in-oak-creek") == look.palette_of(
        "waking-in-oak-creek"
    )


def test_icon_draws_every_name_hidden_from_screen_readers():
    drawn = [look.icon(name) for name in ICONS]

    assert all(svg.startswith('<svg class="icon"') for svg in drawn)
    assert all('aria-hidden="true"' in svg for svg in drawn)


def test_icon_refuses_a_name_that_is_not_drawn():
    with pytest.raises(KeyError):
        look.icon("unicorn")


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/128.0",
            "Firefox on Windows",
        ),
        pytest.param(
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605"
            " Version/17.0 Mobile Safari/604.1",
            "Safari on iPhone",
            id="Safari on an iPhone",
        ),
        ("", "A browser we do not know"),
    ],
)
def test_browser_of_names_browser_and_device(header, said):
    assert look.browser_of(header) == said


@pytest.mark.parametrize(
    ("title", "is_long"),
    [
        ("Waking in Oak Creek", False),
        ("Not In Our Town: A Prosecutor’s Stand", True),
        ("Not In Our Town: Light in the Darkness, a Film", True),
    ],
    ids=["short", "one long word", "many words"],
)
def test_poster_draws_long_words_and_long_titles_smaller(title, is_long):
    assert look.is_long_title(title) is is_long
