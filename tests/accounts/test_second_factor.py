"""Staff reach nothing without a second factor, and cannot lose their last one."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from cryptography.fernet import InvalidToken
from django.test import Client

from accounts.second_factor import EncryptedSecrets
from tests.accounts.factors import (
    PASSWORD,
    code_for,
    give_app,
    give_key,
    sign_in,
    sign_in_with_app,
)
from tests.factories import make_verified_user

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["staff", "superuser"])
def member(request):
    """Somebody on the staff, in both ways one can be."""
    return make_verified_user(is_staff=True, is_superuser=request.param == "superuser")


# --- the way in


@pytest.mark.parametrize("path", ["/admin/", "/admin/accounts/user/", "/desk/"])
def test_staff_without_a_factor_are_sent_to_get_one(client, member, path):
    sign_in(client, member)

    response = client.get(path)

    assert response.status_code == 302
    assert response["Location"] == "/accounts/second-factor/"


def test_staff_without_a_factor_cannot_post_either(client, member):
    sign_in(client, member)

    response = client.post(
        "/admin/accounts/user/1/change/", {"is_superuser": "on", "_save": "1"}
    )

    assert response["Location"] == "/accounts/second-factor/"


def test_page_that_asks_for_a_factor_leads_to_the_two_kinds(client, member):
    sign_in(client, member)

    page = client.get("/accounts/second-factor/").content.decode()

    assert 'href="/accounts/2fa/totp/activate/"' in page
    assert 'href="/accounts/2fa/webauthn/add/"' in page


@pytest.mark.django_db(transaction=True)  # a factor counts once it is committed
def test_staff_enrol_an_app_and_come_in(client, member):
    sign_in(client, member)
    client.get("/accounts/2fa/totp/activate/")
    secret = client.session["mfa.totp.secret"]
    client.post("/accounts/2fa/totp/activate/", {"code": code_for(secret)})

    # Neither the password nor the code is asked for a second time.
    assert client.get("/accounts/2fa/recovery-codes/").status_code == 200
    assert client.get("/admin/").status_code == 200


def test_staff_with_a_factor_show_it_at_sign_in_and_are_in(client, member):
    secret = give_app(member)

    sign_in_with_app(client, member, secret)

    assert client.get("/admin/").status_code == 200


def test_password_alone_does_not_sign_in_who_has_a_factor(client, member):
    give_app(member)

    response = sign_in(client, member)

    assert response["Location"] == "/accounts/2fa/authenticate/"
    assert "_auth_user_id" not in client.session
    assert client.get("/admin/")["Location"].startswith("/accounts/login/")


def test_session_without_the_factor_shown_is_asked_for_it(client, member):
    give_app(member)
    client.force_login(member)

    response = client.get("/admin/")

    assert response["Location"] == "/accounts/2fa/reauthenticate/?next=%2Fadmin%2F"


def test_holder_of_a_passkey_is_asked_for_the_passkey(client, member):
    give_key(member)
    client.force_login(member)

    response = client.get("/admin/")

    assert response["Location"].startswith("/accounts/2fa/webauthn/reauthenticate/")


def test_recovery_codes_alone_are_no_factor(client, member):
    RecoveryCodes.activate(member)
    client.force_login(member)

    assert client.get("/admin/")["Location"] == "/accounts/second-factor/"


def test_recovery_code_opens_the_door_once(client, member):
    give_app(member)
    code = RecoveryCodes.activate(member).generate_codes()[0]
    sign_in(client, member)
    client.post("/accounts/2fa/authenticate/", {"code": code})

    assert client.get("/admin/").status_code == 200

    client.post("/accounts/logout/")
    sign_in(client, member)
    response = client.post("/accounts/2fa/authenticate/", {"code": code})
    assert response.status_code == 200
    assert "_auth_user_id" not in client.session


def test_wrong_codes_are_limited(client, member):
    secret = give_app(member)
    sign_in(client, member)
    for _ in range(5):
        client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    from allauth.mfa.totp.internal.auth import (
        format_hotp_value,
        hotp_value,
        yield_hotp_counters_from_time,
    )

    right = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    response = client.post("/accounts/2fa/authenticate/", {"code": right})

    assert "That was too many tries" in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_person_who_becomes_staff_needs_a_factor_at_once(client):
    user = make_verified_user()
    sign_in(client, user)
    user.is_staff = True
    user.save()

    assert client.get("/admin/")["Location"] == "/accounts/second-factor/"


def test_people_who_are_not_staff_need_no_factor(client):
    user = make_verified_user()

    sign_in(client, user)

    assert client.get("/accounts/profile/").status_code == 200


# --- the half minute of a code


def _code_at(secret: str, moment) -> str:
    """What the app showed in the half minute of a moment."""
    period = int(moment.timestamp()) // 30
    return format_hotp_value(hotp_value(secret, period))


@pytest.fixture
def noon(time_machine):
    """A clock that stands still ten seconds into a half minute."""
    moment = datetime(2027, 5, 12, 12, 0, 10, tzinfo=UTC)
    time_machine.move_to(moment.timestamp(), tick=False)
    return moment


def _shows(user, code: str) -> bool:
    """Tell whether a code signs somebody in, after the password."""
    client = Client()
    sign_in(client, user)
    client.post("/accounts/2fa/authenticate/", {"code": code})
    return "_auth_user_id" in client.session


@pytest.mark.parametrize(
    ("seconds", "is_taken"), [(0, True), (-30, True), (-60, False), (-90, False)]
)
def test_code_of_the_half_minute_before_is_taken(noon, seconds, is_taken):
    user = make_verified_user()
    secret = give_app(user)

    code = _code_at(secret, noon + timedelta(seconds=seconds))

    assert _shows(user, code) is is_taken


@pytest.mark.parametrize("later", [1, 25, 31, 45, 59], ids=lambda n: f"{n} s later")
def test_code_is_taken_once_as_long_as_it_would_be_right(noon, time_machine, later):
    """allauth alone forgets a used code while it would still be taken."""
    user = make_verified_user()
    secret = give_app(user)
    ahead = noon + timedelta(seconds=30)
    code = _code_at(secret, ahead)
    assert _shows(user, code)

    time_machine.move_to(noon.timestamp() + later, tick=False)

    assert not _shows(user, code)


# --- keeping it


def _proven(client, member, secret):
    sign_in_with_app(client, member, secret)
    client.post("/accounts/2fa/reauthenticate/", {"code": code_for(secret)})


def test_staff_cannot_turn_off_their_only_app(client, member):
    _proven(client, member, give_app(member))

    client.post("/accounts/2fa/totp/deactivate/")

    assert member.authenticator_set.filter(type="totp").count() == 1


def test_staff_cannot_remove_their_only_passkey(client, member):
    key = give_key(member)
    client.force_login(member)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})

    response = client.post(f"/accounts/2fa/webauthn/keys/{key.pk}/remove/", follow=True)

    assert member.authenticator_set.count() == 1
    assert "Add another before you remove this" in response.content.decode()


def test_staff_may_remove_one_of_two(client, member):
    secret = give_app(member)
    key = give_key(member)
    _proven(client, member, secret)

    client.post(f"/accounts/2fa/webauthn/keys/{key.pk}/remove/")

    assert list(member.authenticator_set.values_list("type", flat=True)) == ["totp"]


def test_others_may_go_without_again(client):
    user = make_verified_user()
    _proven(client, user, give_app(user))

    client.post("/accounts/2fa/totp/deactivate/")

    assert user.authenticator_set.count() == 0


def test_removing_a_factor_asks_for_proof_again(client, member, time_machine):
    secret = give_app(member)
    give_key(member)
    sign_in_with_app(client, member, secret)

    response = client.post("/accounts/2fa/totp/deactivate/")

    assert response["Location"].startswith("/accounts/")
    assert "reauthenticate" in response["Location"]
    assert member.authenticator_set.filter(type="totp").exists()


# --- secrets


def test_secrets_lie_encrypted_in_the_table():
    user = make_verified_user()
    secret = give_app(user)
    codes = RecoveryCodes.activate(user)

    stored = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))

    assert secret not in stored
    assert all(code not in stored for code in codes.generate_codes())
    app = Authenticator.objects.get(type="totp").wrap()
    assert app.validate_code(code_for(secret)) is True


def test_secrets_survive_a_change_of_the_key(settings):
    user = make_verified_user()
    secret = give_app(user)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key " * 5

    app = Authenticator.objects.get(type="totp").wrap()

    assert app.validate_code(code_for(secret)) is True


def test_secrets_are_nothing_without_the_key(settings):
    token = EncryptedSecrets().encrypt("secret")
    settings.SECRET_KEY = "another key " * 5

    with pytest.raises(InvalidToken):
        EncryptedSecrets().decrypt(token)
