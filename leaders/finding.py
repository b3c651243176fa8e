"""Finding leaders: the directory as asked for, its heading, and the ways on from it."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import ngettext

from foundation import filters
from foundation.filters import Counts
from foundation.paging import Page, keyset, numbered
from leaders.filters import DEFAULT_WITHIN, FACETS, WITHIN, DirectoryFilter
from leaders.models import Leader
from places.models import ZipPlace
from places.states import Region, State

#: Cards stand in rows of one, two or three.
LEADERS_ON_A_PAGE = 24
#: The widest circle that the filter offers, in miles.
WIDEST = int(WITHIN[-1])


@dataclass(frozen=True)
class Found:
    """What a filter finds: how many leaders, and one page of them."""

    form: DirectoryFilter
    counts: Counts
    page: Page


def find(asked: QueryDict, state: State | None) -> Found:
    """Apply what was asked for, in the state of the address where it names one."""
    form = DirectoryFilter(asked, state)
    rows = form.rows()
    also = {}
    if form.region_chosen is None and (around := _around(form)):
        also["region"] = Leader.objects.listed().in_region(around)
    counts = filters.count(rows, FACETS, form.chosen, also=also)
    form.tell(counts.by_facet)
    if not counts.total:
        return Found(form, counts, Page([]))
    shown = filters.narrowed(rows, FACETS, form.chosen).for_cards()
    wanted = asked.get("page", "")
    if form.place:
        ranked = shown.order_by("miles", "sort_name", "pk")
        page = numbered(ranked, wanted, counts.total, size=LEADERS_ON_A_PAGE)
    else:
        page = keyset(shown, wanted, field="sort_name", size=LEADERS_ON_A_PAGE)
    return Found(form, counts, page)


def nearest(place: ZipPlace, most: int) -> tuple[int, list[Leader]]:
    """The miles of a circle that the directory offers, and the nearest leaders in it.

    The usual circle, wider where nobody is in it; one statement.
    """
    close = Leader.objects.listed().near(place, WIDEST).for_cards()
    rows = list(close.order_by("miles", "sort_name", "pk")[:most])
    if not rows:
        return WIDEST, []
    least = max(rows[0].miles, int(DEFAULT_WITHIN))
    radius = next(int(miles) for miles in WITHIN if int(miles) >= least)
    return radius, [row for row in rows if row.miles <= radius]


def heading(found: Found) -> str:
    """How many leaders, and where, in words."""
    form, what = found.form, _how_many(found)
    if form.place:
        return _t("%(what)s within %(miles)s miles of %(place)s") % {
            "what": what,
            "miles": form.miles,
            "place": form.place,
        }
    if form.state_chosen:
        place = form.state_chosen.in_sentence
        return _t("%(what)s in %(place)s") % {"what": what, "place": place}
    if form.region_chosen:
        region = form.region_chosen
        return _t("%(what)s in the %(place)s region") % {"what": what, "place": region}
    return what


def ways_out(found: Found) -> list[tuple[str, str]]:
    """What to try when nobody was found, as (words, address)."""
    return [] if found.counts.total else list(_ways(found))


def _how_many(found: Found) -> str:
    counts = found.counts
    number = f"{counts.total:,}"
    if counts.is_capped:
        return _t("More than %(n)s leaders") % {"n": number}
    if counts.total == 0:
        is_plain = not found.form.chosen.keys() - {"state", "region"}
        return _t("No leaders yet") if is_plain else _t("No leader fits")
    return ngettext("%(n)s leader", "%(n)s leaders", counts.total) % {"n": number}


def _around(form: DirectoryFilter) -> Region | None:
    """The region of the state or the ZIP code that was asked for."""
    if form.state_chosen:
        return form.state_chosen.region
    return form.place.region if form.place else None


def _ways(found: Found) -> Iterator[tuple[str, str]]:
    form, everywhere = found.form, reverse("leaders:directory")
    around, number = _around(form), found.counts.others.get("region", 0)
    if around and number and form.region_chosen is None:
        words = ngettext(
            "See the %(n)s leader of the %(region)s region",
            "See the %(n)s leaders of the %(region)s region",
            number,
        ) % {"n": f"{number:,}", "region": around.name}
        yield words, f"{everywhere}?{urlencode({'region': around.slug})}"
    if form.place and form.miles < WIDEST:
        query = form.query(without=("within", str(form.miles)))
        words = _t("Look within %(miles)s miles") % {"miles": WIDEST}
        yield words, f"{form.path()}{query}&within={WIDEST}"
    if form.chosen:
        yield _t("See all leaders"), everywhere
    yield _t("Ask the program office to find somebody"), "/contact/"
    yield _t("Become a leader here"), reverse("leaders:apply")
