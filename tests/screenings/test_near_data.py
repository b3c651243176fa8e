"""What is near a ZIP code as data and as a calendar, and what each form costs."""

import pytest
from django.test import Client

from tests.factories import make_screening
from tests.queries import count_queries
from tests.screenings.towns import (
    CALENDAR,
    DATA,
    DENVER,
    GLENDIVE,
    HERE,
    HYBRID,
    LIST,
    ONLINE,
    make_many,
    make_miles_city,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def miles_city():
    return make_miles_city()


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
    make_many(number, HYBRID | place)

    with count_queries() as queries:
        assert Client().get(path).status_code == 200

    assert len(queries) <= 4
    assert queries.repeated == []
