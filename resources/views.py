"""The pages of films and resources: lists to choose from, and a page for each."""

from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _t

from foundation import kept
from foundation.feeds import json_page
from foundation.filters import shorter
from foundation.http import public_page
from resources import finding
from resources.additions import additions_of
from resources.facts import before_showing, film_facts, resource_facts
from resources.filters import FilmFilter, ResourceFilter
from resources.finding import Found
from resources.models import Film, Resource
from resources.structured import film_row, resource_row


@public_page(shows=["library"], keys=kept.keys_of(FilmFilter))
def film_list(request: HttpRequest) -> HttpResponse:
    """Let people find a film by length, audience and topic."""
    if short := shorter(request):
        return redirect(short)
    found = finding.find_films(request.GET)
    path = reverse("films:list")
    context = _list(found, path, crumb=_t("Films"))
    context["unknown"] = finding.of_unknown_length(found, path)
    # On a phone the filters are folded, and minutes are what officers ask for first.
    context["bands"] = finding.lengths_of(found)
    context["ways"] = finding.with_one_less(found, reverse("films:list"))
    return render(request, "films/list.html", context)


@public_page(shows=["library"], keys=kept.keys_of(FilmFilter))
def film_list_json(request: HttpRequest) -> JsonResponse:
    """The film list for other programs."""
    found = finding.find_films(request.GET)
    rows = [film_row(film) for film in found.page]
    path = f"{settings.SITE_URL}{request.path}"
    unknown = finding.of_unknown_length(found, path)
    more = {"length_not_known": asdict(unknown)} if unknown else {}
    return _json(request, found, rows, **more)


@public_page(shows=["library", "screenings", "leaders"])
def film(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a film, where to watch it, and what goes with it."""
    films = Film.objects.published().for_page().select_related("guide")
    film = get_object_or_404(films, slug=slug)
    guide = film.guide if film.guide and film.guide.is_published else None
    context = {
        "film": film,
        "guide": guide,
        "others": [other for other in finding.for_film(film) if other != guide],
        "facts": film_facts(film),
        "before_showing": before_showing(film),
        "additions": additions_of(film),
        "crumbs": [(_t("Films"), reverse("films:list")), (film.title, "")],
    }
    return render(request, "films/film.html", context)


@public_page(shows=["library"], keys=kept.keys_of(ResourceFilter))
def resource_list(request: HttpRequest) -> HttpResponse:
    """Let people search the library and narrow it by boxes."""
    if short := shorter(request):
        return redirect(short)
    found = finding.find_resources(request.GET)
    context = _list(found, reverse("resources:list"), crumb=_t("Resources"))
    context["ways_out"] = finding.ways_out(found)
    return render(request, "resources/list.html", context)


@public_page(shows=["library"], keys=kept.keys_of(ResourceFilter))
def resource_list_json(request: HttpRequest) -> JsonResponse:
    """The resource list for other programs."""
    found = finding.find_resources(request.GET)
    rows = [resource_row(resource) for resource in found.page]
    return _json(request, found, rows)


@public_page(shows=["library"])
def resource(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a resource and where to get it."""
    resources = Resource.objects.published().for_page().select_related("related_film")
    resource = get_object_or_404(resources, slug=slug)
    film = resource.related_film
    context = {
        "resource": resource,
        "film": film if film and film.is_published else None,
        "facts": resource_facts(resource),
        "standing": resource.fact("standing"),
        "related": finding.related_to(resource),
        "crumbs": [(_t("Resources"), reverse("resources:list")), (resource.title, "")],
    }
    return render(request, "resources/resource.html", context)


def _list(found: Found, path: str, *, crumb: str) -> dict[str, Any]:
    """What the page of a list shows; `path` is its address without the query."""
    return {
        "form": found.form,
        "counts": found.counts,
        "page": found.page,
        "action": path,
        "chips": found.form.chips(path),
        "json_url": f"{path.rstrip('/')}.json{found.form.query()}",
        "crumbs": [(crumb, "")],
    }


def _json(
    request: HttpRequest, found: Found, rows: list[dict], **more: Any
) -> JsonResponse:
    return json_page(
        request, rows, form=found.form, counts=found.counts, page=found.page, **more
    )
