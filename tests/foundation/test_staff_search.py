"""Searches of the staff's lists: accents and hyphens do not matter."""

import pytest

from tests.factories import (
    make_agency,
    make_application,
    make_film,
    make_leader,
    make_reservation,
    make_resource,
    make_screening,
    make_staff,
    make_topic,
    make_user,
)
from tests.people import signed_in
from tests.queries import count_queries

pytestmark = pytest.mark.django_db


def _found(path: str, text: str) -> list[str]:
    response = signed_in(make_staff()).get(f"/admin/{path}/", {"q": text})
    return [str(row) for row in response.context["cl"].result_list]


def _make(path: str, text: str):
    """A row of the list that holds `text`, and another that does not."""
    make = {
        "leaders/application": lambda name: make_application(name=name),
        "leaders/leader": lambda name: make_leader(name=name),
        "screenings/screening": lambda name: make_screening(title=name),
        "places/agency": lambda name: make_agency(name=name),
        "resources/film": lambda name: make_film(title=name),
        "resources/resource": lambda name: make_resource(title=name),
        "resources/topic": lambda name: make_topic(label=name),
        "accounts/user": lambda name: make_user(display_name=name),
    }[path]
    make("Somebody Else")
    return make(text)


LISTS = [
    "leaders/application",
    "leaders/leader",
    "screenings/screening",
    "places/agency",
    "resources/film",
    "resources/resource",
    "resources/topic",
]
SPELLINGS = [
    ("Ana Peña", "pena"),
    ("Ana Pena", "PEÑA"),
    ("Ana Muñoz-Peña", "munoz pena"),
    ("Ana Munoz Pena", "Muñoz-Peña"),
    ("Law-Enforcement", "law enforcement"),
    ("Law Enforcement", '"law-enforcement"'),
    ("U.S. Marshals", "US marshals"),
    ("US Marshals", "U.S. marshals"),
    ("Ana O’Brien", "o'brien"),
    ("Ana O’Brien", "OBrien"),
    ("Große Straße", "grosse strasse"),
]


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize(("stands", "typed"), SPELLINGS)
def test_staff_find_however_it_is_spelled(path, stands, typed):
    row = _make(path, stands)

    assert _found(path, typed) == [str(row)]


def test_minus_leaves_out_of_a_staff_list():
    make_agency(name="Oak Creek Police")
    make_agency(name="Oak Creek School Police")

    assert _found("places/agency", "oak-creek -school") == ["Oak Creek Police, WI"]
    assert _found("places/agency", 'oak -"creek school"') == ["Oak Creek Police, WI"]


def test_minus_keeps_rows_without_the_field():
    make_screening(title="Evening", host=make_leader(name="Ada Sample"))

    assert _found("screenings/screening", "evening -nobody") == ["Evening"]
    assert _found("screenings/screening", "evening -sample") == []


def test_marks_alone_narrow_nothing():
    make_agency(name="Oak Creek Police")

    assert _found("places/agency", "- ' .") == ["Oak Creek Police, WI"]
    assert _found("places/agency", "%") == []


def test_whole_addresses_are_compared_as_they_are():
    right = make_reservation(email="ana.maria@sample.example")
    make_reservation(email="anamaria@sample.example")

    found = _found("screenings/reservation", "Ana.Maria@sample.example")

    assert found == [str(right)]


def test_reservations_are_found_by_the_code_of_the_screening():
    right = make_reservation()
    make_reservation()

    assert _found("screenings/reservation", right.screening.code) == [str(right)]


@pytest.mark.parametrize(
    "text",
    ['"', "a" * 5_000, "-" * 300, "x-" * 1_500, "a b " * 500, "\\", "%_", "ü" * 900],
)
def test_staff_lists_take_anything_typed(text):
    make_agency(name="Oak Creek Police")

    response = signed_in(make_staff()).get("/admin/places/agency/", {"q": text})

    assert response.status_code == 200


@pytest.mark.parametrize("number", [3, 300])
def test_a_search_of_staff_costs_the_same_for_any_number_of_rows(number):
    for count in range(number):
        make_agency(name=f"Peña {count}")
    client = signed_in(make_staff())
    client.get("/admin/places/agency/")

    with count_queries() as queries:
        client.get("/admin/places/agency/", {"q": "pena"})

    assert len(queries) == 6
