"""A database that can only be read: pages are answered, forms keep their words."""

import time

import pytest
from django.db import connection

from tests.authorisation.runner import addresses, meaning, rows
from tests.authorisation.world import make_world
from tests.factories import make_leader, make_staff
from tests.forms import opened
from tests.pages import Page
from tests.people import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

_MODE = "SET SESSION CHARACTERISTICS AS TRANSACTION "


@pytest.fixture
def set_mode():
    """Let the test say when the database may only be read: "READ ONLY"."""

    def change(mode):
        with connection.cursor() as cursor:
            cursor.execute(_MODE + mode)

    yield change
    change("READ WRITE")


@pytest.mark.parametrize("actor", ["visitor", "host", "program manager"])
def test_everybody_reads_on(set_mode, actor):
    world = make_world()
    known = set(addresses())
    paths = [
        world.path(row.name, row.thing)
        for row in rows()
        if row.method == "GET" and row.name in known
    ]
    client = signed_in(world.people[actor])
    before = [meaning(client.get(path)) for path in paths]
    _last_seen_a_while_ago(client)

    set_mode("READ ONLY")
    after = [meaning(client.get(path)) for path in paths]

    assert "500" not in before
    assert [
        (path, was, now)
        for path, was, now in zip(paths, before, after, strict=True)
        if was != now
    ] == []


def _last_seen_a_while_ago(client):
    """Make the next page of somebody on the staff note that they are still there."""
    session = client.session
    session["staff_began"] = session["staff_seen"] = int(time.time()) - 100
    session.save()


def test_form_comes_back_with_its_words_and_can_be_sent_again(set_mode, client):
    typed = {
        "name": "Sam <b>Visitor</b>",
        "email": "sam@sample.example",
        "subject": "A question",
        "message": "\nFirst line\nSecond “line” & more",
        "opened": opened(),
    }
    set_mode("READ ONLY")

    answer = client.post("/contact/", typed)
    page = answer.content.decode()
    set_mode("READ WRITE")
    (form,) = [one for one in Page(page).forms if one.action == "/contact/"]

    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert answer["Cache-Control"] == "no-store"
    assert "Your words are kept on this page" in page
    assert set(form.fields) == set(typed)
    assert form.method == "post"
    assert "Sam &lt;b&gt;Visitor&lt;/b&gt;</textarea>" in page
    assert ">\n\nFirst line\nSecond “line” &amp; more</textarea>" in page
    assert client.post("/contact/", typed).status_code == 302


def test_sign_in_comes_back_without_the_password(set_mode, client):
    leader = make_leader()
    set_mode("READ ONLY")

    answer = client.post(
        "/accounts/login/", {"login": leader.user.email, "password": "a long secret"}
    )

    assert answer.status_code == 503
    assert leader.user.email in answer.content.decode()
    assert "a long secret" not in answer.content.decode()


def test_session_that_cannot_be_written_keeps_the_words_of_a_form(set_mode):
    client = signed_in(make_staff("Program manager"))
    client.raise_request_exception = False
    _last_seen_a_while_ago(client)
    set_mode("READ ONLY")

    answer = client.post(
        "/admin/places/agency/add/", {"county": "A few words of mine."}
    )

    assert answer.status_code == 503
    assert "A few words of mine.</textarea>" in answer.content.decode()


def test_profile_comes_back_with_its_words(set_mode):
    client = signed_in(make_leader().user)
    words = "I answered a cross burning, and I stayed with the family."
    set_mode("READ ONLY")

    answer = client.post(
        "/leaders/profile/edit/", {"about": words, "languages": ["en", "es"]}
    )
    away = client.post("/leaders/profile/away/")

    page = answer.content.decode()
    assert (answer.status_code, away.status_code) == (503, 503)
    assert f"{words}</textarea>" in page
    assert page.count('name="languages"') == 2
