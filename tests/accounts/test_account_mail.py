"""Account mail says whose it is in the subject, and how long its code or link holds."""

import pytest
from django.conf import settings
from django.test import Client

from accounts import emails, invitations
from accounts.models import FactorReset
from foundation.models import OutboxMail
from tests.accounts.factors import give_app, last_code, sign_in, sign_in_with_app
from tests.factories import make_user, make_verified_user
from tests.mail import mails_to

pytestmark = pytest.mark.django_db

NEW = "new.officer@sample.example"


@pytest.mark.parametrize("is_known", [True, False], ids=["known", "new"])
def test_code_names_the_network_and_says_how_long_it_holds(client, is_known):
    if is_known:
        make_verified_user(email=NEW)

    client.post("/accounts/login/code/", {"email": NEW})

    (mail,) = mails_to(NEW)
    page = client.get("/accounts/login/code/confirm/").content.decode()
    assert mail.subject == f"Your sign-in code – {settings.SITE_NAME}"
    assert "It works for 15 minutes, and once." in mail.text
    assert "It works for 15 minutes, and once." in mail.html
    assert "It works for 15 minutes." in page
    assert last_code(NEW) not in mail.subject


def test_all_account_mail_names_the_network(client):
    user = make_verified_user(is_staff=True)
    secret = give_app(user)
    client.post("/accounts/password/reset/", {"email": user.email})
    client.post("/accounts/password/reset/", {"email": NEW})
    for _ in range(5):
        sign_in(Client(), user, "wrong " * 4)
    for _ in range(5):
        sign_in(Client(), make_verified_user(), "wrong " * 4)
    invitation = invitations.open_for(user, "Reviewer", None)
    emails.send_second_factor_reset(user)
    emails.send_invitation(invitation, token=invitations.token_for(invitation))
    emails.send_invitation_withdrawn(user)
    emails.send_role_changed(user, "Reviewer")
    emails.send_role_ended(user, is_closed=True)
    reset = FactorReset(user=user, started_by=make_user())
    emails.send_reset_started(reset, token="x")
    emails.send_reset_ended(reset)
    emails.send_reset_stopped(reset)
    sign_in_with_app(client, user, secret)

    subjects = set(OutboxMail.objects.values_list("subject", flat=True))

    assert len(subjects) >= 5
    assert [one for one in subjects if not one.endswith(settings.SITE_NAME)] == []


def test_subject_names_the_network_once():
    named = emails.of_network("Your code")

    assert emails.of_network(named) == named
