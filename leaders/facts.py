"""The facts of a leader in words, for the profile.

Each is (icon name, label, answer); an empty answer is left out by the templates.
"""

from django.utils.translation import gettext as _t
from django.utils.translation import ngettext

from leaders.models import Leader

Fact = tuple[str, str, str]


def profile_facts(leader: Leader) -> list[Fact]:
    """What the leader shows of their work, in the order people look for it."""
    return [
        ("agency", _t("Agency"), leader.agency_line),
        ("people", _t("Size of agency"), str(leader.get_agency_size_display())),
        ("pin", _t("Place"), leader.place_line),
        ("check", _t("Service"), leader.public_service),
        ("clock", _t("Experience"), _years(leader.public_years)),
        ("language", _t("Languages"), ", ".join(leader.public_languages)),
    ]


def _years(number: int | None) -> str:
    if number is None:
        return ""
    return ngettext("%(n)s year", "%(n)s years", number) % {"n": number}
