"""What becomes of a leader's evenings when the leader goes: no guest is left alone.

An announced evening becomes the network's: it has no host, and program managers run
it. Staff may run one themselves at once, offer it to another leader, or cancel it with
a notice. What nobody saw yet waits for a leader who may come back, and is closed when
the leader does not.
"""

from collections.abc import Callable

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _t
from django.utils.translation import ngettext

from accounts.models import User
from foundation import history
from foundation.refusals import Refused, refuse_stale
from foundation.words import in_words
from leaders.leaving import Hanging, Settled
from leaders.models import Leader
from screenings import lifecycle, offers, takers
from screenings.choices import ReservationStatus, ScreeningStatus
from screenings.models import HostOffer, Screening

NETWORK, MINE, OFFER, CANCEL = "network", "mine", "offer", "cancel"

_ANNOUNCED = (ScreeningStatus.PUBLISHED, ScreeningStatus.POSTPONED)
_BEGUN = (ScreeningStatus.DRAFT, ScreeningStatus.SUBMITTED)


# What staff read and choose


def hanging_on(leader: Leader) -> list[Hanging]:
    """The leader's evenings to come, with their guests."""
    confirmed = Q(reservations__status=ReservationStatus.CONFIRMED)
    rows = (
        Screening.objects.filter(host=leader, status__in=_ANNOUNCED)
        .annotate(guests=Count("reservations", filter=confirmed))
        .select_related("film")
        .order_by("starts_at", "pk")
    )
    to_come = [row for row in rows if row.is_to_come]
    if not to_come:
        return []
    point = takers.point_of(to_come[0])
    around = takers.leaders_around(point, but=leader)
    return [_hanging(row, row.guests, around) for row in to_come]


def _hanging(screening: Screening, number: int, around: list[Leader]) -> Hanging:
    guests = ngettext(
        "%(n)s confirmed reservation", "%(n)s confirmed reservations", number
    ) % {"n": in_words(number).capitalize()}
    if not number:
        guests = _t("Nobody has a seat yet")
    ways = [
        (NETWORK, _t("The network keeps it, until a program manager takes it on")),
        (MINE, _t("I run it")),
        (OFFER, _t("Offer it to another leader; the network keeps it until then")),
        (CANCEL, _t("Cancel it, and tell its guests why")),
    ]
    may_offer = bool(around) and offers.is_time_to_offer(screening)
    return Hanging(
        screening.code,
        screening.title,
        f"{screening.announced_when}. {guests}.",
        tuple(way for way in ways if may_offer or way[0] != OFFER),
        needs_notice=frozenset({CANCEL}),
        needs_taker=frozenset({OFFER}) if may_offer else frozenset(),
        takers=takers.grouped_for(screening, around) if may_offer else [],
    )


def also_ends(leader: Leader, *, is_final: bool) -> list[str]:
    """The drafts and the offers that end with the leader, a sentence each."""
    sentences = []
    if is_final:
        begun = Screening.objects.begun_by(leader).order_by("pk")
        sentences += [_closed(row) for row in begun]
    standing = HostOffer.objects.open().filter(leader=leader)
    sentences += [
        _t("“%(title)s” is offered to the leader. The offer ends; staff look further.")
        % {"title": one.screening.title}
        for one in standing.select_related("screening")
    ]
    return sentences


def _closed(screening: Screening) -> str:
    if screening.is_waiting:
        words = _t("“%(title)s” waits for a first look. It is closed, and nobody told.")
    else:
        words = _t("The draft “%(title)s” is discarded. Nobody was invited yet.")
    return words % {"title": screening.title}


# What is done


def settle(
    leader: Leader, by: User | None, settled: Settled, why: str, *, is_final: bool
) -> None:
    """Give the leader's evenings to the network, or do what staff chose.

    Drafts are held too: one that is being published meanwhile either was published
    first and is settled here, or finds that its host has gone.
    """
    held = Screening.objects.select_for_update(no_key=True).order_by("pk")
    for row in list(held.filter(host=leader, status__in=(*_ANNOUNCED, *_BEGUN))):
        if row.is_to_come:
            _settle(row, by, settled, why)
        elif is_final and row.status in _BEGUN:
            lifecycle.MACHINE.move(row, "close")
    offers.end_those_to(leader)


def rehearse(leader: Leader, by: User | None, settled: Settled) -> None:
    """Word the mails of `settle`, as its rows would be; writes nothing."""
    rows = Screening.objects.filter(host=leader, status__in=_ANNOUNCED).order_by("pk")
    for row in rows:
        way = settled.ways.get(row.code, NETWORK)
        row.host, row.run_by = None, by if way == MINE else None
        if not row.is_to_come:
            continue
        if way == CANCEL:
            row.status = ScreeningStatus.CANCELLED
            lifecycle.show_cancel(row, by, reason=settled.notice)
        if way == OFFER and by is not None:
            offers.rehearse(row, settled.takers.get(row.code, 0), by=by)
    offers.rehearse_end(leader)


def _settle(screening: Screening, by: User | None, settled: Settled, why: str) -> None:
    way = settled.ways.get(screening.code, NETWORK)
    screening.host = None
    screening.run_by = by if way == MINE else None
    screening.version += 1
    with history.acting(by, act=_t("Became the network’s"), why=why):
        screening.save()
    if way == CANCEL:
        lifecycle.MACHINE.move(screening, "cancel", by=by, reason=settled.notice)
    if way == OFFER and by is not None:
        if not offers.is_time_to_offer(screening):
            raise Refused(offers.why_not_offer(screening))
        offers.make_offer(screening, settled.takers.get(screening.code, 0), by=by)


# Taking on, and giving back


def may_take_on(screening: Screening, by: User) -> bool:
    """Whether the evening waits for somebody to run it, and this person may."""
    return (
        screening.host_id is None
        and screening.run_by_id is None
        and screening.is_to_come
        and by.has_perm(lifecycle.RUN)
    )


@transaction.atomic
def take_on(
    screening: Screening,
    *,
    by: User,
    seen: int | None,
    look: Callable[[Screening], None] | None = None,
) -> Screening:
    """Let a program manager run an evening of the network's; an open offer ends.

    `look` sees the locked row before anything is written, and may refuse.

    Of two who press at once one runs it, and the other reads who was first.
    """
    fresh = Screening.objects.select_for_update(no_key=True).get(pk=screening.pk)
    if not by.has_perm(lifecycle.RUN):
        raise Refused(_t("You may not do this."))
    if fresh.run_by_id == by.pk:
        return fresh
    refuse_stale(fresh, seen=seen, by=by)
    if not may_take_on(fresh, by):
        raise Refused(_t("Nobody needs to take on this screening now."))
    if look is not None:
        look(fresh)
    fresh.run_by, fresh.version = by, fresh.version + 1
    with history.acting(by, act=_t("Take it on")):
        fresh.save()
    offers.overtake(fresh)
    return fresh


def who_may_run() -> QuerySet[User]:
    """The people who hold the right to run what has no host, now; some twice."""
    app, _dot, codename = lifecycle.RUN.partition(".")
    in_group = Q(
        groups__permissions__content_type__app_label=app,
        groups__permissions__codename=codename,
    )
    own = Q(
        user_permissions__content_type__app_label=app,
        user_permissions__codename=codename,
    )
    return User.objects.filter(Q(is_superuser=True) | in_group | own, is_active=True)


@transaction.atomic
def give_back_without_right(person: User | None = None) -> int:
    """Return to the network what somebody runs who may no longer; count it.

    `person` narrows it to what one runs, when their rights have just changed.
    """
    rows = Screening.objects.filter(run_by__isnull=False, status__in=_ANNOUNCED)
    if person is not None:
        rows = rows.filter(run_by=person)
    left = rows.exclude(run_by__in=who_may_run()).order_by("pk")
    held = list(left.select_for_update(no_key=True, of=["self"]))
    for row in held:
        row.run_by, row.version = None, row.version + 1
        with history.acting(None, act=_t("Nobody runs it: the person left the staff")):
            row.save()
    return len(held)
