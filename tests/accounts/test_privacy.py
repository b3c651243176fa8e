"""What happens at sign-in stays out of the logs and never waits for mail."""

import logging
import re
import threading

import pytest
from django.db import connection
from django.test import Client

from accounts.models import User
from foundation.logs import JsonLines
from foundation.models import MailState, OutboxMail
from foundation.worker import Worker
from tests.accounts.factors import PASSWORD, give_app, sign_in, sign_in_with_app
from tests.factories import make_verified_user
from tests.mail import mails_to
from tests.smtp import Sink

pytestmark = pytest.mark.django_db

ADDRESS = "canary.officer@sample.example"


@pytest.fixture
def log():
    """Everything that is logged, as production writes it."""
    lines = []

    class Keep(logging.Handler):
        def emit(self, record):
            lines.append(self.format(record))

    handler = Keep(logging.DEBUG)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    before, root.level = root.level, logging.DEBUG
    root.addHandler(handler)
    yield lines
    root.removeHandler(handler)
    root.level = before


def test_logs_of_sign_up_and_sign_in_name_nobody(log, client):
    client.post("/accounts/login/code/", {"email": ADDRESS})
    code = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}", mails_to(ADDRESS)[0].text)[0]
    client.post("/accounts/login/code/confirm/", {"code": code})
    welcome = {"display_name": "Dana Ruiz", "password1": PASSWORD}
    client.post("/accounts/welcome/", welcome)
    user = User.objects.get()
    secret = give_app(user)
    for _ in range(7):
        sign_in(Client(), user, "wrong " * 4)
    sign_in_with_app(Client(), user, secret)
    other = Client()
    other.post("/accounts/password/reset/", {"email": ADDRESS})
    link = re.search(r"http://[^/]+(/\S+/key/(\S+)/)", mails_to(ADDRESS)[-1].text)
    other.get(link[1] + "nowhere/")
    other.get(f"/accounts/invitation/{'k3y' * 12}/more/")
    Worker().drain()

    text = "\n".join(log)
    assert "Not Found" in text
    for secret_text in (ADDRESS, "canary", PASSWORD, secret, code, link[2], "k3yk3y"):
        assert secret_text not in text


def test_mail_server_that_is_down_fails_no_form(settings, client):
    with Sink() as sink:
        settings.DELIVERY = sink.delivery

    response = client.post("/accounts/login/code/", {"email": ADDRESS})
    Worker().drain()

    assert response["Location"] == "/accounts/login/code/confirm/"
    mail = OutboxMail.objects.get()
    assert (mail.state, mail.attempts) == (MailState.QUEUED, 1)


@pytest.mark.django_db(transaction=True)
def test_limit_of_wrong_passwords_holds_under_parallel_tries(monkeypatch):
    user = make_verified_user()
    tried = []
    real = User.check_password
    monkeypatch.setattr(
        User, "check_password", lambda self, raw: tried.append(1) or real(self, raw)
    )
    start = threading.Barrier(4)

    def work():
        start.wait()
        try:
            for _ in range(4):
                sign_in(Client(), user, "wrong " * 4)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(tried) == 5
