"""The browsers that are known to be somebody's own: there, strangers do not count.

A cookie that says "this account was opened here before" (the device cookies of OWASP's
guide to slowing down guesses). It opens nothing by itself: whoever has it may only try
a password or a code when strangers have used up theirs.
"""

from dataclasses import dataclass, field

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import (
    constant_time_compare,
    get_random_string,
    salted_hmac,
)

from accounts.models import User
from accounts.promises import BROWSER_KNOWN

_SALT = "accounts.browsers"
_MOST = 5  # accounts that one browser is known for: a family's computer, no more


@dataclass
class Browser:
    """What the cookie holds: a name of the browser's own, and a mark per account."""

    name: str = ""
    marks: dict[str, str] = field(default_factory=dict)


def known_to(request: HttpRequest, user: User | None) -> str:
    """Return the name of the browser if this person signed in there before, else ""."""
    browser = _read(request)
    if user is None or not browser.name:
        return ""
    mark = browser.marks.get(str(user.pk), "")
    return browser.name if constant_time_compare(mark, _mark_of(user)) else ""


def is_known_to_anybody(request: HttpRequest) -> bool:
    """Tell whether anybody ever signed in with this browser."""
    return bool(_read(request).marks)


def remember(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Let the browser be known from now on as this person's own."""
    browser = _read(request)
    others = {key: mark for key, mark in browser.marks.items() if key != str(user.pk)}
    marks = dict(list(others.items())[1 - _MOST :]) | {str(user.pk): _mark_of(user)}
    response.set_cookie(
        settings.BROWSER_COOKIE_NAME,
        signing.dumps([browser.name or get_random_string(12), marks], salt=_SALT),
        max_age=BROWSER_KNOWN,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _read(request: HttpRequest) -> Browser:
    cookie = request.COOKIES.get(settings.BROWSER_COOKIE_NAME, "")
    try:
        return Browser(*signing.loads(cookie, salt=_SALT, max_age=BROWSER_KNOWN))
    except signing.BadSignature:
        return Browser()


def _mark_of(user: User) -> str:
    """Another one as soon as the password changes or the person leaves all browsers."""
    return salted_hmac(
        _SALT, f"{user.session_version}:{user.password}", algorithm="sha256"
    ).hexdigest()[:20]
