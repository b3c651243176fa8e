"""The facts of a film or a resource in words, for its page.

Each is (icon name, label, answer); an empty answer is left out by the templates.
"""

from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from resources.choices import Language
from resources.models import Film, Resource
from resources.models.work import Sourced

Fact = tuple[str, str, str]


@dataclass(frozen=True)
class Told:
    """A thing to know before a film is shown: what is known of it, and what to do.

    Where nobody knows, `fact` is None and `unknown` says so; `caution` goes with
    what is known.
    """

    icon: str
    label: str | Promise
    unknown: str | Promise
    caution: str | Promise = ""
    fact: Sourced | None = None
    answer: str = ""


def film_facts(film: Film) -> list[Fact]:
    """What people ask before they choose the film."""
    return [
        ("clock", _t("Length"), _exact(film)),
        ("pin", _t("Place"), film.place),
        ("calendar", _t("Year"), str(film.year or _t("Not known"))),
        ("tag", _t("Part of"), film.series),
        ("people", _t("Who it is for"), ", ".join(film.audience_labels)),
        ("language", _t("Languages"), _languages(film)),
    ]


#: The facts with a source, as a page tells them, in the order in which hosts ask.
_TOLD = {
    "content_notes": Told(
        "alert",
        _("What it shows that may hurt"),
        _("Not known to us. Watch it yourself before you show it to others."),
        _("Our wording of what sources describe, not the maker’s advisory."),
    ),
    "copy_from": Told(
        "document",
        _("A copy for the evening"),
        _("Not known to us. Ask the COPS Office or Not In Our Town for one."),
        _("This may be old. Ask them first, and leave weeks for the mail."),
    ),
    "showing_terms": Told(
        "key",
        _("May we show it?"),
        _("Not known to us. Ask the COPS Office or Not In Our Town before you invite."),
        _(
            "Terms may have changed since. Ask the COPS Office or Not In Our Town "
            "before you invite."
        ),
    ),
    "captions_note": Told(
        "captions",
        _("Captions"),
        _("Not known. Look before you invite people who need them."),
    ),
    "spanish": Told(
        "language",
        _("In Spanish"),
        _("Nothing in Spanish is known to us. Ask Not In Our Town."),
    ),
}


def before_showing(film: Film) -> list[Told]:
    """What a host must know before the evening, the unknown said as unknown."""
    answers = {"captions_note": _captions(film), "spanish": _spanish(film)}
    return [
        replace(told, fact=film.fact(name), answer=answers.get(name, ""))
        for name, told in _TOLD.items()
    ]


def resource_facts(resource: Resource) -> list[Fact]:
    """What tells the resource from others like it."""
    return [
        ("agency", _t("Publisher"), resource.publisher or _t("Not known")),
        ("calendar", _t("Year"), str(resource.year or _t("Not known"))),
        ("document", _t("Kind"), resource.kind_label),
        ("tag", _t("Publication number"), resource.publication_id),
        ("language", _t("Language"), str(resource.get_language_display())),
        ("people", _t("Who it is for"), ", ".join(resource.audience_labels)),
    ]


def _exact(film: Film) -> str:
    if film.exact_length:
        return f"{film.minutes_label} ({film.exact_length})"
    return film.minutes_label


def _languages(film: Film) -> str:
    return ", ".join(film.language_labels) or _t("Not known")


def _captions(film: Film) -> str:
    """None is unknown, an empty list is none: a host must be able to tell."""
    if film.captions is None:
        return ""
    return ", ".join(film.caption_labels) or _t("None")


def _spanish(film: Film) -> str:
    if Language.SPANISH in (film.captions or []):
        return _t("Spanish captions")
    if Language.SPANISH in (film.languages or []):
        return _t("The film is in Spanish too")
    return ""
