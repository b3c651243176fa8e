"""What somebody may have meant: offered after one slip, from public words only."""

import pytest

from resources.models import Film, Resource
from resources.search_slips import did_you_mean
from tests.factories import make_film, make_resource, make_topic
from tests.queries import count_queries

pytestmark = pytest.mark.django_db


def _meant(text: str) -> str:
    return did_you_mean(text, Film.objects.published(), Resource.objects.published())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("discusion", "discussion"),  # a letter too few,
        ("discusssion", "discussion"),  # too many,
        ("disxussion", "discussion"),  # another,
        ("dicsussion", "discussion"),  # two swapped,
        ("idscussion", "discussion"),  # at the start,
        ("discussino", "discussion"),  # and at the end.
        ("Discusion", "discussion"),
        ("a discusion -schol", "a discussion -school"),
        ("discussion", ""),
        ("dscusion", ""),
        ("leccin", "lección"),
        ("leccion", ""),
        ("discusion discusion", "discussion discussion"),
        ("xqzzv", ""),
        ("the", ""),
        ("10", ""),
        ("minute film", ""),
        ("", ""),
    ],
)
def test_one_slip_is_mended(typed, meant):
    make_resource(title="A discussion in school", summary="Text.")
    make_film(title="Una lección", summary="Text.")

    assert _meant(typed) == meant


def test_topics_and_their_other_words_are_meant():
    make_film(topics=[make_topic("sikh", label="Sikhs", other_words="gurdwara")])

    assert _meant("gurdwarra") == "gurdwara"


def test_words_of_titles_are_meant_before_those_of_summaries():
    make_film(title="Police", summary="A polite polite polite polite text.")

    assert _meant("polize") == "police"
    assert _meant("policte") == "police"


def test_nothing_unpublished_is_offered():
    topic = make_topic("secret", label="Whistleblowers", other_words="leakage")
    make_film(title="Camouflage", is_published=False, topics=[topic])
    make_resource(title="Public words")

    assert _meant("camouflge") == ""
    assert _meant("whistleblowrs") == ""
    assert _meant("leakge") == ""


def test_what_is_withdrawn_is_offered_no_longer():
    make_film(title="Camouflage")
    before = _meant("camouflge")

    Film.objects.update(is_published=False)

    assert before == "camouflage"
    assert _meant("camouflge") == ""


def test_what_is_reworded_is_offered_at_once():
    make_film(title="Camouflage")
    before = _meant("camouflge")

    Film.objects.update(title="Persiflage")

    assert before == "camouflage"
    assert _meant("camouflge") == ""
    assert _meant("persiflge") == "persiflage"


@pytest.mark.parametrize("number", [3, 300])
def test_the_words_are_read_again_only_where_they_changed(number):
    for count in range(number):
        make_film(title=f"Lantern film {count}")
    with count_queries() as first:
        _meant("lantrn")
    with count_queries() as second:
        _meant("lantrn")

    assert (len(first), len(second)) == (2, 1)


def test_a_short_word_asks_nothing():
    with count_queries() as queries:
        _meant("the sro 10")

    assert len(queries) == 0
