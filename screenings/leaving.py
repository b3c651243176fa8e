"""What becomes of a leader's evenings when the leader goes: no guest is left alone.

An announced evening becomes the network's: it has no host, and program managers run
it. Staff may run one themselves at once, or cancel it with a notice. What nobody saw
yet stays as it is: drafts are their writer's, and nobody else's to publish.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _t
from django.utils.translation import ngettext

from accounts.models import User
from foundation import history
from foundation.refusals import Refused, refuse_stale
from foundation.words import in_words
from leaders.leaving import Hanging, Settled
from leaders.models import Leader
from screenings import lifecycle
from screenings.choices import ScreeningStatus
from screenings.models import Screening

NETWORK, MINE, CANCEL = "network", "mine", "cancel"

_ANNOUNCED = (ScreeningStatus.PUBLISHED, ScreeningStatus.POSTPONED)
_BEGUN = (ScreeningStatus.DRAFT, ScreeningStatus.SUBMITTED)


def hanging_on(leader: Leader) -> list[Hanging]:
    """The leader's evenings to come, with their guests."""
    rows = Screening.objects.filter(host=leader, status__in=_ANNOUNCED)
    return [
        _hanging(row)
        for row in rows.select_related("film").order_by("starts_at", "pk")
        if not _is_over(row)
    ]


def _hanging(screening: Screening) -> Hanging:
    number = screening.reservations.confirmed().count()
    guests = ngettext(
        "%(n)s confirmed reservation", "%(n)s confirmed reservations", number
    ) % {"n": in_words(number).capitalize()}
    if not number:
        guests = _t("Nobody has a seat yet")
    return Hanging(
        screening.code,
        screening.title,
        f"{screening.announced_when}. {guests}.",
        (
            (NETWORK, _t("The network keeps it, until a program manager takes it on")),
            (MINE, _t("I run it")),
            (CANCEL, _t("Cancel it, and tell its guests why")),
        ),
        frozenset({CANCEL}),
    )


def _is_over(screening: Screening, now: datetime | None = None) -> bool:
    """Whether nobody has to run it any more. What is postponed is still to come."""
    return not screening.is_postponed and screening.is_over


def settle(leader: Leader, by: User | None, settled: Settled, why: str) -> None:
    """Give the leader's evenings to the network, or cancel those that staff chose.

    Drafts are held too: one that is being published meanwhile either was published
    first and is settled here, or finds that its host has gone.
    """
    held = Screening.objects.select_for_update(no_key=True).order_by("pk")
    for row in list(held.filter(host=leader, status__in=(*_ANNOUNCED, *_BEGUN))):
        if row.status in _ANNOUNCED and not _is_over(row):
            _settle(row, by, settled, why)


def _settle(screening: Screening, by: User | None, settled: Settled, why: str) -> None:
    way = settled.ways.get(screening.code, NETWORK)
    screening.host = None
    screening.run_by = by if way == MINE else None
    screening.version += 1
    with history.acting(by, act=_t("Became the network’s"), why=why):
        screening.save()
    if way == CANCEL:
        lifecycle.MACHINE.move(screening, "cancel", by=by, reason=settled.notice)


# Taking on


def may_take_on(screening: Screening, by: User) -> bool:
    """Whether the evening waits for somebody to run it, and this person may."""
    return (
        screening.host_id is None
        and screening.run_by_id is None
        and screening.status in _ANNOUNCED
        and not _is_over(screening)
        and by.has_perm(lifecycle.RUN)
    )


@transaction.atomic
def take_on(screening: Screening, *, by: User, seen: int | None) -> Screening:
    """Let a program manager run an evening of the network's.

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
    fresh.run_by, fresh.version = by, fresh.version + 1
    with history.acting(by, act=_t("Take it on")):
        fresh.save()
    return fresh
