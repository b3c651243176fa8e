"""The header says who is signed in and offers the way out, on every page."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import make_verified_user
from tests.people import signed_in

pytestmark = pytest.mark.django_db

PAGES = ["/", "/screenings/", "/leaders/", "/films/", "/get-help-now/", "/desk/"]
NAME = "Dana <Ruiz>"


def _header(response) -> str:
    page = response.content.decode()
    return re.search(r'<header class="site-header">.*?</header>', page, re.S)[0]


@pytest.mark.parametrize("path", [*PAGES, "/accounts/profile/"])
def test_header_names_the_person_and_offers_the_way_out_by_post(path):
    client = signed_in(make_verified_user(display_name=NAME))

    header = _header(client.get(path))

    assert "Dana &lt;Ruiz&gt;" in header
    assert '<form method="post" action="/accounts/logout/"' in header
    assert "csrfmiddlewaretoken" in header
    assert "My desk" in header


@pytest.mark.parametrize("path", ["/no-such-page/", "/leaders/no-one/", "/kept/none/"])
def test_page_that_is_not_there_names_the_person_and_the_way_out(path):
    """By a link to the page with the button: this page has no key for a form."""
    client = signed_in(make_verified_user(display_name=NAME))

    header = _header(client.get(path))

    assert "Dana &lt;Ruiz&gt;" in header
    assert 'href="/accounts/logout/"' in header
    assert "Sign out" not in _header(Client().get(path, follow=True))


def test_button_signs_out(client):
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_verified_user())
    header = _header(client.get("/films/"))
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', header)[1]

    response = client.post("/accounts/logout/", {"csrfmiddlewaretoken": token})

    assert response["Location"] == "/accounts/signed-out/"
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("path", PAGES[:-1])
def test_visitor_is_offered_to_sign_in_and_nothing_is_read_for_it(client, path):
    with CaptureQueriesContext(connection) as queries:
        response = client.get(path)

    asked = [q["sql"] for q in queries if "session" in q["sql"] or "_user" in q["sql"]]
    assert "Sign out" not in _header(response)
    assert "Sign in" in _header(response)
    assert not response.cookies
    assert [sql for sql in asked if "django_session" in sql] == []


def test_page_that_names_somebody_is_kept_by_nobody_else():
    client = signed_in(make_verified_user(display_name=NAME))

    response = client.get("/films/")

    assert "private" in response["Cache-Control"]
    assert "public" not in response["Cache-Control"]


def test_signing_in_clears_what_the_browser_kept_of_public_pages(client):
    user = make_verified_user()

    response = client.post(
        "/accounts/login/",
        {"login": user.email, "password": "a long enough password"},
    )

    assert response["Clear-Site-Data"] == '"cache"'
