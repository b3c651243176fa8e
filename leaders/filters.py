"""The filter of the directory of leaders."""

from functools import cached_property
from typing import Any

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Lower
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from foundation.filters import BoxesField, Facet, FilterForm, narrowed
from foundation.formfields import Line
from leaders.choices import PublicField, RankBand, Service
from leaders.models import Leader
from places.choices import AgencyKind, AgencySize
from places.formfields import ZipFormField, place_for
from places.models import ZipPlace
from places.states import (
    REGIONS,
    STATES,
    Region,
    State,
    region_choices,
    region_named,
    state_of,
)
from resources.choices import Language
from resources.models import Topic

_LANGUAGES = ArrayField(CharField(max_length=5))

WITHIN = ("25", "50", "100", "250")
DEFAULT_WITHIN = "50"


def _by_topic(rows: QuerySet, slugs: list[str]) -> QuerySet:
    through = Leader.topics.through.objects
    return rows.filter(
        Exists(through.filter(leader=OuterRef("pk"), topic__slug__in=slugs))
    )


def _by_language(rows: QuerySet, codes: list[str]) -> QuerySet:
    # A language that a leader does not show must not be found out by filtering.
    return rows.filter(
        languages__overlap=codes, public_fields__contains=[PublicField.LANGUAGES]
    )


def _by_band(rows: QuerySet, bands: list[str]) -> QuerySet:
    return rows.filter(_RANK_SHOWN, band__in=bands)


def _in_state(rows: QuerySet, slug: str) -> QuerySet:
    state = state_of(slug)
    return rows.filter(state=state.code) if state else rows.none()


def _in_region(rows: QuerySet, slug: str) -> QuerySet:
    region = region_named(slug)
    return rows.filter(state__in=region.states) if region else rows.none()


# What a leader does not show must not be found out by counts or by filtering.
_RANK_SHOWN = Q(public_fields__contains=[PublicField.RANK])
_RETIRED = (_RANK_SHOWN & Q(rank_says_retired=True)) | Q(
    public_fields__contains=[PublicField.SERVICE], service=Service.RETIRED
)

FACETS = (
    Facet("state", Lower("state"), _in_state),
    Facet(
        "region",
        Case(
            *(
                When(state__in=region.states, then=Value(region.slug))
                for region in REGIONS
            ),
            output_field=CharField(),
        ),
        _in_region,
    ),
    Facet(
        "rank",
        Case(
            When(_RANK_SHOWN, then=F("band")),
            default=Value(""),
            output_field=CharField(),
        ),
        _by_band,
    ),
    Facet(
        "retired",
        Case(
            When(_RETIRED, then=Value("yes")),
            default=Value(""),
            output_field=CharField(),
        ),
        lambda rows, values: rows.filter(_RETIRED),
    ),
    Facet(
        "size",
        F("agency_size"),
        lambda rows, values: rows.filter(agency_size__in=values),
    ),
    Facet("topic", F("topics__slug"), _by_topic),
    Facet(
        "kind",
        F("agency_kind"),
        lambda rows, values: rows.filter(agency_kind__in=values),
    ),
    Facet(
        "language",
        Func(
            Case(
                When(
                    public_fields__contains=[PublicField.LANGUAGES],
                    then=F("languages"),
                ),
                default=Value([], output_field=_LANGUAGES),
                output_field=_LANGUAGES,
            ),
            function="unnest",
        ),
        _by_language,
    ),
)


class DirectoryFilter(FilterForm):
    """Which leaders to list. The state may come from the address of the page."""

    goes_with = {"zip": ("within",)}

    q = Line(
        label=_("Name, rank or word"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    zip = ZipFormField(
        label=_("Near ZIP code"),
        required=False,
        needs_point=True,
        help_text=_("Finds leaders who show their town."),
    )
    within = forms.ChoiceField(
        label=_("Within"),
        required=False,
        choices=[(miles, _("%s miles") % miles) for miles in WITHIN],
    )
    rank = BoxesField(label=_("Rank"), choices=RankBand.choices, offer_empty=True)
    retired = BoxesField(
        label=_("Retired"), choices=[("yes", _("Retired, of any rank"))]
    )
    size = BoxesField(
        label=_("Size of agency"), choices=AgencySize.choices, offer_empty=True
    )
    topic = BoxesField(label=_("Can help with"))
    kind = BoxesField(
        label=_("Type of agency"), choices=AgencyKind.choices, hide_empty=True
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("Any state")),
            *((state.slug, state.name) for state in STATES.values()),
        ],
    )
    region = forms.ChoiceField(
        label=_("Region"),
        required=False,
        choices=[("", _("Any region")), *region_choices],
    )
    language = BoxesField(label=_("Language"), choices=Language, hide_empty=True)

    def __init__(self, data: QueryDict, state: State | None = None) -> None:
        data = data.copy()
        if state is not None:
            data["state"] = state.slug
        elif "state" in data:
            data["state"] = data["state"].lower()
        data.setdefault("within", DEFAULT_WITHIN)
        super().__init__(data)
        self.fields["topic"].choices = Topic.objects.all().choices()

    @cached_property
    def chosen(self) -> dict[str, Any]:
        """What is filled in and valid; a distance counts only with a ZIP code."""
        self.is_valid()
        chosen = {
            name: value
            for name, value in self.cleaned_data.items()
            if value not in (None, "", [])
        }
        if "zip" not in chosen:
            chosen.pop("within", None)
        return chosen

    @property
    def place(self) -> ZipPlace | None:
        """Where the search is centred; no query."""
        return place_for(self.chosen["zip"]) if "zip" in self.chosen else None

    @property
    def miles(self) -> int:
        return int(self.chosen.get("within", DEFAULT_WITHIN))

    @property
    def state_chosen(self) -> State | None:
        return state_of(self.chosen.get("state", ""))

    @property
    def region_chosen(self) -> Region | None:
        return region_named(self.chosen.get("region", ""))

    def rows(self) -> QuerySet:
        """The listed leaders before state, region and boxes narrow them."""
        rows = Leader.objects.listed()
        if "q" in self.chosen:
            rows = rows.matching(self.chosen["q"])
        if place := self.place:
            rows = rows.near(place, self.miles)
        return rows

    def all_rows(self) -> QuerySet:
        """The listed leaders that fit all of the filter."""
        return narrowed(self.rows(), FACETS, self.chosen)

    def path(self, *, ending: str = "/") -> str:
        """The address of this list without its query: states have their own."""
        state = self.state_chosen
        base = reverse("leaders:directory").rstrip("/")
        return f"{base}/{state.slug}{ending}" if state else f"{base}{ending}"

    def address(self) -> str:
        """The address of this list, with its query."""
        return self.path() + self.query()

    def query(self, *, without: tuple[str, str] | None = None) -> str:
        """As ever, but the state stands in the path, and the usual miles nowhere."""
        unsaid = {"state": None}
        if self.chosen.get("within") == DEFAULT_WITHIN:
            unsaid["within"] = None
        return super(DirectoryFilter, self.but(**unsaid)).query(without=without)

    def chips(self, path: str = "") -> list[tuple[str, str]]:
        everywhere = reverse("leaders:directory")
        return [
            (
                self.chip(name, value),
                (everywhere if name == "state" else self.path())
                + self.query(without=(name, value)),
            )
            for name, value in self.pairs
            if name != "within"
        ]

    def chip(self, name: str, value: str) -> str:
        if name == "zip":
            words = _t("Within %(miles)s miles of %(zip)s")
            return words % {"miles": self.miles, "zip": value}
        if name == "retired":
            return _t("Retired")
        return super().chip(name, value)
