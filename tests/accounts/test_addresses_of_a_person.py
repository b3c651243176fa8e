"""Every address by which a person is known."""

import pytest
from allauth.account.models import EmailAddress

from tests.factories import make_user, make_verified_user

pytestmark = pytest.mark.django_db


def test_person_is_known_by_every_address_confirmed_or_not():
    user = make_verified_user(email="chief@sample.example")
    EmailAddress.objects.create(user=user, email="work@sample.example", verified=True)
    EmailAddress.objects.create(user=user, email="home@sample.example")
    EmailAddress.objects.create(user=make_user(), email="other@sample.example")

    assert user.addresses() == {
        "chief@sample.example",
        "work@sample.example",
        "home@sample.example",
    }
