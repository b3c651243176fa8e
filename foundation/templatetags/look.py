"""Filters and tags that only concern how things look."""

import re
from typing import Any
from zlib import crc32

from django import template
from django.forms import (
    BoundField,
    CheckboxInput,
    CheckboxSelectMultiple,
    EmailField,
    Field,
    FileInput,
    RadioSelect,
    SelectMultiple,
)
from django.forms.widgets import ChoiceWidget
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _t

from foundation import words
from foundation.icons import ICONS
from foundation.persons import person_of

register = template.Library()

# --- drawings and colours

PALETTES = 8
TINTS = 6
_DRAWN: dict[str, SafeString] = {
    # The drawings are our own and hold nothing a visitor wrote.
    name: SafeString(  # nosec B703
        f'<svg class="icon" viewBox="0 0 20 20" aria-hidden="true">{inside}</svg>'
    )
    for name, inside in ICONS.items()
}


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw the icon `name` of `foundation.icons`; it stands beside a word."""
    return _DRAWN[name]


@register.simple_tag
def wordmark_sign() -> SafeString:
    """The sign of the network: a window of four panes, one of them lit."""
    return SafeString(
        '<svg class="wordmark-sign" viewBox="0 0 34 40" aria-hidden="true">'
        '<path class="pane" d="M4 4h11.5v14.5H4zM18.5 4H30v14.5H18.5zM4'
        ' 21.5h11.5V36H4z"/>'
        '<path class="pane--lit" d="M18.5 21.5H30V36H18.5z"/>'
        '<path class="frame" d="M2 2h30v36H2zM17 2v36M2 20h30"/></svg>'
    )


@register.simple_tag(takes_context=True)
def signed_in(context: Context) -> Any:
    """Who is signed in, None for a visitor; on an error page, whom its maker names."""
    request = context.get("request")
    return person_of(request) if request else context.get("person")


@register.filter
def palette_of(slug: str) -> str:
    """The colour class of a film's poster: the same slug is always the same one."""
    return f"palette-{crc32(str(slug).encode()) % PALETTES + 1}"


@register.filter
def is_long_title(title: str) -> bool:
    """Whether a poster needs smaller letters: for many words, or for one long word."""
    return len(title) > 38 or any(len(word) > 11 for word in title.split())


@register.filter
def tint_of(name: str) -> str:
    """The quiet ground behind a person's initials, chosen from the name."""
    return f"tint-{crc32(str(name).encode()) % TINTS + 1}"


@register.filter
def initials(name: str) -> str:
    """First letters of the first and last word of a name: "Ana de la Cruz" → "AC"."""
    parts = re.findall(r"\w+", str(name))
    if not parts:
        return "?"
    return (parts[0][0] + (parts[-1][0] if len(parts) > 1 else "")).upper()


# --- days, hours and numbers in words

for _word in (
    words.when,
    words.day,
    words.short_day,
    words.month_year,
    words.weekday,
    words.clock,
    words.is_today,
):
    # The moment is shown in the zone it carries, not in the reader's.
    register.filter(_word.__name__, _word, expects_localtime=False)
register.filter("moment", words.moment, expects_localtime=True)
register.filter("in_words", words.in_words)
register.filter("miles_away", words.miles_away)


# --- forms


@register.filter
def target_of(field: BoundField) -> str:
    """The id that a link to this field goes to: its first control."""
    widget = field.field.widget
    if getattr(widget, "add_id_index", False) or hasattr(widget, "widgets"):
        return f"{field.auto_id}_0"
    return field.id_for_label or field.auto_id


@register.filter
def need(field: BoundField) -> str:
    """How a label says whether an answer is needed.

    Nothing where the whole form is alike; "required" or "optional" in a mixed one. A
    form that tells itself (`labels_tell`) names what it calls optional in
    `may_be_left_out`.
    """
    if getattr(field.form, "labels_tell", False):
        optional = getattr(field.form, "may_be_left_out", ())
        return _t("optional") if field.name in optional else ""
    asked = [each.field.required for each in _asked(field.form)]
    if all(asked) or not any(asked):
        return ""
    return _t("required") if field.field.required else _t("optional")


@register.filter
def all_needed(form) -> bool:
    """Whether the form asks many things and wants an answer to each."""
    asked = [each.field.required for each in _asked(form)]
    return len(asked) > 3 and all(asked)


def _asked(form) -> list[BoundField]:
    return [
        each
        for each in form.visible_fields()
        if not getattr(each.field, "is_trap", False)
    ]


@register.filter
def calm(form):
    """Put a form of a library in our words: no placeholders, our name for an address.

    A placeholder goes away when one types; the label stays to be read.
    """
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
        if isinstance(field, EmailField):
            field.label = _t("E-mail address")
    return form


@register.filter
def sentences(field: BoundField) -> list[str]:
    """What is wrong with a field; stock "is required" made an instruction."""
    stock = str(Field.default_error_messages["required"])
    return [_missing(field) if text == stock else text for text in field.errors]


def _missing(field: BoundField) -> str:
    widget = field.field.widget
    if isinstance(widget, CheckboxInput):
        return _t("Tick the box to go on.")
    if isinstance(widget, FileInput):
        return _t("Choose a file.")
    if isinstance(widget, CheckboxSelectMultiple | SelectMultiple):
        return _t("Choose at least one.")
    if isinstance(widget, ChoiceWidget):
        return _t("Choose one.")
    return _t("Fill this in.")


@register.filter
def kind_of(field: BoundField) -> str:
    """What a field is to its template: trap, check, file, options or line."""
    if getattr(field.field, "is_trap", False):
        return "trap"
    if isinstance(field.field.widget, RadioSelect):
        return "options"
    return {"checkbox": "check", "clearablefile": "file", "file": "file"}.get(
        field.widget_type, "line"
    )


# --- addresses and browsers


@register.filter
def under(path: str | None, section: str) -> bool:
    """Whether a path belongs to a section of the site: "/films/x/" to "/films/"."""
    return (path or "").startswith(section)


_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


@register.filter
def browser_of(user_agent: str) -> str:
    """What a User-Agent header says in two words: "Firefox on Windows"."""

    def first(names) -> str:
        return next((name for mark, name in names if mark in user_agent), "")

    browser, system = first(_BROWSERS), first(_SYSTEMS)
    if browser and system:
        return _t("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _t("A browser we do not know")
