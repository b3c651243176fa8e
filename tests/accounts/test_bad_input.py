"""Whatever is sent to an address of sign-in, it is never our error.

Walks every address of allauth and of our own under /accounts/, by GET and by POST, as
somebody signed out, half signed in in each way there is, and signed in.
"""

import json
import re
from urllib.parse import urlencode

import pytest
from allauth.account import views as account_views
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.accounts.factors import PASSWORD, give_app, give_passkey, last_code, sign_in
from tests.factories import make_verified_user
from tests.people import signed_in

pytestmark = pytest.mark.django_db

NOT_AN_ADDRESS = [
    "http://[",
    "//[::1",
    "http://a]b",
    "https://evil.example/",
    "\x00",
    "x",
]
NASTY = [
    "",
    "\x00",
    "a\nb\r\nBcc: x@sample.example",
    "\u202e\ufeff\ud7ff",
    "9" * 5000,
    "9223372036854775808",
    "x" * 10_000,
    "é@sample.example",
    "a" * 260 + "@sample.example",
    "{{ 7|add:7 }}",
    *NOT_AN_ADDRESS,
]
DEEP = "[" * 50_000 + "]" * 50_000
ANSWERS = [
    "null",
    "7",
    '"text"',
    "[]",
    "{}",
    "{",
    "NaN",
    "9" * 5000,
    DEEP,
    '{"a":' * 20_000 + "1" + "}" * 20_000,
    '{"response": ' + "[" * 3000 + "]" * 3000 + "}",
    json.dumps({"response": None}),
    json.dumps({"response": []}),
    json.dumps({"id": 7, "rawId": {}, "type": [], "response": {"clientDataJSON": 1}}),
    json.dumps({"id": "a", "rawId": "a", "response": {"userHandle": "\x00"}}),
]
_REGISTERED = {"clientDataJSON": "e30", "attestationObject": "oA"}
_USED = {"clientDataJSON": "e30", "authenticatorData": "AA", "signature": "AA"}
for _response in (_REGISTERED, _USED, _USED | {"userHandle": "MQ"}):
    for _value in ("", "!", "A", "AAAA", "gYGBgYGB" * 800, "\ud800", None, 7, {}):
        for _part in _response:
            ANSWERS.append(
                json.dumps(
                    {
                        "id": "AA",
                        "rawId": "AA",
                        "type": "public-key",
                        "response": _response | {_part: _value},
                        "clientExtensionResults": {"credProps": {"rk": _value}},
                    }
                )
            )

#: Every field that a form of sign-in reads, also those that a script fills in.
FIELDS = [
    "action",
    "action_add",
    "action_primary",
    "action_remove",
    "action_send",
    "code",
    "credential",
    "display_name",
    "email",
    "login",
    "name",
    "next",
    "oldpassword",
    "opened",
    "password",
    "password1",
    "password2",
    "passwordless",
    "process",
    "website",
]


def _paths(patterns=None, before: str = "") -> list[str]:
    """Every path under /accounts/, with something for each captured part."""
    found = []
    for entry in patterns if patterns is not None else get_resolver().url_patterns:
        route = before + str(entry.pattern).lstrip("^")
        if isinstance(entry, URLResolver):
            found += _paths(entry.url_patterns, route)
        elif isinstance(entry, URLPattern):
            found.append(route.rstrip("$"))
    return found


def _filled(route: str, part: str) -> str:
    return "/" + re.sub(r"\(\?P<\w+>[^)]*\)|<[^>]*>", part, route)


ROUTES = sorted({route for route in _paths() if route.startswith("accounts/")})


# --- who asks


def signed_out() -> Client:
    return Client()


def at_the_code_of_somebody_new() -> Client:
    client = Client()
    client.post("/accounts/login/code/", {"email": "new@sample.example"})
    return client


def at_the_welcome() -> Client:
    client = at_the_code_of_somebody_new()
    code = {"code": last_code("new@sample.example")}
    client.post("/accounts/login/code/confirm/", code)
    return client


def at_the_code_to_sign_in() -> Client:
    client = Client()
    client.post("/accounts/login/code/", {"email": make_verified_user().email})
    return client


def at_the_second_step() -> Client:
    client, user = Client(), make_verified_user()
    give_app(user)
    sign_in(client, user)
    return client


def at_a_new_password() -> Client:
    client, user = Client(), make_verified_user()
    client.post("/accounts/password/reset/", {"email": user.email})
    return client


def in_as_a_member() -> Client:
    client, user = Client(), make_verified_user()
    sign_in(client, user)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def in_and_adding_an_address() -> Client:
    client = in_as_a_member()
    client.post("/accounts/email/", {"action_add": "", "email": "more@sample.example"})
    return client


def in_with_a_factor() -> Client:
    user = make_verified_user(is_staff=True)
    give_app(user)
    give_passkey(user)
    client = signed_in(user)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


WHO = [
    signed_out,
    at_the_code_of_somebody_new,
    at_the_welcome,
    at_the_code_to_sign_in,
    at_the_second_step,
    at_a_new_password,
    in_as_a_member,
    in_and_adding_an_address,
    in_with_a_factor,
]


@pytest.fixture(autouse=True)
def no_limits(monkeypatch, settings):
    """Let the same connection try again and again."""
    from foundation.limits import Place

    for module in ("accounts.tries", "accounts.entrance"):
        monkeypatch.setattr(f"{module}.take", lambda *a, **k: Place("none", 9))
    settings.ACCOUNT_RATE_LIMITS = False


def broken_by(client: Client, method: str, path: str, data: dict) -> bool:
    """Tell whether an answer is a 5xx; what was done is undone, so each meets alike."""
    client.raise_request_exception = False
    cookies = client.cookies.copy()
    with transaction.atomic():
        response = getattr(client, method)(path, data)
        if response.status_code == 200 and hasattr(response, "content"):
            assert response.content is not None
        transaction.set_rollback(True)
    client.cookies = cookies
    return response.status_code >= 500


def tries() -> list[dict[str, str]]:
    """Each nasty text in all fields at once, and in each field alone."""
    found = [dict.fromkeys(FIELDS, nasty) for nasty in NASTY]
    sane = {
        "email": "sane@sample.example",
        "login": "sane@sample.example",
        "password": PASSWORD,
        "password1": PASSWORD,
        "password2": PASSWORD,
    }
    for number, field in enumerate(FIELDS):
        for nasty in (NASTY[number % len(NASTY)], NASTY[(number + 7) % len(NASTY)]):
            found.append(sane | {field: nasty})
    for action in ("change", "resend", "verify"):
        for nasty in NASTY:
            found.append({"action": action, "email": nasty, "code": nasty})
    return found


def test_walk_meets_every_page_of_sign_in():
    assert len(ROUTES) >= 40
    for part in ("login/", "2fa/webauthn/login/", "password/reset/", "confirm-email/"):
        assert f"accounts/{part}" in ROUTES


@pytest.mark.parametrize("who", WHO, ids=lambda who: who.__name__)
def test_no_answer_breaks_an_address_of_sign_in(who):
    client = who()
    sent = tries()

    broken = [
        (route, data)
        for number, route in enumerate(ROUTES)
        if "logout" not in route
        # Each address meets a share of all; the pages with forms meet every one.
        for data in (sent if _has_form(route) else sent[number % 5 :: 5])
        if broken_by(client, "post", _filled(route, "1"), data)
    ]

    assert broken == []


def _has_form(route: str) -> bool:
    return any(part in route for part in ("login", "signup", "confirm", "email"))


@pytest.mark.parametrize("who", WHO, ids=lambda who: who.__name__)
def test_no_query_or_path_breaks_an_address_of_sign_in(who):
    client = who()

    broken = [
        (route, nasty)
        for route in ROUTES
        if "logout" not in route
        for nasty in NASTY
        if broken_by(
            client, "get", _filled(route, "1"), {"next": nasty, "email": nasty}
        )
    ]
    broken += [
        (route, part)
        for route in ROUTES
        if "<" in route
        for part in ("0", "9" * 30, "zzzzzzzzzzzzzzzzzz", "a-b", "x" * 3000)
        for method in ("get", "post")
        if broken_by(client, method, _filled(route, part), {})
    ]

    assert broken == []


@pytest.mark.parametrize(
    "path",
    [
        "/accounts/2fa/webauthn/login/",
        "/accounts/2fa/webauthn/add/",
        "/accounts/2fa/webauthn/reauthenticate/",
        "/accounts/2fa/authenticate/",
    ],
)
@pytest.mark.parametrize(
    "who", [signed_out, at_the_second_step, in_as_a_member, in_with_a_factor]
)
def test_no_answer_of_a_passkey_breaks_a_page(who, path):
    client = who()
    client.get(path)
    client.get(path, headers={"Accept": "application/json"})

    broken = [
        answer[:80]
        for answer in ANSWERS
        if broken_by(client, "post", path, {"credential": answer, "name": "Key"})
    ]

    assert broken == []


# --- the right values


#: The door refuses a null in a query before any page sees it.
NO_PAGE = [*NOT_AN_ADDRESS, "javascript:alert(1)", "/\nx", "foo bar"]


@pytest.mark.parametrize("bad", NO_PAGE)
def test_sign_in_passes_over_a_next_in_the_form_that_is_no_page(client, bad):
    user = make_verified_user()
    data = {"login": user.email, "password": PASSWORD, "next": bad}

    assert client.post("/accounts/login/", data)["Location"] == "/desk/"


@pytest.mark.parametrize("bad", [text for text in NO_PAGE if text != "\x00"])
def test_sign_in_passes_over_a_next_in_the_query_that_is_no_page(client, bad):
    user = make_verified_user()
    data = {"login": user.email, "password": PASSWORD}
    where = urlencode({"next": bad})

    assert client.post(f"/accounts/login/?{where}", data)["Location"] == "/desk/"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Fill this in."),
        ("nobody", "Give one address with one @ in it"),
        ("josé@sample.example", "Use plain letters without accents before the @."),
        ("a" * 260 + "@sample.example", "An address has at most 254 characters"),
        ("new@sample.example", "This is the address you gave already."),
    ],
    ids=["empty", "bad", "not ASCII", "260 letters", "the same"],
)
def test_bad_correction_of_the_address_is_a_sentence(typed, sentence):
    client = at_the_code_of_somebody_new()

    response = client.post(
        "/accounts/login/code/confirm/", {"action": "change", "email": typed}
    )

    assert response.status_code == 200
    assert sentence in response.content.decode()
    code = {"code": last_code("new@sample.example")}
    response = client.post("/accounts/login/code/confirm/", code)
    assert response["Location"] == "/accounts/welcome/"


def test_allauths_own_correction_of_an_address_is_a_sentence_too(rf):
    """Its view calls a method that it does not have."""
    from accounts.allauth_views import ConfirmAddedAddress

    assert not hasattr(
        account_views.ConfirmEmailVerificationCodeView, "_change_form_invalid"
    )
    assert hasattr(ConfirmAddedAddress, "_change_form_invalid")


@pytest.mark.parametrize("answer", ["{}", DEEP, "null"], ids=["empty", "deep", "null"])
def test_nonsense_from_a_passkey_is_a_sentence(answer):
    response = Client().post(
        "/accounts/2fa/webauthn/login/", {"credential": answer}, follow=True
    )

    assert "The passkey did not work." in response.content.decode()


def test_answer_of_a_passkey_is_not_drawn_again():
    client = at_the_second_step()

    page = client.post(
        "/accounts/2fa/authenticate/", {"credential": '{"id": "secret"}'}
    )

    assert page.status_code == 200
    assert "secret" not in page.content.decode()
