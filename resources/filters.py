"""The filters of the film list and the resource list."""

from django import forms
from django.db.models import Case, Exists, F, Func, OuterRef, Q, QuerySet, Value, When
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from foundation.filters import BoxesField, Facet, FilterForm
from resources.choices import (
    MEDIUM_ENDS,
    ROLL_CALL_ENDS,
    SHORT_ENDS,
    Audience,
    Language,
    LengthBand,
    ResourceKind,
)
from resources.formfields import SearchText
from resources.models import Film, Resource, Topic, Work

_MINUTES = {
    LengthBand.ROLL_CALL: Q(minutes__lte=ROLL_CALL_ENDS),
    LengthBand.SHORT: Q(minutes__gt=ROLL_CALL_ENDS, minutes__lte=SHORT_ENDS),
    LengthBand.MEDIUM: Q(minutes__gt=SHORT_ENDS, minutes__lte=MEDIUM_ENDS),
    LengthBand.LONG: Q(minutes__gt=MEDIUM_ENDS),
    LengthBand.UNKNOWN: Q(minutes=None),
}


def _by_length(rows: QuerySet, bands: list[str]) -> QuerySet:
    wanted = Q()
    for band in bands:
        wanted |= _MINUTES[LengthBand(band)]
    return rows.filter(wanted)


def _by_topic(rows: QuerySet, slugs: list[str]) -> QuerySet:
    through = rows.model.topics.through
    mine = {rows.model._meta.model_name: OuterRef("pk")}
    return rows.filter(Exists(through.objects.filter(topic__slug__in=slugs, **mine)))


_TOPIC = Facet("topic", F("topics__slug"), _by_topic)
_AUDIENCE = Facet(
    "audience",
    Func(F("audiences"), function="unnest"),
    lambda rows, values: rows.filter(audiences__overlap=values),
)

FILM_FACETS = (
    Facet(
        "length",
        Case(
            *(When(rule, then=Value(band.value)) for band, rule in _MINUTES.items()),
        ),
        _by_length,
    ),
    _AUDIENCE,
    _TOPIC,
)

RESOURCE_FACETS = (
    Facet("kind", F("kind"), lambda rows, values: rows.filter(kind__in=values)),
    _AUDIENCE,
    _TOPIC,
    Facet(
        "language", F("language"), lambda rows, values: rows.filter(language__in=values)
    ),
)


class WorkFilter(FilterForm):
    """Films and resources are both chosen by audience and topic."""

    works: type[Work]

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self.topics = Topic.objects.used_by(self.works)
        self.fields["topic"].choices = self.topics.choices()


class FilmFilter(WorkFilter):
    works = Film

    length = BoxesField(label=_("Length"), choices=LengthBand.choices)
    audience = BoxesField(label=_("Who will watch"), choices=Audience, hide_empty=True)
    topic = BoxesField(label=_("Topic"))


class ResourceFilter(WorkFilter):
    works = Resource

    q = SearchText(widget=forms.HiddenInput)
    kind = BoxesField(label=_("Kind"), choices=ResourceKind.choices)
    audience = BoxesField(label=_("Who it is for"), choices=Audience, hide_empty=True)
    topic = BoxesField(label=_("Topic"))
    language = BoxesField(label=_("Language"), choices=Language, hide_empty=True)
