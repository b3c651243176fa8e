"""One search over everything public."""

import pytest

from foundation.words import short_day
from tests.factories import (
    make_film,
    make_leader,
    make_resource,
    make_screening,
    make_topic,
    move_leader,
)
from tests.queries import count_queries

pytestmark = pytest.mark.django_db


def _found(client, text: str) -> dict[str, list[str]]:
    response = client.get("/search/", {"q": text})
    assert response.status_code == 200
    return {
        group.heading: [row["title"] for row in group.rows]
        for group in response.context["groups"]
    }


def test_search_finds_each_kind_and_says_which(client):
    topic = make_topic("antisemitism")
    host = make_leader(name="Ruth Sample", topics=[topic])
    film = make_film(title="Lamps", summary="About antisemitism in one town.")
    make_resource(title="Facts on antisemitism")
    make_screening(host=host, film=film, title="Antisemitism: a film and a talk")

    assert _found(client, "antisemitism") == {
        "Screenings": ["Antisemitism: a film and a talk"],
        "Guides and resources": ["Facts on antisemitism"],
        "Films": ["Lamps"],
        "Leaders": ["Ruth Sample"],
    }


def test_search_puts_the_kind_with_the_best_answer_first(client):
    make_resource(title="A guide", summary="It mentions Camden once, among much else.")
    make_film(title="Camden")

    assert list(_found(client, "camden")) == ["Films", "Guides and resources"]


def test_search_links_lead_somewhere(client):
    host = make_leader(name="Nora Lantern")
    film = make_film(title="Lantern film")
    make_resource(title="Lantern guide")
    make_screening(host=host, film=film, title="Lantern night")

    groups = client.get("/search/", {"q": "lantern"}).context["groups"]
    urls = [row["url"] for group in groups for row in group.rows]

    assert len(urls) == 4
    assert {url: client.get(url).status_code for url in urls} == dict.fromkeys(
        urls, 200
    )


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("published", "{day}, Oak Creek, WI"),
        ("postponed", "Postponed, was planned for {day}, Oak Creek, WI"),
        ("cancelled", "Cancelled: {day}, Oak Creek, WI"),
    ],
)
def test_search_says_what_has_become_of_a_screening(status, said, client):
    screening = make_screening(status, title="Lantern night")

    (group,) = client.get("/search/", {"q": "lantern"}).context["groups"]

    day = short_day(screening.starts_local)
    assert [row["line"] for row in group.rows] == [said.format(day=day)]


def test_search_shows_nothing_that_is_not_public(client):
    host = make_leader(name="Secret Away")
    make_leader(name="Secret Hidden", is_hidden=True)
    make_film(title="Secret film", is_published=False)
    make_screening("draft", host=host, film=make_film(), title="Secret draft")
    make_screening("held", host=host, film=make_film(), title="Secret past")
    move_leader(host, "pause")

    assert _found(client, "secret") == {}


def test_search_without_an_answer_offers_the_next_step(client):
    make_film(title="Antisemitism in one town")

    html = client.get("/search/", {"q": "antisemitsm"}).content.decode()

    assert "We found nothing for “antisemitsm”" in html
    assert "Did you mean “antisemitism”?" in html
    assert 'href="/contact/"' in html


def test_search_falls_back_on_some_of_the_words(client):
    make_film(title="Oak Creek")

    response = client.get("/search/", {"q": "oak creek roller coaster"})

    assert [group.heading for group in response.context["looser"]] == ["Films"]


def test_search_knows_states_and_zip_codes(client):
    wisconsin = client.get("/search/", {"q": "wisconsin"}).content.decode()
    zip_code = client.get("/search/", {"q": "53154"}).content.decode()

    assert 'href="/leaders/wi/"' in wisconsin
    assert 'href="/screenings/?zip=53154"' in zip_code


@pytest.mark.parametrize(
    ("text", "shows"),
    [("how to report a threat", True), ("I was attacked", True), ("films", False)],
)
def test_search_shows_the_way_to_help(client, text, shows):
    html = client.get("/search/", {"q": text}).content.decode()

    assert ("Did something happen?" in html) == shows


@pytest.mark.parametrize(
    "text",
    [
        "'; DROP TABLE leaders_leader; --",
        '"unfinished',
        "a & | ! ( ) : * <->",
        "-",
        "\\",
        "%_%",
        "<script>alert(1)</script>",
        "{{ 7 }}",
        pytest.param("ü" * 200, id="letters beyond ASCII"),
        "OR OR OR",
        "\u202egnirts",
        pytest.param("x" * 5000, id="a very long one"),
    ],
)
def test_search_takes_anything_typed(client, text):
    response = client.get("/search/", {"q": text})

    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_search_refuses_a_very_long_text_beside_the_field(client):
    html = client.get("/search/", {"q": "x" * 201}).content.decode()

    assert "Use 200 characters or fewer." in html


@pytest.mark.parametrize("text", ["lantern", "nothing like this", "lantrn"])
def test_search_asks_the_database_four_times_at_most(client, text):
    host = make_leader(name="Nora Lantern")
    for number in range(30):
        make_film(title=f"Lantern film {number}")
        make_resource(title=f"Lantern guide {number}")
    make_screening(host=host, title="Lantern night")

    with count_queries() as queries:
        client.get("/search/", {"q": text})

    assert 0 < len(queries) <= 4
    assert not queries.repeated


def test_search_leads_to_the_rest_of_the_library(client):
    for number in range(8):
        make_resource(title=f"Lantern guide {number}")

    (group,) = client.get("/search/", {"q": "lantern"}).context["groups"]

    assert len(group.rows) == 6
    assert group.more_url == "/resources/?q=lantern"


def test_search_is_not_for_robots(client):
    assert 'content="noindex"' in client.get("/search/").content.decode()
