"""A screening without a host is offered to a leader, and is theirs once they accept.

Until then it is the network's: no page names a host. Whoever accepts, takes it on or
calls it off locks the leader first, then the screening, then the offer, so that of two
who act at once one wins and the other reads who was first.
"""

from collections.abc import Callable
from datetime import datetime, time

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foundation import history
from foundation.machines import Machine, guard
from foundation.refusals import Refused, refuse_stale
from foundation.words import in_words
from foundation.working_days import add_working_days, office_day
from leaders.choices import LeaderStatus
from leaders.models import Leader
from screenings import emails
from screenings.choices import OfferStatus
from screenings.models import HostOffer, Screening
from screenings.models.offer import HostOfferQuerySet
from screenings.promises import OFFER_ANSWERED, OFFER_ENDS_BEFORE
from screenings.statuses import OFFER

MACHINE: Machine[HostOffer] = Machine(OFFER, HostOffer)

#: The permission of those who run what has no host.
RUN = "screenings.change_screening"


# Who may.


def is_asked(offer: HostOffer, by: User) -> bool:
    return offer.leader.user_id == by.pk


# What stands in the way.


def why_not_host(offer: HostOffer, by: User | None = None) -> str:
    """Say why this leader cannot host now; "" where they can."""
    if offer.leader.may_take_on:
        return ""
    if offer.leader.status == LeaderStatus.PAUSED and not offer.leader.is_hidden:
        return _t("You are away. Press “I’m back” on your desk, then accept.")
    return _t("Only active leaders host.")


@guard(why_not_host)
def leader_is_active(offer: HostOffer, by: User | None) -> bool:
    return offer.leader.may_take_on


@guard(_("The time to answer is over. The program office looks for somebody else."))
def is_in_time(offer: HostOffer, by: User | None) -> bool:
    return offer.is_in_time


def what_came_of_it(offer: HostOffer, by: User | None = None) -> str:
    """Say why the screening needs no host any more; "" while it does."""
    screening = offer.screening
    if screening.is_cancelled:
        return _t("The screening was cancelled meanwhile.")
    if not screening.is_to_come:
        return _t("The screening is over.")
    if screening.host_id:
        return _t("The screening has a host meanwhile.")
    return ""


@guard(what_came_of_it)
def needs_a_host(offer: HostOffer, by: User | None) -> bool:
    return not what_came_of_it(offer)


# What is written.


@MACHINE.step(
    "accept",
    permission=is_asked,
    guards=[needs_a_host, is_in_time, leader_is_active],
)
def take_over(offer: HostOffer, by: User | None, *, note: str = "") -> None:
    """Make the leader the host; the caller holds their row and the screening's."""
    _ended(offer, note)
    screening = offer.screening
    screening.host, screening.run_by = offer.leader, None
    screening.version += 1
    with history.acting(by, act=_t("Accepted the offer, and hosts it")):
        screening.save()


@MACHINE.step("decline", permission=is_asked)
def say_no(offer: HostOffer, by: User | None, *, note: str = "") -> None:
    _ended(offer, note)


@MACHINE.step("withdraw", permission=RUN)
@MACHINE.step("overtake", "end", "lapse")
def close(offer: HostOffer, by: User | None) -> None:
    _ended(offer)


def _ended(offer: HostOffer, note: str = "") -> None:
    offer.ended_at, offer.note = timezone.now(), note


# Who is told.


@MACHINE.tells("accept", "decline", "end", "lapse")
def tell_who_offered(offer: HostOffer, by: User | None) -> None:
    emails.tell_of_answer(offer)


@MACHINE.tells("withdraw", "overtake")
def tell_the_leader(offer: HostOffer, by: User | None) -> None:
    emails.tell_offer_withdrawn(offer)


# Offering.


def answer_by(now: datetime | None = None) -> datetime:
    """The end of the last working day on which a leader who is asked now may answer.

    A minute before midnight: midnight itself is read as either day.
    """
    day = add_working_days(office_day(now), OFFER_ANSWERED.number)
    end = datetime.combine(day, time(23, 59))
    return timezone.make_aware(end, timezone.get_default_timezone())


def open_offer(screening: Screening) -> HostOffer | None:
    """The offer of this screening that waits for an answer."""
    rows = HostOffer.objects.open().select_related("leader__user", "offered_by")
    offer = rows.filter(screening=screening).first()
    if offer:
        offer.screening = screening
    return offer


def is_time_to_offer(screening: Screening) -> bool:
    """Whether a leader would have time to answer before the evening."""
    if screening.is_postponed or screening.starts_at is None:
        return True
    return timezone.now() + OFFER_ENDS_BEFORE < screening.starts_at


def why_not_offer(screening: Screening) -> str:
    """Say why this screening cannot be offered to a leader now; "" where it can."""
    if screening.host_id or not screening.is_to_come:
        return _t("Only a screening to come that has no host is offered.")
    if not is_time_to_offer(screening):
        return _t(
            "It starts within %(time)s: too soon to wait for an answer. Take it on, or "
            "cancel it."
        ) % {"time": in_words(OFFER_ENDS_BEFORE)}
    if open_offer(screening):
        return _t("It is offered to a leader already. Withdraw that offer first.")
    return ""


def may_offer(screening: Screening, by: User) -> bool:
    return by.has_perm(RUN) and not why_not_offer(screening)


@transaction.atomic
def offer(
    screening: Screening,
    leader_key: int | str,
    *,
    by: User,
    seen: int | None,
    look: Callable[[Screening], None] | None = None,
) -> HostOffer:
    """Offer the screening to a leader, who is mailed. Raises `Refused`.

    `leader_key` is the leader's primary key, as a form sends it. `look` sees the locked
    row before anything is written, and may refuse.
    """
    fresh = Screening.objects.select_for_update(no_key=True).get(pk=screening.pk)
    if not by.has_perm(RUN):
        raise Refused(_t("You may not do this."))
    mine = open_offer(fresh)
    if mine and (str(mine.leader_id), mine.offered_by_id) == (str(leader_key), by.pk):
        return mine  # a second press
    refuse_stale(fresh, seen=seen, by=by)
    if reason := why_not_offer(fresh):
        raise Refused(reason)
    if look is not None:
        look(fresh)
    return make_offer(fresh, leader_key, by=by)


def make_offer(screening: Screening, leader_key: int | str, *, by: User) -> HostOffer:
    """Write the offer and its mail; the caller holds the screening."""
    made = HostOffer(
        screening=screening,
        leader=_free_leader(leader_key),
        offered_by=by,
        answer_by=answer_by(),
    )
    act = _t("Offered it to %(name)s") % {"name": made.leader}
    with history.acting(by, act=act):
        made.save(force_insert=True)
        screening.version += 1
        screening.save()
    emails.send_offer(made)
    return made


def rehearse(screening: Screening, leader_key: int | str, *, by: User) -> None:
    """Word the mail of an offer; only while rehearsing."""
    leader = Leader.objects.filter(pk=leader_key).select_related("user").first()
    if leader is not None:
        emails.send_offer(
            HostOffer(
                screening=screening,
                leader=leader,
                offered_by=by,
                answer_by=answer_by(),
            )
        )


def rehearse_end(leader: Leader) -> None:
    """Word the mails of `end_those_to`; only while rehearsing."""
    rows = HostOffer.objects.filter(leader=leader).open().order_by("pk")
    for standing in rows.select_related("screening", "offered_by"):
        standing.status, standing.leader = OfferStatus.WITHDRAWN, leader
        tell_who_offered(standing, None)


def _free_leader(leader_key: int | str) -> Leader:
    """The leader, held until the offer stands.

    Whose row somebody else holds is passed over rather than waited for: two leaders who
    leave at once, each with something offered to the other, would wait for ever.
    """
    rows = Leader.objects.select_for_update(no_key=True, skip_locked=True)
    leader = rows.filter(pk=leader_key).first()
    if leader is None or not leader.may_take_on:
        raise Refused(
            _t("This leader cannot take it on just now. Pick another, or press again.")
        )
    return leader


# Answering.


@transaction.atomic
def answer(
    offer: HostOffer, step: str, *, by: User, seen: int, note: str = ""
) -> HostOffer:
    """Accept or decline, as `step` says. Raises `Refused` with who was first."""
    Leader.objects.select_for_update(no_key=True).get(pk=offer.leader_id)
    Screening.objects.select_for_update(no_key=True).get(pk=offer.screening_id)
    return MACHINE.move(offer, step, by=by, seen=seen, note=note)


def overtake(screening: Screening) -> None:
    """End an open offer: the screening is called off, or somebody runs it.

    The caller holds the screening.
    """
    for standing in _held(HostOffer.objects.filter(screening=screening)):
        MACHINE.move(standing, "overtake")


def end_those_to(leader: Leader) -> None:
    """End the open offers to a leader who goes; the caller holds their row."""
    for standing in _held(HostOffer.objects.filter(leader=leader)):
        MACHINE.move(standing, "end")


def _held(rows: HostOfferQuerySet) -> list[HostOffer]:
    """The open ones, locked: what is answered or withdrawn meanwhile is not among."""
    return list(rows.open().select_for_update(no_key=True).order_by("pk"))


def latest_to(screening: Screening, user: User) -> HostOffer | None:
    """The last offer of the screening to this person, whatever became of it."""
    rows = HostOffer.objects.filter(screening=screening, leader__user=user)
    offer = rows.select_related("leader").first()
    if offer:
        offer.screening = screening
    return offer


def lapse(standing: HostOffer) -> bool:
    """Let an offer lapse, unless the leader answers just now."""
    if standing.status != OfferStatus.OPEN:
        return False
    try:
        MACHINE.move(standing, "lapse")
    except Refused:
        return False
    return True
