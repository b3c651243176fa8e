"""What screenings add to the pages of a film and of a leader: the next ones."""

from foundation.additions import Addition
from leaders.models import Leader
from resources.models import Film
from screenings.choices import ScreeningStatus
from screenings.models import Screening

#: Shown on another thing's page; the list has the rest.
SHOWN = 4
#: Shown to staff before they hide a film; more are not counted.
IN_USE = 50

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


def _shown(rows: list[Screening]) -> dict:
    return {"screenings": rows[:SHOWN], "has_more": len(rows) > SHOWN}
