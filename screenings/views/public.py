"""What everyone can read of one screening: its page and its calendar file."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _t

from foundation import kept
from foundation.http import public_page
from screenings import access, calendars, facts, seats, structured
from screenings.finding import instead_of
from screenings.models import Screening
from screenings.views.frame import addresses, ask_url, calendar_file, others_url


@public_page(shows=["screenings", "leaders", "library"])
def detail(request: HttpRequest, code: str, slug: str = "") -> HttpResponse:
    """A screening: what, when, where, access, and how to reserve a seat."""
    screening = access.listed_or_404(code)
    if (code, slug) != (screening.code, screening.slug):
        return redirect(screening, permanent=True)
    kept.also(request, f"screening:{screening.pk}")
    return render(request, "screenings/detail.html", shown(screening))


def shown(screening: Screening) -> dict:
    """The context of a screening's page; its preview has the same."""
    return {
        **addresses(screening, "reserve", "calendar"),
        "screening": screening,
        "film": screening.film,
        "host": screening.host_shown,
        "closed": seats.why_no_seats(screening) if screening.is_listed else "",
        "ask_url": ask_url(screening),
        "others_url": others_url(screening),
        "next_ones": instead_of(screening) if screening.has_ended else None,
        "json_ld": structured.screening_event(screening),
        "page_url": settings.SITE_URL + screening.get_absolute_url(),
        "lead": facts.lead_facts(screening),
        "access": facts.access_facts(screening),
        "crumbs": [
            (_t("Screenings"), reverse("screenings:list")),
            (str(screening), ""),
        ],
    }


@public_page(shows=["screenings", "leaders", "library"])
def calendar(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """One screening as a calendar file."""
    screening = access.listed_or_404(code)
    if (code, slug) != (screening.code, screening.slug):
        return redirect(screening.address_of("calendar"), permanent=True)
    name = f"screening-{screening.code}"
    return calendar_file(calendars.feed([screening], screening.title), name)


@public_page(shows=["library"])
def host(request: HttpRequest) -> HttpResponse:
    """How hosting a screening works, and the next step towards it."""
    crumbs = [
        (_t("Screenings"), reverse("screenings:list")),
        (_t("Host a screening"), ""),
    ]
    return render(request, "screenings/host.html", {"crumbs": crumbs})
