"""Second factors for tests: an authenticator app that knows its secret."""

import json
import re
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.cache import cache
from django.test import Client
from django.utils.http import int_to_base36
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

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


@dataclass
class Passkey:
    """A passkey that works: it signs what the portal asks for, as a phone would."""

    user: User
    key: ec.EllipticCurvePrivateKey
    name: bytes = b"a key of the tests"

    def answer(self, options: dict) -> str:
        """Return what the browser's script sends for these request options."""
        client_data = CollectedClientData.create(
            "webauthn.get",
            options["publicKey"]["challenge"],
            "http://testserver",
        )
        data = _authenticator_data(b"")
        signed = self.key.sign(data + client_data.hash, ec.ECDSA(hashes.SHA256()))
        response = {
            "clientDataJSON": client_data,
            "authenticatorData": data,
            "signature": signed,
            "userHandle": int_to_base36(self.user.pk).encode(),
        }
        return json.dumps(
            {
                "type": "public-key",
                "id": websafe_encode(self.name),
                "rawId": websafe_encode(self.name),
                "response": {
                    part: websafe_encode(value) for part, value in response.items()
                },
                "clientExtensionResults": {},
            }
        )


def give_passkey(user: User) -> Passkey:
    """Enrol a passkey that can be used."""
    passkey = Passkey(user, ec.generate_private_key(ec.SECP256R1()))
    public = ES256.from_cryptography_key(passkey.key.public_key())
    credential = AttestedCredentialData.create(Aaguid.NONE, passkey.name, public)
    made = AttestationObject.create("none", _authenticator_data(credential), {})
    client_data = CollectedClientData.create(
        "webauthn.create", b"challenge", "http://testserver"
    )
    Authenticator.objects.create(
        user=user,
        type=Authenticator.Type.WEBAUTHN,
        data={
            "name": "Passkey",
            "credential": {
                "type": "public-key",
                "id": websafe_encode(passkey.name),
                "rawId": websafe_encode(passkey.name),
                "response": {
                    "clientDataJSON": websafe_encode(client_data),
                    "attestationObject": websafe_encode(made),
                },
                "clientExtensionResults": {"credProps": {"rk": True}},
            },
        },
    )
    return passkey


def _authenticator_data(credential: bytes) -> AuthenticatorData:
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV
    if credential:
        flags |= AuthenticatorData.FLAG.AT
    return AuthenticatorData.create(sha256(b"testserver"), flags, 0, credential)


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
