"""What robots read: which pages exist and which are not for them."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static

from foundation.http import public_page

_NOT_FOR_ROBOTS = (
    "/accounts/",
    "/admin/",
    "/contact/sent/",
    "/desk/",
    "/leaders/application/",
    "/reservations/",
    "/search/",
)


@public_page
def robots(request: HttpRequest) -> HttpResponse:
    """Tell crawlers what to leave alone, and where the list of pages is."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in _NOT_FOR_ROBOTS),
        "",
        f"Sitemap: {settings.SITE_URL}/sitemap.xml",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@public_page
def favicon(request: HttpRequest) -> HttpResponse:
    """Send those who ask for an icon without reading the page to where it lies."""
    return redirect(static("img/favicon.ico"))
