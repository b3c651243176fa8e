"""What the worker forgets about accounts."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from foundation import scheduler
from tests.accounts.factors import sign_in
from tests.factories import make_application, make_user, make_verified_user

pytestmark = pytest.mark.django_db

EIGHT_DAYS_AGO = timezone.now() - timedelta(days=8)


@pytest.fixture(autouse=True)
def _all_jobs():
    scheduler.discover()


def test_sign_up_that_nobody_confirmed_is_removed_after_a_week():
    make_user(email="old@sample.example", date_joined=EIGHT_DAYS_AGO)
    make_user(email="new@sample.example")

    said = scheduler.run("purge-unverified")

    assert said == "Removed 1 sign-up."
    assert list(User.objects.values_list("email", flat=True)) == ["new@sample.example"]


def test_accounts_that_hold_something_stay():
    make_verified_user(date_joined=EIGHT_DAYS_AGO)
    make_user(date_joined=EIGHT_DAYS_AGO, is_staff=True)
    make_user(date_joined=EIGHT_DAYS_AGO, last_login=timezone.now())
    make_application("draft", applicant=make_user(date_joined=EIGHT_DAYS_AGO))

    assert scheduler.run("purge-unverified") == "Removed 0 sign-ups."


def test_list_of_sessions_forgets_those_that_ended(client):
    user = make_verified_user()
    sign_in(client, user)
    client.session.flush()

    assert scheduler.run("purge-session-list") == "Removed 1 ended session."
    assert user.usersession_set.count() == 0
