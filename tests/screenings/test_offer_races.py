"""Two people answer, withdraw or settle one offer at the same moment."""

import pytest

from foundation.refusals import Refused
from leaders import membership
from leaders.leaving import Settled
from screenings import leaving, lifecycle, offers
from screenings.models import HostOffer
from tests.factories import make_leader, make_screening, make_staff
from tests.screenings.test_leaving_races import _together as together
from tests.screenings.test_offers import make_offer

pytestmark = pytest.mark.django_db(transaction=True)

WHY = {"reason": "A complaint."}


def answer(offer, step):
    return lambda: offers.answer(
        offer, step, by=offer.leader.user, seen=offer.version, note=step
    )


def refused(results):
    return [one for one in results if isinstance(one, Refused)]


def left(offer):
    """What stands in the end: the offer, and whether its leader hosts the evening."""
    offer.refresh_from_db()
    offer.screening.refresh_from_db()
    return offer.status, offer.screening.host_id == offer.leader_id


def test_two_windows_accept_and_decline():
    offer = make_offer()

    results = together(answer(offer, "accept"), answer(offer, "decline"))

    assert len(refused(results)) == 1
    assert left(offer) in [("accepted", True), ("declined", False)]


def test_two_windows_accept():
    offer = make_offer()

    results = together(answer(offer, "accept"), answer(offer, "accept"))

    # The second press is the first one's wish.
    assert refused(results) == []
    assert left(offer) == ("accepted", True)


def test_leader_accepts_while_staff_withdraw():
    offer, manager = make_offer(), make_staff()

    results = together(
        answer(offer, "accept"),
        lambda: offers.MACHINE.move(offer, "withdraw", by=manager, seen=offer.version),
    )

    (no,) = refused(results)
    assert left(offer) in [("accepted", True), ("withdrawn", False)]
    assert "changed this" in str(no)


def test_leader_accepts_while_suspended():
    offer, manager = make_offer(), make_staff()

    accepted, suspended = together(
        answer(offer, "accept"),
        lambda: membership.MACHINE.move(offer.leader, "suspend", by=manager, **WHY),
    )

    status, hosts = left(offer)
    assert suspended.status == "suspended"
    assert not hosts
    assert isinstance(accepted, Refused) == (status == "withdrawn")


def test_leader_accepts_while_it_is_cancelled():
    offer, manager = make_offer(), make_staff()

    accepted, cancelled = together(
        answer(offer, "accept"),
        lambda: lifecycle.MACHINE.move(offer.screening, "cancel", by=manager, **WHY),
    )

    status, hosts = left(offer)
    assert cancelled.status == "cancelled"
    assert (status, hosts) in [("accepted", True), ("withdrawn", False)]
    assert isinstance(accepted, Refused) == (status == "withdrawn")


def test_leader_accepts_while_a_manager_takes_it_on():
    offer, manager = make_offer(), make_staff()
    offer.screening.refresh_from_db()
    seen = offer.screening.version

    results = together(
        answer(offer, "accept"),
        lambda: leaving.take_on(offer.screening, by=manager, seen=seen),
    )

    assert len(refused(results)) == 1
    assert left(offer) in [("accepted", True), ("withdrawn", False)]


def test_offer_lapses_while_it_is_declined():
    offer = make_offer()

    _, lapsed = together(answer(offer, "decline"), lambda: offers.lapse(offer))

    assert left(offer) == ("lapsed" if lapsed else "declined", False)


def test_two_leaders_leave_with_something_offered_to_each_other():
    one, other = make_screening(), make_screening()
    managers = [make_staff(), make_staff()]

    def go(screening, taker, by):
        settled = Settled(
            {screening.code: leaving.OFFER}, takers={screening.code: str(taker.pk)}
        )
        return lambda: membership.MACHINE.move(
            screening.host, "suspend", by=by, **WHY, settled=settled
        )

    results = together(
        go(one, other.host, managers[0]), go(other, one.host, managers[1])
    )

    gone = HostOffer.objects.open().exclude(leader__status="active")
    assert [one for one in results if not hasattr(one, "status")] == refused(results)
    assert not gone.exists()


def test_two_managers_offer_one_evening():
    offer = make_offer()
    offers.MACHINE.move(offer, "withdraw", by=make_staff(), seen=offer.version)
    screening, managers = offer.screening, [make_staff(), make_staff()]
    screening.refresh_from_db()
    seen, leaders = screening.version, [make_leader(), make_leader()]

    results = together(
        *[
            lambda by=by, leader=leader: offers.offer(
                screening, leader.pk, by=by, seen=seen
            )
            for by, leader in zip(managers, leaders, strict=True)
        ]
    )

    assert len(refused(results)) == 1
    assert HostOffer.objects.open().count() == 1
