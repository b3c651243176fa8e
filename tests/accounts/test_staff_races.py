"""Two managers at the same moment: one winner, one sentence, never no manager."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from accounts import factor_resets, invitations, staff
from accounts.models import FactorReset, Invitation, User
from accounts.roles import PROGRAM_MANAGER, REVIEWER
from foundation.refusals import Refused
from tests.accounts.factors import give_app
from tests.factories import make_staff, make_verified_user
from tests.mail import mails_to

pytestmark = pytest.mark.django_db(transaction=True)


def _together(*calls: Callable[[], Any]) -> list[Any]:
    """Run the calls at once in threads; return each result or exception."""
    barrier = threading.Barrier(len(calls))
    results: list[Any] = [None] * len(calls)

    def run(number: int, call: Callable[[], Any]) -> None:
        try:
            barrier.wait(timeout=10)
            results[number] = call()
        except Exception as error:
            results[number] = error
        finally:
            connection.close()

    threads = [
        threading.Thread(target=run, args=(number, call))
        for number, call in enumerate(calls)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return results


def _ends(person: User, by: User, *, is_closed: bool = True) -> Callable[[], None]:
    return lambda: staff.leave(
        person, by=by, seen=person.version, why="Moved on.", is_closed=is_closed
    )


@pytest.mark.parametrize("time", range(3))
def test_two_managers_who_end_each_other_leave_one(time):
    one, other = make_staff(), make_staff()

    results = _together(_ends(one, other), _ends(other, one))

    (refused,) = [result for result in results if isinstance(result, Refused)]
    assert str(refused) == "You may not do this."
    assert staff.active_managers().count() == 1


def test_two_superusers_who_end_the_last_two_managers_leave_one():
    bosses = [make_verified_user(is_staff=True, is_superuser=True) for _ in range(2)]
    one, other = make_staff(), make_staff()

    results = _together(
        _ends(one, bosses[0]),
        lambda: staff.change_role(other, REVIEWER, by=bosses[1], seen=other.version),
    )

    (refused,) = [result for result in results if isinstance(result, Refused)]
    assert "This is the last program manager." in str(refused)
    assert staff.active_managers().count() == 1


def test_things_do_not_go_to_somebody_who_is_ended_in_the_same_moment():
    manager, second = make_staff(), make_staff()
    person, to = make_staff("Reviewer"), make_staff("Reviewer")

    def hands_over() -> None:
        staff.leave(person, by=manager, seen=0, why="x", to=to, is_closed=True)

    results = _together(hands_over, _ends(to, second))

    assert [result for result in results if result not in (None,)] in (
        [],
        [result for result in results if isinstance(result, Refused)],
    )
    assert not User.objects.get(pk=to.pk).is_active


def test_reset_confirmed_by_two_at_once_is_one():
    starter, one, other = make_staff(), make_staff(), make_staff()
    person = make_staff("Reviewer")
    give_app(person)
    reset = factor_resets.start(person, by=starter)

    def confirms(by: User) -> Callable[[], Any]:
        return lambda: factor_resets.MACHINE.move(reset, "confirm", by=by, seen=0)

    results = _together(confirms(one), confirms(other))

    (refused,) = [result for result in results if isinstance(result, Refused)]
    winner = FactorReset.objects.get().confirmed_by
    assert winner in (one, other)
    assert f"{winner} changed this" in str(refused)
    assert len(mails_to(person.email)) == 2


def test_reset_started_by_two_at_once_is_one():
    one, other, person = make_staff(), make_staff(), make_staff("Reviewer")

    results = _together(
        lambda: factor_resets.start(person, by=one),
        lambda: factor_resets.start(person, by=other),
    )

    (refused,) = [result for result in results if isinstance(result, Refused)]
    assert str(refused) == "A reset is under way already."
    assert len(mails_to(person.email)) == 1


def test_objection_and_confirmation_at_once_are_one():
    starter, second, person = make_staff(), make_staff(), make_staff("Reviewer")
    give_app(person)
    reset = factor_resets.start(person, by=starter)

    results = _together(
        lambda: factor_resets.MACHINE.move(reset, "object"),
        lambda: factor_resets.MACHINE.move(reset, "confirm", by=second, seen=0),
    )

    assert [type(result) for result in results].count(FactorReset) == 1
    factors = {"done": 0, "objected": 1}
    assert person.authenticator_set.count() == factors[FactorReset.objects.get().status]


def test_one_address_invited_by_two_at_once_is_one_invitation():
    managers = [make_staff(), make_staff()]

    def invites(by: User, role: str) -> Callable[[], Any]:
        return lambda: staff.invite("pat@agency.example", role=role, by=by)

    results = _together(
        invites(managers[0], REVIEWER), invites(managers[1], PROGRAM_MANAGER)
    )

    (refused,) = [result for result in results if isinstance(result, Refused)]
    assert "has a role, or is invited already" in str(refused)
    assert Invitation.objects.count() == len(mails_to("pat@agency.example")) == 1


def test_invitation_accepted_and_withdrawn_at_once_leaves_no_half():
    manager = make_staff()
    staff.invite("pat@agency.example", role=REVIEWER, by=manager)
    invitation = Invitation.objects.select_related("user").get()

    _together(
        lambda: invitations.MACHINE.move(invitation, "accept"),
        lambda: staff.withdraw(invitation, by=manager, seen=0),
    )

    invitation.refresh_from_db()
    user = User.objects.get(email="pat@agency.example")
    assert user.is_staff == (invitation.status == "accepted")
