"""What was sent after its session ended waits for whoever wrote it, and nobody else."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from foundation import scheduler
from foundation.models import KeptForm
from foundation.promises import KEPT_FORMS, KEPT_LARGEST
from tests.accounts.factors import give_app, last_code, sign_in, sign_in_with_app
from tests.factories import make_application, make_verified_user
from tests.pages import Page
from tests.people import signed_in

pytestmark = pytest.mark.django_db

PART = "/leaders/application/experience/"
WORDS = "We sat with the family all night."


@pytest.fixture
def writer():
    """Somebody in the middle of an application, and the part as they typed it."""
    user = make_verified_user()
    make_application("draft", applicant=user)
    client = Client()
    sign_in(client, user)
    typed = _part_of(client)
    areas = [name for name in typed if name not in ("whose", "version")]
    return user, client, typed | {areas[-1]: WORDS}


def _part_of(client):
    """The part of the application as its page sends it."""
    forms = Page(client.get(PART).content.decode()).forms
    (typed,) = [form.fields for form in forms if "version" in form.fields]
    return typed


def _come_back(client, user):
    """Sign in by code at the door that one was sent to; return the page there."""
    client.post("/accounts/login/code/", {"email": user.email})
    response = client.post(
        "/accounts/login/code/confirm/", {"code": last_code(user.email)}
    )
    assert response.status_code == 302


def _end_session(client):
    client.cookies.pop("sessionid")


def test_half_written_form_is_there_after_signing_in_and_is_sent_again(writer):
    user, client, typed = writer
    _end_session(client)

    door = client.post(PART, typed)
    where = door["Location"].partition("?next=")[2]
    assert re.fullmatch(r"/kept/\w{22}/", where)
    assert "What you wrote is kept." in client.get(door["Location"]).content.decode()
    client.post("/accounts/login/code/", {"email": user.email, "next": where})
    response = client.post(
        "/accounts/login/code/confirm/", {"code": last_code(user.email)}
    )
    assert response["Location"] == where

    page = client.get(where).content.decode()
    (form,) = [form for form in Page(page).forms if form.action == PART]
    assert WORDS in page
    assert form.fields.keys() == typed.keys() | {"csrfmiddlewaretoken"}
    assert form.fields["version"] == typed["version"]


def test_kept_form_is_given_to_nobody_else(writer):
    _user, client, typed = writer
    other = make_verified_user()
    _end_session(client)
    where = client.post(PART, typed)["Location"].partition("?next=")[2]

    _come_back(client, other)

    assert client.get(where).status_code == 404
    assert client.post(where).status_code == 404
    assert KeptForm.objects.count() == 1


def test_kept_form_is_given_in_the_same_browser_only(writer):
    user, client, typed = writer
    _end_session(client)
    where = client.post(PART, typed)["Location"].partition("?next=")[2]

    assert signed_in(user).get(where).status_code == 404


def test_form_that_does_not_prove_whose_it_is_is_not_kept(writer):
    user, client, typed = writer
    _end_session(client)

    answers = [
        client.post(PART, typed | {"whose": whose})["Location"]
        for whose in ("", str(user.pk), f"{user.pk}:forged")
    ]

    assert answers == [f"/accounts/login/?next={PART}"] * 3
    assert KeptForm.objects.count() == 0


def test_secrets_and_pages_of_sign_in_are_never_kept(writer):
    _user, client, typed = writer
    _end_session(client)

    client.post(
        PART, typed | {"password1": "hush", "code": "hush", "form-0-secret": "hush"}
    )
    client.post("/accounts/password/change/", typed | {"oldpassword": "hush"})

    (row,) = KeptForm.objects.all()
    names = {name for name, _value in row.typed}
    assert not names & {"password1", "code", "form-0-secret", "whose"}
    assert "csrfmiddlewaretoken" not in names


def test_what_is_kept_is_bounded_in_number_and_size(writer):
    _user, client, typed = writer
    _end_session(client)

    for number in range(KEPT_FORMS + 2):
        client.post(f"{PART}?{number}", typed)
    too_long = client.post(PART, typed | {"more": "x" * KEPT_LARGEST})

    assert KeptForm.objects.count() == KEPT_FORMS
    assert too_long["Location"] == f"/accounts/login/?next={PART}"


def test_kept_form_ends_with_its_time(writer, time_machine):
    user, client, typed = writer
    _end_session(client)
    where = client.post(PART, typed)["Location"].partition("?next=")[2]
    time_machine.move_to(timezone.now() + timedelta(hours=25))
    _come_back(client, user)
    scheduler.discover()

    assert client.get(where).status_code == 404
    assert scheduler.run("purge-kept-forms") == "Forgot 1 kept form."


def test_kept_form_can_be_thrown_away(writer):
    user, client, typed = writer
    _end_session(client)
    where = client.post(PART, typed)["Location"].partition("?next=")[2]
    _come_back(client, user)

    client.get(where)
    assert KeptForm.objects.count() == 1
    response = client.post(where)

    assert response["Location"] == "/desk/"
    assert KeptForm.objects.count() == 0


def test_staff_who_were_away_too_long_keep_what_they_wrote(client, time_machine):
    user = make_verified_user(is_staff=True)
    sign_in_with_app(client, user, give_app(user))
    client.get("/desk/")
    page = Page(client.get("/desk/").content.decode())
    whose = next(form.fields["whose"] for form in page.forms if "whose" in form.fields)
    time_machine.move_to(timezone.now() + timedelta(minutes=31))

    response = client.post("/leaders/apply/start/", {"whose": whose, "note": "A line."})

    assert "next=%2Fkept%2F" in response["Location"]
    assert KeptForm.objects.get().person == user


# --- the key against forgery of an ended session


@pytest.fixture
def strict(writer):
    user, _client, _typed = writer
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    return user, client, _part_of(client) | {"csrfmiddlewaretoken": "x" * 64}


def test_form_with_a_key_of_an_ended_session_is_kept_for_its_writer(strict):
    _user, client, typed = strict

    response = client.post(PART, typed, headers={"Origin": "http://testserver"})

    assert response["Location"].startswith("/kept/")
    assert client.get(response["Location"]).status_code == 200


def test_form_with_a_key_of_an_ended_session_asks_for_sign_in(strict):
    _user, client, typed = strict
    _end_session(client)

    response = client.post(PART, typed)

    assert response["Location"].startswith("/accounts/login/?next=/kept/")


def test_form_of_another_site_is_refused_and_not_kept(strict):
    _user, client, typed = strict

    response = client.post(PART, typed, headers={"Origin": "https://evil.example"})

    assert response.status_code == 403
    assert KeptForm.objects.count() == 0


def test_form_of_somebody_else_is_refused_and_not_kept(strict):
    _user, client, typed = strict
    client.force_login(make_verified_user())

    response = client.post(PART, typed)

    assert response.status_code == 403
    assert KeptForm.objects.count() == 0


def test_form_of_a_visitor_says_nothing_of_whose_it_is(client):
    assert 'name="whose"' not in client.get("/contact/").content.decode()
