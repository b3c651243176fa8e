"""What robots read: which pages exist and which are not for them."""

from collections.abc import Iterator
from datetime import date, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from foundation.http import public_page
from leaders.models import Leader
from places.states import STATES
from resources.models import Film, Resource, WorkQuerySet
from screenings.models import Screening

_NOT_FOR_ROBOTS = (
    "/accounts/",
    "/admin/",
    "/contact/sent/",
    "/desk/",
    "/leaders/application/",
    "/reservations/",
    "/search/",
)

#: Pages that are there whatever the network holds.
_ALWAYS = (
    "home",
    "near",
    "get_help_now",
    "hate_crimes",
    "screenings:list",
    "screenings:past",
    "screenings:host",
    "leaders:directory",
    "leaders:apply",
    "films:list",
    "resources:list",
    "contact",
    "privacy",
    "accessibility",
)

#: A sitemap may list 50,000 addresses (sitemaps.org); each kind gets a fair part.
_MOST = 12_000

#: A public path, and the day it last changed where that is known.
Entry = tuple[str, date | None]


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


@public_page(shows=["leaders", "screenings", "library", "help"])
def sitemap(request: HttpRequest) -> HttpResponse:
    """List every public page, newest change first where there are too many."""
    entries = "\n".join(
        f"<url><loc>{escape(settings.SITE_URL + path)}</loc>"
        + (f"<lastmod>{changed.isoformat()}</lastmod>" if changed else "")
        + "</url>"
        for path, changed in _pages()
    )
    return HttpResponse(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        f"{entries}\n</urlset>\n",
        content_type="application/xml",
    )


def _pages() -> Iterator[Entry]:
    """Yield each public path and the day it last changed."""
    for name in _ALWAYS:
        yield reverse(name), None
    for state in STATES.values():
        yield reverse("get_help_in_state", args=[state.slug]), None
    yield from _of_leaders()
    yield from _of_screenings()
    yield from _of_works("films:film", Film.objects.published())
    yield from _of_works("resources:resource", Resource.objects.published())


def _of_leaders() -> Iterator[Entry]:
    """Each profile, and the page of each state that has one."""
    states = set()
    rows = Leader.objects.listed().values_list("slug", "state", "updated_at")
    for slug, state, changed in rows.order_by("-updated_at")[:_MOST]:
        states.add(state)
        yield reverse("leaders:profile", args=[slug]), _day(changed)
    for state in sorted(states):
        yield reverse("leaders:by_state", args=[state.lower()]), None


def _of_screenings() -> Iterator[Entry]:
    """Each screening, and the page of each state where one is to come."""
    states, now = set(), timezone.now()
    rows = Screening.objects.listed().values_list(
        "code", "slug", "state", "ends_at", "updated_at"
    )
    for code, slug, state, ends, changed in rows.order_by("-updated_at")[:_MOST]:
        if state and ends and ends >= now:
            states.add(state)
        yield reverse("screenings:detail", args=[code, slug]), _day(changed)
    for state in sorted(states):
        yield reverse("screenings:by_state", args=[state.lower()]), None


def _of_works(name: str, works: WorkQuerySet) -> Iterator[Entry]:
    rows = works.values_list("slug", "updated_at").order_by("-updated_at")
    for slug, changed in rows[:_MOST]:
        yield reverse(name, args=[slug]), _day(changed)


def _day(moment: datetime) -> date:
    return timezone.localdate(moment)


@public_page
def favicon(request: HttpRequest) -> HttpResponse:
    """Send those who ask for an icon without reading the page to where it lies."""
    return redirect(static("img/favicon.ico"))
