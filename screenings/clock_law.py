"""A change of clock law moves no evening: instants follow the hours that were typed.

Zone data come with the operating system, or with Python's `tzdata`. When new ones are
installed, evenings to come get new instants, and calendars a new sequence.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _t

from foundation import history
from screenings import emails, staff_emails
from screenings.hosting import CHANGEABLE
from screenings.models import Screening
from screenings.times import Instants


def to_come() -> QuerySet[Screening]:
    """The evenings whose instants still matter."""
    return Screening.objects.filter(
        status__in=CHANGEABLE, starts_at__gte=timezone.now()
    ).order_by("pk")


def is_off(screening: Screening) -> bool:
    """Whether its instants are not what its hours mean by the zone data of today."""
    instants = _meant(screening)
    if instants is None:
        return not screening.hour_is_impossible
    return screening.hour_is_impossible or screening.instants != instants


def _meant(screening: Screening) -> Instants | None:
    """The instants of its hours; None where clocks skip one, or show one twice."""
    hours = screening.hours
    try:
        return hours.instants() if hours else Instants()
    except ValidationError:
        return None


def set_right(screening: Screening) -> bool:
    """Let the instants follow, and tell guests; put an impossible hour before people.

    Safe to run again; False where nothing was to do.
    """
    with transaction.atomic():
        rows = Screening.objects.select_for_update(no_key=True)
        fresh = rows.get(pk=screening.pk)
        if fresh.status not in CHANGEABLE or not is_off(fresh):
            return False
        instants = _meant(fresh)
        if instants is None:
            _put_before_people(fresh)
        else:
            _follow(fresh, instants)
    return True


def _follow(screening: Screening, instants: Instants) -> None:
    before = screening.instants
    screening.set_instants(instants)
    if screening.previous_start == before.starts_at:
        # Postponed, and no new date yet.
        screening.previous_start = instants.starts_at
    has_moved = instants != before
    if has_moved and screening.is_listed:
        screening.sequence += 1
    screening.version += 1
    with history.acting(None, act=_t("Followed a change of clock law")):
        screening.save()
    if has_moved and screening.is_published:
        for reservation in screening.reservations.confirmed():
            emails.send_same_hours(screening, reservation)


def _put_before_people(screening: Screening) -> None:
    """Mark the hour, which is left as it is, and tell the host and the office."""
    screening.hour_is_impossible = True
    screening.version += 1
    with history.acting(None, act=_t("Found an hour that clocks skip or show twice")):
        screening.save()
    emails.tell_host_of_impossible_hour(screening)
    staff_emails.tell_office_of_impossible_hour(screening)
