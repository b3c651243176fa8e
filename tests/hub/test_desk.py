"""Where everybody who signs in begins."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from leaders.models import Leader
from screenings.models import Screening
from tests.factories import (
    make_application,
    make_film,
    make_leader,
    make_reservation,
    make_screening,
    make_user,
)
from tests.pages import Page
from tests.people import signed_in
from tests.queries import count_queries

pytestmark = pytest.mark.django_db


def _desk(user):
    return signed_in(user).get("/desk/")


def _tasks(response) -> list[str]:
    return [task.title for task in response.context["tasks"]]


def test_desk_is_where_signing_in_leads():
    assert settings.LOGIN_REDIRECT_URL == "/desk/"


def test_desk_asks_visitors_to_sign_in(client):
    response = client.get("/desk/")

    assert response.url == "/accounts/login/?next=/desk/"


def test_desk_is_kept_by_nobody():
    response = _desk(make_user())

    assert response.headers["Cache-Control"] == "private, no-store"


def test_desk_shows_somebody_new_how_to_apply():
    links = Page(_desk(make_user()).content.decode()).links

    assert "/leaders/apply/" in links


@pytest.mark.parametrize(
    ("status", "words", "link"),
    [
        ("draft", "Your application is not sent yet", "/leaders/application/"),
        ("submitted", "We have your application.", "/leaders/application/"),
        ("in_review", "A person is reading", "/leaders/application/"),
        ("info_requested", "We have a question", "/leaders/application/answer/"),
        ("recommended", "in its final review", "/leaders/application/"),
        ("decided", "in its final review", "/leaders/application/"),
        ("waitlisted", "You are on the waitlist", "/leaders/application/"),
        ("declined", "did not accept", "/leaders/application/"),
        ("withdrawn", "You withdrew", "/leaders/application/"),
        ("lapsed", "We closed your draft", "/leaders/application/"),
    ],
)
def test_desk_tells_an_applicant_where_it_stands(status, words, link):
    application = make_application(status)

    html = _desk(application.applicant).content.decode()

    assert words in html
    assert f'href="{link}"' in html


@pytest.mark.parametrize("status", ["recommended", "decided"])
def test_desk_keeps_a_decision_secret_until_it_is_sent(status):
    application = make_application(status, outcome="decline")

    html = _desk(application.applicant).content.decode()

    assert "decline" not in html.lower()
    assert "recommend" not in html.lower()


def test_desk_asks_a_new_leader_to_publish_the_profile():
    leader = make_leader("onboarding")

    response = _desk(leader.user)

    assert _tasks(response) == ["Finish your profile and publish it"]
    assert 'href="/leaders/onboarding/"' in response.content.decode()


def test_desk_offers_the_first_screening():
    leader = make_leader()

    assert _tasks(_desk(leader.user)) == ["Post your first screening"]


def test_desk_lists_what_the_leader_has_begun():
    leader, film = make_leader(), make_film()
    make_screening("draft", host=leader, film=film, title="Half done")
    make_screening("submitted", host=leader, film=film, title="Sent in")
    asked = make_screening("submitted", host=leader, film=film, title="To change")
    Screening.objects.filter(pk=asked.pk).update(staff_note="Which entrance?")
    make_screening("postponed", host=leader, film=film, title="Moved")

    response = _desk(leader.user)

    assert sorted(_tasks(response)) == [
        "Finish the draft “Half done”",
        "Give “Moved” a new date",
        "Staff ask for a change to “To change”",
        "“Sent in” is with staff for a first look",
    ]
    assert "Which entrance?" in response.content.decode()


def test_desk_points_at_a_screening_that_is_near():
    leader = make_leader()
    soon = make_screening(
        host=leader, title="Next week", starts_at=timezone.now() + timedelta(days=4)
    )
    make_reservation(soon, party_size=3)
    make_screening(host=leader, film=soon.film, title="In three weeks")

    response = _desk(leader.user)

    assert _tasks(response) == ["Look who comes to “Next week”"]
    assert "37 of 40 seats left" in response.context["tasks"][0].text


def test_desk_sorts_the_screenings_by_what_can_be_done():
    leader, film = make_leader(), make_film()
    coming = make_screening(host=leader, film=film)
    make_screening("draft", host=leader, film=film)
    held = make_screening("held", host=leader, film=film)
    make_screening("withdrawn", host=leader, film=film, title="Never public")
    make_screening(film=film, title="Of somebody else")

    response = _desk(leader.user)
    hosted = response.context["hosted"]

    assert hosted.coming == [coming]
    assert hosted.past == [held]
    assert "Of somebody else" not in response.content.decode()
    assert "Never public" not in response.content.decode()


def test_desk_lets_a_leader_be_away_and_come_back():
    leader = make_leader()
    browser = signed_in(leader.user)

    gone = browser.post("/leaders/profile/away/", {"from": "desk"}, follow=True)
    leader.refresh_from_db()
    assert leader.status == "paused"
    assert gone.redirect_chain == [("/desk/", 302)]
    assert "You are marked as away" in gone.content.decode()
    assert 'name="back"' in browser.get("/desk/").content.decode()

    browser.post("/leaders/profile/away/", {"back": "yes"})
    leader.refresh_from_db()
    assert leader.status == "active"


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("suspended", "Your profile is suspended"),
        ("alumni", "You are not an active leader"),
        ("removed", "You are not an active leader"),
        ("paused", "Away for now"),
    ],
)
def test_desk_tells_a_leader_who_may_not_post(status, words):
    leader = make_leader(status)

    html = _desk(leader.user).content.decode()

    assert words in html
    assert 'href="/screenings/new/"' not in html


def test_desk_tells_a_leader_whose_profile_is_hidden():
    leader = make_leader()
    Leader.objects.filter(pk=leader.pk).update(is_hidden=True)

    assert "Staff have hidden your profile" in _desk(leader.user).content.decode()


@pytest.mark.parametrize("rows", [3, 60])
def test_desk_asks_the_database_twelve_times_at_most(rows):
    leader, film = make_leader(), make_film()
    for number in range(rows):
        status = ["published", "draft", "held", "postponed"][number % 4]
        make_screening(status, host=leader, film=film)
    browser = signed_in(leader.user)

    with count_queries() as queries:
        browser.get("/desk/")

    assert len(queries) <= 12
    assert not queries.repeated
