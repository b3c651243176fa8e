"""Error pages that need no database, no session and no request.

They are plain functions: Django's own handlers touch `request.POST`, which is what may
have failed.
"""

import logging
from collections.abc import Callable
from functools import cache

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.template.loader import get_template

from foundation.promised import promises
from foundation.promises import BACK_SOON

logger = logging.getLogger("niot")


@cache
def page(name: str) -> str:
    """Return the error page `name`, which knows only the promises of the portal."""
    return get_template(f"errors/{name}.html").render({"promises": promises()})


def _answer(name: str, status: int) -> HttpResponse:
    response = HttpResponse(page(name), status=status)
    response["Cache-Control"] = "no-store"
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None):
    """400: the request made no sense."""
    return _answer("400", 400)


def forbidden(request: HttpRequest, exception: Exception | None = None):
    """403: the person knows the thing exists and may not do it."""
    return _answer("403", 403)


def not_found(request: HttpRequest, exception: Exception | None = None):
    """404: the thing does not exist, or its existence is private."""
    return _answer("404", 404)


def too_large(request: HttpRequest, exception: Exception | None = None):
    """413: what was sent is larger than anything the portal takes."""
    return _answer("413", 413)


def too_many(request: HttpRequest, exception: Exception | None = None):
    """429: too many tries in a short time."""
    return _answer("429", 429)


def server_error(request: HttpRequest):
    """500: our fault."""
    return _answer("500", 500)


def busy(request: HttpRequest):
    """503: the database is away for a moment; says when to come back."""
    response = _answer("503", 503)
    response["Retry-After"] = str(int(BACK_SOON.total_seconds()))
    return response


class LastResort:
    """Answers what no view can foresee with a sentence instead of an error.

    503 when the database is away or a lock took too long: what was sent is not stored,
    and the page says so. 400 for a number of thousands of digits, which Python refuses
    to read wherever it meets it (CVE-2020-10735), and for a sender who went away.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception):
        """Return the page for a fault we know, else None."""
        if isinstance(exception, UnreadablePostError):
            return bad_request(request)
        if isinstance(exception, ValueError) and "digits" in str(exception):
            return bad_request(request)
        if not isinstance(exception, OperationalError | InterfaceError):
            return None
        logger.error("database away", exc_info=exception)
        return busy(request)


def csrf_failure(request: HttpRequest, reason: str = ""):
    """403 for a form whose protection did not match, with the way back."""
    return _answer("csrf", 403)
