"""A leader goes while somebody else is at work on the same evening."""

import threading

import pytest
from django.db import connection

from foundation.refusals import Refused
from leaders import membership
from screenings import leaving, lifecycle, seats
from tests.factories import make_reservation, make_screening, make_staff

pytestmark = pytest.mark.django_db(transaction=True)


def _together(*calls):
    """Run the calls at once in threads; return each result or exception."""
    barrier = threading.Barrier(len(calls))
    results = [None] * len(calls)

    def run(number, call):
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


def _suspend(screening, by):
    return membership.MACHINE.move(
        screening.host, "suspend", by=by, reason="A complaint."
    )


def test_evening_published_while_its_host_goes_is_no_suspended_leaders():
    make = make_screening()
    screening, manager = make_screening("draft", host=make.host), make_staff()
    user = screening.host.user

    published, suspended = _together(
        lambda: lifecycle.MACHINE.move(screening, "publish", by=user),
        lambda: _suspend(screening, manager),
    )

    screening.refresh_from_db()
    assert suspended.status == "suspended"
    assert (screening.status, screening.host is None) in [
        ("draft", False),
        ("published", True),
    ]
    assert isinstance(published, Refused) == (screening.status == "draft")


def test_guest_confirms_while_the_host_goes():
    screening, manager = make_screening(), make_staff()
    guest = make_reservation(screening, "pending")

    confirmed, suspended = _together(
        lambda: seats.MACHINE.move(guest, "confirm"),
        lambda: _suspend(screening, manager),
    )

    screening.refresh_from_db()
    assert (confirmed.status, suspended.status) == ("confirmed", "suspended")
    assert (screening.host, screening.all_taken) == (None, 1)


def test_two_managers_take_on_one_evening():
    screening, managers = make_screening(), [make_staff(), make_staff()]
    _suspend(screening, managers[0])
    screening.refresh_from_db()

    results = _together(
        *(
            lambda by=by: leaving.take_on(screening, by=by, seen=screening.version)
            for by in managers
        )
    )

    (refused,) = [one for one in results if isinstance(one, Refused)]
    screening.refresh_from_db()
    assert screening.run_by == managers[1 - results.index(refused)]
    assert "“Take it on”" in str(refused)
