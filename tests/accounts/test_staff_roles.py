"""Giving and taking roles, ending accounts, and what hangs on whoever goes."""

import pytest

from accounts import staff
from accounts.models import User
from accounts.roles import PROGRAM_MANAGER, REVIEWER
from foundation.history import history_of
from foundation.refusals import Changed, Refused
from leaders import vetting
from screenings import leaving, offers
from screenings.models import HostOffer, Screening
from tests.factories import (
    make_agency,
    make_application,
    make_leader,
    make_screening,
    make_staff,
    make_verified_user,
)
from tests.mail import mails_to
from tests.people import signed_in
from tests.queries import count_queries

pytestmark = pytest.mark.django_db

PEOPLE = "/admin/accounts/staffperson/"


def _path(person: User, name: str) -> str:
    return f"{PEOPLE}{person.pk}/act/{name}/"


def _press(by: User, person: User, name: str, **more):
    """Open the page of a button and press it; return the answer."""
    client = signed_in(by)
    version = client.get(_path(person, name)).context["form"]["version"].value()
    return client.post(_path(person, name), {"version": version, **more})


def _end(by: User, person: User, **more):
    return _press(by, person, "end-account", why="Moved on.", **more)


# --- the other role


def test_role_is_changed_and_the_mail_is_the_one_that_was_shown():
    manager, person = make_staff(), make_staff("Reviewer")
    letter = signed_in(manager).get(_path(person, "make-manager")).context["preview"]

    _press(manager, person, "make-manager")

    assert staff.role_of(person) == PROGRAM_MANAGER
    (mail,) = mails_to(person.email)
    assert (mail.subject, mail.text) == (letter.subject, letter.text)
    assert history_of(person)[0].what == "Made Program manager"


def test_second_press_of_a_button_changes_and_mails_nothing():
    manager, person = make_staff(), make_staff("Reviewer")

    for _ in range(2):
        staff.change_role(person, PROGRAM_MANAGER, by=manager, seen=0)

    assert len(mails_to(person.email)) == 1


def test_stale_page_is_refused_with_who_was_first():
    manager, first, person = make_staff(), make_staff(), make_staff("Reviewer")
    staff.say_agency(person, None, by=first, seen=0)

    with pytest.raises(Changed, match=f"{first} changed this on .*Said the agency"):
        staff.change_role(person, PROGRAM_MANAGER, by=manager, seen=0)


def test_forged_role_is_refused():
    person = make_staff("Reviewer")

    with pytest.raises(Refused, match="Choose a role from the list"):
        staff.change_role(person, "Superuser", by=make_staff(), seen=0)


# --- who may not


@pytest.mark.parametrize("name", ["make-reviewer", "take-role", "end-account"])
def test_nobody_changes_their_own_role_or_ends_themselves(name):
    manager = make_staff()
    make_staff()

    answer = signed_in(manager).post(_path(manager, name), {"version": 0, "why": "x"})

    manager.refresh_from_db()
    assert (manager.is_staff, manager.is_active) == (True, True)
    assert answer.status_code == 200
    assert "Nobody changes their own role" in answer.content.decode()


@pytest.mark.parametrize("name", ["make-manager", "take-role", "end-account"])
def test_superuser_is_nobodys_to_change(name):
    boss = make_verified_user(is_staff=True, is_superuser=True)

    answer = signed_in(make_staff()).post(
        _path(boss, name), {"version": 0, "why": "Because."}
    )

    boss.refresh_from_db()
    assert (boss.is_active, boss.is_superuser, boss.groups.count()) == (True, True, 0)
    assert "This is a superuser." in answer.content.decode()


@pytest.mark.parametrize("name", ["make-reviewer", "take-role", "end-account"])
def test_last_manager_stays_one(name):
    boss = make_verified_user(is_staff=True, is_superuser=True)
    last = make_staff()

    answer = signed_in(boss).post(_path(last, name), {"version": 0, "why": "Because."})

    assert staff.role_of(User.objects.get(pk=last.pk)) == PROGRAM_MANAGER
    assert "This is the last program manager." in answer.content.decode()


def test_manager_who_was_asked_and_never_came_does_not_count():
    last = make_staff()
    staff.invite("new@agency.example", role=PROGRAM_MANAGER)

    assert staff.is_last_manager(last)


@pytest.mark.parametrize("lost", ["is_active", "is_staff", "groups"])
def test_form_of_superusers_keeps_the_last_manager_too(lost):
    boss, last = make_verified_user(is_staff=True, is_superuser=True), make_staff()
    data = {
        "display_name": "Last",
        "is_active": "on",
        "is_staff": "on",
        "groups": str(last.groups.get().pk),
    }
    del data[lost]

    answer = signed_in(boss).post(f"/admin/accounts/user/{last.pk}/change/", data)

    assert "This is the last program manager." in answer.content.decode()
    assert staff.active_managers().get() == last


def test_manager_who_lost_the_role_a_moment_ago_may_not():
    manager, other, person = make_staff(), make_staff(), make_staff("Reviewer")
    manager.has_perm("accounts.keep_staff")  # as the open page remembers it
    staff.change_role(manager, REVIEWER, by=other, seen=0)

    with pytest.raises(Refused, match="You may not do this"):
        staff.change_role(person, PROGRAM_MANAGER, by=manager, seen=0)


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 5000, "1\x00"])
def test_forged_version_is_a_sentence(version):
    manager, person = make_staff(), make_staff("Reviewer")

    answer = signed_in(manager).post(
        _path(person, "make-manager"), {"version": version}
    )

    assert answer.status_code in (200, 400)
    assert staff.role_of(person) == REVIEWER


# --- leaving


def test_ending_closes_the_account_and_its_sessions_at_once():
    manager, person = make_staff(), make_staff("Reviewer")
    theirs = signed_in(person)
    assert theirs.get("/admin/").status_code == 200

    _end(manager, person)

    person.refresh_from_db()
    assert (person.is_active, person.is_staff, person.groups.count()) == (
        False,
        False,
        0,
    )
    assert theirs.get("/admin/")["Location"].startswith("/accounts/login/")
    assert mails_to(person.email)[-1].text.count("Your account is closed") == 1
    event = history_of(person)[0]
    assert (event.what, event.why, event.who) == (
        "Ended the account",
        "Moved on.",
        str(manager),
    )


def test_taking_the_role_leaves_the_account():
    manager, person = make_staff(), make_staff("Reviewer")

    _press(manager, person, "take-role", why="Moved on.")

    person.refresh_from_db()
    assert (person.is_active, person.is_staff) == (True, False)
    page = signed_in(manager).get(f"{PEOPLE}?role=left")
    assert [row.pk for row in page.context["cl"].result_list] == [person.pk]


def test_leaving_needs_a_reason_and_keeps_who_was_chosen():
    manager, person, to = make_staff(), make_staff("Reviewer"), make_staff("Reviewer")

    answer = _press(manager, person, "end-account", why="", to=str(to.pk))

    assert answer.context["form"].errors["why"]
    assert answer.context["form"]["to"].value() == str(to.pk)


@pytest.mark.parametrize("to", ["person", "officer", "999999", "x", "1\x00"])
def test_things_go_to_colleagues_alone(to):
    manager, person = make_staff(), make_staff("Reviewer")
    others = {"person": str(person.pk), "officer": str(make_verified_user().pk)}

    answer = _end(manager, person, to=others.get(to, to))

    assert answer.status_code in (200, 400)
    assert User.objects.get(pk=person.pk).is_active


def test_leader_on_the_staff_loses_the_role_and_not_the_account():
    manager, leader = make_staff(), make_leader()
    person = make_staff("Reviewer")
    leader.user.is_staff = True
    leader.user.save()
    leader.user.groups.set(person.groups.all())

    answer = signed_in(manager).post(
        _path(leader.user, "end-account"), {"version": 0, "why": "Because."}
    )
    _press(manager, leader.user, "take-role", why="Because.")

    assert "This person is a leader too." in answer.content.decode()
    user = User.objects.get(pk=leader.user.pk)
    assert (user.is_active, user.is_staff) == (True, False)


# --- what hangs on them


def test_applications_go_to_the_colleague_who_was_chosen():
    manager, person, to = make_staff(), make_staff("Reviewer"), make_staff("Reviewer")
    read = make_application("in_review", assignee=person)
    asked = make_application("info_requested", assignee=person)

    _end(manager, person, to=str(to.pk))

    for application in (read, asked):
        status = application.status
        application.refresh_from_db()
        assert (application.assignee, application.status) == (to, status)
    assert history_of(read)[0].what == f"Handed over to {to}: the reader left the staff"


def test_applications_go_back_to_the_queue_where_nobody_was_chosen():
    manager, person = make_staff(), make_staff("Reviewer")
    read = make_application("in_review", assignee=person)
    asked = make_application("info_requested", assignee=person)

    _end(manager, person)

    read.refresh_from_db()
    asked.refresh_from_db()
    assert (read.assignee, read.status) == (None, "submitted")
    assert (asked.assignee, asked.status) == (manager, "info_requested")


def test_application_does_not_go_to_somebody_of_its_agency():
    manager, person, to = make_staff(), make_staff("Reviewer"), make_staff("Reviewer")
    agency = make_agency(name="Oak Creek Police", state="WI")
    staff.say_agency(to, agency, by=manager, seen=0)
    read = make_application("in_review", assignee=person, agency=agency)

    _end(manager, person, to=str(to.pk))

    read.refresh_from_db()
    assert (read.assignee, read.status) == (None, "submitted")


def test_recommendation_of_whoever_left_is_sent_back_to_the_sender():
    manager, person = make_staff(), make_staff("Reviewer")
    application = make_application("recommended", recommended_by=person)
    _end(manager, person)
    application.refresh_from_db()

    back = vetting.MACHINE.move(application, "send_back", by=manager, reason="Look.")

    assert (back.assignee, back.status) == (manager, "in_review")


def test_evenings_and_offers_go_to_a_manager():
    manager, person, to = make_staff(), make_staff(), make_staff()
    runs = make_screening("published")
    Screening.objects.filter(pk=runs.pk).update(host=None)
    runs.refresh_from_db()
    leaving.take_on(runs, by=person, seen=runs.version)
    asked = make_screening("published")
    Screening.objects.filter(pk=asked.pk).update(host=None)
    asked.refresh_from_db()
    offers.offer(asked, make_leader().pk, by=person, seen=asked.version)

    page = signed_in(manager).get(_path(person, "end-account")).content.decode()
    _end(manager, person, to=str(to.pk))

    runs.refresh_from_db()
    assert "One screening they run goes to a program manager you choose" in page
    assert "One offer to a leader stays open." in page
    assert (runs.run_by, HostOffer.objects.get().offered_by) == (to, to)


def test_evenings_wait_for_somebody_where_a_reviewer_was_chosen():
    manager, person, to = make_staff(), make_staff(), make_staff("Reviewer")
    runs = make_screening("published")
    Screening.objects.filter(pk=runs.pk).update(host=None)
    runs.refresh_from_db()
    leaving.take_on(runs, by=person, seen=runs.version)

    _end(manager, person, to=str(to.pk))

    runs.refresh_from_db()
    assert runs.run_by is None


# --- the list, and saving accounts


def test_list_costs_the_same_with_many_and_names_no_secret():
    client = signed_in(make_staff())
    client.get(PEOPLE)
    counts = []
    for more in (3, 20):
        for _ in range(more):
            person = make_staff("Reviewer")
        staff.say_agency(person, make_agency(), by=make_staff(), seen=0)
        with count_queries() as queries:
            page = client.get(PEOPLE).content.decode()
        counts.append(len(queries))
        assert not queries.repeated

    assert counts[0] == counts[1] <= 12
    assert "argon2" not in page
    assert "secret" not in page


def test_form_that_was_open_brings_no_rights_back():
    person = make_staff("Reviewer")
    theirs = User.objects.get(pk=person.pk)  # as their own page read it
    _end(make_staff(), person)

    theirs.display_name = "New name"
    theirs.save()

    person.refresh_from_db()
    assert (person.display_name, person.is_staff, person.is_active) == (
        "New name",
        False,
        False,
    )
