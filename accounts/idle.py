"""Sessions end by themselves, staff's sooner."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

_SEEN, _BEGAN = "seen", "began"


class IdleTimeOut:
    """Signs staff out after 30 idle minutes and after 12 hours in all.

    Looked at only where a page asks who is there; written at most once a minute.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> None:
        """End the session of a member of staff who was away too long."""
        if not getattr(view, "login_required", True):
            return
        if not (request.user.is_authenticated and request.user.is_staff):
            return
        now = int(time.time())
        began = request.session.setdefault(_BEGAN, now)
        seen = request.session.get(_SEEN, now)
        if (
            now - seen > settings.STAFF_IDLE_SECONDS
            or now - began > settings.STAFF_SESSION_SECONDS
        ):
            logout(request)
        elif now - seen >= 60 or _SEEN not in request.session:
            request.session[_SEEN] = now
