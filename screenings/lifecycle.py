"""What may follow what for a screening and for a reservation.

Buttons, refusals, the manual's diagrams and the database triggers come from these two
tables. Guards answer with the sentence that the person reads.
"""

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_noop as _n

from foundation.transitions import Machine, Transition
from leaders.access import WORKING
from leaders.choices import LeaderStatus
from screenings import emails
from screenings.choices import ReservationStatus as Seat
from screenings.choices import ScreeningStatus as Status

if TYPE_CHECKING:
    from leaders.models import Leader
    from screenings.models import Reservation, Screening

#: A screening of this kind shows that its host can be relied on.
_SEEN_TO_WORK = (Status.PUBLISHED, Status.POSTPONED, Status.HELD, Status.REPORTED)


def is_trusted_to_publish(leader: "Leader") -> bool:
    """Whether the leader's screenings go public at once.

    Staff look at a leader's first one. Once one of theirs was published and not
    cancelled, the next need no look. Asked once for each reading of the leader:
    several guards want to know, and `Machine.move` reads the record anew.
    """
    if not hasattr(leader, "_is_trusted"):
        shown = leader.screenings.filter(status__in=_SEEN_TO_WORK)
        leader._is_trusted = shown.exists()
    return bool(leader._is_trusted)


# Who may.


def is_host(screening: "Screening", by: Any) -> bool:
    """Whether this person hosts the screening and is still a leader."""
    return (
        by is not None
        and screening.host.user_id == by.pk
        and screening.host.status in WORKING
    )


def is_host_or_staff(screening: "Screening", by: Any) -> bool:
    return by is not None and (
        is_host(screening, by) or by.has_perm("screenings.cancel_screening")
    )


# What stands in the way.


def _is_complete(screening: "Screening", by: Any) -> str | None:
    if missing := [words for _field, words in screening.missing()]:
        return _t("Still missing: %(what)s.") % {"what": "; ".join(missing)}
    return None


def _is_to_come(screening: "Screening", by: Any) -> str | None:
    if screening.has_begun:
        return _t("The date has passed. Give a new one.")
    return None


def _host_is_active(screening: "Screening", by: Any) -> str | None:
    if screening.host.status != LeaderStatus.ACTIVE:
        return _t("The host is away or no longer a leader. Only active leaders post.")
    return None


def _host_is_trusted(screening: "Screening", by: Any) -> str | None:
    if not is_trusted_to_publish(screening.host):
        return _t(
            "Staff look at a leader's first screening before it is published. "
            "Send it to them."
        )
    return None


def _needs_a_look(screening: "Screening", by: Any) -> str | None:
    if is_trusted_to_publish(screening.host):
        return _t("No look is needed: you can publish this yourself.")
    return None


def _is_not_over(screening: "Screening", by: Any) -> str | None:
    return _t("The screening is over.") if screening.is_over else None


def _is_over(screening: "Screening", by: Any) -> str | None:
    return None if screening.is_over else _t("The screening is not over yet.")


# What is written.


def _submit(screening: "Screening", by: Any, data: dict) -> None:
    screening.submitted_at, screening.staff_note = timezone.now(), ""


def _publish(screening: "Screening", by: Any, data: dict) -> None:
    screening.published_at, screening.staff_note = timezone.now(), ""


def _ask(screening: "Screening", by: Any, data: dict) -> None:
    screening.staff_note = data["reason"]


def _discard(screening: "Screening", by: Any, data: dict) -> None:
    screening.cancelled_at = timezone.now()
    screening.cancel_reason = _t("Taken back by the host before it was published.")


def _cancel(screening: "Screening", by: Any, data: dict) -> None:
    screening.cancelled_at, screening.cancel_reason = timezone.now(), data["reason"]
    screening.sequence += 1


def _postpone(screening: "Screening", by: Any, data: dict) -> None:
    screening.postpone_reason = data["reason"]
    screening.previous_start = screening.starts_at
    screening.sequence += 1


def _resume(screening: "Screening", by: Any, data: dict) -> None:
    screening.postpone_reason = ""
    if screening.previous_start == screening.starts_at:
        screening.previous_start = None
    screening.sequence += 1


# Who is told.


def _tell_of_cancel(screening: "Screening", by: Any, data: dict) -> None:
    for reservation in screening.reservations.confirmed():
        emails.send_cancelled(screening, reservation)
    emails.tell_host_of_cancel(screening)


def _tell_of_postponement(screening: "Screening", by: Any, data: dict) -> None:
    for reservation in screening.reservations.confirmed():
        emails.send_postponed(screening, reservation)


def _tell_of_new_date(screening: "Screening", by: Any, data: dict) -> None:
    for reservation in screening.reservations.confirmed():
        emails.send_new_date(screening, reservation)


_WHY = (("reason", _n("Give a reason.")),)

SCREENING = Machine(
    "status",
    [
        Transition(
            name="submit",
            sources=(Status.DRAFT,),
            target=Status.SUBMITTED,
            label=_n("Send to staff for a first look"),
            permission=is_host,
            guards=(_is_complete, _is_to_come, _host_is_active, _needs_a_look),
            apply=_submit,
            after=lambda screening, by, data: emails.ask_for_a_look(screening),
            mails=_n("The program office"),
        ),
        Transition(
            name="publish",
            sources=(Status.DRAFT,),
            target=Status.PUBLISHED,
            label=_n("Publish screening"),
            permission=is_host,
            guards=(_is_complete, _is_to_come, _host_is_active, _host_is_trusted),
            apply=_publish,
        ),
        Transition(
            name="approve",
            sources=(Status.SUBMITTED,),
            target=Status.PUBLISHED,
            label=_n("Publish screening"),
            permission="screenings.review_screening",
            guards=(_is_complete, _is_to_come, _host_is_active),
            apply=_publish,
            after=lambda screening, by, data: emails.tell_published(screening),
            mails=_n("The host"),
        ),
        Transition(
            name="ask",
            sources=(Status.SUBMITTED,),
            target=Status.SUBMITTED,
            label=_n("Ask the host for a change"),
            permission="screenings.review_screening",
            needs=(("reason", _n("Say what should change.")),),
            apply=_ask,
            after=lambda screening, by, data: emails.ask_for_a_change(screening),
            mails=_n("The host"),
        ),
        Transition(
            name="decline",
            sources=(Status.SUBMITTED,),
            target=Status.CANCELLED,
            label=_n("Decline"),
            permission="screenings.review_screening",
            needs=_WHY,
            apply=_cancel,
            after=lambda screening, by, data: emails.tell_declined(screening),
            mails=_n("The host"),
        ),
        Transition(
            name="discard",
            sources=(Status.DRAFT, Status.SUBMITTED),
            target=Status.CANCELLED,
            label=_n("Discard"),
            permission=is_host,
            apply=_discard,
        ),
        Transition(
            name="postpone",
            sources=(Status.PUBLISHED,),
            target=Status.POSTPONED,
            label=_n("Postpone screening"),
            permission=is_host_or_staff,
            guards=(_is_not_over,),
            needs=_WHY,
            apply=_postpone,
            after=_tell_of_postponement,
            mails=_n("Guests with a confirmed reservation"),
        ),
        Transition(
            name="resume",
            sources=(Status.POSTPONED,),
            target=Status.PUBLISHED,
            label=_n("Publish the new date"),
            permission=is_host_or_staff,
            guards=(_is_complete, _is_to_come, _host_is_active),
            apply=_resume,
            after=_tell_of_new_date,
            mails=_n("Guests with a confirmed reservation"),
        ),
        Transition(
            name="cancel",
            sources=(Status.PUBLISHED, Status.POSTPONED),
            target=Status.CANCELLED,
            label=_n("Cancel screening"),
            permission=is_host_or_staff,
            guards=(_is_not_over,),
            needs=_WHY,
            apply=_cancel,
            after=_tell_of_cancel,
            mails=_n("The host and the guests with a confirmed reservation"),
        ),
        Transition(
            name="hold",
            sources=(Status.PUBLISHED,),
            target=Status.HELD,
            label=_n("Mark as held"),
            guards=(_is_over,),
        ),
        # Moved by the outcome report of a held screening, never by a person's button.
        Transition(
            name="report",
            sources=(Status.HELD,),
            target=Status.REPORTED,
            label=_n("File the outcome report"),
        ),
    ],
)


def _is_open(reservation: "Reservation", by: Any) -> str | None:
    screening = reservation.screening
    if screening.status == Status.CANCELLED:
        return _t("The screening is cancelled.")
    if screening.status == Status.POSTPONED:
        return _t("The screening is postponed. Look again when it has a new date.")
    if not screening.takes_reservations:
        return _t("Reservations are closed: the screening has begun.")
    return None


def _confirm(reservation: "Reservation", by: Any, data: dict) -> None:
    reservation.confirmed_at = timezone.now()


def _end(reservation: "Reservation", by: Any, data: dict) -> None:
    reservation.ended_at = timezone.now()


def _tell_given_back(reservation: "Reservation", by: Any, data: dict) -> None:
    if reservation.confirmed_at and reservation.email:
        emails.send_given_back(reservation)


# Guests act through the link in their mail, without an account: `by` is nobody.
RESERVATION = Machine(
    "status",
    [
        Transition(
            name="confirm",
            sources=(Seat.PENDING,),
            target=Seat.CONFIRMED,
            label=_n("Confirm"),
            guards=(_is_open,),
            apply=_confirm,
            after=lambda reservation, by, data: emails.send_confirmed(reservation),
            mails=_n("The guest"),
        ),
        Transition(
            name="give_back",
            sources=(Seat.PENDING, Seat.CONFIRMED),
            target=Seat.CANCELLED,
            label=_n("Give the seats back"),
            apply=_end,
            after=_tell_given_back,
            mails=_n("The guest"),
        ),
        Transition(
            name="lapse",
            sources=(Seat.PENDING,),
            target=Seat.LAPSED,
            label=_n("Let lapse"),
            apply=_end,
        ),
    ],
)
