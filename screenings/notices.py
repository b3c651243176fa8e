"""Telling guests what a host changed: at once, and then once an hour at most.

The first change is told at once. What is saved within `NOTICE_GATHERED` of a notice
waits and goes in one mail, from what guests know to what is true then; a change that
was undone meanwhile sends nothing. What starts soon never waits.
"""

from datetime import datetime

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _t

from foundation.words import clock
from screenings import emails, times
from screenings.models import ChangeNotice, Screening
from screenings.promises import NOTICE_GATHERED, URGENT_WITHIN

#: About what, as it was, as it is now.
Line = tuple[str, str, str]


def facts_of(screening: Screening) -> dict[str, str]:
    """What guests plan by, in words."""
    return {
        "when": screening.when,
        "where": screening.where,
        "film": screening.film.title,
    }


def what_changed(before: dict[str, str], after: dict[str, str]) -> list[Line]:
    """What guests must know that is not as it was."""
    labels = {
        "when": _t("When"),
        "where": _t("Where"),
        "film": _t("Film"),
    }
    return [
        (label, before[name], after[name])
        for name, label in labels.items()
        if before[name] != after[name]
    ]


def waits_until(screening: Screening) -> datetime | None:
    """When a change saved now would be told; None where it is told at once."""
    notice = ChangeNotice.objects.filter(screening=screening).first()
    now = timezone.now()
    if notice is None or is_urgent(screening):
        return None
    due_at = notice.told_at + NOTICE_GATHERED
    return due_at if due_at > now else None


def due_at(screening: Screening) -> datetime | None:
    """When guests hear what was saved last; None where they were told at once."""
    due = ChangeNotice.objects.filter(screening=screening)
    return due.values_list("due_at", flat=True).first()


def hour_of(screening: Screening, at: datetime) -> str:
    """When a notice goes, on the clocks of the screening: "7:40 pm Central Time"."""
    return f"{clock(times.local(at, screening.zone))} {screening.zone_label}"


def subject_of(screening: Screening) -> str:
    """What the mail about a change is called, for its host before it is sent."""
    name = "screenings/email/changed_subject.txt"
    return render_to_string(name, {"screening": screening}).strip()


def is_urgent(screening: Screening) -> bool:
    """Whether it starts so soon that no guest may hear of a change late."""
    soon = timezone.now() + URGENT_WITHIN
    return screening.starts_at is not None and screening.starts_at < soon


def tell(before: Screening, after: Screening) -> int:
    """Tell each guest what changed, now or with the next notice; return how many.

    The caller holds the row of the screening.
    """
    guests = list(after.reservations.confirmed())
    if not guests:
        return 0
    told, facts = facts_of(before), facts_of(after)
    if not what_changed(told, facts):
        # The same hours at other instants: calendars have to follow.
        for reservation in guests:
            emails.send_same_hours(after, reservation)
        return len(guests)
    now, notice = timezone.now(), ChangeNotice.objects.filter(screening=after).first()
    if notice and notice.due_at:
        told = notice.told
    due_at = None if is_urgent(before) else waits_until(after)
    if notice and due_at:
        notice.told, notice.changed_at, notice.due_at = told, now, due_at
        notice.save()
        return len(guests)
    for reservation in guests:
        emails.send_changed(after, reservation, what_changed(told, facts))
    ChangeNotice.objects.update_or_create(
        screening=after,
        defaults={"told": facts, "told_at": now, "changed_at": now, "due_at": None},
    )
    return len(guests)


def send_due(notice: ChangeNotice) -> bool:
    """Send what was gathered, if it is due and still true; safe to run again.

    Who confirmed a seat after the last change has read the truth there.
    """
    with transaction.atomic():
        rows = Screening.objects.select_for_update(no_key=True)
        screening = rows.get(pk=notice.screening_id)
        fresh = ChangeNotice.objects.filter(pk=notice.pk).first()
        now = timezone.now()
        if fresh is None or fresh.due_at is None or fresh.due_at > now:
            return False
        facts = facts_of(screening)
        lines = what_changed(fresh.told, facts) if screening.is_published else []
        guests = screening.reservations.confirmed()
        for reservation in guests.filter(confirmed_at__lt=fresh.changed_at):
            if lines:
                emails.send_changed(screening, reservation, lines)
        fresh.told, fresh.due_at = facts, None
        if lines:
            fresh.told_at = fresh.changed_at = now
        fresh.save()
    return bool(lines)


def close(screening: Screening) -> None:
    """Forget what was to be told: a mail that goes now says how things are."""
    ChangeNotice.objects.filter(screening=screening).delete()
