"""Hyphens and accents do not matter in any search that visitors have."""

import pytest

from leaders.models import Leader
from resources.models import Film, Resource
from screenings.models import Screening
from tests.factories import make_film, make_leader, make_resource, make_screening

pytestmark = pytest.mark.django_db

# What stands, and what is typed for it: either finds the other.
PAIRS = [
    ("Peña", "Pena"),
    ("Mun\u0303oz", "Muñoz"),
    ("lección", "leccion"),
    ("naïve", "naive"),
    ("Straße", "Strasse"),
    ("İnan", "Inan"),
    ("law-enforcement", "law enforcement"),
    ("victim-centered", "victim centered"),
    ("police/community", "police community"),
    ("hope—love", "hope love"),
    ("U.S. marshals", "US marshals"),
    ("O’Brien", "O'Brien"),
    ("roll call", "rollcall"),
    ("e-mail", "email"),
]
BOTH_WAYS = [*PAIRS, *((typed, stands) for stands, typed in PAIRS)]


def _site(client, text: str) -> dict[str, list[str]]:
    groups = client.get("/search/", {"q": text}).context["groups"]
    return {group.heading: [row["title"] for row in group.rows] for group in groups}


@pytest.mark.parametrize(("stands", "typed"), BOTH_WAYS)
def test_site_search_finds_every_kind_however_it_is_spelled(client, stands, typed):
    host = make_leader(name=f"Ada {stands}")
    film = make_film(title=f"Film {stands}")
    make_resource(title=f"Guide {stands}")
    make_screening(host=host, film=film, title=f"Evening {stands}")
    kept = Leader.objects.get().name.removeprefix("Ada ")

    assert _site(client, typed) == {
        "Leaders": [f"Ada {kept}"],
        "Screenings": [f"Evening {kept}"],
        "Films": [f"Film {kept}"],
        "Guides and resources": [f"Guide {kept}"],
    }


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("school", ["A school in town", "A school-based talk"]),
        ("school -town", ["A school-based talk"]),
        ("school -school-based", ["A school in town"]),
        ("school -based", ["A school in town"]),
        ('"school based"', ["A school-based talk"]),
        ('"based school"', []),
    ],
)
def test_minus_and_quotes_mean_what_they_did(client, text, titles):
    make_resource(title="A school-based talk", summary="One.")
    make_resource(title="A school in town", summary="Two.")

    rows = client.get("/resources.json", {"q": text}).json()["rows"]

    assert sorted(row["title"] for row in rows) == titles


@pytest.mark.parametrize(("stands", "typed"), BOTH_WAYS)
def test_leaders_and_their_json_find_however_it_is_spelled(client, stands, typed):
    make_leader(name="Ada Sample", about=f"I speak on {stands}.", slug="ada-sample")
    make_leader(name="Other Sample")

    page = client.get("/leaders/", {"q": typed})
    rows = client.get("/leaders.json", {"q": typed}).json()["rows"]

    assert 'href="/leaders/ada-sample/"' in page.content.decode()
    assert [row["name"] for row in rows] == ["Ada Sample"]


@pytest.mark.parametrize(("stands", "typed"), BOTH_WAYS)
def test_resources_and_their_json_find_however_it_is_spelled(client, stands, typed):
    make_resource(title="Right", summary=f"It is about {stands}.")
    make_resource(title="Wrong")

    page = client.get("/resources/", {"q": typed})
    rows = client.get("/resources.json", {"q": typed}).json()["rows"]

    assert [row.title for row in page.context["page"]] == ["Right"]
    assert [row["title"] for row in rows] == ["Right"]


@pytest.mark.parametrize("model", [Film, Resource])
def test_bulk_changes_are_found_at_once(model):
    make = {Film: make_film, Resource: make_resource}[model]
    make(title="Before")

    model.objects.update(title="Después, in law-enforcement")

    assert model.objects.matching("despues law enforcement").count() == 1


def test_bulk_changes_of_leaders_and_screenings_are_found_at_once():
    make_screening(host=make_leader(name="Before"))

    Leader.objects.update(name="Núñez-Peña")
    Screening.objects.update(title="Lección")

    assert Leader.objects.matching("nunez pena").count() == 1
    assert Screening.objects.matching("leccion").count() == 1


def test_a_name_of_stop_words_is_still_found():
    make_leader(name="Will May")

    assert Leader.objects.matching("will may").count() == 1
    assert Leader.objects.matching("Will-May").count() == 1


def test_what_a_leader_hides_is_not_found_otherwise_spelled():
    make_leader(name="Ada", city="Peñasco", public_fields=["name"])

    assert Leader.objects.matching("penasco").count() == 0
    assert Leader.objects.matching("Peñasco").count() == 0


def test_found_words_are_marked_in_a_summary(client):
    make_resource(title="Guide", summary="For law-enforcement officers.")

    (row,) = client.get("/resources/", {"q": "law enforcement"}).context["page"]

    assert "<mark>law</mark>-<mark>enforcement</mark>" in row.headline
