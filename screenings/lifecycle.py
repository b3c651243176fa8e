"""What each step of a screening demands, writes and tells.

The steps themselves stand in `statuses`. A guard's sentence is what the person reads
beside a button that is greyed out, and in a refusal.
"""

from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foundation.machines import Machine, guard
from foundation.refusals import Refused
from leaders.access import WORKING
from leaders.choices import LeaderStatus
from leaders.models import Leader
from screenings import emails, notices, offers, staff_emails
from screenings.choices import ScreeningStatus
from screenings.models import Screening
from screenings.offers import RUN
from screenings.statuses import SCREENING

MACHINE: Machine[Screening] = Machine(SCREENING, Screening)

#: The permission of those who look at a leader's first screening.
REVIEW = "screenings.review_screening"

#: A screening of this kind shows that its host can be relied on.
_SEEN_TO_WORK = (
    ScreeningStatus.PUBLISHED,
    ScreeningStatus.POSTPONED,
    ScreeningStatus.HELD,
    ScreeningStatus.REPORTED,
)

# Who may.


def is_trusted_to_publish(leader: Leader) -> bool:
    """Whether the leader's screenings go public at once.

    Staff look at a leader's first one. Once one of theirs was published and not
    cancelled, the next need no look.
    """
    shown = Screening.objects.filter(host=leader, status__in=_SEEN_TO_WORK)
    return shown.exists()


def has_trusted_host(screening: Screening) -> bool:
    """`is_trusted_to_publish` of its host, asked once for each reading of the row.

    Several guards want to know, and `Machine.move` reads the row anew.
    """
    if not hasattr(screening, "_has_trusted_host"):
        host = screening.host
        screening._has_trusted_host = host is None or is_trusted_to_publish(host)
    return bool(screening._has_trusted_host)


def is_host(screening: Screening, by: User | None) -> bool:
    """Whether this person hosts the screening and is still a leader.

    What has no host is the network's: program managers have a host's rights over it.
    """
    if by is None:
        return False
    if screening.host is None:
        return by.has_perm(RUN)
    return screening.host.user_id == by.pk and screening.host.status in WORKING


def is_host_or_staff(screening: Screening, by: User | None) -> bool:
    return is_host(screening, by) or (
        by is not None and by.has_perm("screenings.cancel_screening")
    )


# What stands in the way.


def still_missing(screening: Screening, by: User | None = None) -> str:
    """Say what is missing before visitors may see the screening."""
    words = [words for _field, words in screening.planned.missing()]
    return _t("Still missing: %(what)s.") % {"what": "; ".join(words)}


@guard(still_missing)
def is_complete(screening: Screening, by: User | None) -> bool:
    return not screening.planned.missing()


@guard(_("The date has passed. Give a new one."))
def is_to_come(screening: Screening, by: User | None) -> bool:
    return not screening.planned.has_begun


@guard(_("The host is away or no longer a leader. Only active leaders post."))
def host_is_active(screening: Screening, by: User | None) -> bool:
    host = screening.host
    return host is None or (host.status == LeaderStatus.ACTIVE and not host.is_hidden)


@guard(
    _(
        "Staff look at a leader's first screening before it is published. "
        "Send it to them."
    )
)
def host_is_trusted(screening: Screening, by: User | None) -> bool:
    return has_trusted_host(screening)


@guard(_("No look is needed: you can publish this yourself."))
def needs_a_look(screening: Screening, by: User | None) -> bool:
    return not has_trusted_host(screening)


@guard(_("The screening is over."))
def is_not_over(screening: Screening, by: User | None) -> bool:
    return screening.is_postponed or not screening.is_over


@guard(_("The screening is not over yet."))
def is_over(screening: Screening, by: User | None) -> bool:
    return screening.is_over


#: What a date must be: when visitors first see it, and whenever the host moves it.
_DATED = [is_to_come]
_READY = [is_complete, *_DATED, host_is_active]


def why_not_then(screening: Screening, by: User) -> str:
    """Say why a screening may not get the date it has now; "" where it may."""
    reasons = (question.reason(screening, by) for question in _DATED)
    return next((reason for reason in reasons if reason), "")


@guard(_("Give the new date first."))
def has_a_date(screening: Screening, by: User | None) -> bool:
    return screening.planned.starts_at is not None


@guard(
    _(
        "Guests have more seats than the new evening offers. Offer more, or ask guests "
        "to give some back."
    )
)
def has_seats_for_guests(screening: Screening, by: User | None) -> bool:
    return screening.planned.has_seats_for_all


# The first look has an owner: one member of the staff, by name.


@guard(_("This is your own screening. A colleague has to look at it."))
def is_not_own(screening: Screening, by: User | None) -> bool:
    host = screening.host
    return by is None or host is None or host.user_id != by.pk


def _has_it(screening: Screening, by: User | None) -> str:
    who = screening.looked_at_by
    if by is not None and who is not None and who.pk == by.pk:
        return _t("You have the first look already.")
    return _t("%(who)s has the first look. Take it over first.") % {"who": who}


@guard(_has_it)
def is_free_or_mine(screening: Screening, by: User | None) -> bool:
    mine = by is not None and by.pk == screening.looked_at_by_id
    return by is None or screening.looked_at_by_id is None or mine


@guard(_has_it)
def is_free(screening: Screening, by: User | None) -> bool:
    return screening.looked_at_by_id is None


@guard(_("Nobody else has the first look."))
def is_another_ones(screening: Screening, by: User | None) -> bool:
    mine = by is not None and by.pk == screening.looked_at_by_id
    return screening.looked_at_by_id is not None and not mine


@guard(_("You do not have the first look."))
def is_mine(screening: Screening, by: User | None) -> bool:
    return by is not None and by.pk == screening.looked_at_by_id


#: Nobody answers the host while a colleague has the first look.
_LOOKING = (is_not_own, is_free_or_mine)


def reviewers() -> QuerySet[User]:
    """Who of the staff may take a first look, by name."""
    app, codename = REVIEW.split(".")
    rights = Permission.objects.filter(codename=codename, content_type__app_label=app)
    holds = Q(is_superuser=True) | Q(groups__permissions__in=rights)
    staff = User.objects.filter(is_active=True, is_staff=True)
    return staff.filter(holds).distinct().order_by("display_name", "pk")


# What is written.


@MACHINE.step("take_look", permission=REVIEW, guards=[is_not_own, is_free])
@MACHINE.step("take_over_look", permission=REVIEW, guards=[is_not_own, is_another_ones])
def take_look(screening: Screening, by: User | None) -> None:
    screening.looked_at_by = by


@MACHINE.step("hand_over_look", permission=REVIEW, guards=[is_mine])
def hand_over_look(screening: Screening, by: User | None, *, colleague: User) -> None:
    """Give the first look to a colleague, who may take one and is not the host."""
    if not colleague.has_perm(REVIEW) or not is_not_own(screening, colleague):
        raise Refused(_("This colleague may not take the first look."))
    screening.looked_at_by = colleague


@MACHINE.tells("hand_over_look")
def tell_colleague(screening: Screening, by: User | None, *, colleague: User) -> None:
    staff_emails.hand_over_the_look(screening, colleague)


@MACHINE.step("put_back_look", permission=REVIEW, guards=[is_mine])
def put_back_look(screening: Screening, by: User | None) -> None:
    screening.looked_at_by = None


@MACHINE.step("submit", permission=is_host, guards=[*_READY, needs_a_look])
def submit(screening: Screening, by: User | None) -> None:
    screening.submitted_at = screening.turn_since = timezone.now()
    screening.staff_note = ""


@MACHINE.step("approve", permission=REVIEW, guards=[*_LOOKING, *_READY])
@MACHINE.step("publish", permission=is_host, guards=[*_READY, host_is_trusted])
def publish(screening: Screening, by: User | None) -> None:
    screening.published_at, screening.staff_note = timezone.now(), ""


@MACHINE.step("ask", permission=REVIEW, guards=_LOOKING)
def ask(screening: Screening, by: User | None, *, reason: str) -> None:
    """Give the host the turn, with words to mend it by; it comes back to the same."""
    screening.looked_at_by = by
    screening.staff_note, screening.turn_since = reason, timezone.now()


@MACHINE.step("discard", permission=is_host)
def discard(screening: Screening, by: User | None) -> None:
    screening.cancelled_at = timezone.now()
    screening.cancel_reason = _t("Taken back by the host before it was published.")


@MACHINE.step("close")
def close(screening: Screening, by: User | None) -> None:
    """End what nobody saw yet: its host has left for good. Nobody is mailed."""
    screening.cancelled_at = timezone.now()
    screening.cancel_reason = _t("Its host left the network before it was published.")


@MACHINE.step("decline", permission=REVIEW, guards=_LOOKING)
@MACHINE.step("cancel", permission=is_host_or_staff, guards=[is_not_over])
def cancel(screening: Screening, by: User | None, *, reason: str) -> None:
    screening.cancelled_at, screening.cancel_reason = timezone.now(), reason
    screening.drop_plan()
    screening.sequence += 1


@MACHINE.step("postpone", permission=is_host_or_staff, guards=[is_not_over])
def postpone(screening: Screening, by: User | None, *, reason: str) -> None:
    screening.postpone_reason = reason
    screening.previous_start = screening.starts_at
    screening.sequence += 1


@MACHINE.step(
    "resume",
    permission=is_host_or_staff,
    guards=[has_a_date, has_seats_for_guests, *_READY],
)
def resume(screening: Screening, by: User | None) -> None:
    """Make the new date and place, which nobody knew so far, everybody's at once."""
    screening.take_plan()
    screening.postpone_reason = ""
    if screening.previous_start == screening.starts_at:
        screening.previous_start = None
    screening.sequence += 1


MACHINE.step("hold", guards=[is_over])
# Moved by the outcome report of a held screening, never by a person's button.
MACHINE.step("report")

# Who is told.


@MACHINE.tells("submit")
def tell_the_office(screening: Screening, by: User | None) -> None:
    staff_emails.ask_for_a_look(screening)


@MACHINE.tells("approve")
def tell_of_publication(screening: Screening, by: User | None) -> None:
    emails.tell_published(screening)


@MACHINE.shows("ask")
def show_the_wish(screening: Screening, by: User | None, *, reason: str) -> None:
    screening.staff_note = reason
    emails.ask_for_a_change(screening)


@MACHINE.tells("ask")
def tell_of_the_wish(screening: Screening, by: User | None) -> None:
    emails.ask_for_a_change(screening)


@MACHINE.tells("decline")
def tell_of_decline(screening: Screening, by: User | None) -> None:
    emails.tell_declined(screening)


@MACHINE.shows("decline")
def show_decline(screening: Screening, by: User | None, *, reason: str) -> None:
    screening.cancel_reason = reason
    emails.tell_declined(screening)


@MACHINE.shows("cancel")
def show_cancel(screening: Screening, by: User | None, *, reason: str) -> None:
    """The mail of one guest stands for all; the host has another."""
    cancel(screening, by, reason=reason)
    if standing := offers.open_offer(screening):
        emails.tell_offer_withdrawn(standing)
    for reservation in screening.reservations.confirmed()[:1]:
        emails.send_cancelled(screening, reservation)
    emails.tell_host_of_cancel(screening)


@MACHINE.shows("postpone")
def show_postponement(screening: Screening, by: User | None, *, reason: str) -> None:
    """The mail of one guest stands for all."""
    postpone(screening, by, reason=reason)
    for reservation in screening.reservations.confirmed()[:1]:
        emails.send_postponed(screening, reservation)


@MACHINE.tells("cancel")
def tell_of_cancel(screening: Screening, by: User | None) -> None:
    notices.close(screening)
    offers.overtake(screening)
    for reservation in screening.reservations.confirmed():
        emails.send_cancelled(screening, reservation)
    emails.tell_host_of_cancel(screening)


@MACHINE.tells("postpone")
def tell_of_postponement(screening: Screening, by: User | None) -> None:
    notices.close(screening)
    for reservation in screening.reservations.confirmed():
        emails.send_postponed(screening, reservation)


@MACHINE.tells("resume")
def tell_of_new_date(screening: Screening, by: User | None) -> None:
    notices.close(screening)
    # After the screening is stored: the database counts the seats in its row.
    screening.reservations.take_along(screening.mode)
    for reservation in screening.reservations.confirmed():
        emails.send_new_date(screening, reservation)
