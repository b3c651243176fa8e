"""Sessions end by themselves, staff's sooner."""

import time
from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _t

from accounts.promises import STAFF_IDLE, STAFF_SESSION
from foundation import kept_forms

_SEEN, _BEGAN = "staff_seen", "staff_began"
_EVERY = 60  # seconds between two notes of “still here”


class IdleTimeOut:
    """Signs staff out after `STAFF_IDLE` without a request and `STAFF_SESSION` in all.

    Looked at only where a page asks who is there; written at most once a minute.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs):
        """Send a member of staff who was away too long to sign in again."""
        if not getattr(view, "login_required", True):
            return None
        if not (request.user.is_authenticated and request.user.is_staff):
            return None
        now = int(time.time())
        session = request.session
        began, seen = session.get(_BEGAN), session.get(_SEEN)
        if began is None or seen is None:
            session[_BEGAN] = session[_SEEN] = now
            return None
        is_idle = now - seen > STAFF_IDLE.total_seconds()
        if is_idle or now - began > STAFF_SESSION.total_seconds():
            return _sign_in_again(request, is_idle=is_idle)
        if now - seen >= _EVERY:
            session[_SEEN] = now
        return None


def _sign_in_again(request: HttpRequest, *, is_idle: bool) -> HttpResponse:
    logout(request)
    messages.info(
        request,
        _t("You were away for a while and were signed out. Sign in to go on.")
        if is_idle
        else _t("Staff sign in once a day. Sign in to go on."),
    )
    where = urlencode({"next": kept_forms.way_back(request, _way_back(request))})
    return redirect(f"{resolve_url(settings.LOGIN_URL)}?{where}")


def _way_back(request: HttpRequest) -> str:
    """The page that was asked for, or the one whose form was sent."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    sender = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(
        sender, {request.get_host()}, require_https=request.is_secure()
    ):
        return urlsplit(sender).path
    return resolve_url(settings.LOGIN_REDIRECT_URL)
