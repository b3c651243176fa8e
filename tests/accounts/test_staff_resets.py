"""A lost second factor: one starts its reset in the browser, another confirms it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from accounts import factor_resets
from accounts.models import FactorReset, User
from foundation import scheduler
from foundation.refusals import Refused
from tests.accounts.factors import give_app
from tests.factories import make_staff, make_verified_user
from tests.mail import links_in, mails_to
from tests.people import signed_in

pytestmark = pytest.mark.django_db


def _path(person: User, name: str) -> str:
    return f"/admin/accounts/staffperson/{person.pk}/act/{name}/"


def _press(by: User, person: User, name: str):
    client = signed_in(by)
    version = client.get(_path(person, name)).context["form"]["version"].value()
    return client.post(_path(person, name), {"version": version})


def _who_lost_it() -> User:
    person = make_staff("Reviewer")
    give_app(person)
    return person


def _stop_link(person: User) -> str:
    links = links_in(mails_to(person.email)[0])
    return next(link for link in links if "/second-factor/stop/" in link)


def test_two_people_reset_it_and_the_person_is_told_twice():
    starter, second, person = make_staff(), make_staff(), _who_lost_it()
    letter = signed_in(starter).get(_path(person, "start-reset")).context["preview"]

    _press(starter, person, "start-reset")
    assert person.authenticator_set.count() == 1
    _press(second, person, "confirm-reset")

    assert person.authenticator_set.count() == 0
    started, done = mails_to(person.email)
    assert started.subject == letter.subject
    assert done.subject.startswith("Your second step at sign-in was removed")
    reset = FactorReset.objects.get()
    assert (reset.status, reset.started_by, reset.confirmed_by) == (
        "done",
        starter,
        second,
    )


def test_sessions_of_the_person_end_when_it_is_confirmed():
    starter, second, person = make_staff(), make_staff(), make_staff("Reviewer")
    theirs = signed_in(person)
    _press(starter, person, "start-reset")
    assert theirs.get("/admin/").status_code == 200

    _press(second, person, "confirm-reset")

    assert theirs.get("/admin/")["Location"].startswith("/accounts/login/")


def test_superuser_confirms_too():
    boss = make_verified_user(is_staff=True, is_superuser=True)
    starter, person = make_staff(), _who_lost_it()
    _press(starter, person, "start-reset")

    _press(boss, person, "confirm-reset")

    assert FactorReset.objects.get().confirmed_by == boss


def test_starter_cannot_confirm():
    starter, person = make_staff(), _who_lost_it()
    make_staff()
    _press(starter, person, "start-reset")

    answer = signed_in(starter).post(_path(person, "confirm-reset"), {"version": 0})

    assert "You started it." in answer.content.decode()
    assert person.authenticator_set.count() == 1


def test_person_cannot_confirm_their_own():
    starter, person = make_staff(), make_staff()
    make_staff()
    reset = factor_resets.start(person, by=starter)

    with pytest.raises(Refused, match="your own second step"):
        factor_resets.MACHINE.move(reset, "confirm", by=person, seen=0)


def test_nobody_starts_their_own():
    manager = make_staff()
    make_staff()

    with pytest.raises(Refused, match="Nobody resets their own second step"):
        factor_resets.start(manager, by=manager)


def test_database_refuses_one_person_in_two_parts():
    manager, person = make_staff(), make_staff("Reviewer")
    make_staff()
    reset = factor_resets.start(person, by=manager)
    reset.status, reset.confirmed_by = "done", manager
    reset.ended_at = timezone.now()

    with pytest.raises((IntegrityError, ValidationError), match="by_a_third"):
        reset.save()


def test_one_manager_alone_reads_the_command_of_the_server():
    manager, person = make_staff(), _who_lost_it()

    page = signed_in(manager).get(_path(person, "start-reset")).content.decode()
    with pytest.raises(Refused):
        factor_resets.start(person, by=manager)

    assert f"manage.py reset_second_factor {person.email}" in page
    assert FactorReset.objects.count() == 0


def test_superuser_is_reset_on_the_server_alone():
    manager = make_staff()
    make_staff()
    boss = make_verified_user(is_staff=True, is_superuser=True)

    with pytest.raises(Refused, match=f"reset_second_factor {boss.email}"):
        factor_resets.start(boss, by=manager)


def test_reviewer_neither_starts_nor_confirms():
    manager, reviewer, person = make_staff(), make_staff("Reviewer"), _who_lost_it()
    make_staff()
    client = signed_in(reviewer)

    assert client.post(_path(person, "start-reset"), {"version": 0}).status_code == 403
    factor_resets.start(person, by=manager)
    answer = client.post(_path(person, "confirm-reset"), {"version": 0})

    assert answer.status_code == 403
    assert person.authenticator_set.count() == 1


# --- the person stops it


def test_opening_the_link_stops_nothing_and_the_button_does():
    starter, second, person = make_staff(), make_staff(), _who_lost_it()
    _press(starter, person, "start-reset")
    link = _stop_link(person)

    for _ in range(3):
        assert Client().get(link).status_code == 200
    assert FactorReset.objects.get().is_open
    Client().post(link)

    assert FactorReset.objects.get().status == "objected"
    assert "You stopped its removal" in mails_to(person.email)[-1].text
    assert f"{person}, who has now stopped it" in mails_to(starter.email)[-1].text
    assert len(mails_to("program-office@sample.example")) == 1
    with pytest.raises(Refused):
        factor_resets.MACHINE.move(FactorReset.objects.get(), "confirm", by=second)


def test_second_press_of_the_button_tells_nobody_again():
    starter, person = make_staff(), _who_lost_it()
    make_staff()
    _press(starter, person, "start-reset")

    for _ in range(2):
        answer = Client().post(_stop_link(person), follow=True)

    assert "Your second step stays as it is" in answer.content.decode()
    assert len(mails_to(person.email)) == 2


@pytest.mark.parametrize("token", ["x", "1-", "1-" + "a" * 32, "9" * 5000, "%F0%9F%98"])
def test_link_that_was_never_ours_is_no_page(token):
    assert Client().get(f"/accounts/second-factor/stop/{token}/").status_code == 404


# --- time


def test_after_its_time_it_cannot_be_confirmed_and_lapses(time_machine):
    starter, second, person = make_staff(), make_staff(), _who_lost_it()
    reset = factor_resets.start(person, by=starter)
    time_machine.move_to(timezone.now() + timedelta(hours=24, minutes=1))

    with pytest.raises(Refused, match="not confirmed within 24 hours"):
        factor_resets.MACHINE.move(reset, "confirm", by=second, seen=0)
    scheduler.discover()
    said = scheduler.run("lapse-factor-resets")

    assert said == "Ended 1 reset."
    assert FactorReset.objects.get().status == "lapsed"
    assert "nobody confirmed that in time" in mails_to(person.email)[-1].text


def test_called_off_it_is_over_and_can_be_started_anew():
    starter, second, person = make_staff(), make_staff(), _who_lost_it()
    _press(starter, person, "start-reset")
    letter = signed_in(second).get(_path(person, "call-off-reset")).context["preview"]

    _press(second, person, "call-off-reset")
    _press(second, person, "start-reset")

    statuses = FactorReset.objects.values_list("status", flat=True)
    assert sorted(statuses) == ["called_off", "open"]
    assert mails_to(person.email)[1].text == letter.text
