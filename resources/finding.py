"""Finding films and resources: lists as asked for, ways on, and what goes together."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.db.models import Case, Count, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import ngettext

from foundation import filters
from foundation.filters import Counts, Step
from foundation.paging import Page, keyset, numbered
from resources import search, search_lengths
from resources.choices import LengthBand, ResourceKind
from resources.filters import (
    FILM_FACETS,
    RESOURCE_FACETS,
    FilmFilter,
    ResourceFilter,
    WorkFilter,
)
from resources.models import Film, Resource, WorkQuerySet
from resources.search_slips import did_you_mean

#: Posters stand in rows of two, three or four.
FILMS_ON_A_PAGE = 36
#: Resources beside a film, and beside a resource.
FOR_A_FILM, RELATED = 12, 5


@dataclass(frozen=True)
class Unknown:
    """The films that fit but for a length that nobody knows, when lengths are chosen.

    `url` shows them among the others, or leaves them out again.
    """

    number: int
    is_shown: bool
    url: str


@dataclass(frozen=True)
class Found:
    """What a filter finds: how many films or resources, and one page of them.

    `without` is what would be found with one filter less, where nothing is.
    """

    form: WorkFilter
    counts: Counts
    page: Page
    without: list[Step] = field(default_factory=list)


def find_films(asked: QueryDict) -> Found:
    """Apply what was asked for to the published films."""
    form = FilmFilter(asked)
    counts = filters.count(Film.objects.published(), FILM_FACETS, form.chosen)
    form.tell(counts.by_facet)
    if not counts.total:
        return Found(form, counts, Page([]), filters.without_each(form, _films))
    shown = _films(form).for_lists()
    wanted = asked.get("page", "")
    page = keyset(shown, wanted, field="title", size=FILMS_ON_A_PAGE)
    return Found(form, counts, page)


def find_resources(asked: QueryDict) -> Found:
    """Apply what was asked for to the published resources; a search is ranked."""
    form = ResourceFilter(asked)
    text = form.chosen.get("q", "")
    rows = _by_words(form)
    has_boxes = any(facet.name in form.chosen for facet in RESOURCE_FACETS)
    counts = filters.count(
        rows, RESOURCE_FACETS, form.chosen, also={"without": rows} if has_boxes else {}
    )
    form.tell(counts.by_facet)
    if not counts.total:
        # Where the words alone find nothing, no box stands in their way.
        is_stuck = has_boxes and not counts.others.get("without")
        fewer = [] if is_stuck else filters.without_each(form, _resources)
        return Found(form, counts, Page([]), fewer)
    wanted = asked.get("page", "")
    rows = _resources(form).for_lists()
    if not text:
        return Found(form, counts, keyset(rows, wanted, field="title"))
    page = numbered(
        search.with_headline(rows.by_rank(text), text), wanted, counts.total
    )
    for row in page:
        row.headline = search.marked(row.raw_headline)
    return Found(form, counts, page)


def lengths_of(found: Found) -> list[tuple[str, str]]:
    """The lengths that some film has, as (value, words)."""
    numbers = found.counts.by_facet["length"]
    return [
        (band.value, str(band.label)) for band in LengthBand if numbers.get(band.value)
    ]


def of_unknown_length(found: Found, path: str) -> Unknown | None:
    """The films of unknown length beside those of the lengths that are chosen."""
    bands = found.form.chosen.get("length", [])
    number = found.counts.by_facet["length"].get(LengthBand.UNKNOWN, 0)
    if not number or not set(bands) - {LengthBand.UNKNOWN.value}:
        return None
    pair = ("length", LengthBand.UNKNOWN.value)
    if LengthBand.UNKNOWN in bands:
        return Unknown(number, True, path + found.form.query(without=pair))
    query = urlencode([*found.form.pairs, pair])
    return Unknown(number, False, f"{path}?{query}")


def films_of_length(text: str) -> list[tuple[str, str]]:
    """Lists of films as long as `text` asks for, as (words, address)."""
    path = reverse("films:list")
    return [
        (str(search_lengths.LINKS[band]), f"{path}?{urlencode({'length': band.value})}")
        for band in search_lengths.read(text).bands
    ]


def ways_out(found: Found) -> list[tuple[str, str]]:
    """What to try when no resource was found, as (words, address)."""
    return [] if found.counts.total else list(_ways(found))


def for_film(film: Film) -> WorkQuerySet:
    """Resources for the film: what one needs for the evening first."""
    kinds = enumerate(ResourceKind.values)
    order = Case(*(When(kind=kind, then=Value(place)) for place, kind in kinds))
    rows = film.resources.published().for_lists()
    return rows.order_by(order, "title")[:FOR_A_FILM]


def related_to(resource: Resource) -> WorkQuerySet:
    """Resources for the same film, then those that share most topics."""
    slugs = [topic["slug"] for topic in resource.topic_list]
    through = Resource.topics.through.objects
    shared = (
        through.filter(resource=OuterRef("pk"), topic__slug__in=slugs)
        .values("resource")
        .annotate(n=Count("pk"))
        .values("n")
    )
    same_film = When(
        related_film__isnull=False, related_film=resource.related_film_id, then=100
    )
    nearness = Coalesce(Subquery(shared), 0) + Case(same_film, default=0)
    return (
        Resource.objects.published()
        .exclude(pk=resource.pk)
        .annotate(nearness=nearness)
        .filter(nearness__gt=0)
        .order_by("-nearness", "title", "pk")
        .for_lists()[:RELATED]
    )


def with_one_less(found: Found, path: str) -> list[tuple[str, str]]:
    """What an empty list would show without one of its filters, as (words, address)."""
    return [(step.as_without, path + step.form.query()) for step in found.without]


def _films(form: WorkFilter) -> WorkQuerySet:
    return filters.narrowed(Film.objects.published(), FILM_FACETS, form.chosen)


def _by_words(form: WorkFilter) -> WorkQuerySet:
    rows, text = Resource.objects.published(), form.chosen.get("q", "")
    return rows.matching(text) if text else rows


def _resources(form: WorkFilter) -> WorkQuerySet:
    return filters.narrowed(_by_words(form), RESOURCE_FACETS, form.chosen)


def _ways(found: Found) -> Iterator[tuple[str, str]]:
    everything = reverse("resources:list")
    yield from films_of_length(found.form.chosen.get("q", ""))
    text, without = found.form.chosen.get("q", ""), found.counts.others.get("without")
    is_odd = bool(text) and not without
    if is_odd and (better := did_you_mean(text, Resource.objects.published())):
        words = _t("Search for “%(text)s” instead") % {"text": better}
        yield words, _search(everything, better)
    if text and (either := search.any_word(text)):
        yield _t("Search for any of these words"), _search(everything, either)
    yield from with_one_less(found, everything)
    if without:
        words = ngettext(
            "Take off the filters: %(n)s resource",
            "Take off the filters: %(n)s resources",
            without,
        )
        yield words % {"n": f"{without:,}"}, _search(everything, text)
    yield _t("See all resources"), everything


def _search(path: str, text: str) -> str:
    return f"{path}?{urlencode({'q': text})}" if text else path
