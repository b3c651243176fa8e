"""Nobody learns from our pages who has an account: same page, same work, one mail.

Work is counted, not timed: hashings of passwords and statements of the database are
what an answer costs, and they are the same on a busy machine.
"""

import re
from contextlib import contextmanager

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from tests.accounts.factors import PASSWORD, forget_tries, sign_in
from tests.factories import make_user, make_verified_user
from tests.mail import mails_to

pytestmark = pytest.mark.django_db

KNOWN, NEW = "known.officer@sample.example", "other.officer@sample.example"
WAITING, CLOSED = "waits.officer@sample.example", "ended.officer@sample.example"
ELSE = "third.officer@sample.example"
#: Who an address may belong to; nobody may be told apart from anybody else.
EVERYBODY = [KNOWN, NEW, WAITING, CLOSED]


@pytest.fixture(autouse=True)
def people():
    make_verified_user(email=KNOWN)
    make_user(email=WAITING)
    make_verified_user(email=CLOSED, is_active=False)


@contextmanager
def work(monkeypatch):
    """Collect what a block costs: kinds of statements, and hashings."""
    hashed, cost = [], {}
    real = MD5PasswordHasher.encode
    with monkeypatch.context() as patch, CaptureQueriesContext(connection) as queries:
        patch.setattr(
            MD5PasswordHasher,
            "encode",
            lambda self, *args: hashed.append(1) or real(self, *args),
        )
        yield cost
    cost["hashings"] = len(hashed)
    cost["statements"] = [_shape(query["sql"]) for query in queries.captured_queries]


def _shape(sql: str) -> str:
    """A statement without values. Undoing a savepoint costs what keeping it does."""
    sql = re.sub(r"'(?:[^']|'')*'|\b\d+\b|\"(?:s\d+|_django_curs)_\w+\"", "?", sql)
    return re.sub("RELEASE SAVEPOINT|ROLLBACK TO SAVEPOINT", "SAVEPOINT ends", sql)


def _shown(response, email: str) -> tuple:
    """What one sees of an answer, without the address and what is random."""
    text = response.content.decode().replace(email, "…")
    text = re.sub(
        r'(name="csrfmiddlewaretoken" |name="opened" )?value="[^"]*"', "", text
    )
    return response.status_code, response.get("Location"), text


def _ask_code(client: Client, email: str):
    return client.post("/accounts/login/code/", {"email": email})


def _reset(client: Client, email: str):
    return client.post("/accounts/password/reset/", {"email": email})


def _wrong_password(client: Client, email: str):
    return client.post("/accounts/login/", {"login": email, "password": "wrong " * 4})


def _on_the_way(begin, path: str, **data: str):
    """A step on the page that follows: as a browser that began goes on."""

    def step(client: Client, email: str):
        if data:
            return client.post(path, data)
        return client.get(path)

    step.begins_with = begin
    return step


CODE = "/accounts/login/code/confirm/"
STEPS = {
    "ask for a code": _ask_code,
    "code: the page": _on_the_way(_ask_code, CODE),
    "code: a wrong one": _on_the_way(_ask_code, CODE, code="XXXX-XXXX"),
    "code: once more": _on_the_way(_ask_code, CODE, action="resend"),
    "code: to a new address": _on_the_way(_ask_code, CODE, action="change", email=ELSE),
    "ask for a new password": _reset,
    "new password: the page": _on_the_way(_reset, "/accounts/password/reset/done/"),
    "wrong password": _wrong_password,
}


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_step_shows_and_costs_the_same_whoever_has_the_address(monkeypatch, step):
    answers, costs = [], []
    for email in [ELSE.replace("third", "warm"), *EVERYBODY]:
        User.objects.filter(email=ELSE).delete()
        client = Client(REMOTE_ADDR=f"203.0.113.{len(answers) + 1}")
        if begin := getattr(step, "begins_with", None):
            begin(client, email)
        with work(monkeypatch) as cost:
            response = step(client, email)
        answers.append(_shown(response, email))
        costs.append(cost)

    # The first one, which warms caches, is not looked at.
    assert answers[1:] == [answers[1]] * len(EVERYBODY)
    assert costs[1:] == [costs[1]] * len(EVERYBODY)


@pytest.mark.parametrize("target", [KNOWN, NEW, WAITING, CLOSED])
def test_change_of_the_address_shows_and_costs_the_same(monkeypatch, target):
    """Also from one that is known, which has no row to change."""
    answers, costs = [], []
    for begun, wanted in ((ELSE, NEW), (ELSE, target), (KNOWN, target)):
        User.objects.filter(email__in=[ELSE, NEW]).delete()
        client = Client(REMOTE_ADDR=f"203.0.113.{len(answers) + 1}")
        _ask_code(client, begun)
        data = {"action": "change", "email": wanted}
        if begun == wanted:
            continue
        with work(monkeypatch) as cost:
            response = client.post(CODE, data)
        answers.append(_shown(response, wanted))
        costs.append(cost)

    assert answers == [answers[0]] * len(answers)
    assert costs == [costs[0]] * len(costs)
    assert mails_to(target)


@pytest.mark.parametrize("begin", [_ask_code, _reset])
def test_every_address_is_sent_one_mail(begin):
    for email in EVERYBODY:
        begin(Client(), email)

        assert len(mails_to(email)) == 1


def test_new_address_of_an_account_shows_and_costs_the_same(monkeypatch):
    answers, costs = [], []
    for email in [ELSE, KNOWN, NEW]:
        client = Client()
        user = make_verified_user(display_name="Dana Ruiz")
        sign_in(client, user)
        client.post("/accounts/reauthenticate/", {"password": PASSWORD})
        with work(monkeypatch) as cost:
            response = client.post(
                "/accounts/email/", {"action_add": "", "email": email}
            )
        page = client.get(response["Location"])
        answers.append(_shown(page, email))
        costs.append(cost)

    assert answers[1] == answers[2]
    assert costs[1] == costs[2]


def test_asking_for_a_code_hashes_nothing_and_a_password_once(monkeypatch):
    with work(monkeypatch) as asked:
        _ask_code(Client(), KNOWN)
    with work(monkeypatch) as tried:
        _wrong_password(Client(), KNOWN)

    assert (asked["hashings"], tried["hashings"]) == (0, 1)


def test_refusals_are_the_same_too():
    answers = []
    for email in EVERYBODY:
        for _ in range(5):
            _wrong_password(Client(REMOTE_ADDR="203.0.113.9"), email)
        response = _wrong_password(Client(REMOTE_ADDR="203.0.113.9"), email)
        answers.append(_shown(response, email))
        forget_tries()

    assert answers == [answers[0]] * len(EVERYBODY)


def test_asking_for_a_code_writes_no_account(client):
    before = list(User.objects.order_by("pk").values_list("email", "password"))

    for email in EVERYBODY:
        _ask_code(client, email)

    assert list(User.objects.order_by("pk").values_list("email", "password")) == before
