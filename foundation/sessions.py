"""Sessions that let people read on while the database can only be read."""

from django.contrib.sessions.middleware import SessionMiddleware
from django.db import InternalError
from django.http import HttpRequest, HttpResponse

from foundation.errors import is_read_only


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
        except InternalError as error:
            if request.method in ("GET", "HEAD") and is_read_only(error):
                return response
            raise
