"""Films and resources for other programs: as rows of the JSON lists."""

from typing import Any

from django.conf import settings

from resources.models import Film, Resource, Work
from resources.models.work import Sourced


def film_row(film: Film) -> dict[str, Any]:
    """A film for another program; null means that nobody knows."""
    return _row(film) | {
        "minutes": film.minutes,
        "place": film.place or None,
        "series": film.series or None,
        "languages": film.languages,
        "captions": film.captions,
    }


def resource_row(resource: Resource) -> dict[str, Any]:
    """A resource for another program; null means that nobody knows."""
    return _row(resource) | {
        "publisher": resource.publisher or None,
        "publication_id": resource.publication_id or None,
        "language": resource.language,
    }


def _row(work: Work) -> dict[str, Any]:
    return {
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
        **{name: _sourced(work.fact(name)) for name in work.sourced},
    }


def _sourced(fact: Sourced | None) -> dict[str, str | None] | None:
    """A fact with the address where it was read."""
    return {"text": fact.text, "source": fact.source or None} if fact else None
