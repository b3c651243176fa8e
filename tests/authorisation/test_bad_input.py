"""Whatever a person or a robot sends to a public page, it is never our error."""

from urllib.parse import urlsplit

import pytest
from django.test import Client

from tests.authorisation.world import public_paths
from tests.forms import opened
from tests.pages import Page

pytestmark = pytest.mark.django_db

NASTY = [
    "\x00",
    "a\nb\r\nBcc: x@sample.example",
    "\u202e\u2066\ud7ff",
    "9" * 5000,
    "-1",
    "1e400",
    "9223372036854775808",
    "9999-12-31",
    "0001-01-01T00:00",
    "2027-02-30",
    "x" * 10_000,
    "'; DROP TABLE leaders_leader; --",
    "{{ 7|add:7 }}{% now 'Y' %}",
    "<script>alert(1)</script>",
    "=HYPERLINK(1)",
    "../../etc/passwd",
    "%s%n%d",
    "ＷＩ",
    "\ufeff\u200b",
]


@pytest.fixture
def quiet_limits(monkeypatch, settings):
    """Let the same connection try again and again."""
    monkeypatch.setattr("foundation.limits.spend", lambda *a, **k: True)
    settings.ACCOUNT_RATE_LIMITS = False


def _known_keys(client: Client, path: str) -> set[str]:
    page = Page(client.get(path).content.decode(errors="replace"))
    keys = {"q", "page", "zip", "within", "state", "next", "about"}
    for form in page.forms:
        if form.method == "get":
            keys |= set(form.fields)
    return keys


@pytest.mark.parametrize("nasty", NASTY, ids=lambda text: repr(text[:14]))
def test_no_query_breaks_a_public_page(client, world, nasty):
    for path in public_paths(world):
        response = client.get(path, dict.fromkeys(_known_keys(client, path), nasty))
        is_page = response["Content-Type"].startswith("text/html")
        runs = is_page and b"<script>alert(1)" in response.getvalue()

        assert response.status_code < 500, path
        assert not runs, path


def test_repeated_and_unknown_keys_are_harmless(client, world):
    for path in public_paths(world):
        response = client.get(
            f"{path}?q=a&q=b&page=2&page=x&zip=53154&zip=1&nonsense=1"
        )

        assert response.status_code < 500, path


@pytest.fixture
def forms(client, world):
    """Return (target, fields) of every form a visitor can send."""
    found = {}
    for path in [*public_paths(world), "/accounts/login/"]:
        response = client.get(path)
        if not response.get("Content-Type", "").startswith("text/html"):
            continue
        for form in Page(response.content.decode()).forms:
            if form.method == "post":
                target = urlsplit(form.action or path).path
                found.setdefault(target, {**form.fields, "opened": opened()})
    return found


@pytest.mark.parametrize("nasty", NASTY, ids=lambda text: repr(text[:14]))
def test_no_answer_breaks_a_public_form(client, forms, quiet_limits, nasty):
    assert forms
    for target, fields in forms.items():
        # All at once, and each alone: one wrong field may hide another.
        tries = [dict.fromkeys(fields, nasty) | {"opened": opened()}]
        if nasty in NASTY[:8]:
            tries += [{**fields, name: nasty} for name in fields]
        for data in tries:
            response = client.post(target, data)

            assert response.status_code < 500, (target, data)
