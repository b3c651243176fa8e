"""Sessions end: by the clock, by hand, and at once when rights change."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.accounts.factors import PASSWORD, give_app, sign_in, sign_in_with_app
from tests.factories import make_verified_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(time_machine):
    """A clock that stands still until a test moves it."""
    time_machine.move_to(timezone.now(), tick=False)
    return time_machine


@pytest.fixture
def staff():
    """A member of the staff, the browser, signed in with the second factor."""
    user, client = make_verified_user(is_staff=True), Client()
    sign_in_with_app(client, user, give_app(user))
    assert client.get("/admin/").status_code == 200
    return client


# --- by the clock


def test_staff_are_signed_out_after_half_an_hour_away(clock, staff):
    clock.shift(timedelta(minutes=30, seconds=1))

    response = staff.get("/admin/accounts/user/?q=x")

    assert response["Location"] == (
        "/accounts/login/?next=%2Fadmin%2Faccounts%2Fuser%2F%3Fq%3Dx"
    )
    assert "_auth_user_id" not in staff.session
    page = staff.get(response["Location"]).content.decode()
    assert "You were away for a while and were signed out." in page


def test_staff_who_work_stay_signed_in(clock, staff):
    for _ in range(10):
        clock.shift(timedelta(minutes=29))
        assert staff.get("/admin/").status_code == 200


def test_staff_sign_in_again_after_twelve_hours_of_work(clock, staff):
    for _ in range(24):
        clock.shift(timedelta(minutes=29))
        staff.get("/admin/")
    clock.shift(timedelta(minutes=25))

    response = staff.get("/admin/")

    assert response["Location"].startswith("/accounts/login/")


def test_staff_away_too_long_change_nothing_with_a_form(clock, staff):
    clock.shift(timedelta(hours=1))

    response = staff.post(
        "/accounts/profile/",
        {"display_name": "Changed"},
        headers={"Referer": "http://testserver/accounts/profile/?a=1"},
    )

    assert response["Location"] == "/accounts/login/?next=%2Faccounts%2Fprofile%2F"


def test_way_back_never_leads_elsewhere(clock, staff):
    clock.shift(timedelta(hours=1))

    response = staff.post(
        "/accounts/profile/", headers={"Referer": "http://evil.example/accounts/"}
    )

    assert response["Location"] == "/accounts/login/?next=%2Fdesk%2F"


def test_others_are_not_hurried(clock, client):
    sign_in(client, make_verified_user())
    clock.shift(timedelta(hours=5))

    assert client.get("/accounts/profile/").status_code == 200


def test_everybody_signs_in_again_after_a_week(clock, client):
    sign_in(client, make_verified_user())
    clock.shift(timedelta(days=7, seconds=1))

    assert client.get("/accounts/profile/").status_code == 302


def test_note_of_being_there_is_written_once_a_minute(clock, staff):
    from tests.queries import count_queries

    clock.shift(timedelta(seconds=30))
    with count_queries() as queries:
        staff.get("/accounts/second-factor/")

    assert not [sql for sql in queries if sql.startswith("UPDATE")]


# --- by hand


def test_signing_out_needs_a_post(client):
    sign_in(client, make_verified_user())

    assert "<form" in client.get("/accounts/logout/").content.decode()
    assert "_auth_user_id" in client.session


@pytest.mark.parametrize("path", ["/accounts/logout/", "/admin/logout/"])
def test_signing_out_ends_the_session_and_clears_the_browser(client, path):
    user = make_verified_user()
    sign_in(client, user)
    old = client.cookies["sessionid"].value

    response = client.post(path)

    assert response["Location"] == "/accounts/signed-out/"
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    replay = Client()
    replay.cookies["sessionid"] = old
    assert replay.get("/accounts/profile/").status_code == 302


def test_signing_out_twice_is_no_error(client):
    assert client.post("/accounts/logout/")["Location"] == "/accounts/signed-out/"
    assert client.get("/accounts/logout/")["Location"] == "/accounts/signed-out/"
    assert client.get("/accounts/signed-out/").status_code == 200


def test_sessions_page_signs_out_everywhere_else():
    user, here, there = make_verified_user(), Client(), Client()
    sign_in(here, user)
    sign_in(there, user)
    assert here.get("/accounts/sessions/").content.decode().count("<tr>") == 3

    here.post("/accounts/sessions/")

    assert here.get("/accounts/profile/").status_code == 200
    assert there.get("/accounts/profile/").status_code == 302


def test_new_password_ends_other_sessions():
    user, here, there = make_verified_user(), Client(), Client()
    sign_in(here, user)
    sign_in(there, user)
    new = "quite another sentence"
    here.post("/accounts/reauthenticate/", {"password": PASSWORD})
    here.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )

    assert here.get("/accounts/profile/").status_code == 200
    assert there.get("/accounts/profile/").status_code == 302


# --- at once


def test_sessions_end_everywhere_in_the_same_moment():
    user, one, two = make_verified_user(), Client(), Client()
    sign_in(one, user)
    sign_in(two, user)

    user.sign_out_everywhere()

    for client in (one, two):
        assert client.get("/accounts/profile/").status_code == 302
    assert sign_in(one, user)["Location"] == "/desk/"
    assert one.get("/accounts/profile/").status_code == 200


def test_account_that_is_not_active_is_out_at_once(client):
    user = make_verified_user()
    sign_in(client, user)
    user.is_active = False
    user.save()

    assert client.get("/accounts/profile/").status_code == 302
    assert sign_in(client, user)["Location"] == "/accounts/inactive/"


def test_network_address_that_is_none_stops_nobody(client, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    user = make_verified_user()

    client.post(
        "/accounts/login/",
        {"login": user.email, "password": PASSWORD},
        headers={"X-Forwarded-For": "not an address'; --"},
    )

    assert user.usersession_set.get().ip == "0.0.0.0"
