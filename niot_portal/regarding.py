"""Whom or what a message to the program office is about, as far as visitors see it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _t

from foundation.codes import read_code
from leaders.models import Leader
from screenings.models import Screening


@dataclass(frozen=True)
class Regarding:
    """What form and mail say already; `link` is the words for `url`."""

    initial: dict[str, str]
    facts: list[tuple[str, str]]
    url: str
    link: str


def regarding(given: Mapping[str, str]) -> Regarding | None:
    """Return the leader (`about`) or the screening (`screening`) that was named."""
    slug, code = (_plain(given.get(name, "")) for name in ("about", "screening"))
    if slug:
        leader = Leader.objects.shown().filter(slug=slug).first()
        return _leader(leader) if leader else None
    if code:
        rows = Screening.objects.listed().select_related("host")
        screening = rows.filter(code=read_code(code)).first()
        return _screening(screening) if screening else None
    return None


def _plain(text: str) -> str:
    """The text if it may be looked up: short, and no control characters; or ""."""
    return text if len(text) <= 60 and text.isprintable() else ""


def _leader(leader: Leader) -> Regarding:
    subject = _t("I want to reach %(name)s") % {"name": leader.name}
    return Regarding(
        {"about": leader.slug, "subject": subject},
        [(_t("Leader"), leader.name)],
        leader.get_absolute_url(),
        _t("The leader’s profile"),
    )


def _screening(screening: Screening) -> Regarding:
    words = (
        _t("For the host of “%(title)s”")
        if screening.host_shown
        else _t("About the screening “%(title)s”")
    )
    subject = words % {"title": screening.title}
    return Regarding(
        {"screening": screening.code, "subject": subject},
        [
            (_t("Screening"), screening.title),
            (_t("When"), screening.announced_when),
            (_t("Host"), screening.host_line),
        ],
        screening.get_absolute_url(),
        _t("The page of the screening"),
    )
