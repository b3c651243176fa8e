"""One search over help lines, leaders, screenings, films and resources."""

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django import forms
from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from foundation import fulltext
from foundation.filters import shorter
from foundation.http import public_page
from foundation.words import short_day
from leaders.models import Leader
from places.states import STATES, State
from resources import search_lengths
from resources.finding import films_of_length
from resources.formfields import SearchText
from resources.models import Film, HelpLine, Resource
from resources.search import any_word, search_films, search_resources
from resources.search_slips import did_you_mean
from screenings.choices import ScreeningStatus
from screenings.models import Screening

#: Answers that are few enough to ask whether something else was meant.
LITTLE = 2
#: Shown of each kind; one more is asked for, to know whether there are more.
SHOWN = 6

_PAGES = {
    "leader": "leaders:profile",
    "film": "films:film",
    "resource": "resources:resource",
}

_HEADINGS = {
    "help": _("Help lines"),
    "leader": _("Leaders"),
    "screening": _("Screenings"),
    "film": _("Films"),
    "resource": _("Guides and resources"),
}

#: Words of somebody who may need help rather than a film.
_NEED = re.compile(
    r"\b(911|emergency|hotline|report(ing)?|help|victim|attack(ed)?|threat(s|ened)?"
    r"|assault(ed)?|harass(ed|ment)?)\b",
    re.IGNORECASE,
)


class SearchForm(forms.Form):
    """What somebody looks for."""

    q = SearchText(widget=forms.TextInput(attrs={"type": "search", "class": "control"}))


@dataclass(frozen=True)
class Group:
    """What was found of one kind; `more_url` leads to all of it where a list can."""

    heading: str
    rows: list[dict]
    has_more: bool
    more_url: str


@public_page(shows=["leaders", "screenings", "library", "help"], keys=["q"])
def search(request: HttpRequest) -> HttpResponse:
    """Find anything public by its words."""
    if short := shorter(request):
        return redirect(short)
    form = SearchForm({"q": request.GET.get("q", "")})
    text = form.cleaned_data["q"] if form.is_valid() else ""
    groups = _found(text) if text else []
    context = {
        "form": form,
        "text": text,
        "groups": groups,
        "number": sum(len(group.rows) for group in groups),
        "has_more": any(group.has_more for group in groups),
        "state": _state_in(text),
        "help_state": _state_named_in(text) if _NEED.search(text) else None,
        "zip": text if re.fullmatch(r"\d{5}", text) else "",
        "may_need_help": bool(_NEED.search(text)),
        "crumbs": [(_("Search"), "")],
    }
    if text:
        context["lengths"] = films_of_length(text)
        context["better"] = _better(text, groups)
    if text and not groups:
        context["looser"] = _looser(text)
    return render(request, "hub/search.html", context)


def _found(text: str) -> list[Group]:
    """Ask all five in one statement; the kind with the best answer comes first."""
    most = SHOWN + 1
    rows = search_films(text, most).union(
        search_resources(text, most),
        search_leaders(text, most),
        search_screenings(text, most),
        search_help(text, most),
        all=True,
    )
    by_kind: dict[str, list[dict]] = {}
    for row in sorted(rows, key=lambda row: -row["rank"]):
        by_kind.setdefault(row["what"], []).append(_with_address(row))
    return [_group(kind, some, text) for kind, some in by_kind.items()]


def _group(kind: str, rows: list[dict], text: str) -> Group:
    has_more = len(rows) > SHOWN
    more_url = ""
    if has_more and kind == "resource":
        more_url = f"{reverse('resources:list')}?{urlencode({'q': text})}"
    return Group(str(_HEADINGS[kind]), rows[:SHOWN], has_more, more_url)


def search_leaders(text: str, limit: int) -> QuerySet:
    """The best leaders for `text`, in the columns of `resources.search.search_films`.

    `line` is the state's code: what else a leader shows is theirs to choose.
    """
    rows = Leader.objects.listed().matching(text)
    return (
        _by_rank(rows, text)
        .annotate(
            what=Value("leader", output_field=TextField()),
            title=Cast("name", TextField()),
            summary=Cast("about", TextField()),
            line=Cast("state", TextField()),
        )
        .values("what", "title", "slug", "summary", "line", "weight")[:limit]
    )


def search_screenings(text: str, limit: int) -> QuerySet:
    """The best screenings to come for `text`, in the columns of `search_films`.

    `slug` is code and slug as they stand in the address; `line` is the start, its
    zone, the status, the state and the town, for `_when_and_where`.
    """

    rows = Screening.objects.upcoming().matching(text)
    return (
        _by_rank(rows, text)
        .annotate(
            what=Value("screening", output_field=TextField()),
            code_and_slug=Concat("code", Value("-"), "slug", output_field=TextField()),
            line=Concat(
                Cast("starts_at", TextField()),
                Value("|"),
                "zone",
                Value("|"),
                "status",
                Value("|"),
                "state",
                Value("|"),
                "city",
                output_field=TextField(),
            ),
        )
        .values("what", "title", "code_and_slug", "summary", "line", "weight")[:limit]
    )


def search_help(text: str, limit: int) -> QuerySet:
    """The best help lines for `text`, in the columns of `search_films`.

    `slug` is the line's and its state's code, if it has one, parted by a bar.
    """
    rows = HelpLine.objects.shown().matching(text)
    return (
        _by_rank(rows, text)
        .annotate(
            what=Value("help", output_field=TextField()),
            title=Cast("name", TextField()),
            summary=Cast("serves", TextField()),
            where=Concat("slug", Value("|"), "state", output_field=TextField()),
            line=Cast("phone", TextField()),
        )
        .values("what", "title", "where", "summary", "line", "weight")[:limit]
    )


def _by_rank(rows: QuerySet, text: str) -> QuerySet:
    """Rank as films and resources are ranked, so that kinds can be compared.

    Not called `rank`: a leader has one of another sort.
    """
    return fulltext.with_rank(rows, text, "weight").order_by("-weight", "pk")


def _with_address(row: dict) -> dict:
    if row["what"] == "screening":
        url = f"{reverse('screenings:list')}{row['slug']}/"
    elif row["what"] == "help":
        slug, _bar, state = row["slug"].partition("|")
        url = HelpLine(slug=slug, state=state).get_absolute_url()
    else:
        url = reverse(_PAGES[row["what"]], args=[row["slug"]])
    line = row["line"]
    if row["what"] == "leader":
        line = STATES[line].name
    elif row["what"] == "screening":
        line = _when_and_where(line)
    return row | {"url": url, "line": line}


def _when_and_where(line: str) -> str:
    """The line of `search_screenings` as people read it: "May 12, 2027, Elko, NV"."""
    starts, zone, status, state, city = line.split("|", 4)
    start = datetime.fromisoformat(starts).astimezone(ZoneInfo(zone))
    town = ", ".join(part for part in (city, state) if part)
    said = f"{short_day(start)}, {town or _t('online')}"
    if status == ScreeningStatus.POSTPONED:
        return _t("Postponed, was planned for %(when)s") % {"when": said}
    if status == ScreeningStatus.CANCELLED:
        return _t("Cancelled: %(when)s") % {"when": said}
    return said


def _state_in(text: str) -> State | None:
    """The state that was typed, by its name."""
    wanted = " ".join(text.lower().split())
    return next(
        (state for state in STATES.values() if str(state.name).lower() == wanted), None
    )


def _state_named_in(text: str) -> State | None:
    """The state that is named among other words, the longest name first."""
    words = " ".join(re.findall(r"[^\W_]+", text.lower()))
    typed = f" {words} "
    named = [
        state
        for state in STATES.values()
        if f" {str(state.name).lower().replace('.', '')} " in typed
    ]
    return max(named, key=lambda state: len(str(state.name)), default=None)


def _looser(text: str) -> list[Group]:
    """What any of the words finds, where all of them together find nothing.

    A length is answered by the lists of films: its number and "minutes" find nothing.
    """
    asked = search_lengths.read(text)
    loose = any_word(text)
    if asked.bands:
        loose = any_word(asked.rest) or asked.rest
    return _found(loose) if loose else []


def _better(text: str, groups: list[Group]) -> str:
    """The same words spelled as films and resources spell them, or "".

    Asked where nothing or little was found. Who finds a title that holds the words as
    they were typed meant them.
    """
    rows = [row for group in groups for row in group.rows]
    words = fulltext.plain(text).casefold().split()
    if len(rows) > LITTLE or any(_is_titled(row, words) for row in rows):
        return ""
    return did_you_mean(text, Film.objects.published(), Resource.objects.published())


def _is_titled(row: dict, words: list[str]) -> bool:
    title = fulltext.plain(row["title"]).casefold()
    return all(word in title for word in words)
