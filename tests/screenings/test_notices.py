"""Guests are told of changes at once, and then once an hour at most."""

from datetime import timedelta

import pytest
from django.utils import timezone

from foundation.models import OutboxMail
from screenings import hosting, jobs, lifecycle
from screenings.models import ChangeNotice, Screening
from tests.factories import make_reservation, make_screening
from tests.mail import mails_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def told():
    """A screening whose guests had a mail about a change just now, and a guest."""
    screening = make_screening(venue="First Hall")
    guest = make_reservation(screening)
    correct(screening, venue="Second Hall")
    OutboxMail.objects.all().delete()
    return screening, guest


def correct(screening, **fields):
    edited = Screening.objects.get(pk=screening.pk)
    for name, value in fields.items():
        setattr(edited, name, value)
    return hosting.save(edited, by=screening.host.user, seen=edited.version)


def an_hour_later():
    now = timezone.now()
    ChangeNotice.objects.update(
        told_at=now - timedelta(hours=2), due_at=now - timedelta(minutes=1)
    )


def test_first_change_is_told_at_once():
    screening = make_screening(venue="First Hall")
    guest = make_reservation(screening)

    correct(screening, venue="Second Hall")

    (mail,) = mails_to(guest.email)
    assert "Second Hall" in mail.text


def test_changes_within_the_hour_end_in_one_mail(told):
    screening, guest = told

    correct(screening, venue="Third Hall")
    correct(screening, venue="Fourth Hall", street="4 Fourth Street")

    assert mails_to(guest.email) == []
    assert jobs.send_notices(dry_run=False) == "Told the guests of 0 screenings."
    an_hour_later()
    assert jobs.send_notices(dry_run=False) == "Told the guests of 1 screening."
    assert jobs.send_notices(dry_run=False) == "Told the guests of 0 screenings."
    (mail,) = mails_to(guest.email)
    assert "was Second Hall" in mail.text
    assert "is now Fourth Hall, 4 Fourth Street" in mail.text
    assert "Third Hall" not in mail.text
    assert "SEQUENCE:3" in mail.calendar


def test_change_that_was_undone_tells_nobody(told):
    screening, guest = told

    correct(screening, venue="Third Hall")
    correct(screening, venue="Second Hall")
    an_hour_later()

    assert jobs.send_notices(dry_run=False) == "Told the guests of 0 screenings."
    assert mails_to(guest.email) == []


def test_who_confirms_after_the_last_change_needs_no_mail(told):
    screening, guest = told
    correct(screening, venue="Third Hall")
    late = make_reservation(screening)
    an_hour_later()

    jobs.send_notices(dry_run=False)

    assert len(mails_to(guest.email)) == 1
    assert mails_to(late.email) == []


@pytest.mark.parametrize("step", ["postpone", "cancel"])
def test_calling_off_goes_at_once_and_ends_the_notice(step, told):
    screening, guest = told
    correct(screening, venue="Third Hall")

    screening.refresh_from_db()
    lifecycle.MACHINE.move(
        screening, step, by=screening.host.user, reason="No heating."
    )

    (mail,) = mails_to(guest.email)
    assert "Third Hall" in mail.calendar
    assert not ChangeNotice.objects.exists()


def test_what_starts_soon_never_waits():
    soon = timezone.now().replace(second=0, microsecond=0) + timedelta(hours=20)
    screening = make_screening(starts_at=soon)
    guest = make_reservation(screening)

    correct(screening, venue="Second Hall")
    correct(screening, venue="Third Hall")

    assert len(mails_to(guest.email)) == 2
