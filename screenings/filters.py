"""The filters of the list of screenings."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import forms
from django.db.models import F, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from foundation.filters import BoxesField, FilterForm
from foundation.words import in_words
from places.formfields import ZipFormField, place_for
from places.models import ZipPlace
from places.states import STATES
from resources.models import Film
from screenings.choices import Answer, GuestGroup, Mode, ScreeningStatus, SignLanguage

#: Radii in miles, narrowest first; a page without a result goes on to the next.
RADII = (25, 50, 100, 250)
USUAL_RADIUS = 50

#: The spans of days that the list offers, beside whole months.
WEEK = timedelta(days=7)
MONTHS, QUARTER = 3, timedelta(days=91)

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Choice = tuple[str, "str | _StrPromise"]

_NOT_LISTED = _("Pick from the list: this one we do not know.")

_ACCESS = (
    ("captions", _("Captions")),
    ("step-free", _("Step-free way in")),
    ("asl", _("Sign language (ASL)")),
)
_ACCESS_RULES = {
    "captions": Q(captions=Answer.YES),
    "step-free": Q(step_free=Answer.YES),
    "asl": Q(sign_language__in=[SignLanguage.YES, SignLanguage.REQUEST]),
}
_MODES = (("in-person", _("In person")), ("online", _("Online")))
_MODE_RULES = {
    "in-person": ~Q(mode=Mode.ONLINE),
    "online": ~Q(mode=Mode.IN_PERSON),
}
_ROOM_LEFT = ~Q(mode=Mode.ONLINE) & Q(seats_taken__lt=F("capacity"))
_ONLINE_LEFT = ~Q(mode=Mode.IN_PERSON) & Q(online_taken__lt=F("online_capacity"))
#: Seats left, of the kind that the visitor looks for.
_SEATS_LEFT = {
    "": _ROOM_LEFT | _ONLINE_LEFT,
    "in-person": _ROOM_LEFT,
    "online": _ONLINE_LEFT,
}


def _choice(
    label: "_StrPromise",
    choices: Iterable[Choice] = (),
    empty: "str | _StrPromise" = "",
) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=[("", empty), *choices],
        error_messages={"invalid_choice": _NOT_LISTED},
    )


class ScreeningFilter(FilterForm):
    """Where, when, which film, for whom, and how to get in."""

    goes_with = {"zip": ("within", "order")}

    zip = ZipFormField(label=_("Near ZIP code"), required=False, needs_point=True)
    within = _choice(_("Within"))
    state = _choice(
        _("State"), [(one.slug, one.name) for one in STATES.values()], _("Any state")
    )
    when = _choice(_("When"))
    mode = _choice(_("How to take part"), _MODES, _("In person or online"))
    film = _choice(_("Film"))
    audience = BoxesField(label=_("Who it is for"), choices=GuestGroup.choices)
    access = BoxesField(label=_("Access"), choices=_ACCESS)
    seats = forms.BooleanField(label=_("With seats left"), required=False)
    order = _choice(
        _("Order near a ZIP code"),
        (("date", _("Soonest first")),),
        _("Nearest first"),
    )

    def __init__(self, data: QueryDict, *, state: str = "", past: bool = False) -> None:
        if data.get("order") == "near":
            # What was once asked for by this name is how such a list stands by itself.
            data = data.copy()
            del data["order"]
        super().__init__(data)
        films = Film.objects.published().order_by("title").values_list("slug", "title")
        self._offer("film", _t("Any film"), films)
        self._offer("when", _t("Any time"), _spans())
        usual = _t("%(miles)s miles, more if none") % {"miles": USUAL_RADIUS}
        self._offer("within", usual, _radii())
        if state:
            del self.fields["state"]
        if past:
            # Nobody reserves a seat in the past, and nobody plans a drive there.
            for name in ("when", "seats"):
                del self.fields[name]
            self._offer("order", _t("Nearest first"), [("date", _t("Newest first"))])

    def _offer(self, name: str, empty: str, choices: Iterable[Choice]) -> None:
        self.fields[name].choices = [("", empty), *choices]

    @cached_property
    def chosen(self) -> dict[str, Any]:
        """What is on; distance says nothing without a ZIP code, or of going online."""
        chosen = super().chosen
        if "zip" in chosen and chosen.get("mode") != "online":
            return chosen
        return {
            name: value
            for name, value in chosen.items()
            if name not in ("within", "order")
        }

    @property
    def place(self) -> ZipPlace | None:
        """Where the visitor looks from; no further query."""
        zip = self.chosen.get("zip")
        return place_for(zip) if zip else None

    @property
    def radius(self) -> int:
        """Miles, as asked for."""
        return int(self.chosen.get("within") or USUAL_RADIUS)

    @property
    def is_in_person(self) -> bool:
        """Whether only rooms are asked for."""
        return self.chosen.get("mode") == "in-person"

    @property
    def is_online(self) -> bool:
        """Whether only taking part online is asked for."""
        return self.chosen.get("mode") == "online"

    def joined(self, way: str) -> Q:
        """What can be joined "in-person" or "online", with seats left if asked for."""
        rules = _SEATS_LEFT if self.chosen.get("seats") else _MODE_RULES
        return rules[way]

    def query_online(self) -> str:
        """The query of the list of all that can be joined online, as `query`."""
        left = ("mode", "within", "order")
        pairs = [(name, value) for name, value in self.pairs if name not in left]
        return f"?{urlencode([*pairs, ('mode', 'online')])}"

    def narrow(self, rows: QuerySet) -> QuerySet:
        """Apply everything but the distance."""
        chosen = self.chosen
        if slug := chosen.get("state"):
            rows = rows.filter(state=slug.upper())
        if slug := chosen.get("film"):
            rows = rows.filter(film__slug=slug)
        if mode := chosen.get("mode"):
            rows = rows.filter(_MODE_RULES[mode])
        if groups := chosen.get("audience"):
            rows = rows.filter(audiences__overlap=groups)
        for fact in chosen.get("access", ()):
            rows = rows.filter(_ACCESS_RULES[fact])
        if chosen.get("seats"):
            left = _SEATS_LEFT[chosen.get("mode") or ""]
            rows = rows.filter(left, status=ScreeningStatus.PUBLISHED)
        if span := chosen.get("when"):
            first, last = days_of(span, timezone.localdate())
            rows = rows.filter(
                starts_at__gte=_midnight(first), starts_at__lt=_midnight(last)
            )
        return rows

    def chip(self, name: str, value: str) -> str:
        if name == "zip":
            return _t("Near %(zip)s") % {"zip": value}
        if name == "within":
            return _t("Within %(miles)s miles") % {"miles": value}
        if name == "seats":
            return str(self.fields["seats"].label)
        return super().chip(name, value)


def _spans() -> list[Choice]:
    return [
        ("week", _t("Next %(time)s") % {"time": in_words(WEEK)}),
        ("month", _t("This month")),
        ("next-month", _t("Next month")),
        ("quarter", _t("Next %(number)s months") % {"number": in_words(MONTHS)}),
    ]


def _radii() -> list[Choice]:
    said = _t("%(miles)s miles")
    return [(str(miles), said % {"miles": miles}) for miles in RADII]


def days_of(span: str, today: date) -> tuple[date, date]:
    """The days of a named span as (first, the day after the last)."""
    month = today.replace(day=1)
    following = (month + timedelta(days=32)).replace(day=1)
    if span == "week":
        return today, today + WEEK
    if span == "month":
        return month, following
    if span == "next-month":
        return following, (following + timedelta(days=32)).replace(day=1)
    return today, today + QUARTER


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
