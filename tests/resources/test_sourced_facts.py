"""Facts that stand beside their source: loaded, told on pages, given as data."""

import json

import pytest
from django.utils.html import strip_tags

from resources import catalogue
from resources.models import Film, Resource
from tests.factories import make_film, make_resource
from tests.pages import text_of
from tests.resources.test_load_catalogue import FILM, RESOURCE, TOPIC

pytestmark = pytest.mark.django_db

TERMS = {
    "value": "Free for meetings (2011).",
    "source": "https://terms.sample.example/",
}
NEWER = {"value": "Ask first (2024).", "source": "https://newer.sample.example/"}


@pytest.fixture
def load(tmp_path):
    """Load one film, with changes, and its guide, with a standing."""

    def _load(standing=None, **changes):
        rows = {
            "films": [FILM | changes],
            "resources": [RESOURCE | {"standing": standing}],
            "topics": [TOPIC],
        }
        for name, content in rows.items():
            (tmp_path / f"{name}.json").write_text(json.dumps(content))
        return {report.name: report for report in catalogue.load(tmp_path)}

    return _load


def _words(client, address):
    """What a page says, without its marks."""
    return " ".join(strip_tags(text_of(client, address)).split())


def test_load_fills_a_fact_and_its_source(load):
    load(showing_terms=TERMS, captions_source=NEWER, standing=NEWER)

    film = Film.objects.get()
    assert (film.showing_terms, film.showing_terms_source) == tuple(TERMS.values())
    assert (film.captions_note, film.captions_note_source) == tuple(NEWER.values())
    assert (film.spanish, film.spanish_source) == ("", "")
    assert Resource.objects.get().standing == "Ask first (2024)."


def test_load_upgrades_a_network_that_knew_no_such_facts(load):
    load()
    Film.objects.update(title="Staff title", place="Staffville, WI")

    reports = load(showing_terms=TERMS, title="The Longer Table", runtime_minutes=58)

    film = Film.objects.get()
    assert (film.title, film.place, film.minutes) == (
        "Staff title",
        "Staffville, WI",
        58,
    )
    assert film.showing_terms == "Free for meetings (2011)."
    assert reports["films"].kept == ["the-long-table: title, place"]


@pytest.mark.parametrize(
    "edit",
    [
        {"showing_terms": "Never."},
        {"showing_terms_source": "https://staff.sample.example/"},
        {"showing_terms": "", "showing_terms_source": ""},
    ],
)
def test_load_keeps_a_fact_whole_where_staff_touched_it(load, edit):
    load(showing_terms=TERMS)
    Film.objects.update(**edit)
    columns = ("showing_terms", "showing_terms_source")
    before = Film.objects.values_list(*columns).get()

    reports = load(showing_terms=NEWER)

    assert Film.objects.values_list(*columns).get() == before
    assert reports["films"].kept == ["the-long-table: showing_terms"]


def test_load_follows_a_fact_that_nobody_touched(load):
    load(showing_terms=TERMS)

    load(showing_terms=NEWER)
    newer = Film.objects.get().showing_terms
    load(showing_terms=None)

    assert newer == "Ask first (2024)."
    assert Film.objects.get().fact("showing_terms") is None


def test_load_raises_the_version_of_what_it_changes(load):
    load()
    before = Film.objects.get().version

    load(showing_terms=TERMS)

    assert Film.objects.get().version == before + 1


@pytest.mark.parametrize(
    ("fact", "reason"),
    [
        ("Free.", "showing_terms: it is not a fact with its source"),
        ({"source": "https://a.sample.example/"}, "showing_terms: it is not a fact"),
        ({"value": "Free.", "source": "javascript:1"}, "showing_terms_source: "),
        ({"value": "x" * 501, "source": None}, "showing_terms: "),
        ({"value": ["Free."], "source": None}, "showing_terms: "),
    ],
)
def test_load_names_a_fact_that_is_none(load, fact, reason):
    reports = load(showing_terms=fact)

    (line,) = reports["films"].bad
    assert reason in line
    assert Film.objects.count() == 0


def test_load_publishes_what_ships(load):
    load()

    assert Film.objects.get().is_published
    assert Resource.objects.get().is_published


def test_film_page_tells_each_fact_with_its_source(client):
    make_film(
        slug="told",
        content_notes="A cross is burned.",
        content_notes_source="https://niot.org/notes",
        showing_terms="Free for meetings (2011).",
        captions=["es"],
    )

    page = _words(client, "/films/told/")

    assert "A cross is burned." in page
    assert "not the maker’s advisory. Read at: Not In Our Town" in page
    assert "Free for meetings (2011)." in page
    assert "Terms may have changed since." in page
    assert "Spanish captions" in page


def test_film_page_says_what_is_unknown_and_whom_to_ask(client):
    make_film(slug="untold", minutes=None)

    page = _words(client, "/films/untold/")

    assert "Length not known" in page
    assert "Watch it yourself before you show it to others." in page
    assert "Ask the COPS Office or Not In Our Town for one." in page
    assert "Ask the COPS Office or Not In Our Town before you invite." in page
    assert "Look before you invite people who need them." in page
    assert "Nothing in Spanish is known to us." in page


def test_film_data_has_the_facts(client):
    make_film(showing_terms="Free.", showing_terms_source="https://a.sample.example/")

    (row,) = client.get("/films.json").json()["rows"]

    assert row["showing_terms"] == {
        "text": "Free.",
        "source": "https://a.sample.example/",
    }
    assert row["content_notes"] is None


def test_resource_says_what_became_of_it(client):
    make_resource(slug="old", standing="Superseded: version 3.0 takes its place.")

    assert "Superseded: version 3.0" in _words(client, "/resources/old/")
    assert "Superseded: version 3.0" in _words(client, "/resources/")


def test_shipped_rows_of_the_closed_service_say_so():
    catalogue.load()

    closed = Resource.objects.filter(publisher__contains="Community Relations Service")
    assert closed.count() == 14
    assert closed.filter(standing__contains="reported closed").count() == 14
    superseded = Resource.objects.filter(notes__contains="Superseded")
    assert superseded.count() == 3
    assert superseded.filter(standing__startswith="Superseded").count() == 3


def test_shipped_welcome_signs_is_andersons():
    catalogue.load()

    film = Film.objects.get(slug="welcome-signs")
    assert film.place == "Anderson, CA"
    assert "Anderson, California" in film.summary
    assert {topic.slug for topic in film.topics.all()} >= {"anti-black", "racism"}
    assert film in Film.objects.matching("anti-Black California")


def test_shipped_topics_belong_to_their_rows():
    catalogue.load()

    counts = {
        slug: Resource.objects.filter(topics__slug=slug).count()
        for slug in ("disability", "anti-muslim", "anti-asian", "anti-black")
    }
    assert counts == {
        "disability": 9,
        "anti-muslim": 10,
        "anti-asian": 7,
        "anti-black": 5,
    }
