"""A new date is nobody's business until it is published, and then everybody's."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from foundation.models import OutboxMail
from foundation.refusals import Refused
from screenings import hosting, lifecycle
from screenings.models import Screening
from tests.factories import make_reservation, make_screening

pytestmark = pytest.mark.django_db

MARKED = "Hall of Mirrors"


def plan(screening, *, days=30, **fields):
    """Save a new date and place as the host's form does."""
    edited = Screening.objects.get(pk=screening.pk).planned
    for name, value in fields.items():
        setattr(edited, name, value)
    hours = edited.hours
    edited.set_hours(replace(hours, day=hours.day + timedelta(days=days)))
    hosting.save(edited, by=screening.host.user, seen=edited.version)
    return Screening.objects.get(pk=screening.pk)


def move(screening, step, **data):
    return lifecycle.MACHINE.move(screening, step, by=screening.host.user, **data)


def public_outputs(screening):
    """Every address at which visitors and programs read of a screening."""
    listed = reverse("screenings:list")
    return [
        screening.get_absolute_url(),
        screening.address_of("calendar"),
        screening.address_of("reserve"),
        listed,
        f"{listed}?when=quarter",
        f"{listed}?zip=53154",
        reverse("screenings:feed", args=["ics"]),
        reverse("screenings:feed", args=["json"]),
        reverse("screenings:by_state", args=["wi"]),
        reverse("screenings:state_feed", args=["wi", "ics"]),
        reverse("screenings:state_feed", args=["wi", "json"]),
        reverse("screenings:past"),
        reverse("screenings:past_feed", args=["ics"]),
        reverse("home"),
        screening.film.get_absolute_url(),
        screening.host.get_absolute_url(),
        f"{reverse('search')}?q=sample",
        f"{reverse('search')}?q=mirrors",
    ]


def marks_of(screening):
    """How the new date and place are written anywhere."""
    day = screening.planned.day
    return [
        MARKED,
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day:%B} {day.day}",
        f"{day:%b} {day.day},",
    ]


def read(client, urls):
    return {url: client.get(url, follow=True).content.decode() for url in urls}


def found(marks, pages):
    return [
        (url, mark) for url, page in pages.items() for mark in marks if mark in page
    ]


def test_no_public_output_knows_a_new_date_before_it_is_published(client):
    screening = make_screening("postponed")
    make_reservation(screening, "pending")

    planned = plan(screening, venue=MARKED)

    pages = read(client, public_outputs(screening))
    assert found(marks_of(planned), pages) == []
    assert OutboxMail.objects.count() == 0
    assert planned.has_new_date


def test_published_new_date_is_everybodys_at_once(client):
    screening = make_screening()
    guest = make_reservation(screening)
    planned = plan(move(screening, "postpone", reason="No heat."), venue=MARKED)
    OutboxMail.objects.all().delete()

    resumed = move(planned, "resume")

    written = f"{planned.planned.day:%Y%m%d}"
    calendars = read(
        client,
        [
            screening.address_of("calendar"),
            reverse("screenings:feed", args=["ics"]),
            reverse("screenings:state_feed", args=["wi", "ics"]),
        ],
    )
    assert len(found([written], calendars)) == 3
    assert len(found([MARKED], calendars)) == 3
    mail = OutboxMail.objects.get(to=guest.email)
    assert written in mail.calendar
    assert MARKED in mail.text
    assert resumed.venue == MARKED
    assert not resumed.has_plan


def test_new_date_is_where_the_host_left_it():
    screening = make_screening("postponed")

    once = plan(screening, venue=MARKED)
    twice = plan(once, days=1)

    assert twice.planned.venue == MARKED
    assert twice.planned.day == screening.day + timedelta(days=31)
    assert (twice.day, twice.venue) == (screening.day, screening.venue)


def test_cancelling_forgets_the_new_date():
    planned = plan(make_screening("postponed"), venue=MARKED)

    cancelled = move(planned, "cancel", reason="The hall is gone.")

    assert not cancelled.has_plan
    assert cancelled.next_venue == ""
    assert cancelled.next_day is None


def test_new_date_may_be_left_empty_but_not_be_published_so():
    screening = make_screening("postponed")
    edited = screening.planned
    edited.set_hours(None)
    edited.summary = "We hope for spring."

    hosting.save(edited, by=screening.host.user, seen=edited.version)

    saved = Screening.objects.get(pk=screening.pk)
    assert saved.summary == "We hope for spring."
    assert saved.day == screening.day
    assert not saved.has_new_date
    with pytest.raises(Refused, match="Give the new date first"):
        move(saved, "resume")


def test_database_keeps_new_dates_of_postponed_screenings_only():
    screening = make_screening()

    with pytest.raises(IntegrityError), transaction.atomic():
        Screening.objects.filter(pk=screening.pk).update(next_venue=MARKED)


def test_postponed_evening_is_still_to_come_when_its_old_date_has_passed():
    screening = make_screening("held")
    with transaction.atomic():
        late = make_screening(
            "postponed", starts_at=timezone.now() + timedelta(hours=1)
        )
    hours = late.hours
    late.set_hours(replace(hours, day=hours.day - timedelta(days=40)))
    late.save()

    assert list(Screening.objects.upcoming()) == [late]
    assert list(Screening.objects.past()) == [screening]
    assert move(late, "cancel", reason="Nobody has a hall.").is_cancelled


def test_form_shows_the_new_date_and_visitors_read_the_old(client):
    planned = plan(make_screening("postponed"), venue=MARKED)
    client.force_login(planned.host.user)

    form = client.get(planned.address_of("edit")).content.decode()
    preview = client.get(planned.address_of("preview")).content.decode()
    ask = client.get(planned.address_of("publish")).content.decode()

    assert MARKED in form
    assert planned.planned.day.isoformat() in form
    assert MARKED in preview
    assert "Was planned for" not in preview
    assert planned.planned.when in ask
