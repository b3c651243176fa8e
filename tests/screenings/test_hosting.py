"""A host's work: a draft from a film, corrections, publication, calling off."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from foundation.models import OutboxMail
from foundation.refusals import Changed, Refused
from screenings import hosting, lifecycle, promises
from screenings.choices import ScreeningStatus
from screenings.models import Screening
from tests.factories import (
    make_film,
    make_leader,
    make_reservation,
    make_screening,
    make_staff,
    make_user,
    make_zip_place,
)
from tests.mail import mails_to

pytestmark = pytest.mark.django_db


def move(screening, name, by=None, **data):
    by = by or screening.host.user
    return lifecycle.MACHINE.move(screening, name, by=by, **data)


# A draft


def test_begin_draft_is_filled_from_the_film_and_the_zip_code():
    place = make_zip_place("53154")
    film = make_film(title="Waking in Oak Creek", minutes=34, summary="Six died. Hope.")

    screening = hosting.begin_draft(make_leader(), film, place=place)

    assert screening.title == "Waking in Oak Creek"
    assert screening.summary == "Six died. Hope."
    assert "(34 minutes)" in screening.description
    assert (screening.city, screening.state) == ("Oak Creek", "WI")
    assert screening.zone == "America/Chicago"
    assert screening.status == ScreeningStatus.DRAFT


def test_begin_draft_says_nothing_of_an_unknown_length():
    film = make_film(minutes=None)

    assert "minutes" not in hosting.begin_draft(make_leader(), film).description


def test_begin_draft_cuts_a_long_summary_at_a_sentence():
    film = make_film(summary="Short one. " + "A much longer sentence. " * 40)

    summary = hosting.begin_draft(make_leader(), film).summary

    assert len(summary) <= 400
    assert summary.endswith("sentence.")


def test_begin_draft_is_bounded():
    host, film = make_leader(), make_film()
    for _ in range(promises.BEGUN_AT_ONCE):
        draft = hosting.begin_draft(host, film)

    with pytest.raises(Refused) as refused:
        hosting.begin_draft(host, film)

    assert str(refused.value) == (
        "You have 20 screenings that are not published yet. Publish or discard one, "
        "then begin another."
    )
    move(draft, "discard")
    assert hosting.begin_draft(host, film).status == ScreeningStatus.DRAFT


# To the public


def test_first_screening_of_a_leader_goes_to_staff():
    screening = make_screening("draft")

    with pytest.raises(Refused) as refused:
        move(screening, "publish")
    submitted = move(screening, "submit")

    assert "first screening" in str(refused.value)
    assert submitted.status == ScreeningStatus.SUBMITTED
    (mail,) = OutboxMail.objects.all()
    assert f"/admin/screenings/screening/{screening.pk}/" in mail.text


def test_leader_with_a_published_screening_publishes_at_once():
    host = make_leader()
    make_screening(host=host)
    screening = make_screening("draft", host=host)

    published = move(screening, "publish")

    assert published.status == ScreeningStatus.PUBLISHED
    assert published.published_at is not None


def test_leader_whose_only_screening_was_cancelled_is_not_trusted_yet():
    host = make_leader()
    make_screening("cancelled", host=host)

    assert not lifecycle.is_trusted_to_publish(host)


@pytest.mark.parametrize("role", ["Reviewer", "Program manager"])
def test_staff_publish_a_first_screening_and_tell_the_host(role):
    screening = make_screening("submitted")

    move(screening, "approve", by=make_staff(role))

    (mail,) = mails_to(screening.host.user.email)
    assert mail.subject == f"Published: {screening.title}"
    assert lifecycle.is_trusted_to_publish(screening.host)


def test_staff_ask_for_a_change_and_the_answer_comes_back_to_them():
    screening = make_screening("submitted")
    asked = move(screening, "ask", by=make_staff(), reason="Name the room.")
    asked.venue = "Oak Creek Library, room 2"

    saved = hosting.save(asked, by=asked.host.user, seen=asked.version).screening

    assert saved.staff_note == ""
    assert mails_to(screening.host.user.email)[0].text.count("Name the room.") == 1
    assert (
        OutboxMail.objects.order_by("pk").last().subject.startswith(screening.host.name)
    )


def test_decline_needs_a_reason_and_never_shows_the_screening():
    screening = make_screening("submitted")
    staff = make_staff()

    with pytest.raises(Refused):
        move(screening, "decline", by=staff)
    declined = move(screening, "decline", by=staff, reason="Not a film of ours.")

    assert declined.status == ScreeningStatus.CANCELLED
    assert list(Screening.objects.listed()) == []


@pytest.mark.parametrize("by", ["host", "reviewer", "stranger"])
def test_only_those_who_may_approve(by):
    screening = make_screening("submitted")
    person = {
        "host": screening.host.user,
        "reviewer": make_user(is_staff=True),
        "stranger": make_user(),
    }[by]

    with pytest.raises(Refused):
        move(screening, "approve", by=person)


def test_publish_names_everything_that_is_missing():
    host = make_leader()
    make_screening(host=host)
    screening = make_screening("draft", host=host, capacity=None, police_presence="")

    with pytest.raises(Refused) as refused:
        move(screening, "publish")

    assert str(refused.value) == (
        "Still missing: the number of seats; who from the police will be there."
    )


def test_publish_is_refused_for_a_date_that_has_passed():
    host = make_leader()
    make_screening(host=host)
    past = timezone.now() - timedelta(days=1)
    screening = make_screening("draft", host=host, starts_at=past)

    with pytest.raises(Refused) as refused:
        move(screening, "publish")

    assert str(refused.value) == "The date has passed. Give a new one."


@pytest.mark.parametrize("status", ["paused", "suspended"])
def test_leader_who_is_not_active_publishes_nothing(status):
    screening = make_screening("draft", host=make_leader(status))

    with pytest.raises(Refused):
        move(screening, "submit", by=make_leader().user)
    screening.host.refresh_from_db()
    with pytest.raises(Refused):
        move(screening, "submit")


# Corrections


def correct(screening, *, later=timedelta(), **fields):
    for name, value in fields.items():
        setattr(screening, name, value)
    hours = screening.hours
    screening.set_hours(replace(hours, day=hours.day + later))
    return hosting.save(screening, by=screening.host.user, seen=screening.version)


def test_material_change_moves_the_calendar_and_tells_each_guest_once():
    screening = make_screening()
    start = screening.starts_at
    guests = [make_reservation(screening) for _ in range(2)]
    make_reservation(screening, "pending")

    saved = correct(screening, later=timedelta(days=7))

    assert saved.guests_told == 2
    assert saved.screening.sequence == 1
    assert saved.screening.previous_start == start
    for guest in guests:
        (mail,) = mails_to(guest.email)
        assert mail.calendar_method == "REQUEST"
        assert "SEQUENCE:1" in mail.calendar
        assert "When: was" in mail.text


def test_change_of_words_tells_nobody():
    screening = make_screening()
    make_reservation(screening)

    saved = correct(screening, description="A better text.", capacity=50)

    assert saved.guests_told == 0
    assert saved.screening.sequence == 0
    assert OutboxMail.objects.count() == 0


def test_change_before_publication_leaves_the_calendar_alone():
    screening = make_screening("draft")

    saved = correct(screening, venue="Elsewhere")

    assert saved.screening.sequence == 0


def test_correction_may_not_leave_a_gap_in_what_is_published():
    screening = make_screening()

    with pytest.raises(Refused) as refused:
        correct(screening, venue="")

    assert str(refused.value) == "Still missing: the name of the place."


def test_correction_of_a_stale_view_is_refused():
    screening = make_screening()
    stale = Screening.objects.get(pk=screening.pk)
    correct(screening, venue="New hall")

    with pytest.raises(Changed):
        correct(stale, venue="Old hall")


@pytest.mark.parametrize("by", ["stranger", "reviewer", "other leader"])
def test_correction_by_somebody_else_is_refused(by):
    screening = make_screening()
    person = {
        "stranger": make_user(),
        "reviewer": make_staff("Reviewer"),
        "other leader": make_leader().user,
    }[by]

    with pytest.raises(Refused) as refused:
        hosting.save(screening, by=person, seen=screening.version)

    assert str(refused.value) == "You may not do this."


def test_correction_by_a_manager_leaves_the_question_to_the_host_open():
    screening = make_screening("submitted")
    asked = move(screening, "ask", by=make_staff(), reason="Name the room.")

    saved = hosting.save(asked, by=make_staff(), seen=asked.version).screening

    assert saved.staff_note == "Name the room."


def test_correction_below_the_seats_taken_is_refused_with_the_number():
    screening = make_screening(capacity=20)
    make_reservation(screening, party_size=7)

    with pytest.raises(Refused) as refused:
        correct(screening, capacity=5)

    assert str(refused.value).startswith("7 seats are already taken.")


@pytest.mark.parametrize("status", ["cancelled", "held", "reported"])
def test_correction_of_what_is_closed_is_refused(status):
    with pytest.raises(Refused):
        correct(make_screening(status), venue="Elsewhere")


# Calling off


@pytest.mark.parametrize("by", ["host", "staff"])
def test_cancel_tells_guests_and_host(by):
    screening = make_screening()
    guest = make_reservation(screening)
    asked = make_reservation(screening, "pending")
    person = make_staff() if by == "staff" else screening.host.user

    cancelled = move(screening, "cancel", by=person, reason="The school is flooded.")

    assert cancelled.sequence == 1
    (mail,) = mails_to(guest.email)
    assert mail.calendar_method == "CANCEL"
    assert "The school is flooded." in mail.text
    assert "The school is flooded." in mails_to(screening.host.user.email)[0].text
    assert mails_to(asked.email) == []


@pytest.mark.parametrize("name", ["cancel", "postpone"])
def test_calling_off_needs_a_reason(name):
    with pytest.raises(Refused) as refused:
        move(make_screening(), name)

    assert str(refused.value) == "Give a reason."


def test_reviewer_may_not_cancel():
    with pytest.raises(Refused):
        move(make_screening(), "cancel", by=make_staff("Reviewer"), reason="No.")


def test_cancel_is_refused_once_it_is_over():
    screening = make_screening(starts_at=timezone.now() - timedelta(days=1))

    with pytest.raises(Refused):
        move(screening, "cancel", reason="Too late.")


def test_postponed_screening_keeps_its_guests_and_gets_a_new_date():
    screening = make_screening()
    guest = make_reservation(screening, party_size=2)

    postponed = move(screening, "postpone", reason="No heating.")
    correct(postponed, later=timedelta(days=14))
    resumed = move(postponed, "resume")

    subjects = [mail.subject for mail in mails_to(guest.email)]
    assert subjects == [
        f"Postponed: {screening.title}",
        f"New date: {screening.title}",
    ]
    assert resumed.sequence == 2
    assert resumed.previous_start == screening.starts_at
    assert resumed.seats_taken == 2
