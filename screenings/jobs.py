"""What happens to screenings and seats by the clock; each safe to run again."""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from foundation.machines import Machine, Record
from foundation.models import OutboxMail
from foundation.refusals import Refused
from foundation.scheduler import counted, job
from screenings import clock_law, lifecycle, seats
from screenings.choices import ScreeningStatus
from screenings.models import Reservation, Screening

#: Rows handled in one go; the rest come with the next run, minutes later.
BATCH = 500


@job("screenings-held", every=900)
def mark_held(*, dry_run: bool) -> str:
    """Mark published screenings as held once they are over."""
    over = Screening.objects.filter(
        status=ScreeningStatus.PUBLISHED, ends_at__lt=timezone.now()
    ).order_by("ends_at")
    if dry_run:
        count = over.count()
    else:
        count = sum(_moved(lifecycle.MACHINE, one, "hold") for one in over[:BATCH])
    return counted(
        count, "screening as held", "screenings as held", dry_run=dry_run, done="mark"
    )


@job("screenings-clock-law", every=3600)
def follow_clock_law(*, dry_run: bool) -> str:
    """Let evenings to come keep their hours where the clock law has changed."""
    off = [one for one in clock_law.to_come().iterator() if clock_law.is_off(one)]
    count = len(off) if dry_run else sum(clock_law.set_right(one) for one in off)
    return counted(count, "screening", "screenings", dry_run=dry_run, done="correct")


@job("reservations-lapse", every=900)
def lapse(*, dry_run: bool) -> str:
    """Let reservations lapse that nobody confirmed within 24 hours."""
    overdue = Reservation.objects.overdue().order_by("created_at")
    if dry_run:
        count = overdue.count()
    else:
        count = sum(_moved(seats.MACHINE, one, "lapse") for one in overdue[:BATCH])
    return counted(
        count,
        "unconfirmed reservation",
        "unconfirmed reservations",
        dry_run=dry_run,
        done="close",
    )


def _moved(machine: Machine[Record], record: Record, name: str) -> bool:
    """Take the step, unless somebody was faster: a guest may confirm just now."""
    try:
        machine.move(record, name, by=None)
    except Refused:
        return False
    return True


@job("purge-guests", every=6 * 3600)
def purge_guests(*, dry_run: bool) -> str:
    """Forget guests' names, addresses and needs 60 days after the event.

    Seats and times stay, so that the numbers do. Links in old mails end, and so do
    the mails themselves.
    """
    rows = Reservation.objects.to_purge()
    if dry_run:
        count = rows.count()
    else:
        count = 0
        while keys := list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH]):
            count += _purge(keys)
    return counted(count, "guest", "guests", dry_run=dry_run, done="forget")


def _purge(keys: list[int]) -> int:
    now = timezone.now()
    with transaction.atomic():
        OutboxMail.objects.filter(
            about_type=ContentType.objects.get_for_model(Reservation),
            about_id__in=keys,
            purged_at=None,
        ).update(
            to="",
            subject="",
            text="",
            html="",
            calendar="",
            headers={},
            purged_at=now,
        )
        return Reservation.objects.filter(pk__in=keys, purged_at=None).update(
            email=None,
            first_name="",
            need="",
            purged_at=now,
            token_version=F("token_version") + 1,
        )
