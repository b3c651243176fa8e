"""The title of every page with an error begins with “Error:”, once."""

import re

import pytest
from django.contrib.auth.models import Group

from accounts import roles
from tests.factories import make_verified_user
from tests.people import signed_in

pytestmark = pytest.mark.django_db


def _title(response) -> str:
    return re.search(r"<title>(.*?)</title>", response.content.decode(), re.S)[
        1
    ].strip()


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/accounts/login/", {"login": "nobody", "password": ""}),
        ("/accounts/login/code/", {"email": "nobody"}),
        ("/accounts/password/reset/", {"email": ""}),
        ("/contact/", {"message": ""}),
    ],
)
def test_refused_form_says_so_in_the_title(client, path, data):
    assert _title(client.post(path, data)).startswith("Error: ")


def test_page_without_an_error_says_nothing(client):
    for path in ("/", "/accounts/login/", "/contact/", "/leaders/"):
        assert "Error" not in _title(client.get(path)), path


def test_filter_with_a_bad_value_says_so_too(client):
    assert _title(client.get("/screenings/?zip=1")).startswith("Error: ")


def test_refusal_in_a_notice_counts_as_an_error(client):
    client.post("/accounts/2fa/webauthn/login/", {"credential": ""})

    page = client.get("/accounts/login/")

    assert _title(page).startswith("Error: Sign in or create an account")
    assert "A passkey needs JavaScript: turn it on, or use" in page.content.decode()


def test_title_says_it_once(client):
    roles.sync()
    user = make_verified_user()
    browser = signed_in(user)

    page = browser.post("/accounts/profile/", {"display_name": ""})

    assert _title(page).count("Error:") == 1


def test_staff_site_says_it_too():
    roles.sync()
    user = make_verified_user(is_staff=True)
    user.groups.add(Group.objects.get(name=roles.PROGRAM_MANAGER))
    browser = signed_in(user)

    page = browser.post("/admin/resources/topic/add/", {"label": ""})

    assert page.status_code == 200
    assert _title(page).startswith("Error:")
    assert _title(page).count("Error:") == 1
