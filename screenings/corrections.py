"""A guest's wrong address is mended on the reservation, and the guest written to anew.

Each time the token's version is raised: links in earlier mails open nothing any more.
"""

from django.db import transaction
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foundation import anew, history
from foundation.refusals import Refused, refuse_stale
from screenings import emails
from screenings.models import Reservation, Screening

CORRECT = "leaders.correct_address"
ACT = _("Correct the e-mail address")
ANEW = _("Write the mail anew")


def why_not(reservation: Reservation) -> str:
    """Say why a reservation's address cannot be mended; "" where it can."""
    if reservation.email is None:
        return _t("The guest’s data is no longer kept.")
    return ""


def why_not_anew(reservation: Reservation) -> str:
    """Say why there is nothing to write to the guest now; "" where there is."""
    if closed := why_not(reservation):
        return closed
    if not reservation.is_live:
        return _t("The guest has no seats any more.")
    if reservation.screening.is_over:
        return _t("The screening is over.")
    return ""


@transaction.atomic
def correct(
    reservation: Reservation, address: str, *, by: User, why: str, seen: int
) -> bool:
    """Mend the address and write to it; tell whether there was anything to write."""
    fresh = _held(reservation, by=by, seen=seen)
    if closed := why_not(fresh):
        raise Refused(closed)
    if fresh.email == address:
        raise Refused(_t("This is the address that the reservation has already."))
    others = Reservation.objects.live().filter(screening=fresh.screening, email=address)
    if fresh.is_live and others.exclude(pk=fresh.pk).exists():
        raise Refused(_t("This address has seats at this screening already."))
    anew.set_aside(fresh, to=fresh.email or "", all_of_it=True)
    fresh.email = address
    _raise_token(fresh, by=by, act=str(ACT), why=why)
    return _write(fresh)


@transaction.atomic
def write_anew(reservation: Reservation, *, by: User, why: str, seen: int) -> None:
    """Write to the guest what holds now, with links that are new."""
    fresh = _held(reservation, by=by, seen=seen)
    if closed := why_not_anew(fresh):
        raise Refused(closed)
    anew.set_aside(fresh, to=fresh.email or "", all_of_it=True)
    _raise_token(fresh, by=by, act=str(ANEW), why=why)
    _write(fresh)


def _held(reservation: Reservation, *, by: User, seen: int) -> Reservation:
    """Lock the screening and then the reservation, as everything here does."""
    screening = Screening.objects.select_for_update(no_key=True).get(
        pk=reservation.screening_id
    )
    fresh = Reservation.objects.select_for_update(no_key=True).get(pk=reservation.pk)
    fresh.screening = screening
    refuse_stale(fresh, seen=seen, by=by)
    return fresh


def _raise_token(fresh: Reservation, *, by: User, act: str, why: str) -> None:
    fresh.token_version += 1
    fresh.version += 1
    with history.acting(by, act=act, why=why):
        fresh.save(update_fields=["email", "token_version", "version"])


def _write(fresh: Reservation) -> bool:
    """Write what the guest has to know as things stand."""
    screening = fresh.screening
    if why_not_anew(fresh):
        return False
    if fresh.is_pending:
        emails.send_confirm_link(fresh, f"anew-{fresh.token_version}")
    elif screening.is_cancelled:
        emails.send_cancelled(screening, fresh)
    elif screening.is_postponed:
        emails.send_postponed(screening, fresh)
    else:
        emails.send_confirmed(fresh)
    return True
