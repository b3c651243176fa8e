"""How pages are answered: headers for all, and what makes a page public."""

import ipaddress
from collections.abc import Callable, Iterable
from functools import partial, wraps
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.request import split_domain_port
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from foundation import kept
from foundation.kept_forms import way_back

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User

PUBLIC_SECONDS = 60
_PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "camera",
        "geolocation",
        "gyroscope",
        "microphone",
        "payment",
        "usb",
        "browsing-topics",
    )
)


class PersonRequest(HttpRequest):
    """The request of somebody who is signed in, as every view but public ones gets."""

    user: "User"


def public_page(
    view: Callable[..., HttpResponse] | None = None,
    *,
    shows: Iterable[str] | None = None,
    keys: Iterable[str] = (),
) -> Callable:
    """Mark a view as one page for everybody: no sign-in, GET and HEAD only.

    `shows` names the topics of `foundation.content` that the page is made of; such a
    page is kept by their version, and depends on the query's `keys` alone. Without
    `shows` an answer may be kept for a minute by browsers and proxies. Whatever sets a
    cookie or is not a 200 stays private.
    """
    if view is None:
        return partial(public_page, shows=shows, keys=keys)

    @wraps(view)
    def wrapped(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if shows is not None:
            kept.for_everybody(request, shows, keys)
        response = view(request, *args, **kwargs)
        # On the request: a 304 is another answer than the one the view gave.
        request.is_public = True
        return response

    return login_not_required(require_safe(wrapped))


class PrivateByDefault(LoginRequiredMiddleware):
    """Asks for sign-in on every view that was not declared public.

    Django's own asks who is there first, which reads the session of every visitor.
    """

    def process_view(self, request: HttpRequest, view_func, view_args, view_kwargs):
        """Return a redirect to sign-in, or None to go on."""
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(
        self, request: HttpRequest, view_func
    ) -> HttpResponseRedirect:
        """Send somebody to the door; what they wrote is kept until they are in."""
        where = way_back(request, request.get_full_path())
        return redirect_to_login(where, self.get_login_url(view_func))

    def get_login_url(self, view_func) -> str:
        """Return the one address of sign-in; the staff site's own only leads there."""
        return str(settings.LOGIN_URL)


class Probes:
    """Lets a load balancer ask `/healthz` by the address of the machine, or by none.

    Only there: on every other page an address may be a made-up name for the portal.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        host = request.META.get("HTTP_HOST", "")
        if request.path == "/healthz" and (not host or _is_address(host)):
            request.META["HTTP_HOST"] = urlsplit(settings.SITE_URL).netloc
        return self.get_response(request)


def _is_address(host: str) -> bool:
    """Tell whether a Host header is a network address, with or without a port."""
    name, _port = split_domain_port(host)
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


class Headers:
    """Adds the headers every answer carries and decides what may be kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", _PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        is_public = getattr(request, "is_public", False)
        if not is_public:
            response.headers.setdefault("X-Robots-Tag", "noindex")
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        shared = (
            is_public
            and response.status_code in (200, 304)
            and (has_session or not response.cookies)
            and settings.MESSAGES_COOKIE_NAME not in request.COOKIES
        )
        if shared:
            if has_session:
                # It names who is signed in, and who changes a page must see the change
                # at once: ask each time.
                patch_cache_control(response, private=True, no_cache=True)
            elif hasattr(request, "shown"):
                patch_cache_control(
                    response, public=True, max_age=0, must_revalidate=True
                )
            else:
                patch_cache_control(response, public=True, max_age=PUBLIC_SECONDS)
        elif "Cache-Control" not in response:
            patch_cache_control(response, private=True, no_store=True)
        return response


def site(request: HttpRequest) -> dict:
    """Template context: what never depends on who asks."""
    return {
        "SITE_NAME": settings.SITE_NAME,
        "SITE_URL": settings.SITE_URL,
        "DEVELOPMENT": settings.DEVELOPMENT,
    }
