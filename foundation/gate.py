"""The first door: refuses requests no view should have to think about."""

import codecs
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from django.http import HttpRequest, HttpResponse

from foundation import errors
from foundation.promises import LARGEST_REQUEST

MAX_ADDRESS = 8_000  # bytes of path and query together
MAX_PARAMETERS = 200


class InputGate:
    """Answers 400 or 413 to malformed requests before any view or database sees them.

    Refused are: NUL bytes and invalid UTF-8 in path or query (PostgreSQL stores
    neither), very long addresses, hundreds of parameters, bodies larger than any
    upload, and a form in any character set but UTF-8 (Django's own error page would
    fail on it).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (status := self._refusal(request)) is not None:
            return (
                errors.too_large(request)
                if status == 413
                else errors.bad_request(request)
            )
        return self.get_response(request)

    @staticmethod
    def _refusal(request: HttpRequest) -> int | None:
        query = request.META.get("QUERY_STRING", "")
        if len(query) + len(request.path) > MAX_ADDRESS:
            return 400
        if query.count("&") + query.count(";") > MAX_PARAMETERS:
            return 400
        if not _is_clean(
            request.META.get("PATH_INFO", "").encode("utf-8", "surrogateescape")
        ):
            return 400
        if not _is_clean(unquote_to_bytes(query.replace("+", " "))):
            return 400
        try:
            length = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            return 400
        if length > LARGEST_REQUEST.number:
            return 413
        charset = request.content_params.get("charset", "utf-8")
        try:
            if codecs.lookup(charset).name != "utf-8":
                return 400
        except (LookupError, ValueError):
            return 400
        return None


def _is_clean(raw: bytes) -> bool:
    if b"\0" in raw:
        return False
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return "\ufffd" not in raw.decode("utf-8")
