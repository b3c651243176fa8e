"""What happens by the clock: each job says what it did, and can run again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from foundation.models import OutboxMail
from screenings import jobs, seats
from screenings.models import GuestQuestion, Reservation, Screening
from tests.factories import make_reservation, make_screening

pytestmark = pytest.mark.django_db


def days_ago(number):
    return timezone.now() - timedelta(days=number)


def test_held_moves_what_is_over_and_nothing_else():
    over = make_screening(starts_at=days_ago(1))
    coming = make_screening()
    off = make_screening("cancelled", starts_at=days_ago(1))

    assert jobs.mark_held(dry_run=True) == "Would mark 1 screening as held."
    assert jobs.mark_held(dry_run=False) == "Marked 1 screening as held."
    assert jobs.mark_held(dry_run=False) == "Marked 0 screenings as held."

    found = [Screening.objects.get(pk=one.pk).status for one in (over, coming, off)]
    assert found == ["held", "published", "cancelled"]


def test_lapse_ends_what_nobody_confirmed_in_a_day():
    late = make_reservation(status="pending", created_at=days_ago(1.1))
    fresh = make_reservation(status="pending", created_at=days_ago(0.9))
    sure = make_reservation(created_at=days_ago(3))

    assert jobs.lapse(dry_run=True) == "Would close 1 unconfirmed reservation."
    assert jobs.lapse(dry_run=False) == "Closed 1 unconfirmed reservation."
    assert jobs.lapse(dry_run=False) == "Closed 0 unconfirmed reservations."

    statuses = [
        Reservation.objects.get(pk=one.pk).status for one in (late, fresh, sure)
    ]
    assert statuses == ["lapsed", "pending", "confirmed"]


def test_purge_forgets_guests_after_sixty_days_and_keeps_the_numbers():
    old = make_screening("held", starts_at=days_ago(61))
    new = make_screening("held", starts_at=days_ago(59))
    gone = make_reservation(
        old, email="ada@sample.example", first_name="Ada", need="Ramp", party_size=3
    )
    kept = make_reservation(new, first_name="Bob")

    assert jobs.purge_guests(dry_run=True) == "Would forget 1 guest."
    gone.refresh_from_db()
    assert gone.email == "ada@sample.example"
    assert jobs.purge_guests(dry_run=False).endswith("1 guest.")
    assert jobs.purge_guests(dry_run=False).endswith("0 guests.")

    gone.refresh_from_db()
    kept.refresh_from_db()
    old.refresh_from_db()
    assert (gone.email, gone.first_name, gone.need) == (None, "", "")
    assert (gone.party_size, old.seats_taken) == (3, 3)
    assert kept.first_name == "Bob"


def test_purge_empties_what_guests_asked_and_were_answered():
    guest = make_reservation(make_screening("held", starts_at=days_ago(61)))
    question = GuestQuestion.objects.create(
        reservation=guest,
        kind="question",
        text="Marked question?",
        status="answered",
        answer="Marked answer.",
        answered_by=guest.screening.host.user,
        answered_at=days_ago(62),
    )

    jobs.purge_guests(dry_run=False)

    question.refresh_from_db()
    assert (question.text, question.answer) == ("", "")
    assert question.status == "answered"


def test_purge_blanks_the_mails_about_a_guest_and_ends_the_links():
    screening = make_screening()
    reservation = make_reservation(screening, "pending", email="ada@sample.example")
    seats.confirm(reservation)
    path = reservation.get_absolute_url()
    Screening.objects.update(
        starts_at=days_ago(70), ends_at=days_ago(69), status="published"
    )

    jobs.purge_guests(dry_run=False)

    mail = OutboxMail.objects.get()
    assert (mail.to, mail.text, mail.calendar) == ("", "", "")
    assert Reservation.objects.get().get_absolute_url() != path


def test_guest_whose_data_are_gone_may_be_many():
    old = make_screening("held", starts_at=days_ago(70))
    for _ in range(3):
        make_reservation(old)

    assert jobs.purge_guests(dry_run=False).endswith("3 guests.")
