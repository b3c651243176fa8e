"""What the front door promises near a ZIP code: screenings, leaders, guides, films."""

from datetime import timedelta

import pytest
from django.utils import timezone

from leaders.models import Leader
from tests.factories import (
    make_film,
    make_leader,
    make_resource,
    make_screening,
    make_topic,
    make_user,
    make_zip_place,
)
from tests.pages import Page, text_of
from tests.queries import count_queries

pytestmark = pytest.mark.django_db

MADISON = {"city": "Madison", "lat": 43.08, "lng": -89.38}  # 76 miles away
DENVER = {"city": "Denver", "state": "CO", "lat": 39.75, "lng": -105.0}
PATH = "/near/?zip=53154"


@pytest.fixture(autouse=True)
def oak_creek():
    return make_zip_place("53154", lat=42.88, lng=-87.9)


def links(client, path=PATH):
    return Page(text_of(client, path)).links


def test_near_shows_the_nearest_screenings_with_their_miles(client):
    soon = timezone.now() + timedelta(days=2)
    there = make_screening(starts_at=soon, lat=43.05, lng=-87.9)
    here = make_screening()
    make_screening(**MADISON)
    make_screening("cancelled")

    answer = client.get(PATH)

    assert answer.context["screenings"] == [here, there]
    assert "less than a mile away" in answer.content.decode()
    assert "12 miles away" in answer.content.decode()
    assert "The nearest to come within 50 miles." in answer.content.decode()


def test_near_says_that_it_looked_farther(client):
    make_screening(**MADISON)

    body = text_of(client, PATH)

    assert "There is no screening within 50 miles of Oak Creek, WI 53154." in body
    assert "This list shows those within 100 miles." in body
    assert "All screenings within 100 miles" in body


def test_near_names_the_nearest_where_nothing_is_near(client):
    far = make_screening(**DENVER)
    make_screening(state="HI", city="Honolulu", lat=21.32, lng=-157.85)

    answer = client.get(PATH)

    assert answer.context["screenings"] == [far]
    assert (
        "There is no screening within 250 miles of Oak Creek, WI 53154. The nearest "
        "is 912 miles away."
    ) in answer.content.decode()
    assert "/screenings/host/" in Page(answer.content.decode()).links


def test_near_says_so_where_nothing_is_anywhere(client):
    body = text_of(client, PATH)

    assert "None is planned farther away either." in body
    assert "No leader who shows a town is within 250 miles" in body


def test_near_counts_nothing_that_is_online_only_as_near(client):
    place = {"venue": "", "street": "", "city": "", "state": "", "zip": ""}
    make_screening(
        mode="online", link="https://meet.example/x", lat=None, lng=None, **place
    )

    assert client.get(PATH).context["screenings"] == []


def test_near_shows_leaders_who_show_their_town_nearest_first(client):
    there = make_leader(lat=43.05, lng=-87.9)
    here = make_leader()
    make_leader(**MADISON)
    make_leader(public_fields=["name", "rank", "agency"])
    make_leader("paused")

    answer = client.get(PATH)

    assert answer.context["leaders"] == [here, there]
    assert "/leaders/?zip=53154&within=50" in Page(answer.content.decode()).links


def test_near_looks_farther_for_leaders(client):
    leader = make_leader(**MADISON)

    answer = client.get(PATH)

    assert answer.context["leaders"] == [leader]
    assert "/leaders/?zip=53154&within=100" in Page(answer.content.decode()).links


def test_near_leads_to_lists_guides_films_and_help(client):
    make_resource(topics=[make_topic("schools")])
    make_topic("nothing-about-it")

    found = links(client)

    assert {
        "/screenings/?zip=53154&mode=online",
        "/leaders/wi/",
        "/leaders/?region=midwestern",
        "/films/?length=10",
        "/films/",
        "/resources/",
        "/resources/?topic=schools",
        "/get-help-now/",
    } <= set(found)
    assert "/resources/?topic=nothing-about-it" not in found


def test_near_without_a_zip_code_asks_for_one(client):
    body = text_of(client, "/near/")

    assert "<h1>Near you</h1>" in body
    assert "noindex" not in body
    assert 'class="error-summary"' not in body
    assert "/films/?length=10" in Page(body).links


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("1234", "We could not find that ZIP code. Check the five digits."),
        ("99999", "We could not find that ZIP code. Check the five digits."),
        ("somewhere", "We could not find that ZIP code. Check the five digits."),
        ("20001", "We know that ZIP code but not where it lies. Try one close by."),
    ],
)
def test_near_says_what_is_wrong_and_keeps_what_was_typed(client, typed, sentence):
    make_zip_place("20001", lat=None, lng=None)

    body = text_of(client, f"/near/?zip={typed}")

    assert body.count(sentence) == 2
    assert f'value="{typed}"' in body
    assert "<h1>Near you</h1>" in body


@pytest.mark.parametrize("typed", ["5" * 400, "%F0%9F%92%A9", "&zip=1&page=x"])
def test_near_bears_whatever_is_typed(client, typed):
    assert client.get(f"/near/?zip={typed}").status_code == 200


def test_near_with_a_zip_code_is_not_for_robots(client):
    assert '<meta name="robots" content="noindex">' in text_of(client, PATH)


def _more_leaders(rows):
    """As many leaders as asked for, each like one who came in by every step."""
    one = make_leader(topics=[make_topic("schools")])
    users = [make_user(password=None) for _ in range(rows)]
    Leader.objects.bulk_create(
        Leader(user=user, slug=f"many-{number}", name=f"Many {number}", **_answers(one))
        for number, user in enumerate(users)
    )
    Leader.objects.filter(status="onboarding").update(
        status="active", activated_at=timezone.now()
    )


def _answers(leader):
    names = (
        *("service", "agency_kind", "agency_size", "agency_name", "zip", "state"),
        *("city", "lat", "lng", "rank", "help_offered", "public_fields"),
        *("consent_version", "consented_at"),
    )
    return {name: getattr(leader, name) for name in names}


@pytest.mark.parametrize("rows", [3, 300])
def test_near_asks_the_database_four_times_however_much_is_near(client, rows):
    host, film = make_leader(), make_film()
    make_resource(topics=[make_topic()])
    _more_leaders(rows)
    for _ in range(rows):
        make_screening(host=host, film=film)

    with count_queries() as queries:
        assert client.get(PATH).status_code == 200

    assert len(queries) == 4
    assert queries.repeated == []


def test_near_is_the_same_for_everybody(client):
    response = client.get(PATH)

    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert response.cookies == {}
