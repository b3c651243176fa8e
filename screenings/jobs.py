"""What happens to screenings and seats by the clock; each safe to run again."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from foundation.machines import Machine, Record
from foundation.models import OutboxMail
from foundation.refusals import Refused
from foundation.scheduler import job, told
from foundation.words import in_words_lazy
from screenings import (
    clock_law,
    emails,
    leaving,
    lifecycle,
    notices,
    offers,
    seats,
    staff_emails,
    talk,
)
from screenings.choices import ScreeningStatus
from screenings.models import ChangeNotice, HostOffer, Reservation, Screening
from screenings.promises import (
    ACCESS_REMINDER,
    CONFIRM_WITHIN,
    GUESTS_KEPT,
    OFFER_ANSWERED,
    OFFICE_TOLD_AFTER,
)

#: Rows handled in one go; the rest come with the next run, minutes later.
BATCH = 500


@job(
    "screenings-held",
    every=900,
    purpose=_("Mark published screenings as held once they are over."),
)
def mark_held(*, dry_run: bool) -> str:
    """Mark published screenings as held once they are over."""
    over = Screening.objects.filter(
        status=ScreeningStatus.PUBLISHED, ends_at__lt=timezone.now()
    ).order_by("ends_at")
    if dry_run:
        count = over.count()
    else:
        count = sum(_moved(lifecycle.MACHINE, one, "hold") for one in over[:BATCH])
    return told(
        count,
        dry_run=dry_run,
        did=ngettext_lazy(
            "Marked %(count)s screening as held.",
            "Marked %(count)s screenings as held.",
            "n",
        ),
        would=ngettext_lazy(
            "Would mark %(count)s screening as held.",
            "Would mark %(count)s screenings as held.",
            "n",
        ),
    )


@job(
    "screenings-clock-law",
    every=3600,
    purpose=_("Let evenings to come keep their hours where the clock law has changed."),
)
def follow_clock_law(*, dry_run: bool) -> str:
    """Let evenings to come keep their hours where the clock law has changed."""
    off = [one for one in clock_law.to_come().iterator() if clock_law.is_off(one)]
    count = len(off) if dry_run else sum(clock_law.set_right(one) for one in off)
    return told(
        count,
        dry_run=dry_run,
        did=ngettext_lazy(
            "Corrected %(count)s screening.", "Corrected %(count)s screenings.", "n"
        ),
        would=ngettext_lazy(
            "Would correct %(count)s screening.",
            "Would correct %(count)s screenings.",
            "n",
        ),
    )


@job(
    "screenings-notices",
    every=300,
    purpose=_("Tell guests in one mail what hosts changed one after the other."),
)
def send_notices(*, dry_run: bool) -> str:
    """Tell guests in one mail what hosts changed one after the other."""
    due = ChangeNotice.objects.filter(due_at__lte=timezone.now()).order_by("due_at")
    if dry_run:
        count = due.count()
    else:
        count = sum(notices.send_due(one) for one in due[:BATCH])
    return told(
        count,
        dry_run=dry_run,
        did=ngettext_lazy(
            "Told the guests of %(count)s screening.",
            "Told the guests of %(count)s screenings.",
            "n",
        ),
        would=ngettext_lazy(
            "Would tell the guests of %(count)s screening.",
            "Would tell the guests of %(count)s screenings.",
            "n",
        ),
    )


@job(
    "screenings-access",
    every=3600,
    purpose=_("Remind hosts to say what they did not know yet about access."),
)
def remind_of_access(*, dry_run: bool) -> str:
    """Remind hosts the day before they promised to know about access, and that day.

    A mail has the day in its key, so that a second run on a day sends nothing.
    """
    today = timezone.localdate()
    rows = Screening.objects.going_ahead().filter(
        access_known_by__range=(today, today + ACCESS_REMINDER)
    )
    asked = [one for one in rows.select_related("host__user") if one.is_access_open]
    count = len(asked)
    if not dry_run:
        count = sum(emails.remind_of_access(one, on=today) for one in asked)
    return told(
        count,
        dry_run=dry_run,
        did=ngettext_lazy(
            "Reminded about access to %(count)s screening.",
            "Reminded about access to %(count)s screenings.",
            "n",
        ),
        would=ngettext_lazy(
            "Would remind about access to %(count)s screening.",
            "Would remind about access to %(count)s screenings.",
            "n",
        ),
    )


@job(
    "screenings-without-date",
    every=6 * 3600,
    purpose=_("Ask hosts for the new date of what was postponed long ago."),
)
def ask_for_dates(*, dry_run: bool) -> str:
    """Ask hosts for a new date, and tell the office of those who gave none.

    A mail has the postponement in its key, so that a second run sends nothing.
    """
    waiting = list(Screening.objects.without_a_date().select_related("host__user"))
    count = len(waiting)
    if not dry_run:
        count = sum(emails.ask_for_a_date(one) for one in waiting)
        count += sum(
            staff_emails.tell_office_of_no_date(one)
            for one in waiting
            if one.listed_until
            and one.listed_until + OFFICE_TOLD_AFTER < timezone.now()
        )
    return told(
        count,
        dry_run=dry_run,
        did=ngettext_lazy(
            "Wrote %(count)s mail about a date.",
            "Wrote %(count)s mails about dates.",
            "n",
        ),
        would=ngettext_lazy(
            "%(count)s postponed screening has no new date.",
            "%(count)s postponed screenings have no new date.",
            "n",
        ),
    )


@job(
    "screenings-digest",
    every=900,
    purpose=_("Tell hosts once a day who reserved, changed seats or gave them back."),
)
def send_digests(*, dry_run: bool) -> str:
    """Tell hosts once a day what is new about their guests, if anything is."""
    due = Screening.objects.going_ahead().order_by("pk")
    waiting = [one for one in due.iterator() if talk.digest_is_due(one)]
    count = len(waiting) if dry_run else sum(map(talk.send_digest, waiting))
    return told(
        count,
        dry_run=dry_run,
        did=ngettext_lazy(
            "Told the host of %(count)s screening.",
            "Told the hosts of %(count)s screenings.",
            "n",
        ),
        would=ngettext_lazy(
            "Would look for news of %(count)s screening.",
            "Would look for news of %(count)s screenings.",
            "n",
        ),
    )


@job(
    "screenings-offers",
    every=900,
    purpose=format_lazy(
        _("Let offers of a screening lapse that no leader answers within {time}."),
        time=in_words_lazy(OFFER_ANSWERED),
    ),
)
def lapse_offers(*, dry_run: bool) -> str:
    """Let offers lapse that nobody answered in time, or whose evening is near.

    What somebody runs who lost the right to it, by whatever way, returns to the
    network with them.
    """
    due = HostOffer.objects.overdue().order_by("answer_by", "pk")
    if dry_run:
        count = due.count()
    else:
        leaving.give_back_without_right()
        count = sum(offers.lapse(one) for one in due[:BATCH])
    return told(
        count,
        dry_run=dry_run,
        did=ngettext_lazy("Closed %(count)s offer.", "Closed %(count)s offers.", "n"),
        would=ngettext_lazy(
            "Would close %(count)s offer.", "Would close %(count)s offers.", "n"
        ),
    )


@job(
    "reservations-lapse",
    every=900,
    purpose=format_lazy(
        _("Let reservations lapse that nobody confirmed within {time}."),
        time=in_words_lazy(CONFIRM_WITHIN),
    ),
)
def lapse(*, dry_run: bool) -> str:
    """Let reservations lapse that nobody confirmed in time."""
    overdue = Reservation.objects.overdue().order_by("created_at")
    if dry_run:
        count = overdue.count()
    else:
        count = sum(_moved(seats.MACHINE, one, "lapse") for one in overdue[:BATCH])
    return told(
        count,
        dry_run=dry_run,
        did=ngettext_lazy(
            "Closed %(count)s unconfirmed reservation.",
            "Closed %(count)s unconfirmed reservations.",
            "n",
        ),
        would=ngettext_lazy(
            "Would close %(count)s unconfirmed reservation.",
            "Would close %(count)s unconfirmed reservations.",
            "n",
        ),
    )


def _moved(machine: Machine[Record], record: Record, name: str) -> bool:
    """Take the step, unless somebody was faster: a guest may confirm just now."""
    try:
        machine.move(record, name, by=None)
    except Refused:
        return False
    return True


@job(
    "purge-guests",
    every=6 * 3600,
    purpose=format_lazy(
        _("Forget guests’ names, addresses and needs {time} after the event."),
        time=in_words_lazy(GUESTS_KEPT),
    ),
)
def purge_guests(*, dry_run: bool) -> str:
    """Forget guests' names, addresses and needs when the event is long over.

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
    return told(
        count,
        dry_run=dry_run,
        did=ngettext_lazy("Forgot %(count)s guest.", "Forgot %(count)s guests.", "n"),
        would=ngettext_lazy(
            "Would forget %(count)s guest.", "Would forget %(count)s guests.", "n"
        ),
    )


def _purge(keys: list[int]) -> int:
    with transaction.atomic():
        OutboxMail.objects.about_any(Reservation, keys).blank()
        talk.forget(keys)
        return Reservation.objects.filter(pk__in=keys, purged_at=None).update(
            email=None,
            first_name="",
            need="",
            purged_at=timezone.now(),
            token_version=F("token_version") + 1,
        )
