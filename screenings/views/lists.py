"""The lists everyone can read: as pages, and for programs and calendars."""

from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _t

from foundation import kept, paging
from foundation.feeds import json_list
from foundation.filters import shorter, without_each
from foundation.http import public_page
from places.states import State, state_of
from screenings import calendars, structured
from screenings.filters import ScreeningFilter
from screenings.finding import (
    NEAREST,
    NEWEST,
    SOONEST,
    Found,
    Order,
    find,
    read,
)
from screenings.headings import (
    calendar_name,
    heading,
    how_far,
    link_to_all_online,
    online_heading,
)
from screenings.models import Screening
from screenings.views.frame import Crumb, calendar_file

#: What the lists are made of, and the keys of their filter.
_SHOWS = ("screenings", "leaders", "library")
_KEYS = kept.keys_of(ScreeningFilter)

#: Rows in a list as JSON or as a calendar; as many more of what is online.
FEED_ROWS = 500

#: Rows of what is online below those that are near; a list of its own has the rest.
ONLINE_ROWS = 5

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

    @property
    def by_date(self) -> Order:
        return NEWEST if self.is_past else SOONEST

    def near_order(self, form: ScreeningFilter) -> Order:
        return self.by_date if form.chosen.get("order") == "date" else NEAREST

    @property
    def crumbs(self) -> list[Crumb]:
        """The way to the whole list, and to the part of it that this is."""
        if self.state or self.is_past:
            part = str(self.state.name) if self.state else _t("Past screenings")
            return [(_t("Screenings"), reverse("screenings:list")), (part, "")]
        return [(_t("Screenings"), "")]


@public_page(shows=_SHOWS, keys=_KEYS)
def list_(request: HttpRequest) -> HttpResponse:
    """The screenings to come."""
    if short := shorter(request):
        return redirect(short)
    return _page(request, Listing())


@public_page(shows=_SHOWS, keys=_KEYS)
def by_state(request: HttpRequest, state: str) -> HttpResponse:
    """The screenings to come in one state."""
    if state != state.lower():
        return redirect("screenings:by_state", state.lower(), permanent=True)
    if short := shorter(request):
        return redirect(short)
    return _page(request, Listing(_state_or_404(state)))


@public_page(shows=_SHOWS, keys=_KEYS)
def past(request: HttpRequest) -> HttpResponse:
    """The screenings that are over, newest first."""
    if short := shorter(request):
        return redirect(short)
    return _page(request, Listing(is_past=True))


@public_page(shows=_SHOWS, keys=_KEYS)
def feed(
    request: HttpRequest, kind: str, state: str = "", past: bool = False
) -> HttpResponse:
    """The same lists, with the same filter, for programs and calendars."""
    listing = Listing(_state_or_404(state) if state else None, past)
    form = listing.filter(request)
    found = listing.found_by(form, widens=False)
    rows, online = _feed_rows(listing, form, found)
    if kind == "ics":
        name = calendar_name(found)
        text = calendars.feed(rows, name, (online or [])[:FEED_ROWS])
        return calendar_file(text, "screenings")
    return json_list(
        request,
        [structured.screening_row(screening) for screening in rows],
        total=found.tally.total,
        capped=found.tally.is_capped,
        errors=form.errors,
        **structured.circle_facts(found.circle, online, most=FEED_ROWS),
    )


def _feed_rows(
    listing: Listing, form: ScreeningFilter, found: Found
) -> tuple[list[Screening], list[Screening] | None]:
    """The rows of a feed, and what else can be joined online (one more than shown)."""
    rows = found.rows.with_people()
    if found.circle is None:
        return list(listing.by_date.of(rows)[:FEED_ROWS]), None
    pieces = {"near": (rows, listing.near_order(form), slice(FEED_ROWS))}
    if found.online is not None:
        online = found.online.with_people()
        pieces["online"] = (online, listing.by_date, slice(FEED_ROWS + 1))
    got = read(pieces)
    return got["near"], got.get("online")


def _state_or_404(slug: str) -> State:
    if (state := state_of(slug)) is None:
        raise Http404
    return state


def _page(request: HttpRequest, listing: Listing) -> HttpResponse:
    form = listing.filter(request)
    found = listing.found_by(form, widens=True)
    path, query, is_past = listing.path, form.query(), listing.is_past
    shown = _shown(request, listing, form, found)
    is_empty = not (shown.page.rows or shown.nearest or shown.online)
    context = {
        "form": form,
        "page": shown.page,
        "circle": found.circle,
        "heading": heading(
            found, state=listing.state, is_past=is_past, is_online=form.is_online
        ),
        "how_far": how_far(
            found.circle,
            shown.nearest,
            is_empty=not found.tally.going_ahead,
            # "In person" is what a circle means by itself.
            is_narrowed=_is_narrowed(form, (*_NEAR, "mode")),
            is_past=is_past,
        ),
        "nearest": shown.nearest,
        "online": shown.online,
        "as_online": form.is_online,
        "state": listing.state,
        "is_past": is_past,
        "action": path,
        "chips": form.chips(path),
        "ics_url": f"{path.rstrip('/')}.ics{query}",
        "json_url": f"{path.rstrip('/')}.json{query}",
        "crumbs": listing.crumbs,
        "nothing": _nothing(listing, form) if is_empty else "",
        "ways_out": _ways_out(listing, form) if is_empty else [],
        **_online_words(listing, form, found, shown),
    }
    return render(request, "screenings/list.html", context)


@dataclass(frozen=True)
class Shown:
    """The rows of a page: the list itself and, near a ZIP code, what stands beside it.

    `nearest` is beyond the circle; `online` can be joined from anywhere.
    """

    page: paging.Page
    nearest: Screening | None = None
    online: list[Screening] = field(default_factory=list)
    has_more_online: bool = False


def _shown(
    request: HttpRequest, listing: Listing, form: ScreeningFilter, found: Found
) -> Shown:
    wanted = request.GET.get("page", "")
    if found.circle is None:
        rows = found.rows.for_cards()
        newest = listing.is_past
        return Shown(paging.keyset(rows, wanted, field="starts_at", descending=newest))
    turned = paging.turned_to(wanted, found.tally.total)
    pieces = {"near": (found.rows.for_cards(), listing.near_order(form), turned.rows)}
    if found.farther is not None:
        pieces["farther"] = (found.farther.for_cards(), NEAREST, slice(1))
    if found.online is not None:
        online = found.online.for_cards()
        pieces["online"] = (online, listing.by_date, slice(ONLINE_ROWS + 1))
    got = read(pieces)
    farther = got.get("farther", [])
    # What already stands there says by itself that it can be joined online.
    online = [row for row in got.get("online", []) if row not in farther]
    return Shown(
        turned.page(got["near"]),
        farther[0] if farther else None,
        online[:ONLINE_ROWS],
        len(online) > ONLINE_ROWS,
    )


def _online_words(
    listing: Listing, form: ScreeningFilter, found: Found, shown: Shown
) -> dict[str, str]:
    """The heading of the online part, and the way to all of it."""
    going = sum(not row.is_called_off for row in shown.online)
    words = {
        "online_heading": online_heading(
            going, is_past=listing.is_past, has_more=shown.has_more_online
        )
    }
    if shown.has_more_online:
        all_words = link_to_all_online(found.all_online, is_past=listing.is_past)
        words["all_online"] = all_words
        words["all_online_url"] = listing.path + form.query_online()
    return words


def _is_narrowed(form: ScreeningFilter, but: tuple[str, ...] = _NEAR) -> bool:
    return any(name not in but for name, _value in form.pairs)


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
