"""Second factors for tests: an authenticator app that knows its secret."""

import re

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from foundation.models import RateLimit
from tests.mail import links_in, mails_to

PASSWORD = "a long enough password"


def code_for(secret: str) -> str:
    """Return what an authenticator app would show now."""
    cache.clear()  # a code works once; tests are quicker than half a minute
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def give_app(user: User) -> str:
    """Enrol an authenticator app; return its secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def give_key(user: User, name: str = "Key") -> Authenticator:
    """Enrol a passkey that nobody can use but everybody can count."""
    return Authenticator.objects.create(
        user=user,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": name, "credential": {}},
    )


def sign_in(client: Client, user: User, password: str = PASSWORD):
    """Post the sign-in form; return the answer."""
    return client.post("/accounts/login/", {"login": user.email, "password": password})


def sign_in_with_app(client: Client, user: User, secret: str):
    """Sign in by password and the app's code; return the last answer."""
    sign_in(client, user)
    return client.post("/accounts/2fa/authenticate/", {"code": code_for(secret)})


def links_in_last_mail(user: User) -> list[str]:
    """Return the links of the newest mail to somebody, as paths on this site."""
    return links_in(mails_to(user.email)[-1])


def last_code(address: str) -> str:
    """Return the code in the newest mail to an address."""
    text = mails_to(address)[-1].text
    return re.search(r"^\s*([A-Z0-9]{4}-[A-Z0-9]{4})\s*$", text, re.M)[1]


def forget_tries() -> None:
    """Let every limit begin anew."""
    RateLimit.objects.all().delete()
