"""Whom or what a message to the program office is about: a leader, or a screening."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _t

from foundation.codes import read_code
from leaders.models import Leader
from screenings.models import Screening


@dataclass(frozen=True)
class Topic:
    """Whom or what a message is about: what the form says already, and the mail."""

    initial: dict[str, str]
    facts: list[tuple[str, str]]
    url: str
    link: str


def topic_of(given: Mapping[str, str]) -> Topic | None:
    """The leader or the screening that a page named, as far as visitors see it."""
    slug, code = (_plain(given.get(name, "")) for name in ("about", "screening"))
    if slug:
        leader = Leader.objects.shown().filter(slug=slug).first()
        return _of_leader(leader) if leader else None
    if code:
        rows = Screening.objects.listed().select_related("host")
        screening = rows.filter(code=read_code(code)).first()
        return _of_screening(screening) if screening else None
    return None


def _plain(text: str) -> str:
    """The text if it may be looked up: short, and no control characters; or ""."""
    return text if len(text) <= 60 and text.isprintable() else ""


def _of_leader(leader: Leader) -> Topic:
    subject = _t("I want to reach %(name)s") % {"name": leader.name}
    return Topic(
        {"about": leader.slug, "subject": subject},
        [(_t("Leader"), leader.name)],
        leader.get_absolute_url(),
        _t("The leader’s profile"),
    )


def _of_screening(screening: Screening) -> Topic:
    subject = _t("For the host of “%(title)s”") % {"title": screening.title}
    return Topic(
        {"screening": screening.code, "subject": subject},
        [
            (_t("Screening"), screening.title),
            (_t("When"), screening.announced_when),
            (_t("Host"), screening.host.name),
        ],
        screening.get_absolute_url(),
        _t("The page of the screening"),
    )
