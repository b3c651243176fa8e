"""The front door."""

from datetime import timedelta

import pytest
from django.utils import timezone

from leaders.models import Leader
from places.states import STATES
from tests.factories import (
    make_film,
    make_leader,
    make_reservation,
    make_screening,
    make_user,
)
from tests.pages import Page
from tests.queries import count_queries

pytestmark = pytest.mark.django_db


def test_home_announces_the_next_screenings_in_order(client):
    host, film = make_leader(), make_film()
    now = timezone.now()
    for days in (9, 3, 30, 1, 12, 20, 50):
        make_screening(
            host=host,
            film=film,
            title=f"In {days} days",
            starts_at=now + timedelta(days=days),
        )
    make_screening("cancelled", host=host, film=film, title="Called off")
    make_screening("draft", host=host, film=film, title="Not yet")

    shown = client.get("/").context["screenings"]

    assert [row.title for row in shown] == [
        f"In {days} days" for days in (1, 3, 9, 12, 20)
    ]


def test_home_counts_what_is_there(client):
    host = make_leader(state="WI")
    make_leader(state="WI")
    make_leader(state="MN")
    make_leader("paused", state="TX")
    held = make_screening("held", host=host)
    make_reservation(held, party_size=3)
    make_reservation(held, party_size=2)
    make_reservation(held, "pending", party_size=7)
    make_screening(host=host)

    network = client.get("/").context["network"]

    assert (network.leaders, network.states) == (3, 2)
    assert (network.held, network.seats) == (1, 5)


def test_home_links_each_state_with_its_number(client):
    make_leader(state="WI")

    html = client.get("/").content.decode()

    assert html.count('class="level-') == len(STATES) == 56
    assert 'href="/leaders/wi/" aria-label="WI, Wisconsin, leaders: 1"' in html
    assert 'href="/leaders/wy/" aria-label="WY, Wyoming, leaders: 0"' in html


def test_home_says_what_is_true_of_an_empty_network(client):
    html = client.get("/").content.decode()

    assert "No screening is announced at the moment." in html
    assert "no leader is listed yet" in html
    assert "figure-number" not in html


def test_home_sends_a_zip_code_to_what_is_near(client):
    (form,) = [
        form
        for form in Page(client.get("/").content.decode()).forms
        if "zip" in form.fields
    ]

    assert (form.method, form.action) == ("get", "/near/")


def test_home_shows_the_way_to_help_before_the_list(client):
    html = client.get("/").content.decode()
    content = html[html.index("<main") :]

    assert content.index("/get-help-now/") < content.index('id="next"')


def test_home_names_nobody_who_is_hidden(client):
    make_leader(is_hidden=True)

    assert client.get("/").context["network"].leaders == 0


@pytest.mark.parametrize("rows", [3, 300])
def test_home_asks_the_database_four_times_at_most(client, rows):
    host, film = make_leader(), make_film()
    users = [make_user(password=None) for _ in range(rows)]
    Leader.objects.bulk_create(
        Leader(
            user=user,
            slug=f"many-{number}",
            name=f"Many {number}",
            agency_kind="local-police",
            agency_size="1-10",
            zip="53154",
            state=list(STATES)[number % 56],
        )
        for number, user in enumerate(users)
    )
    Leader.objects.filter(status="onboarding").update(
        status="active",
        rank="Chief",
        help_offered=["call"],
        public_fields=["name"],
        consent_version="1",
        consented_at=timezone.now(),
        activated_at=timezone.now(),
    )
    for number in range(rows):
        make_screening(host=host, film=film, title=f"Evening {number}")

    with count_queries() as queries:
        response = client.get("/")

    assert response.status_code == 200
    assert len(queries) <= 4
    assert not queries.repeated


def test_home_is_the_same_for_everybody(client):
    response = client.get("/")

    assert response.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert "Cookie" not in response.headers.get("Vary", "")
    assert not response.cookies
