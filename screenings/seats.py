"""Reserving, confirming, changing and giving back seats, and the rules of each step.

The database counts and refuses (a trigger on reservations, a check on screenings), so
nobody can oversell: not two guests at once, not staff, not a shell. The functions here
lock the screening first and the reservation after, always in this order, and turn a
refusal of the database into a sentence.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, OperationalError, transaction
from django.db.utils import Error
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from foundation import history
from foundation.machines import Machine, guard
from foundation.refusals import Refused, refuse_stale
from foundation.words import in_words
from screenings import emails, talk
from screenings.choices import Attendance, ReservationStatus
from screenings.models import ONLINE_RULE, SEATS_RULE, Reservation, Screening
from screenings.statuses import RESERVATION

#: Guests act through the link in their mail, without an account: `by` is nobody.
MACHINE: Machine[Reservation] = Machine(RESERVATION, Reservation)

#: Where a seat of each kind is, within a sentence.
_PLACES = {
    Attendance.ROOM.value: _("in the room"),
    Attendance.ONLINE.value: _("online"),
}

_LOCK_NOT_AVAILABLE = "55P03"  # PostgreSQL, appendix A


class Full(Refused):
    """There are fewer seats left than were asked for."""


def why_closed(screening: Screening) -> str:
    """Say why nobody can reserve now; "" while reservations are taken."""
    if screening.takes_reservations:
        return ""
    if screening.is_cancelled:
        return _t("The screening is cancelled.")
    if screening.is_postponed:
        return _t("The screening is postponed. Seats open again with the new date.")
    if screening.is_over:
        return _t("The screening is over.")
    if screening.has_begun:
        return _t("Reservations are closed: the screening has begun.")
    return _t("The screening is not published yet.")


def why_no_seats(screening: Screening) -> str:
    """Say why no seats can be had; "" where there are some."""
    if closed := why_closed(screening):
        return closed
    return _t("This screening is full. No seats are left.") if screening.is_full else ""


def full_sentence(
    screening: Screening, wanted: int, kind: str, *, more: bool = False
) -> str:
    """Say that `wanted` seats (`more` than a guest has) cannot be had, but how many."""
    left = screening.left_of(kind)
    if screening.is_full:
        return why_no_seats(screening)
    if kind not in screening.kinds:
        return not_offered(kind)
    if not left:
        return _other_kind_is_left(screening, kind)
    asked = _t("%(number)s more") if more else "%(number)s"
    said = ngettext(
        "Only %(left)s seat%(where)s is left and you asked for %(wanted)s. "
        "Ask for fewer.",
        "Only %(left)s seats%(where)s are left and you asked for %(wanted)s. "
        "Ask for fewer.",
        left,
    )
    return said % {
        "left": in_words(left),
        "where": f" {_PLACES[kind]}" if screening.has_two_kinds else "",
        "wanted": asked % {"number": in_words(wanted)},
    }


def _other_kind_is_left(screening: Screening, full: str) -> str:
    if full == Attendance.ROOM:
        return ngettext(
            "The room is full. %(left)s place is left online.",
            "The room is full. %(left)s places are left online.",
            screening.online_left,
        ) % {"left": in_words(screening.online_left).capitalize()}
    return ngettext(
        "No place is left online. %(left)s seat is left in the room.",
        "No place is left online. %(left)s seats are left in the room.",
        screening.room_left,
    ) % {"left": in_words(screening.room_left).capitalize()}


def not_offered(kind: str) -> str:
    """Say that the screening has no seats of this kind, or none any more."""
    if kind == Attendance.ONLINE:
        return _t("This screening has no places online.")
    return _t("This screening has no seats in a room.")


# The rules of each step.


def _why_closed(reservation: Reservation, by: User | None) -> str:
    return why_closed(reservation.screening)


@guard(_why_closed)
def takes_reservations(reservation: Reservation, by: User | None) -> bool:
    return reservation.screening.takes_reservations


@MACHINE.step("confirm", guards=[takes_reservations])
def take(reservation: Reservation, by: User | None) -> None:
    reservation.confirmed_at = timezone.now()


@MACHINE.step("give_back", "lapse")
def end(reservation: Reservation, by: User | None) -> None:
    reservation.ended_at = timezone.now()


@MACHINE.tells("confirm")
def tell_confirmed(reservation: Reservation, by: User | None) -> None:
    emails.send_confirmed(reservation)
    talk.open_need(reservation)


@MACHINE.tells("give_back")
def tell_given_back(reservation: Reservation, by: User | None) -> None:
    if reservation.confirmed_at:
        emails.send_given_back(reservation)


# What guests do.


@transaction.atomic
def ask(
    screening: Screening,
    *,
    email: str,
    party_size: int,
    attends: str = "",
    first_name: str = "",
    need: str = "",
    press: str | None = None,
) -> None:
    """Note that somebody wants seats and send them the link that confirms.

    The mail differs for an address that has seats already; the page must not. `press`
    is the fingerprint of the form: sent twice, it is mailed about once. Without
    `attends` the seats are of the first kind that is offered. Raises `Refused` where
    the screening takes no reservations.
    """
    screening = Screening.objects.get(pk=screening.pk)
    if closed := why_closed(screening):
        raise Refused(closed)
    attends = attends or screening.kinds[0]
    if attends not in screening.kinds:
        raise Refused(not_offered(attends))
    mine = Reservation.objects.filter(screening=screening, email=email.lower())
    # All of them at once: a guest of before must not cost a query more than others.
    before = list(mine.select_for_update(no_key=True).order_by("pk"))
    found = next((one for one in before if one.is_live), None)
    if found is None:
        try:
            with transaction.atomic():
                found = Reservation.objects.create(
                    screening=screening,
                    email=email,
                    party_size=party_size,
                    attends=attends,
                    first_name=first_name,
                    need=need,
                    calendar_sequence=before[-1].calendar_sequence if before else 0,
                )
        except IntegrityError:
            # The same person pressed twice, and the other press came first.
            found = mine.live().select_for_update(no_key=True).get()
    elif found.is_pending:
        # Nothing is held yet, so the newest wish counts and its day begins again.
        found.party_size, found.attends = party_size, attends
        found.first_name, found.need = first_name, need
        found.created_at = timezone.now()
        found.version += 1
        found.save()
    found.screening = screening
    if found.is_pending:
        emails.send_confirm_link(found, press)
    else:
        emails.send_reminder_of_seats(found, press)


@transaction.atomic
def send_link_again(screening: Screening, *, email: str, press: str) -> None:
    """Mail the link to the seats that this address has here; nothing if it has none.

    Neither the page nor its time must tell which: for an address without seats a mail
    is written too, and taken back. One `press` is mailed about once.
    """
    mine = Reservation.objects.confirmed().filter(screening=screening)
    found = mine.filter(email=email.lower()).first()
    with transaction.atomic():
        one = found or Reservation(screening=screening, email=email)
        one.screening = screening
        emails.send_reminder_of_seats(one, press)
        transaction.set_rollback(found is None)


def confirm(reservation: Reservation, *, seen: int | None = None) -> Reservation:
    """Take the seats for a guest who pressed the button; raise `Full` if they are gone.

    A second press changes nothing and answers with the confirmed reservation.
    """
    with _in_turn(reservation, reservation.party_size, reservation.attends):
        fresh = Reservation.objects.select_for_update(no_key=True).get(
            pk=reservation.pk
        )
        if fresh.is_confirmed:
            return fresh
        return MACHINE.move(fresh, "confirm", by=None, seen=seen)


def change(
    reservation: Reservation,
    *,
    party_size: int,
    attends: str = "",
    seen: int | None = None,
) -> Reservation:
    """Change how many seats a guest wants, and of which kind (as it is without one).

    Whoever switches keeps the seats they have until they have the others. Raises `Full`
    if there are not as many.
    """
    kind = attends or reservation.attends
    has = reservation.party_size if kind == reservation.attends else 0
    with _in_turn(reservation, party_size - has, kind, more=bool(has)):
        fresh = Reservation.objects.select_for_update(no_key=True).get(
            pk=reservation.pk
        )
        refuse_stale(fresh, seen=seen, by=None)
        if not (fresh.is_pending or fresh.is_confirmed):
            raise Refused(_t("This reservation has ended. Reserve again."))
        if closed := why_closed(fresh.screening):
            raise Refused(closed)
        if kind not in fresh.screening.kinds:
            raise Refused(not_offered(kind))
        if (fresh.party_size, fresh.attends) == (party_size, kind):
            return fresh
        _write_change(fresh, party_size, kind)
        return fresh


def _write_change(fresh: Reservation, party_size: int, kind: str) -> None:
    act = _t("Changed the number of seats")
    if kind != fresh.attends:
        act = _t("Changed between the room and online")
    fresh.party_size, fresh.attends = party_size, kind
    fresh.version += 1
    with history.acting(None, act=act):
        fresh.save()
    if fresh.is_confirmed:
        emails.send_confirmed(fresh)


def give_back(reservation: Reservation, *, seen: int | None = None) -> Reservation:
    """Free a guest's seats. A second press changes nothing."""
    with _in_turn(reservation, 0, reservation.attends):
        fresh = Reservation.objects.select_for_update(no_key=True).get(
            pk=reservation.pk
        )
        if fresh.status == ReservationStatus.CANCELLED:
            return fresh
        return MACHINE.move(fresh, "give_back", by=None, seen=seen)


@contextmanager
def _in_turn(
    reservation: Reservation, wanted: int, kind: str, *, more: bool = False
) -> Iterator[None]:
    """Hold the screening's row: a cancellation and a new seat wait for each other."""
    try:
        with transaction.atomic():
            Screening.objects.select_for_update(no_key=True).only("pk").get(
                pk=reservation.screening_id
            )
            yield
    except IntegrityError as error:
        if broken_rule(error) not in (SEATS_RULE, ONLINE_RULE):
            raise
        screening = Screening.objects.get(pk=reservation.screening_id)
        said = full_sentence(screening, max(wanted, 1), kind, more=more)
        raise Full(said) from None
    except OperationalError as error:
        if getattr(error.__cause__, "pgcode", "") != _LOCK_NOT_AVAILABLE:
            raise
        raise Refused(
            _t("Many people are reserving just now. Press the button again.")
        ) from None


def broken_rule(error: Error) -> str:
    """The name of the constraint that refused a statement, or ""."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None) or ""
