"""The words for ranks in the staff site, and the ranks that no word knows."""

import pytest

from leaders import ranks
from leaders.models import RankWord
from tests.factories import make_leader, make_rank_word, make_staff, make_zip_place
from tests.forms import version_in
from tests.pages import text_of
from tests.people import signed_in
from tests.queries import count_queries

pytestmark = pytest.mark.django_db

WORDS = "/admin/leaders/rankword/"


def _fields(**changes):
    return {"phrase": "Gendarme", "name": "gendarme", "band": "patrol"} | changes


def test_manager_adds_a_word_and_the_leaders_have_a_band():
    leader = make_leader(rank="Gendarme")
    client = signed_in(make_staff())

    answer = client.post(f"{WORDS}add/", _fields())

    leader.refresh_from_db()
    assert answer.status_code == 302
    assert RankWord.objects.get().phrase == "gendarme"
    assert leader.band == "patrol"


@pytest.mark.parametrize(
    ("phrase", "sentence"),
    [
        ("GENDARME.", "This word is in the table already."),
        ("…", "Give at least one letter or number."),
        ("x" * 61, "at most 60 characters"),
    ],
)
def test_word_that_cannot_be_is_named_beside_its_field(phrase, sentence):
    make_rank_word("gendarme")
    client = signed_in(make_staff())

    page = client.post(f"{WORDS}add/", _fields(phrase=phrase)).content.decode()

    assert sentence in page
    assert RankWord.objects.count() == 1


def test_ranks_without_a_band_stand_in_a_list_with_what_to_do():
    make_leader(rank="Gendarme & Co.")
    client = signed_in(make_staff())

    words = text_of(client, WORDS)
    page = text_of(client, f"{WORDS}without-a-band/")
    form = text_of(client, f"{WORDS}add/?phrase=Gendarme%20%26%20Co.")

    assert "1 rank without a band" in words
    assert f"{WORDS}add/?phrase=Gendarme%20%26%20Co." in page
    assert 'value="gendarme co"' in form


def test_leaders_are_narrowed_to_those_without_a_band():
    make_leader(rank="Gendarme", name="Ana Ruiz")
    make_leader(rank="Consul", band_by_hand="chief", name="Ben Carter")
    client = signed_in(make_staff())

    without = text_of(client, "/admin/leaders/leader/?band=none&q=gendarme")
    chiefs = text_of(client, "/admin/leaders/leader/?band=chief")

    assert ("Ana Ruiz" in without, "Ben Carter" in without) == (True, False)
    assert ("Ana Ruiz" in chiefs, "Ben Carter" in chiefs) == (False, True)


def test_reviewer_reads_the_words_and_changes_none():
    word = make_rank_word()
    make_leader(rank="Consul")
    client = signed_in(make_staff("Reviewer"))

    page = text_of(client, f"{WORDS}without-a-band/")

    assert "A program manager can add it." in page
    assert client.post(f"{WORDS}{word.pk}/change/", _fields()).status_code == 403
    assert client.get(f"{WORDS}add/").status_code == 403


def test_word_that_ships_is_not_deleted_and_an_own_one_is():
    ranks.load()
    own, shipped = make_rank_word(), RankWord.objects.get(phrase="sgt")
    client = signed_in(make_staff())

    refused = client.post(f"{WORDS}{shipped.pk}/delete/", {"post": "yes"})
    client.post(f"{WORDS}{own.pk}/delete/", {"post": "yes"})

    assert refused.status_code == 403
    assert RankWord.objects.filter(phrase="sgt").exists()
    assert not RankWord.objects.filter(pk=own.pk).exists()


def test_manager_sets_the_band_of_one_leader_by_hand():
    make_zip_place()
    leader = make_leader(rank="Director", slug="ana-ruiz")
    client = signed_in(make_staff())
    page = f"/admin/leaders/leader/{leader.pk}/change/"
    typed = {
        "slug": leader.slug,
        "band_by_hand": "chief",
        "agency_name": leader.agency_name,
        "agency_kind": leader.agency_kind,
        "agency_size": leader.agency_size,
        "zip": leader.zip,
        "version": version_in(client.get(page)),
    }

    client.post(page, typed)

    leader.refresh_from_db()
    assert (leader.band_by_hand, leader.band) == ("chief", "chief")
    assert "Chief, sheriff or other head (set by staff)" in text_of(client, page)


def test_list_of_words_costs_the_same_with_few_and_with_many():
    client = signed_in(make_staff())
    make_rank_word()
    make_leader(rank="Consul")
    client.get(WORDS)
    with count_queries() as few:
        client.get(WORDS)
        client.get(f"{WORDS}without-a-band/")
    ranks.load()
    for number in range(5):
        make_leader(rank=f"Consul {number}")

    with count_queries() as many:
        client.get(WORDS)
        client.get(f"{WORDS}without-a-band/")

    assert len(few) == len(many) <= 24
