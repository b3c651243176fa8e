"""The facts of a film or a resource in words, for its page.

Each is (icon name, label, answer); an empty answer is left out by the templates.
"""

from django.utils.translation import gettext as _t

from resources.models import Film, Resource

Fact = tuple[str, str, str]


def film_facts(film: Film) -> list[Fact]:
    """What people ask before they choose the film."""
    return [
        ("clock", _t("Length"), _exact(film)),
        ("pin", _t("Place"), film.place),
        ("calendar", _t("Year"), str(film.year or _t("Not known"))),
        ("tag", _t("Part of"), film.series),
        ("people", _t("Who it is for"), ", ".join(film.audience_labels)),
        ("language", _t("Languages"), _languages(film)),
        ("captions", _t("Captions"), _captions(film)),
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
        return _t("Not known. Look before you invite people who need them.")
    return ", ".join(film.caption_labels) or _t("None")
