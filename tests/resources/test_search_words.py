"""What officers type for a kind, an audience, a language or a length."""

import pytest

from resources import search_words
from resources.models import Film, Resource
from tests.factories import make_film, make_resource, make_topic

pytestmark = pytest.mark.django_db


def _titles(model, text: str) -> list[str]:
    return sorted(row.title for row in model.objects.matching(text))


@pytest.mark.parametrize("text", ["roll call", "rollcall", "roll-call", '"roll call"'])
def test_films_of_ten_minutes_are_found_as_roll_call(text):
    make_film(title="Ten", minutes=10)
    make_film(title="Eleven", minutes=11)
    make_film(title="Unsaid", minutes=None)

    assert _titles(Film, text) == ["Ten"]


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"audiences": ["law-enforcement"]}, "cops"),
        ({"audiences": ["law-enforcement"]}, "law enforcement"),
        ({"audiences": ["schools"]}, "teacher"),
        ({"audiences": ["faith"]}, "clergy"),
        ({"kind": "tip-sheet"}, "handout"),
        ({"kind": "tip-sheet"}, "one pager"),
        ({"kind": "training"}, "in-service"),
        ({"kind": "training"}, "class"),
        ({"language": "es"}, "espanol"),
        ({"language": "es"}, "Spanish"),
    ],
)
def test_resources_are_found_by_what_officers_type(fields, text):
    plain = {"audiences": ["researchers"], "kind": "report", "language": "en"}
    make_resource(title="Right", **plain | fields)
    make_resource(title="Wrong", **plain)

    assert _titles(Resource, text) == ["Right"]


@pytest.mark.parametrize("text", ["SRO", "S.R.O.", "school-resource officer"])
def test_school_resource_officers_are_found_by_their_letters(text):
    topic = make_topic("sro", label="School resource officers", other_words="SRO")
    make_resource(title="Right", topics=[topic])
    make_resource(title="Wrong")

    assert _titles(Resource, text) == ["Right"]


def test_a_film_that_grew_longer_is_for_roll_call_no_more():
    film = make_film(title="Ten", minutes=10)
    Film.objects.update(minutes=25)

    search_words.refresh(Film.objects.filter(pk=film.pk).prefetch_related("topics"))

    assert _titles(Film, "roll call") == []
