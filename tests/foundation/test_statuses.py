"""The table of statuses: who may move what, and what stands in the way.

Accounts stand in for a record here: `display_name` plays the status.
"""

from dataclasses import replace

import pytest

from accounts.models import User
from foundation.refusals import Changed, Refused
from foundation.transitions import Machine, Transition
from tests.factories import make_user

pytestmark = pytest.mark.django_db

NEVER = "The moon is not full."
SEND = Transition(
    "send",
    sources=("draft",),
    target="sent",
    label="Send",
    permission=lambda record, person: person is not None,
)


@pytest.fixture
def record(monkeypatch):
    monkeypatch.setattr(User, "version", 0, raising=False)
    monkeypatch.setattr(
        User, "get_display_name_display", lambda self: self.display_name, raising=False
    )
    return make_user(display_name="draft")


def machine(**changes):
    return Machine("display_name", [replace(SEND, **changes)])


def test_move_changes_the_status_and_raises_the_version(record):
    moved = machine().move(record, "send", by=record, seen=0)

    assert moved.display_name == "sent"
    assert moved.version == 1
    assert User.objects.get().display_name == "sent"


def test_move_refuses_from_another_status_with_its_name(record):
    moved = machine().move(record, "send", by=record)

    with pytest.raises(Refused, match="the status is “sent”"):
        machine().move(moved, "send", by=record)


def test_move_refuses_somebody_without_the_right(record):
    with pytest.raises(Refused, match="You may not do this"):
        machine().move(record, "send", by=None)


def test_move_refuses_what_was_changed_meanwhile(record):
    with pytest.raises(Changed, match="while you were reading"):
        machine().move(record, "send", by=record, seen=7)


def test_guard_says_why_in_the_button_and_in_the_refusal(record):
    guarded = machine(guards=(lambda record, person: NEVER,))

    ((transition, reasons),) = guarded.available(record, record)

    assert (transition.name, reasons) == ("send", [NEVER])
    with pytest.raises(Refused, match=NEVER):
        guarded.move(record, "send", by=record)


def test_move_asks_for_what_it_needs(record):
    asking = machine(needs=(("reason", "Give a reason."),))

    with pytest.raises(Refused, match="Give a reason"):
        asking.move(record, "send", by=record)
    assert asking.move(record, "send", by=record, reason="Because").version == 1


def test_failure_after_saving_undoes_the_change(record):
    def fail(record, person, data):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        machine(after=fail).move(record, "send", by=record)

    assert User.objects.get().display_name == "draft"


def test_edges_are_the_pairs_the_database_allows():
    assert machine(sources=("draft", "returned")).edges == [
        ("draft", "sent"),
        ("returned", "sent"),
    ]
