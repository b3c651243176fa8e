"""Lengths that people type, and films of which nobody knows the length."""

import pytest

from resources import search_lengths
from tests.factories import make_film
from tests.queries import count_queries

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "bands"),
    [
        ("10 minute film", ["10"]),
        ("10-minute film", ["10"]),
        ("10 min video", ["10"]),
        ("ten minutes", ["10"]),
        ("a ten-minute film", ["10"]),
        ("rollcall", ["10"]),
        ("roll call", ["10"]),
        ("Roll-Call film", ["10"]),
        ("11 minutes", ["11-20"]),
        ("15 minutes", ["11-20"]),
        ("twenty five minutes", ["21-35"]),
        ("half an hour", ["21-35"]),
        ("half hour film", ["21-35"]),
        ("an hour long", ["over-35"]),
        ("one hour film", ["over-35"]),
        ("90 minutes", ["over-35"]),
        ("under 10 minutes", ["10"]),
        ("10 minutes or less", ["10"]),
        ("up to 11 minutes", ["10", "11-20"]),
        ("under 11 minutes", ["10"]),
        ("short film under 15 minutes", ["10", "11-20"]),
        ("less than half an hour", ["10", "11-20", "21-35"]),
        ("over 35 minutes", ["over-35"]),
        ("longer than 30 minutes", ["21-35", "over-35"]),
        ("at least 35 minutes", ["21-35", "over-35"]),
        ("20 minutes or more", ["11-20", "21-35", "over-35"]),
        ("short film", ["10", "11-20"]),
        ("short films about bullying", ["10", "11-20"]),
        ("short story", []),
        ("0 minutes", []),
        ("10 films", []),
        ("minutes", []),
        ("minutes of a meeting", []),
        ("roll the film", []),
        ("", []),
    ],
)
def test_a_length_is_read_out_of_words(text, bands):
    assert [band.value for band in search_lengths.read(text).bands] == bands


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("10 minute film about bullying", "bullying"),
        ("a roll call video on hate crimes", "hate crimes"),
        ("bullying in schools", "bullying in schools"),
        ("ten minutes", ""),
    ],
)
def test_the_rest_of_the_words_is_kept(text, rest):
    assert search_lengths.read(text).rest == rest


def _films():
    make_film(title="Nine", minutes=9)
    make_film(title="Long", minutes=60)
    make_film(title="Unsaid", minutes=None)
    make_film(title="Untold", minutes=None)
    make_film(title="Secret", minutes=None, is_published=False)


def _titles(response) -> list[str]:
    return [film.title for film in response.context["page"]]


def test_a_length_says_how_many_films_it_leaves_out(client):
    _films()

    response = client.get("/films/?length=10")

    assert _titles(response) == ["Nine"]
    assert response.context["unknown"].number == 2
    assert response.context["unknown"].url == "/films/?length=10&length=unknown"
    assert "2 more films may fit" in response.content.decode()


def test_films_of_unknown_length_are_shown_on_request(client):
    _films()

    response = client.get("/films/?length=10&length=unknown")

    html = response.content.decode()
    assert _titles(response) == ["Nine", "Unsaid", "Untold"]
    assert "their cards say “Length not known”" in html
    assert response.context["unknown"].url == "/films/?length=10"


@pytest.mark.parametrize("band", ["11-20", "21-35", "over-35"])
def test_every_band_says_what_it_leaves_out(client, band):
    _films()

    response = client.get(f"/films/?length={band}")

    assert response.context["unknown"].number == 2


def test_other_filters_hold_for_films_of_unknown_length(client):
    make_film(title="Nine", minutes=9, audiences=["students"])
    make_film(title="Unsaid", minutes=None, audiences=["students"])
    make_film(title="Untold", minutes=None, audiences=["parents"])

    response = client.get("/films/?length=10&audience=students")

    assert response.context["unknown"].number == 1
    assert "One more film may fit" in response.content.decode()


@pytest.mark.parametrize("query", ["", "?length=unknown", "?length=forged"])
def test_nothing_is_left_out_where_no_length_is_chosen(client, query):
    _films()

    assert client.get(f"/films/{query}").context["unknown"] is None


def test_json_says_what_it_leaves_out(client):
    _films()

    answer = client.get("/films.json?length=10").json()
    more = client.get("/films.json?length=10&length=unknown").json()

    assert answer["length_not_known"]["number"] == 2
    assert answer["length_not_known"]["is_shown"] is False
    assert answer["length_not_known"]["url"].endswith(
        "/films.json?length=10&length=unknown"
    )
    assert [row["title"] for row in more["rows"]] == ["Nine", "Unsaid", "Untold"]
    assert more["length_not_known"]["is_shown"] is True


@pytest.mark.parametrize("number", [3, 300])
def test_films_left_out_cost_no_query(client, number):
    for count in range(number):
        make_film(title=f"Film {count}", minutes=9 if count % 2 else None)
    client.get("/films/")

    with count_queries() as queries:
        client.get("/films/?length=10")

    assert len(queries) == 3
