"""What a leader's desk shows of their screenings."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from leaders.models import Leader
from screenings.choices import ScreeningStatus
from screenings.models import Screening

#: Ended ones stay on the desk this long.
RECENT = timedelta(days=90)
MOST = 60


@dataclass(frozen=True)
class Desk:
    """A leader's screenings by what they need, each list soonest first.

    `asked` are those that staff want changed, `drafts` those to finish, `waiting`
    those with staff, `postponed` those without a date, `upcoming` those to come, with
    their seats, `ended` the latest ones that are over, newest first.
    """

    asked: list[Screening] = field(default_factory=list)
    drafts: list[Screening] = field(default_factory=list)
    waiting: list[Screening] = field(default_factory=list)
    postponed: list[Screening] = field(default_factory=list)
    upcoming: list[Screening] = field(default_factory=list)
    ended: list[Screening] = field(default_factory=list)

    @property
    def needs_you(self) -> int:
        """How many want something from the leader now."""
        return len(self.asked) + len(self.drafts) + len(self.postponed)


def of(leader: Leader) -> Desk:
    """Sort a leader's screenings for the desk. One query."""
    now = timezone.now()
    rows = (
        Screening.objects.filter(host=leader)
        .exclude(status=ScreeningStatus.CANCELLED, ends_at__isnull=True)
        .exclude(status=ScreeningStatus.CANCELLED, ends_at__lt=now)
        .exclude(status=ScreeningStatus.CANCELLED, published_at__isnull=True)
        .exclude(published_at__isnull=False, ends_at__lt=now - RECENT)
        .select_related("film")
        .defer("search", "words", "film__search", "film__words", "film__loaded")
        .order_by("starts_at", "pk")[:MOST]
    )
    desk = Desk()
    for screening in rows:
        _place(desk, screening)
    desk.ended.reverse()
    return desk


def _place(desk: Desk, screening: Screening) -> None:
    if screening.status == ScreeningStatus.DRAFT:
        desk.drafts.append(screening)
    elif screening.status == ScreeningStatus.SUBMITTED:
        (desk.asked if screening.staff_note else desk.waiting).append(screening)
    elif screening.is_postponed:
        desk.postponed.append(screening)
    elif screening.is_over:
        desk.ended.append(screening)
    else:
        desk.upcoming.append(screening)
