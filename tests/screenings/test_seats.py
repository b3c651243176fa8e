"""Seats: asked for, confirmed, changed, given back; never one too many."""

import threading
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from foundation.refusals import Changed, Refused
from screenings import hosting, lifecycle, seats
from screenings.choices import ReservationStatus
from screenings.models import SEATS_RULE, Reservation, Screening
from tests.factories import make_reservation, make_screening
from tests.mail import mails_to
from tests.queries import count_queries

pytestmark = pytest.mark.django_db


def taken(screening):
    return Screening.objects.values_list("seats_taken", flat=True).get(pk=screening.pk)


# One at a time


def test_ask_takes_no_seat_and_sends_one_link():
    screening = make_screening(capacity=10)

    seats.ask(screening, email="ada@sample.example", party_size=2)

    reservation = screening.reservations.get()
    assert reservation.status == ReservationStatus.PENDING
    assert taken(screening) == 0
    (mail,) = mails_to("ada@sample.example")
    assert reservation.get_absolute_url() in mail.text
    assert mail.calendar == ""


def test_ask_again_renews_the_pending_reservation_under_the_same_link():
    screening = make_screening()
    seats.ask(screening, email="ada@sample.example", party_size=2)
    first = screening.reservations.get()

    seats.ask(screening, email="ADA@sample.example", party_size=4)

    again = screening.reservations.get()
    assert again.party_size == 4
    assert again.token == first.token


def test_ask_by_a_guest_with_seats_changes_nothing_and_says_so_by_mail_only():
    screening = make_screening()
    mine = make_reservation(screening, email="ada@sample.example", party_size=2)

    seats.ask(screening, email="ada@sample.example", party_size=9)

    mine.refresh_from_db()
    assert (mine.party_size, mine.status) == (2, "confirmed")
    (mail,) = mails_to("ada@sample.example")
    assert mail.subject == f"You have seats already: {screening.title}"


@pytest.mark.parametrize("status", ["cancelled", "postponed", "held"])
def test_ask_is_refused_where_no_seats_are_given(status):
    screening = make_screening(status)

    with pytest.raises(Refused):
        seats.ask(screening, email="ada@sample.example", party_size=1)

    assert mails_to("ada@sample.example") == []


@pytest.mark.parametrize(
    ("status", "fields", "sentence"),
    [
        ("published", {}, ""),
        ("draft", {}, "The screening is not published yet."),
        ("cancelled", {}, "The screening is cancelled."),
        (
            "postponed",
            {},
            "The screening is postponed. Seats open again with the new date.",
        ),
        ("held", {}, "The screening is over."),
        (
            "published",
            {"starts_at": timezone.now() - timedelta(hours=1)},
            "Reservations are closed: the screening has begun.",
        ),
    ],
    ids=["open", "draft", "cancelled", "postponed", "held", "begun"],
)
def test_why_no_seats_can_be_had(status, fields, sentence):
    screening = make_screening(status, **fields)

    assert seats.why_no_seats(screening) == sentence


def test_why_no_seats_can_be_had_where_it_is_full():
    screening = make_screening(capacity=1)
    make_reservation(screening)
    screening.refresh_from_db()

    said = "This screening is full. No seats are left."
    assert seats.why_no_seats(screening) == said
    assert seats.why_closed(screening) == ""


def test_link_again_costs_the_same_for_who_has_seats_and_who_has_none():
    screening = make_screening()
    guest = make_reservation(screening)
    seats.send_link_again(screening, email=guest.email, press="warm")

    with count_queries() as known:
        seats.send_link_again(screening, email=guest.email, press="one")
    with count_queries() as unknown:
        seats.send_link_again(screening, email="nobody@sample.example", press="one")

    assert len(known) == len(unknown) - 1  # the one that takes the mail back
    assert [mail.subject for mail in mails_to(guest.email)] == [
        f"You have seats already: {screening.title}"
    ] * 2
    assert mails_to("nobody@sample.example") == []


def test_asking_costs_the_same_for_known_and_unknown_addresses():
    screening = make_screening()
    guest = make_reservation(screening)
    waiting = make_reservation(screening, "pending")
    wishes = {"party_size": 2, "first_name": "Ada"}
    seats.ask(screening, email=guest.email, **wishes)

    costs = []
    for email in (guest.email, waiting.email, "new@sample.example"):
        with count_queries() as queries:
            seats.ask(screening, email=email, **wishes)
        costs.append(len(queries))

    assert max(costs) - min(costs) <= 1


def test_confirm_takes_the_seats_and_mails_a_calendar_entry():
    screening = make_screening(capacity=10)
    reservation = make_reservation(screening, "pending", party_size=3)

    seats.confirm(reservation)

    assert taken(screening) == 3
    (mail,) = mails_to(reservation.email)
    assert mail.calendar_method == "REQUEST"
    assert "METHOD:REQUEST" in mail.calendar


def test_confirm_twice_takes_the_seats_once():
    reservation = make_reservation(status="pending", party_size=3)

    seats.confirm(reservation)
    seats.confirm(reservation)

    assert taken(reservation.screening) == 3
    assert len(mails_to(reservation.email)) == 1


def test_confirm_says_full_and_leaves_the_reservation_pending():
    screening = make_screening(capacity=2)
    make_reservation(screening, party_size=2)
    reservation = make_reservation(screening, "pending")

    with pytest.raises(seats.Full) as refusal:
        seats.confirm(reservation)

    assert str(refusal.value) == "This screening is full. No seats are left."
    reservation.refresh_from_db()
    assert reservation.is_pending
    assert mails_to(reservation.email) == []


def test_confirm_says_how_many_seats_are_left():
    screening = make_screening(capacity=3)
    make_reservation(screening, party_size=2)
    reservation = make_reservation(screening, "pending", party_size=4)

    with pytest.raises(seats.Full) as refusal:
        seats.confirm(reservation)

    assert str(refusal.value) == (
        "Only one seat is left and you asked for four. Ask for fewer."
    )


def test_confirm_of_a_stale_page_is_refused():
    reservation = make_reservation(status="pending")
    seen = reservation.version
    seats.change(reservation, party_size=5)

    with pytest.raises(Changed):
        seats.confirm(reservation, seen=seen)


def test_confirm_is_refused_for_a_cancelled_screening():
    screening = make_screening()
    reservation = make_reservation(screening, "pending")
    lifecycle.MACHINE.move(
        screening, "cancel", by=screening.host.user, reason="The hall is closed."
    )

    with pytest.raises(Refused) as refusal:
        seats.confirm(reservation)

    assert str(refusal.value) == "The screening is cancelled."


def test_change_moves_the_count_and_mails_the_guest():
    reservation = make_reservation(party_size=2)

    seats.change(reservation, party_size=5)

    assert taken(reservation.screening) == 5
    assert len(mails_to(reservation.email)) == 1


def test_change_beyond_the_seats_is_refused_and_keeps_the_old_ones():
    screening = make_screening(capacity=4)
    reservation = make_reservation(screening, party_size=2)

    with pytest.raises(seats.Full) as refusal:
        seats.change(reservation, party_size=8)

    assert str(refusal.value) == (
        "Only two seats are left and you asked for six more. Ask for fewer."
    )
    assert taken(screening) == 2


def test_give_back_frees_the_seats_and_takes_the_calendar_entry_away():
    reservation = make_reservation(party_size=2)

    seats.give_back(reservation)
    seats.give_back(reservation)

    assert taken(reservation.screening) == 0
    (mail,) = mails_to(reservation.email)
    assert mail.calendar_method == "CANCEL"


# What the database holds, whoever writes


def test_database_refuses_to_oversell_in_a_shell():
    screening = make_screening(capacity=2)
    rows = [
        Reservation(screening=screening, email=f"g{number}@sample.example")
        for number in range(3)
    ]
    Reservation.objects.bulk_create(rows)

    with pytest.raises(IntegrityError, match=SEATS_RULE), transaction.atomic():
        Reservation.objects.update(
            status="confirmed", confirmed_at=screening.published_at
        )

    assert taken(screening) == 0


def test_database_refuses_a_capacity_below_the_seats_taken():
    screening = make_screening(capacity=5)
    make_reservation(screening, party_size=4)

    with pytest.raises(IntegrityError, match=SEATS_RULE), transaction.atomic():
        Screening.objects.filter(pk=screening.pk).update(capacity=3)


def test_database_alone_writes_the_seats_taken():
    screening = make_screening()
    stale = Screening.objects.get(pk=screening.pk)
    make_reservation(screening, party_size=4)

    stale.save()
    Screening.objects.filter(pk=screening.pk).update(seats_taken=0)

    assert taken(screening) == 4


def test_database_moves_seats_with_a_reservation_and_frees_deleted_ones():
    first, second = make_screening(), make_screening()
    reservation = make_reservation(first, party_size=3)

    Reservation.objects.filter(pk=reservation.pk).update(screening=second)
    assert (taken(first), taken(second)) == (0, 3)

    reservation.delete()
    assert taken(second) == 0


def test_database_keeps_one_live_reservation_for_an_address():
    screening = make_screening()
    make_reservation(screening, "lapsed", email="ada@sample.example")
    make_reservation(screening, email="ada@sample.example")

    with pytest.raises(IntegrityError, match="one_live_each"), transaction.atomic():
        make_reservation(screening, "pending", email="ada@sample.example")


@pytest.mark.parametrize("party_size", [0, 11])
def test_database_bounds_a_party(party_size):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_reservation(party_size=party_size)


# Many at once: real threads, real transactions

CROWD, ROOM = 40, 10


def at_once(work, args):
    """Run `work` for each argument in a thread of its own, all let go together."""
    gate = threading.Barrier(len(args))
    outcomes = []

    def go(arg):
        try:
            gate.wait(timeout=30)
            outcomes.append(work(arg))
        except Exception as error:
            outcomes.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=(arg,)) for arg in args]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return outcomes


@contextmanager
def seats_unguarded():
    """Take the database's rule away, to show that nothing else holds the seats."""
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE screenings_screening DROP CONSTRAINT {SEATS_RULE}")
    try:
        yield
    finally:
        Reservation.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute(
                f"ALTER TABLE screenings_screening ADD CONSTRAINT {SEATS_RULE} "
                "CHECK (capacity IS NULL OR seats_taken <= capacity)"
            )


def crowd(screening):
    return [make_reservation(screening, "pending") for _ in range(CROWD)]


@pytest.mark.django_db(transaction=True)
def test_crowd_takes_exactly_the_seats_there_are():
    screening = make_screening(capacity=ROOM)

    outcomes = at_once(seats.confirm, crowd(screening))

    refusals = [one for one in outcomes if isinstance(one, Exception)]
    assert {type(one) for one in refusals} == {seats.Full}
    assert {str(one) for one in refusals} == {
        "This screening is full. No seats are left."
    }
    assert len(refusals) == CROWD - ROOM
    assert taken(screening) == ROOM
    assert screening.reservations.confirmed().count() == ROOM


@pytest.mark.django_db(transaction=True)
def test_crowd_oversells_without_the_guard():
    screening = make_screening(capacity=ROOM)
    guests = crowd(screening)

    with seats_unguarded():
        at_once(seats.confirm, guests)

        assert screening.reservations.confirmed().count() == CROWD


@pytest.mark.django_db(transaction=True)
def test_crowd_of_blind_writers_cannot_oversell():
    """No function of ours between them and the table."""
    screening = make_screening(capacity=ROOM)

    def write(reservation):
        return Reservation.objects.filter(pk=reservation.pk).update(
            status="confirmed", confirmed_at=reservation.created_at
        )

    outcomes = at_once(write, crowd(screening))

    assert outcomes.count(1) == ROOM
    refusals = [one for one in outcomes if isinstance(one, Exception)]
    assert all(SEATS_RULE in str(one) for one in refusals)
    assert taken(screening) == ROOM


@pytest.mark.django_db(transaction=True)
def test_one_guest_pressing_many_times_takes_the_seats_once():
    screening = make_screening(capacity=ROOM)
    reservation = make_reservation(screening, "pending", party_size=2)

    outcomes = at_once(seats.confirm, [reservation] * 12)

    assert [one for one in outcomes if isinstance(one, Exception)] == []
    assert taken(screening) == 2
    assert len(mails_to(reservation.email)) == 1


@pytest.mark.django_db(transaction=True)
def test_same_address_asking_many_times_has_one_reservation():
    screening = make_screening()

    def ask(number):
        email = "Ada@sample.example" if number % 2 else "ada@sample.example"
        seats.ask(screening, email=email, party_size=1)

    outcomes = at_once(ask, list(range(12)))

    assert [one for one in outcomes if isinstance(one, Exception)] == []
    assert screening.reservations.count() == 1


@pytest.mark.django_db(transaction=True)
def test_cancelling_while_guests_confirm_tells_each_of_them():
    """Whoever got a seat is told that it is off; nobody gets one afterwards."""
    screening = make_screening(capacity=CROWD)
    guests = crowd(screening)[:20]

    def act(one):
        if one is screening:
            return lifecycle.MACHINE.move(
                screening, "cancel", by=screening.host.user, reason="Storm."
            )
        return seats.confirm(one)

    outcomes = at_once(act, [*guests[:10], screening, *guests[10:]])

    confirmed = screening.reservations.confirmed()
    refused = [one for one in outcomes if isinstance(one, Exception)]
    assert {str(one) for one in refused} <= {"The screening is cancelled."}
    assert confirmed.count() + len(refused) == 20
    for reservation in confirmed:
        methods = [mail.calendar_method for mail in mails_to(reservation.email)]
        assert methods == ["REQUEST", "CANCEL"]


@pytest.mark.django_db(transaction=True)
def test_lowering_the_capacity_while_it_fills_never_strands_a_guest():
    screening = make_screening(capacity=CROWD)
    guests = crowd(screening)

    def act(one):
        if not isinstance(one, Screening):
            return seats.confirm(one)
        one.capacity = ROOM
        return hosting.save(one, by=one.host.user, seen=one.version)

    outcomes = at_once(act, [*guests[:20], screening, *guests[20:]])

    screening.refresh_from_db()
    refused = {type(one) for one in outcomes if isinstance(one, Exception)}
    assert refused <= {seats.Full, Refused}
    assert screening.seats_taken <= screening.capacity
    confirmed = screening.reservations.confirmed()
    assert screening.seats_taken == sum(one.party_size for one in confirmed)


@pytest.mark.django_db(transaction=True)
def test_confirming_and_giving_back_at_once_never_deadlock():
    screening = make_screening(capacity=ROOM)
    guests = [make_reservation(screening, "pending") for _ in range(8)]

    outcomes = at_once(
        lambda act: act[0](act[1]),
        [(step, one) for one in guests for step in (seats.confirm, seats.give_back)],
    )

    errors = {type(one) for one in outcomes if isinstance(one, Exception)}
    assert errors <= {Refused}
    live = screening.reservations.confirmed()
    assert taken(screening) == sum(one.party_size for one in live)
