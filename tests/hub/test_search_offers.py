"""What the site search offers beside its answers: films by length, other spellings."""

import pytest

from tests.factories import make_film, make_leader, make_resource, make_screening
from tests.queries import count_queries

pytestmark = pytest.mark.django_db

ROLL_CALL = ("Films of 10 minutes or less", "/films/?length=10")


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("10 minute film", [ROLL_CALL]),
        ("ten minutes", [ROLL_CALL]),
        ("rollcall", [ROLL_CALL]),
        ("roll call", [ROLL_CALL]),
        ("roll-call", [ROLL_CALL]),
        (
            "short film under 15 minutes",
            [ROLL_CALL, ("Films of 11–20 minutes", "/films/?length=11-20")],
        ),
        ("film over 35 minutes", [("Films over 35 minutes", "/films/?length=over-35")]),
        ("bullying", []),
    ],
)
def test_search_offers_the_films_of_a_length_first(client, text, links):
    make_film(title="Lantern")

    response = client.get("/search/", {"q": text})

    html = response.content.decode()
    assert response.context["lengths"] == links
    assert all(f'<a href="{url}">{words}</a>' in html for words, url in links)
    assert response.context["text"] == text


def test_search_says_that_nothing_else_was_found(client):
    html = client.get("/search/", {"q": "10 minute film"}).content.decode()

    assert "We found nothing else for “10 minute film”" in html


def test_search_looks_for_the_words_beside_a_length(client):
    make_resource(title="Bullying in school")
    make_resource(title="Ten steps in a minute")

    response = client.get("/search/", {"q": "10 minute film about bullying"})

    (group,) = response.context["looser"]
    assert [row["title"] for row in group.rows] == ["Bullying in school"]


def test_an_empty_library_offers_the_films_of_a_length_too(client):
    page = client.get("/resources/", {"q": "10 minute film"})

    assert ROLL_CALL in page.context["ways_out"]


def test_a_slip_is_offered_where_nothing_was_found(client):
    make_film(title="A discussion")

    response = client.get("/search/", {"q": "discusion"})

    html = response.content.decode()
    assert response.context["groups"] == []
    assert '<a href="/search/?q=discussion">Did you mean “discussion”?</a>' in html


def test_a_slip_is_offered_where_little_was_found(client):
    make_film(title="A discussion")
    make_leader(name="Ada Sample", about="I lead a discusion.")

    response = client.get("/search/", {"q": "discusion"})

    (group,) = response.context["groups"]
    assert [row["title"] for row in group.rows] == ["Ada Sample"]
    assert response.context["better"] == "discussion"


def test_no_slip_is_offered_for_a_name_that_was_found(client):
    make_film(title="Truth")
    make_leader(name="Ruth Peña")

    assert client.get("/search/", {"q": "ruth pena"}).context["better"] == ""


def test_no_slip_is_offered_where_more_was_found(client):
    make_film(title="A discussion")
    for _number in range(3):
        make_resource(summary="A discusion.")

    assert client.get("/search/", {"q": "discusion"}).context["better"] == ""


def test_a_slip_of_a_hidden_title_is_not_offered(client):
    make_film(title="Camouflage", is_published=False)
    make_screening("draft", title="Persiflage", film=make_film())

    html = client.get("/search/", {"q": "camouflge persiflge"}).content.decode()

    assert "Did you mean" not in html


@pytest.mark.parametrize("number", [3, 300])
@pytest.mark.parametrize(
    ("text", "most"),
    [("lantern", 1), ("lantrn", 3), ("10 minute film on a lantrn", 4)],
)
def test_offers_cost_the_same_for_any_number_of_rows(client, text, most, number):
    for count in range(number):
        make_film(title=f"Lantern film {count}", series=f"{most} nights")
        make_resource(title=f"Lantern guide {count}")

    with count_queries() as queries:
        client.get("/search/", {"q": text})

    assert len(queries) == most
