"""What screenings add to the pages of a film and of a leader: the next ones."""

from urllib.parse import urlencode

from django.db.models import F
from django.urls import reverse

from foundation.additions import Addition
from leaders.models import Leader
from resources.models import Film
from screenings.choices import ScreeningStatus
from screenings.models import Screening

#: Shown on another thing's page; the list has the rest.
SHOWN = 4
#: Shown to staff before they hide a film; more are not counted.
IN_USE = 50
#: Shown to staff on the page of a leader, the newest first.
OF_LEADER = 30

#: A screening of this kind shows its film no more.
_DONE = (ScreeningStatus.CANCELLED, ScreeningStatus.HELD, ScreeningStatus.REPORTED)


def of_film(film: Film) -> Addition:
    """The next screenings of a film, or how to bring one about. One query."""
    rows = list(
        Screening.objects.going_ahead()
        .filter(film=film)
        .for_cards()
        .order_by("starts_at", "pk")[: SHOWN + 1]
    )
    return "screenings/_of_film.html", _shown(rows)


def use_of_film(film: Film) -> Addition | None:
    """The screenings to come that show a film, for staff; nothing where none does."""
    coming = Screening.objects.filter(film=film).exclude(status__in=_DONE)
    rows = list(coming.for_cards().order_by("starts_at", "pk")[:IN_USE])
    context = {"screenings": rows, "number": IN_USE}
    return ("admin/screenings/use_of_film.html", context) if rows else None


def of_leader(leader: Leader) -> Addition | None:
    """The next screenings a leader hosts; nothing where there are none. One query."""
    rows = list(
        Screening.objects.going_ahead()
        .filter(host=leader)
        .for_cards()
        .order_by("starts_at", "pk")[: SHOWN + 1]
    )
    return ("screenings/_of_leader.html", _shown(rows)) if rows else None


def for_staff_of_leader(leader: Leader) -> Addition:
    """The screenings of a leader for staff, to come and past. One query."""
    begun = Screening.objects.filter(host=leader).exclude(status=ScreeningStatus.DRAFT)
    newest = begun.order_by(F("starts_at").desc(nulls_first=True), "-pk")
    found = list(newest.for_cards()[: OF_LEADER + 1])
    rows = [(each, each.address_of("guests")) for each in found[:OF_LEADER]]
    name = reverse("admin:screenings_screening_changelist")
    return "admin/screenings/of_leader.html", {
        "coming": [row for row in reversed(rows) if _is_to_come(row[0])],
        "past": [row for row in rows if not _is_to_come(row[0])],
        "has_more": len(found) > OF_LEADER,
        "most": OF_LEADER,
        "all_url": f"{name}?{urlencode({'stage': 'all', 'q': leader.name})}",
    }


def _is_to_come(screening: Screening) -> bool:
    return not screening.is_cancelled and not screening.is_over


def _shown(rows: list[Screening]) -> dict:
    return {"screenings": rows[:SHOWN], "has_more": len(rows) > SHOWN}
