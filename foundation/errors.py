"""Error pages that need no database, no session and no request.

They are plain functions: Django's own handlers touch `request.POST`, which is what may
have failed.
"""

import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.template.loader import get_template

from foundation.away import is_away
from foundation.persons import person_of
from foundation.promised import promises
from foundation.promises import BACK_SOON

logger = logging.getLogger("niot")


@cache
def page(name: str) -> str:
    """Return the error page `name`, which knows only the promises of the portal."""
    return get_template(f"errors/{name}.html").render({"promises": promises()})


def _answer(name: str, status: int, request: HttpRequest | None = None) -> HttpResponse:
    response = HttpResponse(_drawn(name, request), status=status)
    response["Cache-Control"] = "no-store"
    return response


def _drawn(name: str, request: HttpRequest | None) -> str:
    """The error page; its header says who is signed in, wherever that can be told.

    The same for what is private and for what is not there: nothing of the request but
    the person is on it.
    """
    try:
        person = person_of(request) if request else None
    except Exception:  # whatever is wrong with the request, this page is answered
        person = None
    if person is None:
        return page(name)
    context = {"promises": promises(), "person": person}
    return get_template(f"errors/{name}.html").render(context)


def bad_request(request: HttpRequest, exception: Exception | None = None):
    """400: the request made no sense."""
    return _answer("400", 400)


class RightEnded(PermissionDenied):
    """What was sent came after the right to it ended; its text says so, for pages."""


def forbidden(request: HttpRequest, exception: Exception | None = None):
    """403: the person knows the thing exists and may not do it.

    Whoever still could when they began to write reads so, and finds their words.
    """
    if isinstance(exception, RightEnded):
        return _ended(request, str(exception))
    return _answer("403", 403, request)


def _ended(request: HttpRequest, sentence: str) -> HttpResponse:
    shown = [one for one in typed(request) if one.is_shown]
    context = {"promises": promises(), "sentence": sentence, "shown": shown}
    html = get_template("errors/ended.html").render(context)
    response = HttpResponse(html, status=403)
    response["Cache-Control"] = "no-store"
    return response


def not_found(request: HttpRequest, exception: Exception | None = None):
    """404: the thing does not exist, or its existence is private."""
    return _answer("404", 404, request)


def too_large(request: HttpRequest, exception: Exception | None = None):
    """413: what was sent is larger than anything the portal takes."""
    return _answer("413", 413)


def too_many(request: HttpRequest, exception: Exception | None = None):
    """429: too many tries in a short time."""
    return _answer("429", 429, request)


def server_error(request: HttpRequest):
    """500: our fault; 503 where the database is away, also before and after a view."""
    if is_away(sys.exc_info()[1]):
        return busy(request)
    return _answer("500", 500)


@dataclass(frozen=True)
class Typed:
    """One answer of a form that could not be stored, to be shown and sent again."""

    name: str
    value: str

    @property
    def is_shown(self) -> bool:
        """Whether somebody wrote it, rather than chose it or got it with the page."""
        if self.name.rpartition("-")[2] in _NEVER_SHOWN:
            return False
        return len(self.value) > _LONGEST_CHOICE or " " in self.value.strip()

    @property
    def label(self) -> str:
        """The field's name as words: "Access notes"."""
        return self.name.rpartition("-")[2].replace("_", " ").capitalize()


#: Characters that no choice from a list and no code of ours exceeds.
_LONGEST_CHOICE = 40
#: What a page carries for the portal, and what nobody wants to see on a screen.
_NEVER_SHOWN = ("csrfmiddlewaretoken", "opened", "website", "credential", "next")
_NEVER_KEPT = "password"


def typed(request: HttpRequest) -> list[Typed]:
    """Return all that was sent in a form, but passwords; [] where it is unreadable."""
    if request.method != "POST":
        return []
    try:
        sent = list(request.POST.lists())
    except Exception:  # whatever was sent, this page must be answered
        return []
    return [
        Typed(name, value)
        for name, values in sent
        if _NEVER_KEPT not in name
        for value in values
    ]


def busy(request: HttpRequest):
    """503: the database is away, or only to be read; says when to come back.

    The words of a form are on the page, in a form that sends them again. Nothing is
    added to them: what another site sent here stays without the key it lacks.
    """
    sent = typed(request)
    context = {
        "promises": promises(),
        "address": request.get_full_path(),
        "shown": [one for one in sent if one.is_shown],
        "hidden": [one for one in sent if not one.is_shown],
        "has_files": bool(sent and request.FILES),
    }
    html = get_template("errors/503.html").render(context)
    response = HttpResponse(html, status=503)
    response["Cache-Control"] = "no-store"
    response["Retry-After"] = str(int(BACK_SOON.total_seconds()))
    return response


#: How Python begins to say that a number is too long to read.
_TOO_MANY_DIGITS = "Exceeds the limit ("


class LastResort:
    """Answers what no view can foresee with a sentence instead of an error.

    503 when the database is away or may only be read, or a lock took too long: what
    was sent is not stored, and the page says so and keeps the words. 400 for a number
    of thousands of digits, which Python refuses to read wherever it meets it
    (CVE-2020-10735), and for a sender who went away. Any other `ValueError` is ours.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception):
        """Return the page for a fault we know, else None."""
        if isinstance(exception, UnreadablePostError):
            return bad_request(request)
        if isinstance(exception, ValueError) and _TOO_MANY_DIGITS in str(exception):
            return bad_request(request)
        if not is_away(exception):
            return None
        logger.error("database away", exc_info=exception)
        return busy(request)


def csrf_failure(request: HttpRequest, reason: str = ""):
    """403 for a form whose protection did not match, with the way back."""
    return _answer("csrf", 403, request)
