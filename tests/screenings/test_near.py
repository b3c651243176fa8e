"""Near a ZIP code: what is near first, what is online apart, in each form of a list."""

from datetime import time, timedelta
from math import degrees

import pytest
from django.test import Client
from django.utils import timezone

from places.distance import EARTH
from screenings.models import Screening
from screenings.times import Hours
from tests.factories import (
    make_film,
    make_leader,
    make_reservation,
    make_screening,
    make_zip_place,
)
from tests.pages import text_of
from tests.queries import count_queries

pytestmark = pytest.mark.django_db

MILES_CITY = {"zip": "59301", "city": "Miles City", "state": "MT"}
HERE = {**MILES_CITY, "lat": 46.4083, "lng": -105.8406}
GLENDIVE = {  # 71.9 miles from Miles City
    "zip": "59330",
    "city": "Glendive",
    "state": "MT",
    "venue": "Glendive Library",
    "lat": 47.1053,
    "lng": -104.7125,
}
DENVER = {  # 462 miles from Miles City
    "zip": "80202",
    "city": "Denver",
    "state": "CO",
    "venue": "Denver Library",
    "lat": 39.75,
    "lng": -105.0,
}
HYBRID = {"mode": "both", "link": "https://meet.example/x", "online_capacity": 30}
ONLINE = {
    "mode": "online",
    "link": "https://meet.example/x",
    **dict.fromkeys(("venue", "street", "city", "state", "zip", "step_free"), ""),
    **dict.fromkeys(("lat", "lng")),
}
LIST, DATA, CALENDAR = (f"/screenings{end}?zip=59301" for end in ("/", ".json", ".ics"))


@pytest.fixture(autouse=True)
def miles_city():
    return make_zip_place(**HERE, county="Custer County", zone="America/Denver")


def days(number):
    return timezone.now() + timedelta(days=number)


def shown(path):
    """What a list shows: its near part, and its online part."""
    context = Client().get(path).context
    return context["page"].rows, context["online"]


def data(path):
    """The codes in a list as data: of what is near, and of what is online."""
    found = Client().get(path).json()
    rows, online = found["rows"], found.get("online")
    return [row["code"] for row in rows], online and [row["code"] for row in online]


def codes(*screenings):
    return [screening.code for screening in screenings]


# What stands where


def test_near_comes_first_and_online_by_date_below():
    far_hybrid = make_screening(starts_at=days(2), **HYBRID, **DENVER)
    online = make_screening(starts_at=days(1), **ONLINE)
    near = make_screening(starts_at=days(30), **HERE)
    make_screening(starts_at=days(1), **DENVER)

    assert shown(LIST) == ([near], [online, far_hybrid])
    assert data(DATA) == (codes(near), codes(online, far_hybrid))


def test_near_stands_nearest_first_whatever_the_date():
    there = make_screening(starts_at=days(2), **GLENDIVE)
    here = make_screening(starts_at=days(40), **HERE)

    assert shown(f"{LIST}&within=100")[0] == [here, there]
    assert data(f"{DATA}&within=100")[0] == codes(here, there)


def test_near_by_date_where_that_is_asked_for():
    there = make_screening(starts_at=days(2), **GLENDIVE)
    here = make_screening(starts_at=days(40), **HERE)

    assert shown(f"{LIST}&within=100&order=date")[0] == [there, here]


def test_heading_counts_what_is_near_alone():
    make_screening(**HERE)
    make_screening("cancelled", **HERE)
    make_screening(**ONLINE)
    make_screening(**HYBRID, **DENVER)

    body = text_of(Client(), LIST)

    assert ">1 screening within 50 miles of Miles City, MT 59301</h2>" in body
    assert ">2 screenings you can join online from anywhere</h2>" in body


def test_hybrid_that_is_near_stands_there_only_and_says_both():
    near = make_screening(**HYBRID, **HERE)

    body = text_of(Client(), LIST)

    assert body.count(near.get_absolute_url()) == 1
    assert "You can also join online." in body
    assert data(DATA) == (codes(near), [])


def test_hybrid_that_is_far_stands_as_online_and_says_where_its_room_is():
    make_screening(**HERE)
    make_screening(**HYBRID, **DENVER)

    body = text_of(Client(), LIST)

    assert "Online. The room is at Denver Library, Denver, CO, 462 miles away." in body
    assert "You can also join online." not in body


def test_in_person_shows_rooms_near_and_nothing_else():
    near = [make_screening(**HERE), make_screening(**HYBRID, **HERE)]
    make_screening(**HYBRID, **DENVER)
    make_screening(**ONLINE)

    assert shown(f"{LIST}&mode=in-person") == (near, [])
    assert data(f"{DATA}&mode=in-person") == (codes(*near), None)


def test_online_shows_whatever_can_be_joined_online_by_date():
    near = make_screening(starts_at=days(5), **HYBRID, **HERE)
    far = make_screening(starts_at=days(3), **HYBRID, **DENVER)
    online = make_screening(starts_at=days(4), **ONLINE)
    make_screening(**HERE)

    body = text_of(Client(), f"{LIST}&mode=online&within=25")

    assert shown(f"{LIST}&mode=online") == ([far, online, near], [])
    assert ">3 screenings to join online</h2>" in body
    assert "Within 25 miles" not in body


def test_near_hybrid_whose_room_is_full_is_online_where_seats_are_asked_for():
    hybrid = make_screening(capacity=1, **HYBRID, **HERE)
    make_reservation(hybrid)

    assert shown(f"{LIST}&seats=on") == ([], [hybrid])
    assert shown(LIST) == ([hybrid], [])


# The circle


@pytest.mark.parametrize(("miles", "is_near"), [(49.99, 1), (50, 1), (50.01, 0)])
def test_circle_holds_what_lies_on_it(miles, is_near):
    north = HERE["lat"] + degrees(miles / EARTH)
    make_screening(**HERE | {"lat": north})

    assert Client().get(f"{DATA}&within=50").json()["total"] == is_near


def test_circle_grows_over_what_was_called_off():
    off = make_screening("cancelled", **HERE)
    there = make_screening(**GLENDIVE)

    body = text_of(Client(), LIST)

    assert shown(LIST)[0] == [off, there]
    assert "There is no screening within 50 miles of Miles City, MT 59301." in body
    assert ">1 screening within 100 miles of Miles City, MT 59301</h2>" in body


def test_nothing_near_names_the_nearest_and_then_what_is_online():
    far = make_screening(**DENVER)
    online = make_screening(**ONLINE)

    answer = Client().get(LIST)

    assert shown(LIST) == ([], [online])
    assert answer.context["nearest"] == far
    assert answer.context["heading"] == (
        "No screenings within 250 miles of Miles City, MT 59301"
    )
    assert answer.context["how_far"] == (
        "There is no screening within 250 miles of Miles City, MT 59301. "
        "The nearest is 462 miles away."
    )


def test_nearest_of_all_stands_once_though_it_can_be_joined_online():
    far = make_screening(**HYBRID, **DENVER)
    online = make_screening(**ONLINE)

    answer = Client().get(LIST)

    assert (answer.context["nearest"], answer.context["online"]) == (far, [online])
    assert "You can also join online." in answer.content.decode()


def test_nothing_near_says_when_filters_are_why():
    make_screening(**HERE)

    answer = Client().get(f"{LIST}&audience=students")

    assert answer.context["how_far"] == (
        "There is no screening within 250 miles of Miles City, MT 59301 that fits your "
        "filters. None is planned farther away either."
    )


def test_near_is_found_behind_a_thousand_earlier_dates():
    _many(1_200, DENVER)
    near = [make_screening(starts_at=days(300), **HERE) for _ in range(11)]

    answer = Client().get(f"{LIST}&within=25")

    assert answer.context["page"].rows == near
    assert answer.context["heading"] == (
        "11 screenings within 25 miles of Miles City, MT 59301"
    )


# The online part


def test_online_part_is_short_and_leads_to_all_of_it():
    make_screening(**HYBRID, **HERE)
    for number in range(1, 8):
        make_screening(starts_at=days(number), **ONLINE)

    body = text_of(Client(), f"{LIST}&access=captions")

    assert len(shown(LIST)[1]) == 5
    assert "Online: the next you can join from anywhere" in body
    assert (
        'href="/screenings/?zip=59301&amp;access=captions&amp;mode=online">'
        "All 8 online screenings"
    ) in body
    assert ">8 screenings to join online</h2>" in text_of(
        Client(), "/screenings/?zip=59301&access=captions&mode=online"
    )


def test_pages_of_what_is_near_are_numbered():
    for number in range(25):
        make_screening(starts_at=days(number + 1), **HERE)

    first, second = shown(LIST)[0], shown(f"{LIST}&page=2")[0]

    assert (len(first), len(second)) == (20, 5)
    assert first[-1].starts_at < second[0].starts_at
    assert ">25 screenings within 50 miles" in text_of(Client(), f"{LIST}&page=2")


# Other lists


def test_state_page_counts_what_is_near_in_that_state():
    make_zip_place("59221", city="Fairview", state="MT", lat=47.85, lng=-104.05)
    inside = make_screening(**GLENDIVE)
    make_screening(state="ND", city="Williston", lat=48.15, lng=-103.62)

    body = text_of(Client(), "/screenings/mt/?zip=59221&within=100")

    assert shown("/screenings/mt/?zip=59221&within=100") == ([inside], [])
    assert ">1 screening in Montana within 100 miles of Fairview, MT 59221</h2>" in body


def test_past_list_has_near_first_and_online_newest_first():
    old = make_screening("held", starts_at=days(-40), **HERE)
    new = make_screening("held", starts_at=days(-4), **HERE)
    first = make_screening("held", starts_at=days(-30), **ONLINE)
    last = make_screening("held", starts_at=days(-20), **HYBRID, **DENVER)
    path = "/screenings/past/?zip=59301"

    body = text_of(Client(), path)

    assert shown(path) == ([old, new], [last, first])
    assert shown(f"{path}&order=date")[0] == [new, old]
    assert data("/screenings/past.json?zip=59301") == (
        codes(old, new),
        codes(last, first),
    )
    assert ">2 past screenings within 50 miles of Miles City, MT 59301</h2>" in body
    assert "You can also join online." not in body


# Data and calendars


def test_data_says_how_far_and_how_to_join():
    make_screening(**HYBRID, **GLENDIVE)
    make_screening(**ONLINE)
    make_screening(**HYBRID, **DENVER)

    found = Client().get(f"{DATA}&within=100").json()

    assert (found["total"], found["total_is_capped"]) == (1, False)
    assert (found["place"], found["within_miles"]) == ("Miles City, MT 59301", 100)
    assert (found["online_total"], found["online_total_is_capped"]) == (2, False)
    assert [(row["miles"], row["join"]) for row in found["rows"]] == [
        (71.9, ["in-person", "online"])
    ]
    assert [(row["miles"], row["join"]) for row in found["online"]] == [
        (None, ["online"]),
        (462.0, ["in-person", "online"]),
    ]


def test_data_never_looks_farther_than_it_was_asked():
    make_screening(**GLENDIVE)

    found = Client().get(DATA).json()

    assert (found["total"], found["rows"], found["within_miles"]) == (0, [], 50)


def test_calendar_has_what_is_near_and_what_is_online_without_a_place():
    near, far = make_screening(**HERE), make_screening(**HYBRID, **DENVER)
    make_screening(**DENVER)

    text = Client().get(CALENDAR).content.decode().replace("\r\n ", "")

    assert text.count("BEGIN:VEVENT") == 2
    assert f"UID:screening-{near.code}@" in text
    assert f"UID:screening-{far.code}@" in text
    assert "LOCATION:Online\r\n" in text
    assert "Denver Library" not in text
    assert text.count("GEO:") == 1
    assert "X-WR-CALNAME:Screenings within 50 miles of Miles City, MT 59301" in text


def test_calendar_in_person_has_rooms_near_alone():
    near = make_screening(**HYBRID, **HERE)
    make_screening(**HYBRID, **DENVER)
    make_screening(**ONLINE)

    text = Client().get(f"{CALENDAR}&mode=in-person").content.decode()

    assert text.count("BEGIN:VEVENT") == 1
    assert f"screening-{near.code}@" in text


# Cost


def _many(number, place):
    """So many screenings like one, a day apart, without each one's steps."""
    one = make_screening(host=make_leader(), film=make_film(), **place)
    names = (
        *("film_id", "host_id", "title", "summary", "audiences", "zone", "venue"),
        *("street", "city", "state", "zip", "lat", "lng", "capacity", "captions"),
        *("step_free", "sign_language", "police_presence", "mode", "link"),
        "online_capacity",
    )
    rows = [
        Screening(slug="x", **{name: getattr(one, name) for name in names})
        for _ in range(number)
    ]
    first = timezone.localdate() + timedelta(days=3)
    for place_in_row, row in enumerate(rows):
        day = first + timedelta(days=place_in_row % 200)
        row.set_hours(Hours(day, time(18), time(20), None, one.zone))
    Screening.objects.bulk_create(rows)
    Screening.objects.filter(status="draft").update(
        status="published", published_at=timezone.now()
    )


@pytest.mark.parametrize("number", [3, 300])
@pytest.mark.parametrize(
    "path",
    [
        LIST,
        f"{LIST}&mode=in-person",
        f"{LIST}&mode=online",
        f"{LIST}&seats=on&order=date",
        DATA,
        CALENDAR,
        "/screenings/mt/?zip=59301",
        "/screenings/past/?zip=59301",
    ],
)
@pytest.mark.parametrize("place", [HERE, DENVER], ids=["near", "far"])
def test_list_near_a_zip_code_costs_four_queries_at_most(path, number, place):
    _many(number, HYBRID | place)

    with count_queries() as queries:
        assert Client().get(path).status_code == 200

    assert len(queries) <= 4
    assert queries.repeated == []
