"""Whoever comes second reads who was first, what that person did, and when."""

from datetime import UTC, datetime

import pytest

from foundation.history import acting, history_of
from foundation.refusals import Changed, Refused, refuse_stale
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


def change(leader: Leader, by) -> None:
    """Let `by` change the profile while somebody has it open."""
    with acting(by, act="Corrected the name"):
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
