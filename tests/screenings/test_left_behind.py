"""What a leader leaves: drafts, words being typed, evenings that staff run."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group

from foundation.models import OutboxMail
from leaders import membership
from leaders.models import Leader
from screenings import emails, leaving, talk
from screenings.models import Screening
from tests.factories import (
    make_leader,
    make_reservation,
    make_screening,
    make_staff,
    move_leader,
)
from tests.mail import mails_to
from tests.people import signed_in

pytestmark = pytest.mark.django_db

WHY = {"reason": "A complaint is being looked into."}


def _suspend(leader):
    return membership.MACHINE.move(leader, "suspend", by=make_staff(), **WHY)


def _hostless(**overrides):
    screening = make_screening(**overrides)
    _suspend(screening.host)
    screening.refresh_from_db()
    return screening


# What nobody saw yet


@pytest.mark.parametrize("step", ["retire", "died"])
@pytest.mark.parametrize("status", ["draft", "submitted"])
def test_what_nobody_saw_is_closed_with_a_leader_who_does_not_come_back(step, status):
    screening = make_screening(status)
    before = OutboxMail.objects.count()

    membership.MACHINE.move(screening.host, step, by=make_staff(), **WHY)

    screening.refresh_from_db()
    assert (screening.status, screening.is_listed) == ("cancelled", False)
    assert OutboxMail.objects.count() == before


@pytest.mark.parametrize("status", ["draft", "submitted"])
def test_what_nobody_saw_waits_while_a_leader_may_come_back(status):
    screening = make_screening(status)

    leader = _suspend(screening.host)
    screening.refresh_from_db()
    waits = screening.status
    membership.MACHINE.move(leader, "remove", by=make_staff(), **WHY)

    screening.refresh_from_db()
    assert (waits, screening.status) == (status, "cancelled")


def test_first_look_waits_for_nobody_who_is_suspended():
    screening = make_screening("submitted")
    waits = Screening.objects.awaiting_first_look()
    before = waits.count()

    _suspend(screening.host)

    assert (before, waits.count()) == (1, 0)


# Words that somebody was typing


@pytest.mark.parametrize(
    ("page", "field"), [("edit", "summary"), ("postpone", "reason"), ("write", "text")]
)
def test_host_who_lost_the_right_keeps_the_words(page, field):
    screening = make_screening()
    client = signed_in(screening.host.user)
    client.get(screening.address_of(page))
    _suspend(screening.host)
    words = "All that I had written about it. <b>"

    answer = client.post(screening.address_of(page), {field: words, "version": 1})

    text = answer.content.decode()
    assert answer.status_code == 403
    assert f"You no longer host “{screening.title}”." in text
    assert "All that I had written about it. &lt;b&gt;" in text


def test_stranger_finds_nothing_and_learns_nothing():
    screening = make_screening()

    answer = signed_in(make_leader().user).post(
        screening.address_of("edit"), {"summary": "Words of a stranger."}
    )

    assert answer.status_code == 404


def test_suspended_leader_keeps_the_words_of_a_draft():
    screening = make_screening("draft")
    client = signed_in(screening.host.user)
    _suspend(screening.host)

    answer = client.post(screening.address_of("edit"), {"summary": "My own words."})

    text = answer.content.decode()
    assert "Your profile is not active now" in text
    assert "My own words." in text


# Evenings that were left before leaving took care of them


@pytest.mark.parametrize(
    ("status", "is_hidden"),
    [("suspended", False), ("removed", False), ("alumni", False), ("active", True)],
)
@pytest.mark.parametrize("stage", ["published", "postponed"])
def test_evening_left_long_ago_becomes_the_networks(stage, status, is_hidden):
    screening = make_screening(stage)
    gone = make_leader(status, is_hidden=is_hidden)
    Screening.objects.filter(pk=screening.pk).update(host=gone)

    _migrate()

    screening.refresh_from_db()
    assert (screening.host, screening.status) == (None, stage)
    assert Screening.objects.without_anybody().get() == screening


@pytest.mark.parametrize("stage", ["held", "cancelled", "published"])
def test_other_evenings_keep_their_host(stage):
    leader = make_leader("paused") if stage == "published" else make_leader("alumni")
    screening = make_screening(stage)
    Screening.objects.filter(pk=screening.pk).update(host=leader)

    _migrate()

    screening.refresh_from_db()
    assert screening.host == leader


def test_drafts_left_long_ago_are_closed():
    draft = make_screening("draft")
    Screening.objects.filter(pk=draft.pk).update(host=make_leader("removed"))

    _migrate()

    draft.refresh_from_db()
    assert draft.status == "cancelled"


def _migrate():
    name = "screenings.migrations.0011_evenings_of_hosts_gone"
    import_module(name)._settle(apps, None)


# Who runs an evening leaves the staff


def _run_by(manager):
    screening = _hostless()
    return leaving.take_on(screening, by=manager, seen=screening.version)


def _lose_role(user):
    user.groups.clear()


def _one_role_less(user):
    user.groups.remove(Group.objects.get(name="Program manager"))


def _close(user):
    user.is_active = False
    user.save()


def _empty_role(user):
    Group.objects.get(name="Program manager").user_set.clear()


@pytest.mark.parametrize("end", [_lose_role, _one_role_less, _close, _empty_role])
def test_evening_returns_when_who_runs_it_leaves_the_staff(end):
    manager = make_staff()
    screening = _run_by(manager)

    end(manager)

    screening.refresh_from_db()
    assert screening.run_by is None
    assert Screening.objects.without_anybody().exists()


def test_evening_stays_with_who_keeps_the_right():
    manager = make_staff()
    screening = _run_by(manager)

    manager.display_name = "Another Name"
    manager.save()
    leaving.give_back_without_right()

    screening.refresh_from_db()
    assert screening.run_by == manager


# Words for guests and for who runs it


def test_guests_read_of_no_host_where_there_is_none(client):
    screening = _hostless()
    guest = make_reservation(screening)

    reserve = client.get(screening.address_of("reserve")).content.decode()
    seats = client.get(guest.get_absolute_url()).content.decode()

    assert "write to program staff" in reserve
    assert [page for page in (reserve, seats) if "he host" in page] == []
    assert "Ask the program staff" in seats


def test_guests_of_a_host_write_to_the_host(client):
    screening = make_screening()

    reserve = client.get(screening.address_of("reserve")).content.decode()

    assert "write to the host" in reserve


def test_mails_of_program_staff_do_not_come_from_a_host():
    manager = make_staff()
    screening = _run_by(manager)
    guest = make_reservation(screening)
    question = talk.ask_host(guest, "May I bring my dog?")

    talk.answer(question, "Of course.", by=manager, seen=question.version)
    letter = emails.letter_to_guests(screening, "Bring a coat.")

    (mail,) = mails_to(guest.email)
    assert mail.subject == f"The program staff answered: {screening.title}"
    assert letter.subject == f"From the program staff: {screening.title}"
    words = f"{mail.text}{letter.text}{mail.html}{letter.html}".lower()
    assert " host" not in words


def test_pausing_leaves_offers_and_evenings_alone():
    screening = make_screening()

    move_leader(screening.host, "pause")

    assert Leader.objects.get(pk=screening.host.pk).status == "paused"
    assert not Screening.objects.without_anybody().exists()
