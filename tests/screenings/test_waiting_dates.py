"""What is postponed and waits: its place, its guests, and its end."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from foundation.models import OutboxMail
from foundation.refusals import Refused
from foundation.words import clock
from niot_portal.tasks import hosted_by, tasks_of
from screenings import hosting, jobs, lifecycle, times
from screenings.models import Screening
from screenings.promises import GUESTS_KEPT, NEW_DATE_WITHIN, OFFICE_TOLD_AFTER
from tests.factories import (
    make_reservation,
    make_screening,
    make_staff,
    make_zip_place,
)
from tests.mail import mails_to
from tests.pages import Page
from tests.people import signed_in
from tests.screenings.test_host_pages import filled, text

pytestmark = pytest.mark.django_db

LINK = "https://meet.sample.example/evening"


def plan(screening, *, days=0, **fields):
    """Save a new date or place as the host's form does."""
    edited = Screening.objects.get(pk=screening.pk).planned
    for name, value in fields.items():
        setattr(edited, name, value)
    hours = edited.hours
    edited.set_hours(replace(hours, day=hours.day + timedelta(days=days)))
    hosting.save(edited, by=screening.host.user, seen=edited.version)
    return Screening.objects.get(pk=screening.pk)


def resume(screening):
    return lifecycle.MACHINE.move(screening, "resume", by=screening.host.user)


def age(screening, by):
    """Let so much time pass since the old date."""
    hours = screening.hours
    day = timezone.localdate() - by
    screening.set_hours(replace(hours, day=day))
    screening.save()
    return screening


def text_of(client, address):
    return client.get(address).content.decode()


# What is planned, for the host's eyes


def test_place_that_is_planned_without_a_date_is_said():
    screening = plan(make_screening("postponed"), venue="Hall of Mirrors")
    host = signed_in(screening.host.user)

    for page in ("guests", "write", "questions"):
        said = text_of(host, screening.address_of(page))
        assert "No new date yet, new place, not published yet: Hall of Mirrors" in said
        assert screening.when not in said


def test_old_place_is_not_called_new():
    screening = make_screening("postponed")

    said = text_of(signed_in(screening.host.user), screening.address_of("guests"))

    assert "No new date yet, Oak Creek Public Library, Oak Creek, WI" in said
    assert "new place" not in said


def test_page_to_cancel_says_that_the_date_is_off():
    screening = make_screening("postponed")

    said = text_of(signed_in(screening.host.user), screening.address_of("cancel"))

    assert screening.announced_when in said


def test_staff_read_the_place_that_is_planned():
    screening = plan(make_screening("postponed"), venue="Hall of Mirrors")

    path = f"/admin/screenings/screening/{screening.pk}/change/"
    said = text_of(signed_in(make_staff()), path)

    assert "New place, not published yet" in said


def test_film_and_texts_show_at_once_and_the_form_says_so(client):
    screening = plan(make_screening("postponed"), venue="Hall", title="Another title")

    form = text_of(signed_in(screening.host.user), screening.address_of("edit"))
    public = text_of(client, screening.get_absolute_url())

    assert "shows on the public page as soon as you save" in form
    assert "Another title" in public
    assert "Hall" not in public


# Guests move along to a new kind of evening


def test_guests_of_a_room_are_online_when_the_new_date_is():
    screening = make_screening()
    guest = make_reservation(screening, party_size=2)
    screening = lifecycle.MACHINE.move(
        screening, "postpone", by=screening.host.user, reason="No heating."
    )
    planned = plan(screening, days=7, mode="online", link=LINK, online_capacity=5)
    guest.refresh_from_db()
    assert guest.attends == "room"

    resumed = resume(planned)

    guest.refresh_from_db()
    resumed.refresh_from_db()
    assert guest.attends == "online"
    assert (resumed.seats_taken, resumed.online_taken) == (0, 2)
    (mail,) = [one for one in mails_to(guest.email) if "New date" in one.subject]
    assert "Online" in mail.text


def test_plan_with_fewer_seats_than_guests_have_is_refused_at_once():
    screening = make_screening()
    make_reservation(screening, party_size=6)
    screening = lifecycle.MACHINE.move(
        screening, "postpone", by=screening.host.user, reason="No heating."
    )

    with pytest.raises(Refused) as refusal:
        plan(screening, days=7, mode="online", link=LINK, online_capacity=5)

    assert str(refusal.value) == (
        "6 places online are already taken. Give that number or more, or ask guests "
        "to give theirs back first."
    )


def test_new_date_with_fewer_seats_than_guests_have_is_not_published():
    screening = make_screening("postponed")
    planned = plan(screening, days=7, mode="online", link=LINK, online_capacity=5)
    make_reservation(planned, party_size=6, attends="room")

    with pytest.raises(Refused, match="Guests have more seats than the new evening"):
        resume(planned)


# The end of waiting


def test_postponed_evening_leaves_the_lists_when_no_new_date_comes(client):
    waiting = age(make_screening("postponed"), NEW_DATE_WITHIN - timedelta(days=1))
    gone = age(make_screening("postponed"), NEW_DATE_WITHIN + timedelta(days=1))

    assert list(Screening.objects.upcoming()) == [waiting]
    assert list(Screening.objects.past()) == []
    assert gone.title not in text_of(client, "/screenings/")
    assert gone.title in text_of(client, gone.get_absolute_url())


def test_host_is_asked_once_and_the_office_is_told_later():
    screening = age(make_screening("postponed"), NEW_DATE_WITHIN + timedelta(days=1))
    host = screening.host.user.email

    assert jobs.ask_for_dates(dry_run=False) == "Wrote 1 mail about a date."
    assert jobs.ask_for_dates(dry_run=False) == "Wrote 0 mails about dates."
    assert mails_to(settings.PROGRAM_OFFICE_EMAIL) == []
    age(screening, NEW_DATE_WITHIN + OFFICE_TOLD_AFTER + timedelta(days=1))
    assert jobs.ask_for_dates(dry_run=False) == "Wrote 1 mail about a date."

    (asked,) = mails_to(host)
    (told,) = mails_to(settings.PROGRAM_OFFICE_EMAIL)
    assert asked.subject == told.subject == f"No new date yet: {screening.title}"
    assert "its old date is 45 days past" in asked.text
    assert "If neither happens within seven days" in asked.text
    assert "The host was asked seven days ago." in told.text


def test_office_is_told_while_guests_can_be_reached():
    assert NEW_DATE_WITHIN + OFFICE_TOLD_AFTER < GUESTS_KEPT


def test_second_postponement_is_asked_about_anew():
    screening = age(make_screening("postponed"), NEW_DATE_WITHIN + timedelta(days=1))
    jobs.ask_for_dates(dry_run=False)
    Screening.objects.update(sequence=screening.sequence + 2)

    jobs.ask_for_dates(dry_run=False)

    assert len(mails_to(screening.host.user.email)) == 2


@pytest.mark.parametrize(
    ("past", "said"),
    [
        (timedelta(days=1), "Visitors find it in lists until "),
        (
            NEW_DATE_WITHIN + timedelta(days=1),
            "Visitors have not found it in lists since ",
        ),
    ],
)
def test_host_reads_when_it_leaves_the_lists(past, said):
    screening = age(make_screening("postponed"), past)

    page = text_of(signed_in(screening.host.user), screening.address_of("guests"))

    assert said in page


def test_desk_says_that_it_left_the_lists():
    screening = age(make_screening("postponed"), NEW_DATE_WITHIN + timedelta(days=1))

    (task,) = tasks_of(screening.host, hosted_by(screening.host))

    assert task.text == (
        "It left the public lists. Give a date or cancel it: guests are told."
    )


# When guests hear


def test_save_that_waits_says_at_which_hour_guests_are_told():
    screening = make_screening(venue="First Hall")
    make_reservation(screening)
    edited = Screening.objects.get(pk=screening.pk)
    edited.venue = "Second Hall"
    hosting.save(edited, by=screening.host.user, seen=edited.version)
    OutboxMail.objects.all().delete()
    edited = Screening.objects.get(pk=screening.pk)
    edited.venue = "Third Hall"

    saved = hosting.save(edited, by=screening.host.user, seen=edited.version)

    notice = screening.notice
    assert saved.told_at == notice.due_at
    assert saved.guests_told == 1


def test_host_reads_at_which_hour_guests_are_told(client):
    make_zip_place("53154")
    screening = make_screening(venue="First Hall")
    make_reservation(screening)
    client.force_login(screening.host.user)
    edit = screening.address_of("edit")
    for venue in ("Second Hall", "Third Hall"):
        stored = Screening.objects.get()
        asked = text(client.post(edit, filled(stored, venue=venue)))
        fields = Page(asked).forms[-1].fields
        fields.pop("again", None)
        said = text(client.post(edit, fields | {"told": "yes"}, follow=True))

    due_at = times.local(screening.notice.due_at, screening.zone)
    hour = f"{clock(due_at)} Central Time"
    assert f"This change goes in the next one at {hour}, with" in asked
    assert f"One guest is told what changed at {hour}, in one mail" in said
