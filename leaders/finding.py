"""Finding leaders: the directory as asked for, its heading, and the ways on from it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import ngettext

from foundation import filters
from foundation.filters import Counts, Step
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
    """What a filter finds: how many leaders, and one page of them.

    `without` is what would be found with one filter less, where nothing is.
    """

    form: DirectoryFilter
    counts: Counts
    page: Page
    without: list[Step] = field(default_factory=list)


def find(asked: QueryDict, state: State | None) -> Found:
    """Apply what was asked for, in the state of the address where it names one."""
    form = DirectoryFilter(asked, state)
    counts = filters.count(form.rows(), FACETS, form.chosen, also=dict(_also(form)))
    form.tell(counts.by_facet)
    if not counts.total:
        without = filters.without_each(form, DirectoryFilter.all_rows)
        return Found(form, counts, Page([]), without)
    shown = form.all_rows().for_cards()
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


def nothing(found: Found) -> str:
    """What the page says where nobody was found."""
    if _is_plain(found.form):
        return _t("Nobody is listed here yet. You could:")
    if len(found.form.chips()) > 1:
        return _t("No leader has all of what you chose. You could:")
    return _t("No leader has what you chose. You could:")


def _is_plain(form: DirectoryFilter) -> bool:
    """Whether a place at most was asked for."""
    return not form.chosen.keys() - {"state", "region"}


def _also(form: DirectoryFilter) -> Iterator[tuple[str, QuerySet]]:
    """What to count besides, for a page that found nobody."""
    if form.region_chosen is None and (around := _around(form)):
        yield "around", Leader.objects.listed().in_region(around)
    if form.place and form.miles < WIDEST:
        yield "wider", form.but(within=str(WIDEST)).all_rows()


def _how_many(found: Found) -> str:
    counts = found.counts
    number = f"{counts.total:,}"
    if counts.is_capped:
        return _t("More than %(n)s leaders") % {"n": number}
    if counts.total == 0:
        is_plain = _is_plain(found.form)
        return _t("No leaders yet") if is_plain else _t("No leader fits")
    return ngettext("%(n)s leader", "%(n)s leaders", counts.total) % {"n": number}


def _around(form: DirectoryFilter) -> Region | None:
    """The region of the state or the ZIP code that was asked for."""
    if form.state_chosen:
        return form.state_chosen.region
    return form.place.region if form.place else None


def _ways(found: Found) -> Iterator[tuple[str, str]]:
    form, everywhere = found.form, reverse("leaders:directory")
    for step in found.without:
        yield step.as_without, step.form.address()
    for name in ("rank", "size"):
        for step in form.steps_beside(name, found.counts):
            words = ngettext(
                "See %(n)s leader of the next group: %(group)s",
                "See %(n)s leaders of the next group: %(group)s",
                step.number,
            ) % {"n": step.told, "group": step.words}
            yield words, step.form.address()
    if number := found.counts.others.get("wider"):
        words = ngettext(
            "See %(n)s leader within %(miles)s miles",
            "See %(n)s leaders within %(miles)s miles",
            number,
        ) % {"n": f"{number:,}", "miles": WIDEST}
        yield words, form.but(within=str(WIDEST)).address()
    around, number = _around(form), found.counts.others.get("around", 0)
    if around and number and form.region_chosen is None:
        words = ngettext(
            "See the %(n)s leader of the %(region)s region",
            "See the %(n)s leaders of the %(region)s region",
            number,
        ) % {"n": f"{number:,}", "region": around.name}
        yield words, f"{everywhere}?{urlencode({'region': around.slug})}"
    if form.chosen:
        yield _t("See all leaders"), everywhere
    yield _t("Ask the program office to find somebody"), "/contact/"
    yield _t("Become a leader here"), reverse("leaders:apply")
