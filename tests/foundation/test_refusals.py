"""Whoever comes second reads who was first, what that person did, and when."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from foundation.history import acting, history_of
from foundation.refusals import Changed, Refused, Repeated, refuse_stale
from foundation.words import moment_in_words
from leaders.models import Leader
from tests.factories import make_leader, make_staff, make_user
from tests.mail import make_mail

pytestmark = pytest.mark.django_db

STAYS = "What you typed is still here."


@pytest.fixture
def leader():
    """Somebody whose profile is open in two windows."""
    return make_leader(name="Ana Reyes")


def change(leader: Leader, by, *, why: str = "") -> None:
    """Let `by` change the profile while somebody has it open."""
    with acting(by, act="Corrected the name", why=why):
        Leader.objects.filter(pk=leader.pk).update(
            name="Ana Ruiz", version=leader.version + 1
        )


def when(leader: Leader) -> str:
    """When the profile was changed last, in words: the database says it."""
    return moment_in_words(history_of(leader)[0].at)


def sentences(leader: Leader, *, by) -> list[str]:
    """What `by` reads who still has the version before."""
    fresh = Leader.objects.get(pk=leader.pk)
    with pytest.raises(Changed) as changed:
        refuse_stale(fresh, seen=leader.version, by=by)
    return changed.value.sentences


def test_what_nobody_changed_is_not_refused(leader):
    refuse_stale(leader, seen=leader.version, by=make_user())


def test_portals_own_work_looks_for_itself(leader):
    refuse_stale(leader, seen=None, by=None)


def test_staff_read_the_name_and_the_act(leader):
    change(leader, make_staff(display_name="Pat Lee"))

    assert sentences(leader, by=make_staff()) == [
        f"Pat Lee changed this on {when(leader)}: “Corrected the name”.",
        STAYS,
    ]


def test_others_read_a_role_and_no_name(leader):
    change(leader, make_staff(display_name="Pat Lee"))

    first, _ = sentences(leader, by=leader.user)

    assert first.startswith(f"The program office changed this on {when(leader)}: “")
    assert "Pat Lee" not in first


def test_whoever_was_first_themselves_reads_of_the_other_window(leader):
    change(leader, leader.user)

    first, _ = sentences(leader, by=leader.user)

    at = when(leader)
    assert first == f"You changed this in another window on {at}: “Corrected the name”."


def test_job_that_was_first_is_the_portal(leader):
    change(leader, None)

    first, _ = sentences(leader, by=make_staff())

    assert first == f"The portal changed this on {when(leader)}: “Corrected the name”."


def test_change_without_a_history_tells_only_when():
    mail = make_mail()
    mail.version = 2
    mail.updated_at = datetime(2027, 5, 12, 23, tzinfo=UTC)

    with pytest.raises(Changed) as changed:
        refuse_stale(mail, seen=1, by=make_staff())

    assert changed.value.sentences == [
        "This was changed on May 12, 2027, 7:00 pm EDT, while you had it open.",
        STAYS,
    ]


def test_refusal_is_told_in_one_line_too():
    assert str(Refused("Give a reason.", "Wait.")) == "Give a reason. Wait."


def press_again(leader: Leader, *, by, why: str = "A doubt.") -> None:
    """Let `by` press the button of `change` with the page as it was before."""
    fresh = Leader.objects.get(pk=leader.pk)
    refuse_stale(fresh, seen=leader.version, by=by, act="Corrected the name", why=why)


def test_second_press_of_one_button_is_known_as_such(leader):
    person = make_staff()
    change(leader, person, why="A doubt.")

    with pytest.raises(Repeated):
        press_again(leader, by=person)


@pytest.mark.parametrize(
    ("who", "why", "minutes"),
    [
        pytest.param("another", "A doubt.", 0, id="somebody else"),
        pytest.param("same", "A complaint.", 0, id="another reason"),
        pytest.param("same", "A doubt.", 2, id="long after"),
    ],
)
def test_second_press_is_refused_where_something_else_was_meant(
    leader, who, why, minutes
):
    people = {"same": make_staff(), "another": make_staff()}
    change(leader, people["same"], why="A doubt.")

    with (
        time_machine.travel(timezone.now() + timedelta(minutes=minutes)),
        pytest.raises(Changed) as refused,
    ):
        press_again(leader, by=people[who], why=why)

    assert not isinstance(refused.value, Repeated)
