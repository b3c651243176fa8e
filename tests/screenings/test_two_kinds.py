"""The room and online are different seats: each counted, never one too many."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from foundation.refusals import Refused
from screenings import hosting, seats
from screenings.models import ONLINE_RULE, SEATS_RULE, Reservation, Screening
from tests.factories import make_reservation, make_screening
from tests.forms import opened
from tests.mail import mails_to
from tests.screenings.test_seats import at_once

pytestmark = pytest.mark.django_db

LINK = "https://meet.sample.example/evening"


def hybrid(room=10, online=5, **facts):
    facts = {"link": LINK, "capacity": room, "online_capacity": online} | facts
    return make_screening(mode="both", **facts)


def taken(screening):
    fresh = Screening.objects.get(pk=screening.pk)
    return fresh.seats_taken, fresh.online_taken


# Counting


def test_each_kind_is_counted_for_itself():
    screening = hybrid()

    make_reservation(screening, party_size=3)
    make_reservation(screening, party_size=2, attends="online")

    assert taken(screening) == (3, 2)


def test_switching_moves_the_seats_and_mails_the_guest_once():
    screening = hybrid()
    guest = make_reservation(screening, party_size=3)

    seats.change(guest, party_size=2, attends="online")

    assert taken(screening) == (0, 2)
    (mail,) = mails_to(guest.email)
    assert "Your seats: two seats, online" in mail.text


def test_refused_switch_keeps_the_seats_one_has():
    screening = hybrid(online=2)
    guest = make_reservation(screening, party_size=3)

    with pytest.raises(seats.Full) as refusal:
        seats.change(guest, party_size=3, attends="online")

    assert str(refusal.value) == (
        "Only two seats online are left and you asked for three. Ask for fewer."
    )
    guest.refresh_from_db()
    assert (guest.attends, taken(screening)) == ("room", (3, 0))


def test_full_room_leaves_places_online():
    screening = hybrid(room=1)
    make_reservation(screening)
    late = make_reservation(screening, "pending")

    with pytest.raises(seats.Full) as refusal:
        seats.confirm(late)

    assert str(refusal.value) == "The room is full. Five places are left online."
    screening.refresh_from_db()
    assert not screening.is_full
    assert screening.seats_line == "Room full · 5 places online"


def test_full_is_both_full():
    screening = hybrid(room=1, online=1)
    make_reservation(screening)
    make_reservation(screening, attends="online")

    screening.refresh_from_db()

    assert screening.is_full
    assert screening.seats_line == "Full"
    assert seats.why_no_seats(screening) == "This screening is full. No seats are left."


def test_unset_number_means_no_places_online():
    screening = hybrid(online=None)

    with pytest.raises(Refused, match="This screening has no places online"):
        seats.ask(screening, email="a@sample.example", party_size=1, attends="online")

    assert screening.kinds == ["room"]
    assert screening.seats_line == "10 of 10 seats left"


def test_online_screening_gives_places_online_without_being_asked():
    screening = make_screening(mode="online", link=LINK, capacity=5)

    seats.ask(screening, email="ada@sample.example", party_size=2)
    seats.confirm(screening.reservations.get())

    assert taken(screening) == (0, 2)


def test_asking_again_before_confirming_may_change_the_kind():
    screening = hybrid()
    seats.ask(screening, email="ada@sample.example", party_size=2)

    seats.ask(screening, email="ada@sample.example", party_size=2, attends="online")

    assert screening.reservations.get().attends == "online"


# The database alone


@pytest.mark.parametrize(
    ("attends", "rule"), [("room", SEATS_RULE), ("online", ONLINE_RULE)]
)
def test_database_refuses_one_seat_too_many_of_either_kind(attends, rule):
    screening = hybrid(room=2, online=2)
    make_reservation(screening, party_size=2, attends=attends)

    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        make_reservation(screening, attends=attends)


def test_database_gives_no_place_online_where_none_is_named():
    screening = hybrid(online=None)

    with pytest.raises(IntegrityError, match=ONLINE_RULE), transaction.atomic():
        make_reservation(screening, attends="online")


def test_database_alone_writes_the_places_taken():
    screening = hybrid()
    stale = Screening.objects.get(pk=screening.pk)
    make_reservation(screening, party_size=4, attends="online")

    stale.save()
    Screening.objects.filter(pk=screening.pk).update(online_taken=0)

    assert taken(screening) == (0, 4)


def test_database_moves_places_with_a_reservation_and_frees_deleted_ones():
    first, second = hybrid(), hybrid()
    guest = make_reservation(first, party_size=3)

    Reservation.objects.filter(pk=guest.pk).update(screening=second, attends="online")
    assert (taken(first), taken(second)) == ((0, 0), (0, 3))

    guest.delete()
    assert taken(second) == (0, 0)


def test_database_refuses_fewer_places_than_are_taken():
    screening = hybrid()
    make_reservation(screening, party_size=4, attends="online")

    with pytest.raises(IntegrityError, match=ONLINE_RULE), transaction.atomic():
        Screening.objects.filter(pk=screening.pk).update(online_capacity=3)


# The host


def test_moving_an_evening_online_takes_its_guests_along():
    screening = make_screening(capacity=20)
    make_reservation(screening, party_size=3)
    waiting = make_reservation(screening, "pending")
    screening.mode, screening.link, screening.online_capacity = "online", LINK, 10

    hosting.save(screening, by=screening.host.user, seen=screening.version)

    assert taken(screening) == (0, 3)
    waiting.refresh_from_db()
    assert waiting.attends == "online"


def test_moving_an_evening_online_needs_places_for_all_its_guests():
    screening = make_screening(capacity=20)
    make_reservation(screening, party_size=3)
    screening.mode, screening.link, screening.online_capacity = "online", LINK, 2

    with pytest.raises(Refused, match="3 places online are already taken"):
        hosting.save(screening, by=screening.host.user, seen=screening.version)

    assert taken(screening) == (3, 0)


def test_host_changes_the_link_in_one_press_and_nobody_is_mailed(client):
    screening = hybrid(starts_at=timezone.now() + timedelta(hours=2))
    guest = make_reservation(screening, attends="online")
    client.force_login(screening.host.user)
    form = {"link": "https://meet.sample.example/new", "version": screening.version}

    client.post(screening.address_of("link"), form)

    body = Client().get(guest.get_absolute_url()).content.decode()
    assert "https://meet.sample.example/new" in body
    assert LINK not in body
    assert mails_to(guest.email) == []


def test_link_that_is_none_is_refused_on_the_page(client):
    screening = hybrid()
    client.force_login(screening.host.user)
    form = {"link": "javascript:alert(1)", "version": screening.version}

    body = client.post(screening.address_of("link"), form).content.decode()

    assert "Give a web address that begins with https://" in body
    assert Screening.objects.get().link == LINK


# The pages


@pytest.mark.parametrize(
    ("hours", "attends", "is_shown"),
    [(23, "online", True), (25, "online", False), (23, "room", False)],
)
def test_link_stands_on_the_page_of_guests_online_in_the_last_day(
    hours, attends, is_shown
):
    screening = hybrid(starts_at=timezone.now() + timedelta(hours=hours))
    guest = make_reservation(screening, attends=attends)

    body = Client().get(guest.get_absolute_url()).content.decode()

    assert (LINK in body) is is_shown


def test_no_mail_and_no_calendar_holds_the_link():
    screening = hybrid(starts_at=timezone.now() + timedelta(hours=23))
    seats.ask(screening, email="a@sample.example", party_size=1, attends="online")
    seats.confirm(screening.reservations.get())

    mails = mails_to("a@sample.example")

    page = screening.reservations.get().get_absolute_url()
    for mail in mails:
        assert LINK not in mail.text + mail.html
        assert page in mail.text
    assert LINK not in mails[-1].calendar.replace("\r\n ", "")
    assert page in mails[-1].calendar.replace("\r\n ", "")


def test_reserve_form_asks_room_or_online_and_says_what_is_left():
    screening = hybrid(room=1)
    make_reservation(screening)

    body = Client().get(screening.address_of("reserve")).content.decode()

    assert "In the room (full)" in body
    assert "Online (5 left)" in body


def test_reserve_form_of_one_kind_asks_nothing():
    body = Client().get(make_screening().address_of("reserve")).content.decode()

    assert 'name="attends"' not in body


def test_reserve_form_refuses_more_than_is_left_of_the_kind():
    screening = hybrid(online=1)
    form = {
        "email": "ada@sample.example",
        "party_size": "2",
        "attends": "online",
        "opened": opened(),
    }

    body = Client().post(screening.address_of("reserve"), form).content.decode()

    assert "Only one seat online is left and you asked for two." in body
    assert not screening.reservations.exists()


def test_guest_switches_on_the_own_page():
    screening = hybrid()
    guest = make_reservation(screening, party_size=2)
    form = {"party_size": "2", "attends": "online", "version": guest.version}

    client = Client()
    client.post(f"{guest.get_absolute_url()}change/", form)

    assert taken(screening) == (0, 2)
    assert "Two seats, online." in client.get(guest.get_absolute_url()).content.decode()


def test_json_says_what_is_left_of_each_kind():
    screening = hybrid(room=1)
    make_reservation(screening)

    (row,) = Client().get("/screenings.json").json()["rows"]

    assert (row["capacity"], row["is_open"]) == (6, True)
    assert row["room"] == {"capacity": 1, "is_open": False}
    assert row["online"] == {"capacity": 5, "is_open": True}


# Many at once: real threads, real transactions

CROWD, ROOM, ONLINE = 40, 10, 5


@contextmanager
def unguarded():
    """Take both rules away, to show that nothing else holds the seats."""
    rules = {
        SEATS_RULE: ("capacity", "seats_taken"),
        ONLINE_RULE: ("online_capacity", "online_taken"),
    }
    table = "ALTER TABLE screenings_screening"
    with connection.cursor() as cursor:
        for rule in rules:
            cursor.execute(f"{table} DROP CONSTRAINT {rule}")
    try:
        yield
    finally:
        Reservation.objects.all().delete()
        with connection.cursor() as cursor:
            for rule, (most, now) in rules.items():
                cursor.execute(
                    f"{table} ADD CONSTRAINT {rule} CHECK "
                    f"({now} = 0 OR ({most} IS NOT NULL AND {now} <= {most}))"
                )


def crowd(screening, number=CROWD):
    """Guests who wait to confirm, every other one online."""
    return [
        make_reservation(screening, "pending", attends=("room", "online")[one % 2])
        for one in range(number)
    ]


def errors(outcomes):
    return {type(one) for one in outcomes if isinstance(one, Exception)}


@pytest.mark.django_db(transaction=True)
def test_crowd_takes_exactly_the_seats_of_each_kind():
    screening = hybrid(ROOM, ONLINE)

    outcomes = at_once(seats.confirm, crowd(screening))

    assert errors(outcomes) == {seats.Full}
    assert taken(screening) == (ROOM, ONLINE)
    assert screening.reservations.confirmed().count() == ROOM + ONLINE


@pytest.mark.django_db(transaction=True)
def test_crowd_oversells_both_kinds_without_the_guard():
    screening = hybrid(ROOM, ONLINE)
    guests = crowd(screening)

    with unguarded():
        at_once(seats.confirm, guests)

        assert taken(screening) == (CROWD // 2, CROWD // 2)


@pytest.mark.django_db(transaction=True)
def test_switching_within_a_crowd_loses_nobody_and_oversells_nothing():
    """Ten in a full room want to be online, while thirty others press Confirm."""
    screening = hybrid(ROOM, ONLINE)
    inside = [make_reservation(screening) for _ in range(ROOM)]

    def act(guest):
        if guest in inside:
            return seats.change(guest, party_size=1, attends="online")
        return seats.confirm(guest)

    outcomes = at_once(act, [*inside, *crowd(screening, CROWD - ROOM)])

    assert errors(outcomes) == {seats.Full}
    room, online = taken(screening)
    assert online == ONLINE
    assert room <= ROOM
    confirmed = screening.reservations.confirmed()
    assert confirmed.filter(pk__in=[one.pk for one in inside]).count() == ROOM
    assert confirmed.filter(attends="room").count() == room
    assert confirmed.filter(attends="online").count() == online


@pytest.mark.django_db(transaction=True)
def test_blind_switchers_cannot_oversell():
    """No function of ours between them and the table."""
    screening = hybrid(CROWD, ONLINE)
    guests = [make_reservation(screening) for _ in range(CROWD)]

    def write(guest):
        return Reservation.objects.filter(pk=guest.pk).update(attends="online")

    outcomes = at_once(write, guests)

    assert outcomes.count(1) == ONLINE
    assert taken(screening) == (CROWD - ONLINE, ONLINE)
