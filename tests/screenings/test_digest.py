"""Once a day the host hears what became of the reservations."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from foundation.models import OutboxMail
from screenings import jobs, seats, talk
from screenings.models import HostDigest, Reservation
from tests.factories import make_reservation, make_screening
from tests.mail import mails_to
from tests.screenings.test_seats import at_once

pytestmark = pytest.mark.django_db

LINK = "https://meet.sample.example/evening"


@pytest.fixture
def due(monkeypatch):
    """It is past the hour of the digest everywhere."""
    monkeypatch.setattr(talk, "DIGEST_AT", time.min)


def told_before(screening):
    """Yesterday the host was told how things stand now."""
    HostDigest.objects.create(
        screening=screening,
        told_until=timezone.now() - timedelta(days=1),
        told=talk.told_now(screening),
    )


def test_digest_names_who_came_and_who_gave_back(due):
    screening = make_screening()
    gone = make_reservation(screening, first_name="Ada")
    told_before(screening)
    come = make_reservation(screening, first_name="Rosa", party_size=2, need="A ramp")
    seats.give_back(gone)

    assert jobs.send_digests(dry_run=False) == "Told the host of 1 screening."
    assert jobs.send_digests(dry_run=False) == "Told the hosts of 0 screenings."

    (mail,) = mails_to(screening.host.user.email)
    assert "One new reservation\n- Rosa, two seats: A ramp\n" in mail.text
    assert "One reservation given back\n- Ada, one seat\n" in mail.text
    assert come.email not in mail.text + mail.html
    assert gone.email not in mail.text + mail.html


def test_digest_is_not_sent_where_nothing_is_new(due):
    screening = make_screening()

    assert jobs.send_digests(dry_run=False) == "Told the hosts of 0 screenings."
    assert mails_to(screening.host.user.email) == []


@pytest.mark.parametrize("status", ["cancelled", "postponed", "held"])
def test_no_digest_for_an_evening_that_does_not_go_ahead(status, due):
    screening = make_screening(status)
    make_reservation(screening)

    assert jobs.send_digests(dry_run=False) == "Told the hosts of 0 screenings."


def test_digest_waits_for_its_hour(monkeypatch):
    monkeypatch.setattr(talk, "DIGEST_AT", time.max)
    screening = make_screening()
    make_reservation(screening)

    assert not talk.send_digest(screening)


def hybrid():
    return make_screening(mode="both", link=LINK, online_capacity=5)


def test_digest_tells_of_seats_that_changed_in_number_and_kind(due):
    screening = hybrid()
    ada = make_reservation(screening, first_name="Ada", attends="room")
    rosa = make_reservation(screening, first_name="Rosa", attends="room")
    told_before(screening)
    seats.change(ada, party_size=3)
    seats.change(rosa, party_size=1, attends="online")

    talk.send_digest(screening)

    (mail,) = mails_to(screening.host.user.email)
    lines = (
        "Two reservations changed\n"
        "- Ada: was one seat, in the room; is now three seats, in the room\n"
        "- Rosa: was one seat, in the room; is now one seat, online\n"
    )
    assert lines in mail.text
    assert "new reservation" not in mail.text
    assert rosa.email not in mail.text + mail.html


def test_change_that_was_taken_back_is_no_news(due):
    screening = make_screening()
    guest = make_reservation(screening)
    told_before(screening)
    seats.change(guest, party_size=3)
    seats.change(Reservation.objects.get(), party_size=1)

    assert not talk.send_digest(screening)
    assert mails_to(screening.host.user.email) == []


def test_seats_given_back_are_those_the_host_knows(due):
    screening = make_screening()
    guest = make_reservation(screening, first_name="Ada", party_size=2)
    told_before(screening)
    seats.change(guest, party_size=5)
    seats.give_back(Reservation.objects.get())

    talk.send_digest(screening)

    (mail,) = mails_to(screening.host.user.email)
    assert "One reservation given back\n- Ada, two seats\n" in mail.text


def test_host_is_told_of_a_reservation_once(due):
    screening = make_screening()
    make_reservation(screening)
    talk.send_digest(screening)
    HostDigest.objects.update(told_until=timezone.now() - timedelta(days=1))

    assert not talk.send_digest(screening)
    assert len(mails_to(screening.host.user.email)) == 1


# Two workers at once: real threads, real transactions


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_one_digest(due):
    screening = make_screening()
    make_reservation(screening)

    outcomes = at_once(talk.send_digest, [screening] * 6)

    assert sorted(outcomes) == [False] * 5 + [True]
    assert len(mails_to(screening.host.user.email)) == 1


@pytest.mark.django_db(transaction=True)
def test_whole_job_run_twice_at_once_tells_each_host_once(due):
    screenings = [make_screening() for _ in range(5)]
    for screening in screenings:
        make_reservation(screening)

    at_once(lambda _worker: jobs.send_digests(dry_run=False), range(3))

    told = [len(mails_to(one.host.user.email)) for one in screenings]
    assert told == [1] * 5


@pytest.mark.django_db(transaction=True)
def test_no_change_falls_between_two_digests(due):
    """Guests change seats while the digest is written: told now or the next day."""
    screening = make_screening(capacity=200)
    guests = [make_reservation(screening, first_name=f"Guest{n}") for n in range(12)]
    told_before(screening)

    def act(guest):
        if guest is None:
            return talk.send_digest(screening)
        return seats.change(guest, party_size=3)

    at_once(act, [*guests, None])
    HostDigest.objects.update(told_until=timezone.now() - timedelta(days=1))
    OutboxMail.objects.filter(key__contains="digest").update(key=None)
    talk.send_digest(screening)

    text = "".join(mail.text for mail in mails_to(screening.host.user.email))
    lines = [f"{one.first_name}: was one seat; is now three seats" for one in guests]
    assert [text.count(f"- {line}\n") for line in lines] == [1] * 12
