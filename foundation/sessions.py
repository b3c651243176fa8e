"""Sessions that let people read on while the database can only be read."""

from collections.abc import Iterator

from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from foundation.away import is_away, is_read_only


class Sessions(SessionMiddleware):
    """Django's own, but a note in the session never costs a reader the page.

    Staff pages note once a minute that somebody is still there. Where that cannot be
    written, the page is answered all the same; a form still fails, with its words.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponse
    ) -> HttpResponse:
        """Save the session if it changed, or leave it where a reader cannot."""
        try:
            return super().process_response(request, response)
        except (DatabaseError, SessionInterrupted) as error:
            fault = next((one for one in _behind(error) if is_away(one)), error)
            if request.method in ("GET", "HEAD") and is_read_only(fault):
                return response
            # Django takes every fault of the database for a session that ended.
            raise fault from fault.__cause__


def _behind(error: BaseException | None) -> Iterator[BaseException]:
    """The error, and those that it was raised for."""
    while error is not None:
        yield error
        error = error.__context__
