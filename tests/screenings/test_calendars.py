"""What calendars are promised: one identity, honest changes, the right hour."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from django.test import Client
from django.utils import timezone

from screenings import calendars, hosting, lifecycle, seats, structured, times
from screenings.models import Screening
from tests.factories import make_reservation, make_screening
from tests.mail import mails_to

pytestmark = pytest.mark.django_db


def events(text):
    return icalendar.Calendar.from_ical(text).walk("VEVENT")


def fetch(path):
    return Client().get(path).content


def test_identity_is_the_same_on_page_feed_and_mail():
    screening = make_screening()
    make_reservation(screening, "pending", email="ada@sample.example")
    seats.confirm(screening.reservations.get())

    found = {
        events(fetch(screening.address_of("calendar")))[0]["uid"],
        events(fetch("/screenings.ics"))[0]["uid"],
        events(mails_to("ada@sample.example")[0].calendar)[0]["uid"],
    }

    assert found == {calendars.uid(screening)}


def test_identity_is_unique():
    for _ in range(3):
        make_screening()

    found = [event["uid"] for event in events(fetch("/screenings.ics"))]

    assert len(set(found)) == 3


@pytest.mark.parametrize(
    "zone",
    [
        "America/Chicago",
        "America/Phoenix",
        "America/Indiana/Indianapolis",
        "America/Puerto_Rico",
    ],
)
@pytest.mark.parametrize(
    "day",
    [
        pytest.param(date(2099, 3, 7), id="the day before the clocks go forward"),
        pytest.param(date(2099, 3, 8), id="the day the clocks go forward"),
        pytest.param(date(2099, 10, 31), id="the day before the clocks go back"),
        pytest.param(date(2099, 11, 1), id="the day the clocks go back"),
    ],
)
def test_seven_in_the_evening_stays_seven(zone, day):
    starts = times.instant(day, time(19), zone)
    ends = times.instant(day, time(21), zone)
    screening = make_screening(zone=zone, starts_at=starts, ends_at=ends)

    (event,) = events(calendars.feed([screening], "x"))

    start = event.decoded("dtstart")
    assert (start.hour, start.utcoffset()) == (
        19,
        starts.astimezone(ZoneInfo(zone)).utcoffset(),
    )
    assert start.astimezone(UTC) == starts


def test_zone_rules_travel_with_the_calendar_and_are_short():
    text = calendars.feed([make_screening()], "x")

    assert text.count(b"BEGIN:VTIMEZONE") == 1
    assert len(text) < 3000


def test_status_follows_the_screening():
    words = {
        status: str(events(calendars.feed([make_screening(status)], "x"))[0]["status"])
        for status in ("published", "postponed", "cancelled")
    }

    assert words == {
        "published": "CONFIRMED",
        "postponed": "TENTATIVE",
        "cancelled": "CANCELLED",
    }


def test_cancelled_screening_stays_in_the_feed():
    make_screening("cancelled")

    (event,) = events(fetch("/screenings.ics"))

    assert event["status"] == "CANCELLED"


def test_invitation_names_office_and_guest_and_asks_for_no_answer():
    reservation = make_reservation(email="ada@sample.example")

    text = calendars.invitation(reservation)
    (event,) = events(text)

    assert "METHOD:REQUEST" in text
    assert event["attendee"] == "mailto:ada@sample.example"
    assert event["attendee"].params["RSVP"] == "FALSE"
    assert event["organizer"].startswith("mailto:")


def test_withdrawal_cancels_the_entry_with_a_higher_sequence():
    screening = make_screening()
    guest = make_reservation(screening)

    lifecycle.MACHINE.move(screening, "cancel", by=screening.host.user, reason="Storm.")

    (mail,) = mails_to(guest.email)
    (event,) = events(mail.calendar)
    assert "METHOD:CANCEL" in mail.calendar
    assert (event["status"], event["sequence"]) == ("CANCELLED", 1)


def test_link_to_take_part_is_for_guests_only():
    screening = make_screening(mode="both", link="https://meet.example/secret")
    reservation = make_reservation(screening)

    invitation = calendars.invitation(reservation).replace("\r\n ", "")

    assert b"secret" not in calendars.feed([screening], "x")
    assert "secret" not in invitation
    assert reservation.get_absolute_url() in invitation


def test_public_calendar_holds_no_guest():
    screening = make_screening()
    make_reservation(screening, email="ada@sample.example", first_name="Ada")

    text = fetch(screening.address_of("calendar"))

    assert b"ada@" not in text.lower()
    assert b"ATTENDEE" not in text


def test_hostile_words_stay_inside_their_property():
    screening = make_screening(
        title="Film\\; night, now",
        summary="Line\nEND:VEVENT\nBEGIN:VALARM\n" + "é" * 90,
    )

    text = calendars.feed([screening], "x")
    (event,) = events(text)

    assert str(event["summary"]) == "Film\\; night, now"
    assert b"\r\nBEGIN:VALARM" not in text
    assert max(len(line) for line in text.split(b"\r\n")) <= 75


def test_unchanged_feed_is_not_sent_twice():
    make_screening()
    first = Client().get("/screenings.ics")

    again = Client().get("/screenings.ics", HTTP_IF_NONE_MATCH=first["ETag"])

    assert again.status_code == 304


def with_a_new_date(postponed):
    """Write a new date of a postponed evening, which is its host's alone until told."""
    day = postponed.day + timedelta(days=9)
    postponed.set_hours(replace(postponed.hours, day=day))
    host = postponed.host.user
    return hosting.save(postponed, by=host, seen=postponed.version).screening


def test_new_date_of_a_postponed_evening_is_in_no_calendar_yet():
    postponed = make_screening("postponed")
    told = postponed.starts_local, postponed.ends_local

    postponed = with_a_new_date(postponed)

    (event,) = events(fetch("/screenings.ics"))
    assert (event.decoded("dtstart"), event.decoded("dtend")) == told
    assert (
        f"{postponed.planned.day:%B}"
        not in event["description"].split("Was planned")[0]
    )
    assert facts(postponed)["startDate"] == told[0].isoformat()
    assert facts(postponed)["endDate"] == told[1].isoformat()


WHERE = {
    "in-person": "Oak Creek Public Library, 8040 S 6th Street, Oak Creek, WI 53154",
    "both": (
        "Oak Creek Public Library, 8040 S 6th Street, Oak Creek, WI 53154, and online"
    ),
    "online": "Online",
}
LINK = "https://meet.sample.example/room"
NOWHERE = dict.fromkeys(["venue", "street", "city", "state", "zip", "step_free"], "")


@pytest.mark.parametrize("mode", WHERE)
def test_where_it_is_reads_alike_in_mail_and_calendar(mode):
    place = NOWHERE if mode == "online" else {}
    link = {"link": LINK} if mode != "in-person" else {}
    screening = make_screening(mode=mode, **link, **place)
    reservation = make_reservation(screening, "pending")

    seats.confirm(reservation)

    (mail,) = mails_to(reservation.email)
    (event,) = events(mail.calendar)
    assert f"Where: {WHERE[mode]}\n" in mail.text
    assert event["location"] == WHERE[mode]


def test_where_it_is_on_the_page_and_for_search_engines():
    screening = make_screening(mode="both", link=LINK, online_capacity=5)

    page = fetch(screening.get_absolute_url()).decode()
    row = fetch("/screenings/").decode()

    place, online = facts(screening)["location"]
    assert (place["name"], online["@type"]) == (screening.venue, "VirtualLocation")
    assert place["address"]["streetAddress"] == "8040 S 6th Street"
    assert "<p>8040 S 6th Street, Oak Creek, WI 53154</p>" in page
    assert "You can also take part online" in page
    assert "Oak Creek Public Library, Oak Creek, WI, and online" in row


# JSON-LD


def facts(screening):
    return json.loads(structured.screening_event(screening))


def test_structured_data_says_what_the_page_says():
    screening = make_screening(capacity=10)
    make_reservation(screening, party_size=4)
    screening.refresh_from_db()

    found = facts(screening)

    assert found["@type"] == "ScreeningEvent"
    assert found["eventStatus"] == "https://schema.org/EventScheduled"
    assert found["startDate"] == screening.starts_local.isoformat()
    assert found["remainingAttendeeCapacity"] == 6
    assert found["location"]["address"]["postalCode"] == "53154"


@pytest.mark.parametrize(
    ("status", "word"),
    [("cancelled", "EventCancelled"), ("postponed", "EventPostponed")],
)
def test_structured_data_tells_what_was_called_off(status, word):
    assert facts(make_screening(status))["eventStatus"] == f"https://schema.org/{word}"


def test_structured_data_tells_of_a_moved_date():
    screening = make_screening(previous_start=datetime(2026, 1, 1, tzinfo=UTC))

    found = facts(screening)

    assert found["eventStatus"] == "https://schema.org/EventRescheduled"
    assert found["previousStartDate"].startswith("2025-12-31T18:00")


def test_structured_data_cannot_end_its_script():
    screening = make_screening(title="</script><script>alert(1)</script>")

    body = Client().get(screening.get_absolute_url()).content.decode()

    assert "<script>alert" not in body
    assert facts(screening)["name"] == screening.title


def test_structured_data_of_an_online_screening_hides_the_link():
    screening = make_screening(
        mode="online",
        venue="",
        city="",
        state="",
        zip="",
        step_free="",
        lat=None,
        lng=None,
        link="https://meet.example/secret",
    )

    found = facts(screening)

    assert found["location"]["@type"] == "VirtualLocation"
    assert "secret" not in json.dumps(found)
    assert timezone.now() < screening.starts_at


# A guest's own entry


def test_seats_given_back_and_taken_again_count_on_in_the_guests_calendar():
    screening = make_screening()
    for _ in range(2):
        seats.ask(screening, email="ada@sample.example", party_size=1)
        seats.confirm(screening.reservations.live().get())
        seats.give_back(screening.reservations.live().get())

    sent = [mail.calendar for mail in mails_to("ada@sample.example") if mail.calendar]
    found = [events(text)[0] for text in sent]

    assert [event["sequence"] for event in found] == [0, 1, 2, 3]
    assert {event["uid"] for event in found} == {calendars.uid(screening)}


def test_guests_entry_never_falls_behind_the_public_one():
    screening = make_screening()
    Screening.objects.update(sequence=3)
    seats.ask(screening, email="ada@sample.example", party_size=1)

    seats.confirm(screening.reservations.get())

    sent = [mail.calendar for mail in mails_to("ada@sample.example") if mail.calendar]
    assert [events(text)[0]["sequence"] for text in sent] == [3]


# The rules of a zone


@pytest.mark.parametrize("day", [date(2099, 1, 10), date(2099, 7, 10)])
def test_zone_is_told_by_yearly_rules(day):
    starts = times.instant(day, time(19), "America/Chicago")
    screening = make_screening(
        zone="America/Chicago", starts_at=starts, ends_at=starts + timedelta(hours=2)
    )

    text = calendars.feed([screening], "x").decode()

    assert "RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3" in text
    assert "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11" in text
    assert "DTSTART:20980309T020000" in text
    assert "RDATE" not in text
    (event,) = events(text)
    assert event.decoded("dtstart").astimezone(UTC) == starts


@pytest.mark.parametrize("zone", ["America/Phoenix", "Pacific/Honolulu"])
def test_zone_that_never_changes_has_one_steady_rule(zone):
    day = date(2099, 7, 10)
    starts = times.instant(day, time(19), zone)
    screening = make_screening(
        zone=zone, starts_at=starts, ends_at=starts + timedelta(hours=2)
    )

    text = calendars.feed([screening], "x").decode()

    assert text.count("BEGIN:STANDARD") == 1
    assert "RRULE" not in text
    (event,) = events(text)
    assert event.decoded("dtstart").astimezone(UTC) == starts
