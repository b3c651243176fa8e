"""The filters of the film list and the resource list."""

from django import forms
from django.db.models import Case, Exists, F, Func, OuterRef, Q, QuerySet, Value, When
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from foundation.filters import BoxesField, Facet, FilterForm
from foundation.formfields import Line
from resources.choices import (
    Audience,
    Language,
    LengthBand,
    ResourceKind,
    TopicGroup,
)
from resources.models import Film, Resource, Topic, TopicQuerySet

_MINUTES = {
    LengthBand.ROLL_CALL: Q(minutes__lte=10),
    LengthBand.SHORT: Q(minutes__range=(11, 20)),
    LengthBand.MEDIUM: Q(minutes__range=(21, 35)),
    LengthBand.LONG: Q(minutes__gt=35),
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


class _WorkFilter(FilterForm):
    """Films and resources are both chosen by audience and topic."""

    def __init__(self, data: QueryDict, *, topics: TopicQuerySet, **kwargs) -> None:
        super().__init__(data, **kwargs)
        self.topics = list(topics)
        by_group = {group: [] for group in TopicGroup}
        for topic in self.topics:
            by_group[TopicGroup(topic.group)].append((topic.slug, topic.label))
        self.fields["topic"].choices = [
            (str(group.label), some) for group, some in by_group.items() if some
        ]


class FilmFilter(_WorkFilter):
    length = BoxesField(label=_("Length"), choices=LengthBand.choices)
    audience = BoxesField(label=_("Who will watch"), choices=Audience, hide_empty=True)
    topic = BoxesField(label=_("Topic"))

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, topics=Topic.objects.used_by(Film))


class ResourceFilter(_WorkFilter):
    q = Line(
        label=_("Search for"),
        max_length=200,
        required=False,
        widget=forms.HiddenInput,
        error_messages={"max_length": _("Use 200 characters or fewer.")},
    )
    kind = BoxesField(label=_("Kind"), choices=ResourceKind.choices)
    audience = BoxesField(label=_("Who it is for"), choices=Audience, hide_empty=True)
    topic = BoxesField(label=_("Topic"))
    language = BoxesField(label=_("Language"), choices=Language, hide_empty=True)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, topics=Topic.objects.used_by(Resource))
