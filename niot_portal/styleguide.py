"""The style guide: every component in its states, with made-up content.

Served at /styleguide/ in development only; `tests/look` and people look at it.
"""

from datetime import datetime
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from foundation import errors
from foundation.icons import ICONS
from foundation.paging import Page
from foundation.templatetags.look import PALETTES, palette_of
from places.tiles import tiles

_CENTRAL = ZoneInfo("America/Chicago")


def _film(title: str, slug: str, year: int | None, minutes: str) -> SimpleNamespace:
    return SimpleNamespace(
        title=title,
        slug=slug,
        year=year,
        minutes_label=minutes,
        place="Exampleton, WI",
        topic_labels=["Prevention", "Leadership"],
        get_absolute_url="#films",
    )


FILMS = [
    _film("A Light in Every Window", "a-light", 1998, "30 minutes"),
    _film("The Long Table", "the-long-table", 2004, "12 minutes"),
    _film("Roll Call at Six", "roll-call-at-six", 2015, "Length not known"),
    _film(
        "What the Neighbors Did When the Signs Came Back to Sample Street",
        "what-neighbors-did",
        None,
        "57 minutes",
    ),
]


def _screening(**changes) -> SimpleNamespace:
    plain = {
        "title": "A Light in Every Window",
        "film": FILMS[0],
        "announced_start": datetime(2027, 5, 12, 19, 0, tzinfo=_CENTRAL),
        "zone_label": "Central Time",
        "place_line": "Exampleton, WI",
        "room_line": "Exampleton, WI",
        "is_online": False,
        "has_place": True,
        "has_link": False,
        "is_ahead": True,
        "miles": 12.4,
        "seats_in_list": "Seats free",
        "status": "published",
        "status_label": "Open",
        "has_lost_its_date": False,
        "is_postponed": False,
        "is_cancelled": False,
        "cancel_reason": "",
        "get_absolute_url": "#events",
    }
    return SimpleNamespace(**(plain | changes))


def _leader(name: str, **changes) -> SimpleNamespace:
    plain = {
        "name": name,
        "public_rank": "Lieutenant",
        "agency_line": "Exampleton Police Department (made up)",
        "region_name": "Midwestern region",
        "state_name": "Wisconsin",
        "topic_labels": ["School programs", "Night patrol", "Vigils"],
        "portrait_url": "",
        "get_absolute_url": "#people",
        "is_accepting": True,
        "miles": None,
    }
    return SimpleNamespace(**(plain | changes))


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Your name", max_length=80)
    email = forms.EmailField(
        label="E-mail address", help_text="We write once, with a link to confirm."
    )
    zip = forms.CharField(
        label="ZIP code",
        max_length=5,
        widget=forms.TextInput(
            attrs={"autocomplete": "postal-code", "inputmode": "numeric"}
        ),
    )
    on = forms.DateField(
        label="Date", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    kind = forms.ChoiceField(
        label="Type of agency",
        choices=[("", "Choose one"), ("local", "Local police"), ("sheriff", "Sheriff")],
    )
    place = forms.ChoiceField(
        label="Where will it be?",
        help_text="You can change this until you publish.",
        choices=[("room", "In a room"), ("online", "Online")],
        widget=forms.RadioSelect,
    )
    access = forms.MultipleChoiceField(
        label="What the room offers",
        required=False,
        choices=[
            ("step", "Step-free entrance"),
            ("captions", "The film is shown with captions"),
            ("loop", "Hearing loop"),
            ("parking", "Parking on site"),
        ],
        widget=forms.CheckboxSelectMultiple(attrs={"class": "options--columns"}),
    )
    why = forms.CharField(
        label="Why you want to help",
        max_length=400,
        help_text="A few sentences are enough.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    portrait = forms.FileField(
        label="Portrait", required=False, help_text="JPEG or PNG, up to 5 MB."
    )
    agree = forms.BooleanField(
        label="I agree that my name, rank and agency are shown in the directory."
    )


class SampleFilter(forms.Form):
    """A filter as lists have it."""

    zip = forms.CharField(label="Near ZIP code", required=False)
    within = forms.ChoiceField(
        label="Within",
        required=False,
        choices=[("25", "25 miles"), ("50", "50 miles"), ("100", "100 miles")],
    )
    topic = forms.MultipleChoiceField(
        label="Topic",
        required=False,
        choices=[("schools", "Schools (12)"), ("vigils", "Vigils (3)")],
        widget=forms.CheckboxSelectMultiple,
    )


@login_not_required
@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component, empty and full, right and wrong."""
    return render(request, "styleguide.html", _content())


def _content() -> dict[str, Any]:
    wrong = SampleForm({"name": "Ana Sample", "email": "ana@", "why": "Because"})
    wrong.is_valid()
    counts = {"WI": 14, "MT": 3, "CA": 9, "NY": 6, "TX": 4, "OH": 2, "PR": 1}
    return {
        "icons": sorted(ICONS),
        "films": FILMS,
        "eight": [
            _film(f"Palette {n}", s, 2000 + n, f"{n * 7} minutes")
            for n, s in enumerate(_one_slug_of_each_palette(), 1)
        ],
        "screenings": [
            _screening(announced_start=timezone.now().astimezone(_CENTRAL)),
            _screening(
                title="An evening with Roll Call at Six",
                film=FILMS[2],
                is_online=True,
                place_line="Online",
                miles=None,
                seats_in_list="Full",
            ),
            _screening(
                is_postponed=True,
                has_lost_its_date=True,
                announced_when=(
                    "Was planned for Wednesday, May 12, 2027, 7:00 pm Central Time"
                ),
                status_label="Postponed",
            ),
            _screening(
                is_cancelled=True,
                status_label="Cancelled",
                cancel_reason="The school is closed that week because of flooding.",
            ),
        ],
        "leaders": [
            _leader("Ana de la Cruz Sample"),
            _leader("Ben Example", is_accepting=False, miles=0.4, public_rank="Chief"),
            _leader("Chau Placeholder", topic_labels=[], public_rank="Detective"),
        ],
        "resource": SimpleNamespace(
            title="Discussion guide: A Light in Every Window",
            kind_label="Discussion guide",
            publisher="Example Press",
            year=2012,
            summary="Questions for before and after the film, an outline for one "
            "hour, and a page on what to do when a guest tells their own story.",
            minutes_label="60 minutes",
            language_label="English and Spanish",
            get_absolute_url="#resources",
        ),
        "tiles": tiles(counts, lambda state: "#map"),
        "events": [
            SimpleNamespace(
                at=timezone.now(),
                who="Ana Sample, reviewer",
                what="Recommended: accept",
                why="Two strong references. Knows the schools in the county.",
            ),
            SimpleNamespace(at=timezone.now(), who="Ben Example", what="Sent", why=""),
        ],
        "facts": [
            ("calendar", "When", "Wednesday, May 12, 2027, 7:00 pm Central Time"),
            ("pin", "Where", "Exampleton High School, 1 Sample Street"),
            ("people", "For", "Everyone. Best for 14 and older."),
            ("access", "Access", "Step-free entrance, captions on the film"),
        ],
        "crumbs": [("Screenings", "#"), ("Wisconsin", "#"), ("This page", "")],
        "chips": [("Within 50 miles of 53154", "#"), ("Schools", "#")],
        "page": Page(rows=[], next="3", previous="1", number=2, pages=7),
        "steps": [
            ("You", "done"),
            ("Agency", "done"),
            ("Why", "now"),
            ("Consent", "next"),
        ],
        "form": SampleForm(),
        "wrong": wrong,
        "filter": SampleFilter({"zip": "53154", "topic": ["schools"]}),
    }


@login_not_required
@require_safe
def error_page(request: HttpRequest, name: str) -> HttpResponse:
    """Show an error page without the error: /styleguide/errors/404/."""
    pages = {
        "400": errors.bad_request,
        "403": errors.forbidden,
        "404": errors.not_found,
        "413": errors.too_large,
        "429": errors.too_many,
        "500": errors.server_error,
        "503": errors.busy,
        "csrf": errors.csrf_failure,
    }
    return pages.get(name, errors.not_found)(request)


def _one_slug_of_each_palette() -> list[str]:
    found: dict[str, str] = {}
    number = 0
    while len(found) < PALETTES:
        found.setdefault(palette_of(f"sample-{number}"), f"sample-{number}")
        number += 1
    return [found[palette] for palette in sorted(found)]
