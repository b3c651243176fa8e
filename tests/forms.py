"""Filling in forms as a person would: not in the first two seconds, as last seen."""

import time

from django.core import signing
from django.http import HttpResponse
from django.test import Client

from foundation.forms import _SALT
from tests.pages import Page


def opened(seconds_ago: int = 30) -> str:
    """Return the stamp of a form that was opened some seconds ago."""
    return signing.dumps(int(time.time()) - seconds_ago, salt=_SALT)


def seen_on(client: Client, address: str) -> str:
    """Return the version of its record that the form of a page carries."""
    return version_in(client.get(address))


def shown_by(client: Client, address: str, typed: dict) -> dict:
    """Return what was typed with the digest of the page that showed what is sent."""
    answer = client.post(address, typed)
    return typed | {"shown": Page(answer.content.decode()).forms[-1].fields["shown"]}


def press(client: Client, address: str, typed: dict) -> HttpResponse:
    """Press the button of an act that mails, after reading the page before it."""
    reading = {name: typed[name] for name in typed if name not in ("send", "decide")}
    return client.post(address, typed | shown_by(client, address, reading))


def version_in(answer: HttpResponse) -> str:
    """Return the version that the form of an answered page carries."""
    forms = Page(answer.content.decode()).forms
    return next(form.fields["version"] for form in forms if "version" in form.fields)
