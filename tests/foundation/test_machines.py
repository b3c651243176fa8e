"""The rules of a status table: who may, what stands in the way, what is done.

Accounts stand in for a record here: `display_name` plays the status.
"""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.utils import timezone

from accounts.models import User
from foundation.history import history_of
from foundation.machines import MACHINES, Choice, Machine, check_all, guard
from foundation.models import OutboxMail
from foundation.refusals import Changed, Refused
from foundation.statuses import Step, Table
from leaders.choices import LeaderStatus
from leaders.models import Leader
from tests.factories import make_leader, make_staff, make_user
from tests.mail import make_mail

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_tables")]

NEVER = "The moon is not full."


class Status(models.TextChoices):
    DRAFT = "draft", "Draft"
    SENT = "sent", "Sent"
    CLOSED = "closed", "Closed"


SEND = Step(
    name="send", sources=(Status.DRAFT,), target=Status.SENT, label="Send letter"
)
CLOSE = Step(
    name="close",
    sources=(Status.DRAFT, Status.SENT),
    target=Status.CLOSED,
    label="Close",
    needs={"reason": "Give a reason."},
    takes=("note",),
)


@guard(NEVER)
def is_full_moon(record, by):
    return False


@guard(lambda record, by: f"{record.display_name} is not for {by.display_name}.")
def is_theirs(record, by):
    return False


@guard(NEVER)
def is_some_moon(record, by):
    return True


PAUSE = Step(
    name="pause",
    sources=(LeaderStatus.ACTIVE,),
    target=LeaderStatus.PAUSED,
    label="Pause",
    takes=("reason",),
)


def anybody(record, by):
    return True


def nobody(record, by):
    return False


@pytest.fixture
def record(monkeypatch):
    monkeypatch.setattr(User, "version", 0, raising=False)
    return make_user(display_name="draft")


@pytest.fixture
def person():
    return make_user(display_name="Ana")


def make_machine(*steps: Step, **rule) -> Machine:
    """Make a machine of `steps` (SEND alone unless told), all under the same rule."""
    steps = steps or (SEND,)
    machine = Machine(Table("display_name", Status, *steps), User)
    machine.step(*(step.name for step in steps), **{"permission": anybody, **rule})
    return machine


# --- set-up: what does not fit stops the start


def test_step_without_a_rule_stops_the_start():
    Machine(Table("display_name", Status, SEND, CLOSE), User).step("send")

    with pytest.raises(ImproperlyConfigured, match="no rule for close"):
        check_all()


def test_rule_without_a_step_stops_the_start():
    machine = Machine(Table("display_name", Status, SEND), User)

    with pytest.raises(ImproperlyConfigured, match="no step is called 'burn'"):
        machine.step("burn")


def test_second_rule_for_a_step_stops_the_start():
    machine = make_machine()

    with pytest.raises(ImproperlyConfigured, match="'send' has two rules"):
        machine.step("send")


def test_mail_of_a_step_without_a_rule_stops_the_start():
    machine = Machine(Table("display_name", Status, SEND), User)

    with pytest.raises(ImproperlyConfigured, match="'send' has no rule yet"):
        machine.tells("send")(anybody)


@pytest.mark.parametrize("part", ["step", "tells"])
def test_effect_that_asks_for_what_is_not_given_stops_the_start(part):
    def effect(record, by, *, reason, colour, note=""):
        """Ask for a colour, which the step neither needs nor takes."""

    machine = Machine(Table("display_name", Status, CLOSE), User)
    if part == "tells":
        machine.step("close")
    getattr(machine, part)("close")(effect)

    with pytest.raises(ImproperlyConfigured, match="'close' is not given colour"):
        check_all()


def test_mail_that_a_step_promises_and_nobody_sends_stops_the_start():
    make_machine(replace(SEND, mails="The reader gets it."))

    with pytest.raises(ImproperlyConfigured, match="'send' promises a mail"):
        check_all()


def test_mail_that_no_step_speaks_of_stops_the_start():
    make_machine().tells("send")(anybody)

    with pytest.raises(ImproperlyConfigured, match="'send' mails, and its step does"):
        check_all()


def test_table_without_a_machine_stops_the_start():
    Table("display_name", Status, SEND)

    with pytest.raises(ImproperlyConfigured, match="No machine for the"):
        check_all()


def test_tables_and_machines_that_fit_let_the_portal_start():
    machine = make_machine(SEND, CLOSE)

    check_all()

    assert [machine] == MACHINES


# --- choice: what one person may do with one record now


def test_choice_is_possible_where_nothing_stands_in_the_way(record, person):
    choice = make_machine(guards=[is_some_moon]).choice(record, "send", by=person)

    assert (choice.name, choice.label) == ("send", "Send letter")
    assert choice == Choice(SEND, True, ())
    assert choice.is_possible


def test_choice_tells_every_reason_against_it(record, person):
    machine = make_machine(guards=[is_full_moon, is_some_moon, is_theirs])

    choice = machine.choice(record, "send", by=person)

    assert choice == Choice(SEND, True, (NEVER, "draft is not for Ana."))
    assert not choice.is_possible


def test_choice_of_somebody_without_the_right_is_not_allowed(record, person):
    machine = make_machine(permission=nobody, guards=[is_full_moon])

    choice = machine.choice(record, "send", by=person)

    assert choice == Choice(SEND, False, ("You may not do this.",))
    assert not choice.is_possible


def test_choice_from_another_status_names_the_status(record, person):
    record.display_name = "closed"

    choice = make_machine().choice(record, "send", by=person)

    assert choice.is_allowed
    assert choice.reasons == ("This is not possible now: the status is “Closed”.",)


@pytest.mark.parametrize(
    ("permission", "by_nobody", "by_somebody"),
    [
        pytest.param(None, True, False, id="the portal's own"),
        pytest.param(anybody, False, True, id="a question"),
        pytest.param("foundation.view_outboxmail", False, False, id="a right"),
    ],
)
def test_step_is_for_the_portal_or_for_people(
    record, person, permission, by_nobody, by_somebody
):
    machine = make_machine(permission=permission)

    allowed = [
        machine.choice(record, "send", by=by).is_allowed for by in (None, person)
    ]

    assert allowed == [by_nobody, by_somebody]


def test_right_by_name_is_asked_of_the_person(record):
    machine = make_machine(permission="foundation.view_outboxmail")

    assert machine.choice(record, "send", by=make_staff()).is_allowed


def test_choices_are_the_steps_that_lead_on_from_here(record, person):
    machine = make_machine(SEND, CLOSE, guards=[is_full_moon])
    record.display_name = "sent"

    assert machine.choices(record, by=person) == [Choice(CLOSE, True, (NEVER,))]


def test_choices_leave_out_what_is_not_the_persons_to_do(record, person):
    machine = Machine(Table("display_name", Status, SEND, CLOSE), User)
    machine.step("send", permission=nobody)
    machine.step("close", permission=anybody)

    assert [choice.name for choice in machine.choices(record, by=person)] == ["close"]


# --- guards


def test_guard_is_asked_like_the_question_it_is(record, person):
    assert is_some_moon(record, person) is True
    assert is_full_moon(record, person) is False
    assert is_full_moon.__name__ == "is_full_moon"


def test_guard_has_no_reason_where_its_answer_is_yes(record, person):
    assert is_some_moon.reason(record, person) == ""


# --- move


def test_move_changes_the_status_and_raises_the_version(record, person):
    moved = make_machine().move(record, "send", by=person, seen=0)

    assert moved.display_name == "sent"
    assert moved.version == 1
    assert User.objects.get(pk=record.pk).display_name == "sent"


def test_move_writes_and_tells_with_what_each_asks_for(record, person):
    machine = Machine(Table("display_name", Status, CLOSE), User)
    done = []

    @machine.step("close", permission=anybody)
    def close(record, by, *, reason):
        done.append(("write", record.display_name, by, reason))
        record.email = "written@sample.example"

    @machine.tells("close")
    def tell(record, by, *, note):
        done.append(("tell", record.display_name, by, note))

    machine.move(record, "close", by=person, reason="Done with it", note="A word")

    assert done == [
        ("write", "draft", person, "Done with it"),
        ("tell", "closed", person, "A word"),
    ]
    assert User.objects.get(pk=record.pk).email == "written@sample.example"


def test_move_tells_the_history_what_was_done_and_why():
    leader, manager = make_leader(), make_staff(display_name="Pat Lee")
    machine = Machine(Table("status", LeaderStatus, PAUSE), Leader)
    machine.step("pause", permission=anybody)

    machine.move(leader, "pause", by=manager, reason="A long leave")

    event = history_of(leader)[0]
    assert (event.who, event.what, event.why) == ("Pat Lee", "Pause", "A long leave")


def test_move_refuses_from_another_status_with_its_name(record, person):
    machine = make_machine()
    machine.move(record, "send", by=person)

    with pytest.raises(Refused, match="the status is “Sent”"):
        machine.move(record, "send", by=person)


def test_move_refuses_somebody_without_the_right(record):
    with pytest.raises(Refused, match="You may not do this"):
        make_machine().move(record, "send", by=None)


def test_move_refuses_what_a_guard_bars(record, person):
    with pytest.raises(Refused, match=NEVER):
        make_machine(guards=[is_full_moon]).move(record, "send", by=person)

    assert User.objects.get(pk=record.pk).display_name == "draft"


def test_move_asks_for_what_it_needs_and_tells_what_stands_in_the_way(record, person):
    machine = make_machine(CLOSE, guards=[is_full_moon])

    with pytest.raises(Refused) as refused:
        machine.move(record, "close", by=person, reason="")

    assert refused.value.sentences == ["Give a reason.", NEVER]


def test_move_refuses_what_was_changed_meanwhile(record, person):
    with pytest.raises(Changed, match="changed this on"):
        make_machine().move(record, "send", by=person, seen=7)

    assert User.objects.get(pk=record.pk).display_name == "draft"


def test_move_looks_at_the_row_as_it_is_now(record, person):
    User.objects.filter(pk=record.pk).update(display_name="closed")

    with pytest.raises(Refused, match="the status is “Closed”"):
        make_machine().move(record, "send", by=person)


def test_failure_after_saving_undoes_the_change_and_its_mail(record, person):
    machine = make_machine()

    @machine.tells("send")
    def fail(record, by):
        make_mail()
        raise RuntimeError

    with pytest.raises(RuntimeError):
        machine.move(record, "send", by=person)

    assert User.objects.get(pk=record.pk).display_name == "draft"
    assert not OutboxMail.objects.exists()


# --- the second press of a button


@pytest.fixture
def pausing():
    table = Table("status", LeaderStatus, PAUSE)
    machine = Machine(table, Leader)
    machine.step("pause", permission=anybody)
    return machine


def test_second_press_is_answered_like_the_first_and_changes_nothing(pausing):
    leader, manager = make_leader(), make_staff()
    first = pausing.move(leader, "pause", by=manager, seen=leader.version, reason="Ill")

    second = pausing.move(
        leader, "pause", by=manager, seen=leader.version, reason="Ill"
    )

    assert (second.status, second.version) == ("paused", first.version)
    assert [event.what for event in history_of(leader)].count("Pause") == 1


def test_same_step_for_another_reason_is_no_second_press(pausing):
    leader, manager = make_leader(), make_staff()
    pausing.move(leader, "pause", by=manager, seen=leader.version, reason="Ill")

    with pytest.raises(Changed, match="in another window"):
        pausing.move(leader, "pause", by=manager, seen=leader.version, reason="Away")


def test_same_step_by_another_person_is_no_second_press(pausing):
    leader, manager = make_leader(), make_staff()
    pausing.move(leader, "pause", by=manager, seen=leader.version, reason="Ill")

    with pytest.raises(Changed, match=f"{manager} changed this"):
        pausing.move(
            leader, "pause", by=make_staff(), seen=leader.version, reason="Ill"
        )


def test_same_step_a_while_later_is_no_second_press(pausing):
    leader, manager = make_leader(), make_staff()
    pausing.move(leader, "pause", by=manager, seen=leader.version, reason="Ill")

    with (
        time_machine.travel(timezone.now() + timedelta(minutes=2)),
        pytest.raises(Changed, match="in another window"),
    ):
        pausing.move(leader, "pause", by=manager, seen=leader.version, reason="Ill")
