"""Pages that explain: what to do after a hate crime, and how the portal behaves."""

from typing import NamedTuple

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from foundation.http import public_page
from places.states import STATES, state_of
from resources import help as help_records


class Source(NamedTuple):
    """What a fact on a page was read in; `year` is None where none is given."""

    title: str
    publisher: str
    year: int | None
    url: str


#: In the order in which /hate-crimes/ refers to them.
HATE_CRIME_SOURCES = (
    Source(
        "Hate Crimes",
        "Federal Bureau of Investigation",
        None,
        "https://www.fbi.gov/investigate/civil-rights/hate-crimes",
    ),
    Source(
        "Hate Crime Data Collection Guidelines and Training Manual, Version 3.0",
        "Federal Bureau of Investigation, CJIS Division",
        2022,
        "https://www.justice.gov/hatecrimes/resource/"
        "hate-crime-data-collection-guidelines-and-training-manual-version-30",
    ),
    Source(
        "Responding to Hate Crimes: A Police Officer’s Guide to Investigation "
        "and Prevention",
        "International Association of Chiefs of Police",
        1999,
        "https://www.ojp.gov/ncjrs/virtual-library/abstracts/"
        "responding-hate-crimes-police-officers-guide-investigation-and",
    ),
    Source(
        "Hate Crimes",
        "VictimConnect Resource Center",
        None,
        "https://victimconnect.org/learn/types-of-crime/hate-crimes/",
    ),
    Source(
        "Hate Crime Victimization, 2004–2015",
        "Bureau of Justice Statistics",
        2017,
        "https://www.bjs.gov/content/pub/press/hcv0415pr.cfm",
    ),
    Source(
        "Stop Hate Action Kit: Community Response to Hate",
        "Not In Our Town with the Lawyers’ Committee for Civil Rights Under Law",
        None,
        "https://www.niot.org/stop-hate-action-kits/community-response-to-hate",
    ),
)


#: The record that takes the place of the tip line written on the help pages.
FBI = "fbi-tips"


@public_page(shows=["help", "library"])
def hate_crimes(request: HttpRequest) -> HttpResponse:
    """Explain hate crimes and bias incidents, and how to report."""
    crumbs = [(_("Hate crimes"), "")]
    return render(
        request,
        "hub/hate_crimes.html",
        {"sources": HATE_CRIME_SOURCES, "crumbs": crumbs},
    )


@public_page(shows=["help"])
def get_help_now(request: HttpRequest) -> HttpResponse:
    """Send a person in need to those who can help; take nothing down."""
    lines = help_records.national_lines()
    context = {
        "lines": lines,
        "knows_fbi": any(line.slug == FBI for line in lines),
        "choices": help_records.choices_of(lines),
        "states": STATES.values(),
        "with_a_place": help_records.states_with_a_place(),
        "crumbs": [(_("Get help now"), "")],
    }
    return render(request, "hub/get_help_now.html", context)


@public_page(shows=["help"])
def get_help_in_state(request: HttpRequest, code: str) -> HttpResponse:
    """Say where to report in one state, and what its law is known to name."""
    state = state_of(code.lower())
    if state is None:
        raise Http404
    if code != state.slug:
        return redirect("get_help_in_state", state.slug, permanent=True)
    found = help_records.help_in(state)
    context = {
        "state": state,
        "found": found,
        "knows_fbi": any(line.slug == FBI for line in found.national),
        "crumbs": [(_("Get help now"), reverse("get_help_now")), (state.name, "")],
    }
    return render(request, "hub/get_help_in_state.html", context)


@public_page(shows=[])
def privacy(request: HttpRequest) -> HttpResponse:
    """Say what the portal keeps, for how long, and who sees it."""
    return render(request, "hub/privacy.html", {"crumbs": [(_("Privacy"), "")]})


@public_page(shows=[])
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say how far everybody can use the portal, and whom to tell of a barrier."""
    crumbs = [(_("Accessibility"), "")]
    return render(request, "hub/accessibility.html", {"crumbs": crumbs})


@require_safe
@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """Tell a monitor whether the portal can reach its database: `ok` or an error."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")
