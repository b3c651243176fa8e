"""Filters of lists: GET forms with short addresses, honest counts and chips.

A list page has a `FilterForm` bound to `request.GET`. Keys it does not know are
ignored; a value it does not know is an error beside the field, the page still answers
200, and the rest of the filter holds. Counts beside the choices ignore their own
group (so that a second box in a group can only add), and all of them, with the total,
come from one statement. A list without rows says which filter to take off
(`without_each`), with one statement more. The address holds nothing empty (`shorter`).
"""

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field
from typing import Any, Self, TypeVar
from urllib.parse import urlencode

from django import forms
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Count,
    Expression,
    F,
    Func,
    IntegerField,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast
from django.http import HttpRequest, QueryDict
from django.utils.encoding import escape_uri_path
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

#: Totals stop counting here: "more than 1,000" tells a reader as much.
CAP = 1_000
#: Filters that a list without rows tries to leave out, one after the other.
TRIED = 8
#: More boxes than this in a group are folded on a phone.
UNFOLDED = 8

Rows = TypeVar("Rows", bound=QuerySet)
Form = TypeVar("Form", bound="FilterForm")


class FilterForm(forms.Form):
    """A form bound to `request.GET` that narrows a list.

    `goes_with` names, by field, those that mean nothing without it.
    """

    use_required_attribute = False
    goes_with: Mapping[str, tuple[str, ...]] = {}

    def __init__(self, data: Mapping, **kwargs) -> None:
        super().__init__(data, auto_id=kwargs.pop("auto_id", "filter-%s"), **kwargs)

    @cached_property
    def chosen(self) -> dict[str, Any]:
        """The fields that are filled in and valid, by name, cleaned."""
        self.is_valid()
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if value not in (None, "", [], False)
        }

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """What is chosen as (name, value), for another form to carry along."""
        return [
            (name, value)
            for name, chosen in self.chosen.items()
            for value in self._texts(chosen)
        ]

    def query(self, *, without: tuple[str, str] | None = None) -> str:
        """The filter as the query of an address ("?topic=sikh&topic=faith"), or "".

        `without` names a field and one of its values to leave out. The order is the
        form's own, whatever order the visitor's address had.
        """
        pairs = [pair for pair in self.pairs if pair != without]
        names = {name for name, _value in pairs}
        if without and without[0] not in names:
            left = self.goes_with.get(without[0], ())
            pairs = [pair for pair in pairs if pair[0] not in left]
        return f"?{urlencode(pairs)}" if pairs else ""

    def but(self, **values: Any) -> Self:
        """The same filter with other values; None leaves a field out."""
        gone = [name for name, value in values.items() if value is None]
        values |= {each: None for name in gone for each in self.goes_with.get(name, ())}
        chosen = {**self.chosen, **values}
        other = copy(self)
        other.__dict__["chosen"] = {
            name: chosen[name]
            for name in self.base_fields
            if chosen.get(name) is not None
        }
        return other

    def words_of(self, name: str) -> str:
        """What is chosen in one field, as its chips say it."""
        either = [self.chip(name, value) for value in self._texts(self.chosen[name])]
        return _t(" or ").join(either)

    def steps_beside(self, name: str, counts: "Counts") -> "list[Step]":
        """The nearest boxes below and above the ticked ones that would show rows.

        For boxes that stand in an order, such as sizes.
        """
        numbers = counts.by_facet.get(name, {})
        choices = list(_flat(self.fields[name].choices))
        ticked = [
            place
            for place, (value, _label) in enumerate(choices)
            if value in self.chosen.get(name, ())
        ]
        if not ticked:
            return []
        below, above = choices[: ticked[0]], choices[ticked[-1] + 1 :]
        found = (
            next(((v, label) for v, label in part if numbers.get(v)), None)
            for part in (below[::-1], above)
        )
        return [
            Step(str(label), numbers[value], self.but(**{name: [value]}))
            for value, label in filter(None, found)
        ]

    def chips(self, path: str) -> list[tuple[str, str]]:
        """What is on, as (words, the address without it), for `partials/chips.html`."""
        return [
            (self.chip(name, value), path + self.query(without=(name, value)))
            for name, value in self.pairs
        ]

    def chip(self, name: str, value: str) -> str:
        """The words for one chosen value; a form with other fields adds its own."""
        choices = getattr(self.fields[name], "choices", None)
        if choices is None:
            return _t("“%(text)s”") % {"text": value}
        return str(dict(_flat(choices)).get(value, value))

    def tell(self, counts: Mapping[str, Mapping[str, int]]) -> None:
        """Put the numbers beside the choices; `counts` is by field, then by value."""
        for name, numbers in counts.items():
            widget = self.fields[name].widget
            if not isinstance(widget, Boxes):
                widget.choices = [
                    (value, f"{label} ({numbers.get(value, 0):,})" if value else label)
                    for value, label in self.fields[name].choices
                ]
                continue
            widget.counts = numbers
            is_idle = name not in self.chosen and name not in self.errors
            if widget.hide_empty and is_idle and not any(numbers.values()):
                # A legend over no boxes helps nobody.
                del self.fields[name]

    @staticmethod
    def _texts(value: Any) -> list[str]:
        values = value if isinstance(value, list) else [value]
        return [str(each) for each in values]


def _flat(choices: Iterable) -> Iterable[tuple[str, str]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield value, label


class Boxes(forms.CheckboxSelectMultiple):
    """Checkboxes that tell how many rows each would show.

    `counts` maps values to numbers; without it nothing is told. A box that would show
    nothing is disabled, or left out where `hide_empty` is set, unless it is ticked;
    with `offer_empty` it can be ticked all the same. Choices in groups are folded, a
    group with a tick standing open; many without groups are folded on a phone.
    """

    template_name = "partials/boxes.html"
    counts: Mapping[str, int] | None = None
    hide_empty = False
    offer_empty = False

    def get_context(
        self, name: str, value: Any, attrs: dict[str, Any] | None
    ) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        groups: list[dict[str, Any]] = []
        for label, options, _index in context["widget"]["optgroups"]:
            kept = [self._told(option) for option in options if self._shows(option)]
            if kept and (label or not groups or groups[-1]["label"]):
                groups.append({"label": label, "options": [], "ticked": 0})
            if kept:
                groups[-1]["options"] += kept
                groups[-1]["ticked"] += sum(option["selected"] for option in kept)
        context["widget"]["is_long"] = (
            len(groups) == 1 and len(groups[0]["options"]) > UNFOLDED
        )
        if groups and attrs and "id" in attrs:
            # What the summary of errors leads to.
            groups[0]["options"][0]["attrs"]["id"] = f"{attrs['id']}_0"
        context["widget"]["groups"] = groups
        return context

    def _shows(self, option: dict) -> bool:
        return (
            self.counts is None
            or not self.hide_empty
            or option["selected"]
            or self.counts.get(str(option["value"]), 0) > 0
        )

    def _told(self, option: dict) -> dict:
        if self.counts is not None:
            option["count"] = self.counts.get(str(option["value"]), 0)
            is_idle = not option["count"] and not option["selected"]
            option["off"] = is_idle and not self.offer_empty
        return option


class BoxesField(forms.MultipleChoiceField):
    """Any number of choices out of a list; cleans to the list without repeats."""

    widget = Boxes
    default_error_messages = {
        "invalid_choice": _("Pick from the list: one of these we do not know."),
        "invalid_list": _("Pick from the list."),
    }

    def __init__(
        self, *, hide_empty: bool = False, offer_empty: bool = False, **kwargs
    ) -> None:
        super().__init__(required=False, **kwargs)
        self.widget.hide_empty, self.widget.offer_empty = hide_empty, offer_empty

    def to_python(self, value: Any) -> list[str]:
        return list(dict.fromkeys(super().to_python(value)))


@dataclass(frozen=True)
class Facet:
    """One group of choices: `by` gives a row's value, `narrow` keeps the chosen ones.

    `narrow` must not multiply rows (`Exists`, not a join); `by` may, once for each
    value that a row has.
    """

    name: str
    by: Expression | F
    narrow: Callable[[Any, Any], Any]


@dataclass(frozen=True)
class Counts:
    """How many rows a filter shows, and how many each box would."""

    total: int
    is_capped: bool
    by_facet: dict[str, dict[str, int]] = field(default_factory=dict)
    others: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """Another way to filter, in words, and how many rows it shows."""

    words: str
    number: int
    form: FilterForm

    @property
    def told(self) -> str:
        """The number as people read it, which may have stopped at its cap."""
        return f"{CAP:,}+" if self.number > CAP else f"{self.number:,}"

    @property
    def as_without(self) -> str:
        """Of a filter that is left out: what then would be shown."""
        said = ngettext(
            "Without %(words)s there is %(n)s",
            "Without %(words)s there are %(n)s",
            self.number,
        )
        # Words that were searched for have their quotes.
        quoted = self.words.startswith("“")
        words = self.words if quoted else _t("“%(text)s”") % {"text": self.words}
        return said % {"words": words, "n": self.told}


def narrowed(
    rows: Rows, facets: Iterable[Facet], chosen: Mapping[str, Any], *, but: str = ""
) -> Rows:
    """`rows` with each facet's choice applied, except that of the facet `but`."""
    for facet in facets:
        if facet.name != but and chosen.get(facet.name):
            rows = facet.narrow(rows, chosen[facet.name])
    return rows


def count(
    rows: QuerySet,
    facets: Iterable[Facet],
    chosen: Mapping[str, Any],
    *,
    cap: int = CAP,
    also: Mapping[str, QuerySet] | None = None,
) -> Counts:
    """Count a list and its boxes in one statement (`UNION ALL`).

    `rows` holds what no facet narrows. `also` names further lists to count beside it,
    such as the one without filters, for a page that found nothing.
    """
    facets = list(facets)
    parts = [_total("total", narrowed(rows, facets, chosen), cap)]
    parts += [_total(name, others, cap) for name, others in (also or {}).items()]
    parts += [
        narrowed(rows, facets, chosen, but=facet.name)
        .order_by()
        .values(
            counted=Value(facet.name, output_field=TextField()),
            choice=Cast(facet.by, TextField()),
        )
        .annotate(n=Count("pk"))
        for facet in facets
    ]
    by_facet: dict[str, dict[str, int]] = {facet.name: {} for facet in facets}
    totals = {}
    for row in parts[0].union(*parts[1:], all=True):
        if row["counted"] in by_facet:
            by_facet[row["counted"]][row["choice"]] = row["n"]
        else:
            totals[row["counted"]] = row["n"]
    total = totals.pop("total", 0)
    return Counts(min(total, cap), total > cap, by_facet, totals)


def without_each(form: Form, rows: Callable[[Form], QuerySet]) -> list[Step]:
    """What a list without rows would show with one filter less, where that is any.

    `rows` gives all rows of a filter. At most `TRIED` filters, in one statement; with
    one filter only, leaving it out is the whole list, which needs no number.
    """
    beside = {each for names in form.goes_with.values() for each in names}
    names = [name for name in form.chosen if name not in beside][:TRIED]
    if len(names) < 2:
        return []
    less = {name: form.but(**{name: None}) for name in names}
    parts = [_total(name, rows(other), CAP) for name, other in less.items()]
    found = {row["counted"]: row["n"] for row in parts[0].union(*parts[1:], all=True)}
    return [
        Step(form.words_of(name), found[name], other)
        for name, other in less.items()
        if found.get(name)
    ]


def said(asked: QueryDict, **usual: str) -> list[tuple[str, str]]:
    """The pairs of an address that say something: not empty, not said before.

    `usual` names keys with the value that they have when nothing is asked.
    """
    pairs = [(name, value) for name, values in asked.lists() for value in values]
    return [
        (name, value)
        for name, value in dict.fromkeys(pairs)
        if value.strip() and usual.get(name) != value
    ]


def shorter(request: HttpRequest, **usual: str) -> str:
    """The address of this page without what says nothing, or "" if it is short.

    A form sends its empty boxes along; one list has one address to keep and to share.
    """
    asked: Any = getattr(request, "asked", request.GET)
    pairs = said(asked, **usual)
    if len(pairs) == sum(len(values) for _name, values in asked.lists()):
        return ""
    query = f"?{urlencode(pairs)}" if pairs else ""
    return f"{escape_uri_path(request.path)}{query}"


def _total(name: str, rows: QuerySet, cap: int) -> QuerySet:
    first = ArraySubquery(rows.order_by().values("pk")[: cap + 1])
    # One row, of whatever the table holds first; what is counted is read once, however
    # the planner reads the rest.
    return rows.model._base_manager.order_by().values(
        counted=Value(name, output_field=TextField()),
        choice=Value("", output_field=TextField()),
        n=Func(first, function="cardinality", output_field=IntegerField()),
    )[:1]
