"""Logs help to find a fault and tell on nobody."""

import io
import json
import logging
import sys

import pytest
from django.db import IntegrityError, transaction
from django.http import UnreadablePostError
from django.utils.module_loading import import_string

from accounts.models import User
from foundation.errors import LastResort
from foundation.logs import JsonLines, scrubbed
from foundation.tokens import token_for
from tests.factories import make_user

FORM = "application/x-www-form-urlencoded"
SECRET = "secret.person@sample.example"


def _line(message: str, *arguments, error: bool = False) -> dict:
    record = logging.LogRecord(
        "niot",
        logging.ERROR,
        "",
        0,
        message,
        arguments,
        sys.exc_info() if error else None,
    )
    return json.loads(JsonLines().format(record))


def test_line_has_time_level_logger_and_event():
    line = _line("mail %s: sent", 812)

    assert line.pop("at").endswith("+00:00")
    assert line == {"level": "ERROR", "logger": "niot", "event": "mail 812: sent"}


@pytest.mark.django_db
def test_database_error_keeps_the_constraint_and_loses_the_value():
    make_user(email=SECRET)
    try:
        with transaction.atomic():
            make_user(email=SECRET)
    except IntegrityError:
        error = _line("failed", error=True)["error"]

    assert SECRET not in error
    assert "(23505, accounts_user_email_key)" in error
    assert "django.db.utils.IntegrityError" in error
    assert "create_user" in error


@pytest.mark.django_db
def test_error_that_a_database_error_led_to_loses_the_value_too():
    make_user(email=SECRET)
    try:
        try:
            with transaction.atomic():
                make_user(email=SECRET)
        except IntegrityError as cause:
            raise RuntimeError("could not sign up") from cause
    except RuntimeError:
        error = _line("failed", error=True)["error"]

    assert SECRET not in error
    assert error.endswith("builtins.RuntimeError: could not sign up")


def test_error_of_ours_keeps_its_words_without_the_address():
    try:
        raise ValueError("no seat for secret.person@sample.example")
    except ValueError:
        error = _line("failed", error=True)["error"]

    assert error.endswith("builtins.ValueError: no seat for [address]")


@pytest.mark.django_db
def test_token_in_a_path_is_not_logged():
    user = make_user()
    user.token_version = 1
    token = token_for("reservation", user)

    line = _line("Not Found: %s", f"/reservations/{token}/")

    assert line["event"] == "Not Found: /reservations/[token]/"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "/accounts/password/reset/key/1-czk5xw-1f0a9f5d7c6b5a4e3d2c1b0a99887766/",
            id="a new password",
        ),
        pytest.param(
            "/accounts/invitation/WzEsImFiYyJd:1vKfQe:Zb4dY8r1n0R2c9vGkS0uZg3y4b5c6d7e8f9/",
            id="an invitation",
        ),
    ],
)
def test_other_links_of_mail_are_not_logged(text):
    assert "[token]" in scrubbed(text)
    assert "1f0a9" not in scrubbed(text)
    assert "Zb4dY8" not in scrubbed(text)


@pytest.mark.parametrize(
    "text",
    [
        "Not Found: /screenings/4x7k2m-waking-in-oak-creek/",
        "job purge-sessions: Removed 12 sessions.",
        "mail 812: failed. The mail server answered 550: SMTPRecipientsRefused.",
    ],
)
def test_ordinary_events_stay_readable(text):
    assert scrubbed(text) == text


def test_network_address_is_not_logged():
    assert scrubbed("login from 203.0.113.7 refused") == "login from [network] refused"


def test_line_break_cannot_forge_a_line():
    record = logging.LogRecord("niot", 20, "", 0, "a\r\n{}", (), None)

    assert "\n" not in JsonLines().format(record)


@pytest.mark.django_db
def test_user_is_named_by_id_in_representations():
    assert "@" not in repr(User(pk=1, display_name="Person", email="a@b.example"))


@pytest.fixture
def console(settings):
    """What the portal's own handler would write."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    for name in settings.LOGGING["handlers"]["console"]["filters"]:
        factory = import_string(settings.LOGGING["filters"][name]["()"])
        handler.addFilter(factory())
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sent", "line"),
    [
        pytest.param(
            {"headers": {"host": "evil.example"}}, "Invalid HTTP_HOST", id="host"
        ),
        pytest.param(
            {"data": {str(n): "" for n in range(400)}}, "The number of", id="fields"
        ),
        pytest.param(
            {"data": b"x", "content_type": "multipart/form-data"},
            "Bad request (Unable to parse request body)",
            id="multipart",
        ),
        pytest.param(
            {"data": "login=" + "a" * 1_500_000, "content_type": FORM},
            "Request body exceeded",
            id="too large",
        ),
    ],
)
def test_bad_request_is_one_line_in_the_log(client, console, sent, line):
    response = client.post("/accounts/login/", **sent)

    lines = console.getvalue().splitlines()
    assert response.status_code == 400
    assert len(lines) == 1
    assert lines[0].startswith(line)


def test_fault_of_ours_keeps_its_trace_in_the_log(console):
    try:
        raise ValueError("ours")
    except ValueError:
        logging.getLogger("niot").exception("failed", extra={"status_code": 500})

    assert "Traceback" in console.getvalue()


@pytest.mark.django_db
def test_sender_who_went_away_is_a_bad_request(rf):
    response = LastResort(lambda request: None).process_exception(
        rf.post("/"), UnreadablePostError("the client is gone")
    )

    assert response.status_code == 400
