"""The lists everyone can read: as pages, and for programs and calendars."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _t

from foundation import paging
from foundation.feeds import json_list
from foundation.filters import shorter, without_each
from foundation.http import public_page
from places.states import State, state_of
from screenings import calendars, structured
from screenings.filters import ScreeningFilter
from screenings.finding import Found, find, heading, widened_sentence
from screenings.models import Screening
from screenings.views.frame import Crumb, calendar_file

#: Rows in a list as JSON or as a calendar.
FEED_ROWS = 500

#: What narrows no further than to a place: left on where nothing was found.
_NEAR = ("zip", "within", "order")


@dataclass(frozen=True)
class Listing:
    """Which screenings a list has: all to come, those in a state, or the past ones."""

    state: State | None = None
    is_past: bool = False

    @property
    def path(self) -> str:
        if self.state:
            return reverse("screenings:by_state", args=[self.state.slug])
        return reverse("screenings:past" if self.is_past else "screenings:list")

    @property
    def rows(self) -> QuerySet[Screening]:
        """All that the list has before anything narrows it."""
        known = Screening.objects
        rows = known.past() if self.is_past else known.upcoming()
        return rows.filter(state=self.state.code) if self.state else rows

    def found_by(self, form: ScreeningFilter, *, widens: bool) -> Found:
        return find(form, self.rows, widens=widens)

    def filter(self, request: HttpRequest) -> ScreeningFilter:
        slug = self.state.slug if self.state else ""
        return ScreeningFilter(request.GET, state=slug, past=self.is_past)

    def by_date(self, rows: QuerySet[Screening]) -> QuerySet[Screening]:
        if self.is_past:
            return rows.order_by("-starts_at", "-pk")
        return rows.order_by("starts_at", "pk")

    @property
    def crumbs(self) -> list[Crumb]:
        """The way to the whole list, and to the part of it that this is."""
        if self.state or self.is_past:
            part = str(self.state.name) if self.state else _t("Past screenings")
            return [(_t("Screenings"), reverse("screenings:list")), (part, "")]
        return [(_t("Screenings"), "")]


@public_page
def list_(request: HttpRequest) -> HttpResponse:
    """The screenings to come."""
    if short := shorter(request):
        return redirect(short)
    return _page(request, Listing())


@public_page
def by_state(request: HttpRequest, state: str) -> HttpResponse:
    """The screenings to come in one state."""
    if state != state.lower():
        return redirect("screenings:by_state", state.lower(), permanent=True)
    if short := shorter(request):
        return redirect(short)
    return _page(request, Listing(_state_or_404(state)))


@public_page
def past(request: HttpRequest) -> HttpResponse:
    """The screenings that are over, newest first."""
    if short := shorter(request):
        return redirect(short)
    return _page(request, Listing(is_past=True))


@public_page
def feed(
    request: HttpRequest, kind: str, state: str = "", past: bool = False
) -> HttpResponse:
    """The same lists, with the same filter, for programs and calendars."""
    listing = Listing(_state_or_404(state) if state else None, past)
    form = listing.filter(request)
    found = listing.found_by(form, widens=False)
    rows = listing.by_date(found.rows.with_people())[:FEED_ROWS]
    if kind == "json":
        return json_list(
            request,
            [structured.screening_row(screening) for screening in rows],
            total=found.total,
            capped=found.is_capped,
            errors=form.errors,
        )
    name = _t("Screenings, %(site)s") % {"site": settings.SITE_NAME}
    return calendar_file(calendars.feed(rows, name), "screenings")


def _state_or_404(slug: str) -> State:
    if (state := state_of(slug)) is None:
        raise Http404
    return state


def _page(request: HttpRequest, listing: Listing) -> HttpResponse:
    form = listing.filter(request)
    found = listing.found_by(form, widens=True)
    path, query = listing.path, form.query()
    context = {
        "form": form,
        "page": _rows(request, listing, form, found),
        "near": found.place,
        "heading": heading(found, state=listing.state, past=listing.is_past),
        "widened": widened_sentence(found),
        "state": listing.state,
        "is_past": listing.is_past,
        "action": path,
        "chips": form.chips(path),
        "ics_url": f"{path.rstrip('/')}.ics{query}",
        "json_url": f"{path.rstrip('/')}.json{query}",
        "crumbs": listing.crumbs,
        "nothing": "" if found.total else _nothing(listing, form),
        "ways_out": [] if found.total else _ways_out(listing, form),
    }
    return render(request, "screenings/list.html", context)


def _rows(
    request: HttpRequest, listing: Listing, form: ScreeningFilter, found: Found
) -> paging.Page:
    rows, wanted = found.rows.for_cards(), request.GET.get("page", "")
    if found.place and form.chosen.get("order") == "near":
        ranked = rows.order_by("miles", "starts_at", "pk")
        return paging.numbered(ranked, wanted, found.total)
    return paging.keyset(rows, wanted, field="starts_at", descending=listing.is_past)


def _is_narrowed(form: ScreeningFilter) -> bool:
    return any(name not in _NEAR for name, _value in form.pairs)


def _nothing(listing: Listing, form: ScreeningFilter) -> str:
    """What a list without rows says."""
    if _is_narrowed(form):
        return _t("No screening fits all of your filters.")
    if listing.is_past:
        return _t("No screening has taken place yet.")
    if listing.state:
        state = listing.state.name
        return _t("No screening is planned in %(state)s yet.") % {"state": state}
    return _t("No screening is planned yet.")


def _ways_out(listing: Listing, form: ScreeningFilter) -> list[Crumb]:
    """The ways on from a list without rows."""
    state = listing.state
    less = without_each(form, lambda other: other.narrow(listing.rows))
    ways = [(step.as_without, listing.path + step.form.query()) for step in less]
    if _is_narrowed(form):
        ways.append((_t("Take all filters off"), listing.path))
    elif state:
        ways.append((_t("See screenings in all states"), reverse("screenings:list")))
    if state:
        words = _t("Look for a leader in %(state)s") % {"state": state.name}
        ways.append((words, reverse("leaders:by_state", args=[state.slug])))
    else:
        ways.append((_t("Find a leader to ask for one"), reverse("leaders:directory")))
    return [*ways, (_t("How to host a screening"), reverse("screenings:host"))]
