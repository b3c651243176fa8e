"""Whoever owns an account hears of every change to how it is opened."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from accounts.models import User
from accounts.promises import FIRST_HOUR
from tests.accounts.factors import (
    PASSWORD,
    code_for,
    give_app,
    give_key,
    sign_in,
    sign_in_with_app,
)
from tests.factories import make_verified_user
from tests.mail import mails_to

pytestmark = pytest.mark.django_db

NEW = "new.address@sample.example"


def _prove(client) -> None:
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})


def test_new_address_is_proven_before_it_counts_and_the_old_one_is_told(client):
    user = make_verified_user()
    old = user.email
    sign_in(client, user)
    _prove(client)
    client.post("/accounts/email/", {"action_add": "", "email": NEW})
    client.post("/accounts/email/", {"action_primary": "", "email": NEW})
    user.refresh_from_db()
    assert user.email == old

    code = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}", mails_to(NEW)[0].text)[0]
    client.post("/accounts/confirm-email/", {"code": code})
    client.post("/accounts/email/", {"action_primary": "", "email": NEW})

    user.refresh_from_db()
    assert user.email == NEW
    assert len(mails_to(old)) == 1


def test_address_of_somebody_else_is_never_taken_over(client):
    owner = make_verified_user(email=NEW)
    other = make_verified_user()
    sign_in(client, other)
    _prove(client)

    client.post("/accounts/email/", {"action_add": "", "email": NEW})

    assert EmailAddress.objects.filter(email=NEW, verified=True).get().user == owner
    assert not EmailAddress.objects.filter(email=NEW, user=other, verified=True)
    assert User.objects.get(email=NEW) == owner


def test_new_password_needs_the_old_one_and_is_told(client):
    user = make_verified_user()
    sign_in(client, user)
    new = {"password1": "quite another sentence", "password2": "quite another sentence"}

    client.post("/accounts/password/change/", new | {"oldpassword": "wrong"})
    assert User.objects.get().check_password(PASSWORD)
    client.post("/accounts/password/change/", new | {"oldpassword": PASSWORD})

    assert User.objects.get().check_password("quite another sentence")
    assert len(mails_to(user.email)) == 1


@pytest.mark.django_db(transaction=True)
def test_new_factor_asks_for_the_password_again_and_is_told(client, time_machine):
    user = make_verified_user()
    sign_in(client, user)
    # In the first hour the password has just been given.
    time_machine.move_to(timezone.now() + FIRST_HOUR + timedelta(minutes=1))
    assert "reauthenticate" in client.get("/accounts/2fa/totp/activate/")["Location"]
    _prove(client)
    client.get("/accounts/2fa/totp/activate/")

    client.post(
        "/accounts/2fa/totp/activate/",
        {"code": code_for(client.session["mfa.totp.secret"])},
    )

    assert user.authenticator_set.filter(type="totp").exists()
    assert len(mails_to(user.email)) == 1


def test_factor_that_goes_is_told(client):
    user = make_verified_user()
    secret = give_app(user)
    key = give_key(user)
    sign_in_with_app(client, user, secret)
    client.post("/accounts/2fa/reauthenticate/", {"code": code_for(secret)})

    client.post(f"/accounts/2fa/webauthn/keys/{key.pk}/remove/")

    assert len(mails_to(user.email)) == 1


def test_key_of_somebody_else_does_not_exist(client):
    key = give_key(make_verified_user())
    user = make_verified_user()
    sign_in(client, user)
    _prove(client)

    for act in ("remove", "edit"):
        response = client.post(f"/accounts/2fa/webauthn/keys/{key.pk}/{act}/")
        assert response.status_code == 404


def test_notices_carry_no_exclamation_and_the_name_of_the_network(client):
    user = make_verified_user()
    sign_in(client, user)
    new = {"password1": "quite another sentence", "password2": "quite another sentence"}
    client.post("/accounts/password/change/", new | {"oldpassword": PASSWORD})

    (mail,) = mails_to(user.email)

    assert "!" not in mail.subject + mail.text
    assert "Not In Our Town" in mail.text
    assert "example.com" not in mail.text
