from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Case, Count, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation import filters
from foundation.feeds import json_list
from foundation.filters import Counts, FilterForm
from foundation.http import public_page
from foundation.paging import Page, keyset, numbered
from resources import search
from resources.additions import additions_of
from resources.choices import LengthBand, ResourceKind
from resources.filters import (
    FILM_FACETS,
    RESOURCE_FACETS,
    FilmFilter,
    ResourceFilter,
)
from resources.models import Film, Resource, Work, WorkQuerySet

#: Posters stand in rows of two, three or four.
FILMS_ON_A_PAGE = 36

RELATED = 5

#: Resources for a film: what one needs for the evening first.
KIND_ORDER = Case(
    *(
        When(kind=kind, then=Value(place))
        for place, kind in enumerate(ResourceKind.values)
    ),
    default=Value(len(ResourceKind)),
)


@dataclass(frozen=True)
class Listing:
    """A list as asked for: its filter, how many rows, and the page of them."""

    form: FilterForm
    counts: Counts
    page: Page


@public_page
def film_list(request: HttpRequest) -> HttpResponse:
    """Let people find a film by length, audience and topic."""
    listing = _films(request)
    context = _context(listing, reverse("films:list"))
    context["crumbs"] = [(_("Films"), "")]
    lengths = listing.counts.by_facet["length"]
    # On a phone the filters are folded, and minutes are what officers ask for first.
    context["bands"] = [band for band in LengthBand.choices if lengths.get(band[0])]
    return render(request, "films/list.html", context)


@public_page
def film_list_json(request: HttpRequest) -> JsonResponse:
    """The film list for other programs."""
    return _json(request, _films(request), reverse("films:list_json"))


@public_page
def film(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a film, where to watch it, and what goes with it."""
    film = get_object_or_404(_whole(Film.objects).select_related("guide"), slug=slug)
    guide = film.guide if film.guide and film.guide.is_published else None
    others = film.resources.published().for_lists().order_by(KIND_ORDER, "title")[:12]
    context = {
        "film": film,
        "guide": guide,
        "others": [other for other in others if other != guide],
        "facts": _film_facts(film),
        "additions": additions_of(film),
        "crumbs": [(_("Films"), reverse("films:list")), (film.title, "")],
    }
    return render(request, "films/film.html", context)


@public_page
def resource_list(request: HttpRequest) -> HttpResponse:
    """Let people search the library and narrow it by boxes."""
    path = reverse("resources:list")
    listing = _resources(request)
    context = _context(listing, path)
    context["crumbs"] = [(_("Resources"), "")]
    if not listing.counts.total:
        context["ways_out"] = _ways_out(listing, path)
    return render(request, "resources/list.html", context)


@public_page
def resource_list_json(request: HttpRequest) -> JsonResponse:
    """The resource list for other programs."""
    return _json(request, _resources(request), reverse("resources:list_json"))


@public_page
def resource(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a resource and where to get it."""
    resource = get_object_or_404(
        _whole(Resource.objects).select_related("related_film"), slug=slug
    )
    film = resource.related_film
    context = {
        "resource": resource,
        "film": film if film and film.is_published else None,
        "facts": _resource_facts(resource),
        "related": _related(resource),
        "crumbs": [(_("Resources"), reverse("resources:list")), (resource.title, "")],
    }
    return render(request, "resources/resource.html", context)


def _films(request: HttpRequest) -> Listing:
    form = FilmFilter(request.GET)
    rows = Film.objects.published()
    counts = filters.count(rows, FILM_FACETS, form.chosen)
    form.tell(counts.by_facet)
    page = Page([])
    if counts.total:
        shown = filters.narrowed(rows, FILM_FACETS, form.chosen).for_lists()
        wanted = request.GET.get("page", "")
        page = keyset(shown, wanted, field="title", size=FILMS_ON_A_PAGE)
    return Listing(form, counts, page)


def _resources(request: HttpRequest) -> Listing:
    form = ResourceFilter(request.GET)
    text = form.chosen.get("q", "")
    rows = Resource.objects.published()
    rows = rows.matching(text) if text else rows
    has_boxes = any(facet.name in form.chosen for facet in RESOURCE_FACETS)
    counts = filters.count(
        rows, RESOURCE_FACETS, form.chosen, also={"without": rows} if has_boxes else {}
    )
    form.tell(counts.by_facet)
    if not counts.total:
        return Listing(form, counts, Page([]))
    wanted = request.GET.get("page", "")
    rows = filters.narrowed(rows, RESOURCE_FACETS, form.chosen).for_lists()
    if not text:
        return Listing(form, counts, keyset(rows, wanted, field="title"))
    ranked = search.with_headline(rows.by_rank(text), text)
    page = numbered(ranked, wanted, counts.total)
    for row in page:
        row.headline = search.marked(row.raw_headline)
    return Listing(form, counts, page)


def _context(listing: Listing, path: str) -> dict[str, Any]:
    return {
        "form": listing.form,
        "counts": listing.counts,
        "page": listing.page,
        "action": path,
        "chips": listing.form.chips(path),
        "json_url": f"{path.rstrip('/')}.json{listing.form.query()}",
    }


def _ways_out(listing: Listing, path: str) -> list[tuple[str, str]]:
    """What to try when nothing was found, as (words, address)."""
    text = listing.form.chosen.get("q", "")
    ways = []
    if text and (better := search.did_you_mean(text, Resource.objects.published())):
        words = _("Search for “%(text)s” instead") % {"text": better}
        ways.append((words, _search(path, better)))
    if text and (either := search.any_word(text)):
        ways.append((_("Search for any of these words"), _search(path, either)))
    if without := listing.counts.others.get("without"):
        words = ngettext(
            "Take off the filters: %(n)s resource",
            "Take off the filters: %(n)s resources",
            without,
        )
        ways.append((words % {"n": f"{without:,}"}, _search(path, text)))
    return [*ways, (_("See all resources"), path)]


def _search(path: str, text: str) -> str:
    return f"{path}?{urlencode({'q': text})}" if text else path


def _json(request: HttpRequest, listing: Listing, path: str) -> JsonResponse:
    query = listing.form.query()
    following = ""
    if listing.page.next:
        joint = "&" if query else "?"
        following = f"{settings.SITE_URL}{path}{query}{joint}" + urlencode(
            {"page": listing.page.next}
        )
    return json_list(
        request,
        (_row(work) for work in listing.page),
        total=listing.counts.total,
        capped=listing.counts.is_capped,
        next=following,
        errors={name: list(errors) for name, errors in listing.form.errors.items()},
    )


def _row(work: Work) -> dict[str, Any]:
    """A film or a resource for another program; null means that nobody knows."""
    row = {
        "slug": work.slug,
        "title": work.title,
        "address": settings.SITE_URL + work.get_absolute_url(),
        "kind": work.kind,
        "year": work.year,
        "summary": work.summary,
        "topics": [topic["slug"] for topic in work.topic_list],
        "audiences": work.audiences,
        "link": work.link or None,
        "link_checked_on": work.link_checked_on,
    }
    if isinstance(work, Film):
        return row | {
            "minutes": work.minutes,
            "place": work.place or None,
            "series": work.series or None,
            "languages": work.languages,
            "captions": work.captions,
        }
    return row | {
        "publisher": work.publisher or None,
        "publication_id": work.publication_id or None,
        "language": work.language,
    }


def _whole(works: WorkQuerySet) -> WorkQuerySet:
    """A single published work with its topics, and nothing that visitors never see."""
    return (
        works.published().with_topics().defer("search", "words", "notes", "source_urls")
    )


def _film_facts(film: Film) -> list[tuple[str, str, str]]:
    return [
        ("clock", _("Length"), _exact(film)),
        ("pin", _("Place"), film.place),
        ("calendar", _("Year"), str(film.year or _("Not known"))),
        ("tag", _("Part of"), film.series),
        ("people", _("Who it is for"), ", ".join(film.audience_labels)),
        (
            "language",
            _("Languages"),
            ", ".join(film.language_labels) or _("Not known"),
        ),
        ("captions", _("Captions"), _captions(film)),
    ]


def _exact(film: Film) -> str:
    if film.exact_length:
        return f"{film.minutes_label} ({film.exact_length})"
    return film.minutes_label


def _captions(film: Film) -> str:
    """None is unknown, an empty list is none: a host must be able to tell."""
    if film.captions is None:
        return _("Not known. Look before you invite people who need them.")
    return ", ".join(film.caption_labels) or _("None")


def _resource_facts(resource: Resource) -> list[tuple[str, str, str]]:
    return [
        ("agency", _("Publisher"), resource.publisher or _("Not known")),
        ("calendar", _("Year"), str(resource.year or _("Not known"))),
        ("document", _("Kind"), resource.kind_label),
        ("tag", _("Publication number"), resource.publication_id),
        ("language", _("Language"), resource.get_language_display()),
        ("people", _("Who it is for"), ", ".join(resource.audience_labels)),
    ]


def _related(resource: Resource) -> WorkQuerySet:
    """Resources for the same film, then those that share most topics."""
    slugs = [topic["slug"] for topic in resource.topic_list]
    through = Resource.topics.through.objects
    shared = (
        through.filter(resource=OuterRef("pk"), topic__slug__in=slugs)
        .values("resource")
        .annotate(n=Count("pk"))
        .values("n")
    )
    nearness = Coalesce(Subquery(shared), 0)
    if resource.related_film_id:
        same_film = When(related_film=resource.related_film_id, then=Value(100))
        nearness += Case(same_film, default=Value(0))
    return (
        Resource.objects.published()
        .exclude(pk=resource.pk)
        .annotate(nearness=nearness)
        .filter(nearness__gt=0)
        .order_by("-nearness", "title", "pk")
        .for_lists()[:RELATED]
    )
