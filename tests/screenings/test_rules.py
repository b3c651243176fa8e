"""What the database holds for every screening, whoever writes."""

from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from foundation.history import history_of
from screenings.choices import ReservationStatus, ScreeningStatus
from screenings.models import Reservation, Screening
from screenings.statuses import RESERVATION, SCREENING
from tests.factories import make_reservation, make_screening

pytestmark = pytest.mark.django_db


def write(screening, **fields):
    with transaction.atomic():
        Screening.objects.filter(pk=screening.pk).update(**fields)


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("ends_after_start", {"ends_at": timezone.now()}),
        ("doors_before_start", {"doors_at": timezone.now() + timedelta(days=300)}),
        ("times_with_zone", {"zone": ""}),
        ("zone_is_known", {"zone": "Europe/Vienna"}),
        ("published_with_place", {"venue": ""}),
        ("published_with_place", {"zip": ""}),
        ("published_with_place", {"step_free": ""}),
        ("published_with_place", {"capacity": None}),
        ("published_with_place", {"mode": "online"}),
        ("published_with_access", {"captions": ""}),
        ("published_with_access", {"sign_language": ""}),
        ("published_with_access", {"police_presence": ""}),
        ("published_with_time", {"published_at": None}),
        ("cancelled_with_reason", {"cancel_reason": "Storm."}),
        ("cancelled_with_reason", {"status": "cancelled"}),
        ("postponed_with_reason", {"postpone_reason": "Storm."}),
        ("postponed_with_reason", {"status": "postponed"}),
        ("zip_is_five_digits", {"zip": "5315"}),
        ("lat_with_lng", {"lat": 91}),
        ("audiences_are_known", {"audiences": ["everybody"]}),
        ("mode_is_known", {"mode": "by-radio"}),
        ("capacity", {"capacity": 0}),
        ("capacity", {"capacity": 5001}),
    ],
)
def test_database_refuses(rule, fields):
    screening = make_screening()

    with pytest.raises(IntegrityError, match=rule):
        write(screening, **fields)


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param(
            dict.fromkeys(["day", "starts", "ends", "starts_at", "ends_at"])
            | {"zone": ""},
            id="no date",
        ),
        pytest.param(
            {"capacity": None, "police_presence": "", "captions": "", "venue": ""},
            id="nothing about the place",
        ),
    ],
)
def test_database_lets_a_draft_be_incomplete(fields):
    screening = make_screening("draft")

    write(screening, **fields)

    screening.refresh_from_db()
    assert screening.missing() != []


def _marks_of(target: str) -> dict[str, Any]:
    """What a screening of this status carries."""
    return {
        "cancelled_at": timezone.now() if target == "cancelled" else None,
        "cancel_reason": "Storm." if target == "cancelled" else "",
        "postpone_reason": "Storm." if target == "postponed" else "",
        "published_at": None if target in ("draft", "submitted") else timezone.now(),
    }


def _others(edges: list[tuple[str, str]], statuses: list[str]) -> list[tuple[str, str]]:
    """Every pair of statuses that is no step of a table."""
    return [pair for pair in permutations(statuses, 2) if pair not in edges]


@pytest.mark.parametrize(("source", "target"), SCREENING.edges)
def test_database_lets_a_status_move_along_the_table(source, target):
    screening = make_screening(source)

    write(screening, status=target, **_marks_of(target))

    screening.refresh_from_db()
    assert screening.status == target


@pytest.mark.parametrize(
    ("source", "target"), _others(SCREENING.edges, ScreeningStatus.values)
)
def test_database_lets_a_status_move_nowhere_else(source, target):
    screening = make_screening(source)

    with pytest.raises(DatabaseError):
        write(screening, status=target, **_marks_of(target))


def _ends_of(target: str) -> dict[str, Any]:
    """What a reservation of this status carries."""
    is_live = target in ("pending", "confirmed")
    return {
        "confirmed_at": timezone.now(),
        "ended_at": None if is_live else timezone.now(),
    }


@pytest.mark.parametrize(("source", "target"), RESERVATION.edges)
def test_database_lets_a_reservation_move_along_the_table(source, target):
    reservation = make_reservation(status=source)
    rows = Reservation.objects.filter(pk=reservation.pk)

    assert rows.update(status=target, **_ends_of(target)) == 1


@pytest.mark.parametrize(
    ("source", "target"), _others(RESERVATION.edges, ReservationStatus.values)
)
def test_database_lets_a_reservation_move_nowhere_else(source, target):
    reservation = make_reservation(status=source)
    rows = Reservation.objects.filter(pk=reservation.pk)

    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(status=target, **_ends_of(target))


def test_database_deletes_no_screening():
    screening = make_screening("draft")

    with pytest.raises(DatabaseError), transaction.atomic():
        screening.delete()


def test_database_begins_every_screening_as_a_draft():
    screening = make_screening()
    screening.pk = None
    screening.code = "abcdef"

    with pytest.raises(DatabaseError), transaction.atomic():
        screening.save()


def test_history_of_a_reservation_holds_nothing_personal():
    reservation = make_reservation(
        email="ada@sample.example", first_name="Ada", need="A ramp"
    )

    events = apps.get_model("screenings", "ReservationEvent").objects
    rows = list(events.filter(pgh_obj_id=reservation.pk).values())

    assert len(rows) == 2
    assert not {"email", "first_name", "need"} & set(rows[0])


def test_history_of_a_screening_is_silent_about_seats():
    screening = make_screening()
    before = len(history_of(screening))

    make_reservation(screening, party_size=4)

    assert len(history_of(screening)) == before


def test_published_address_stays_when_the_title_changes():
    screening = make_screening()
    slug = screening.slug

    screening.title = "Another title"
    screening.save()

    assert screening.slug == slug


def test_draft_address_follows_title_and_town():
    screening = make_screening("draft", title="Waking in Oak Creek")

    assert screening.slug == "waking-in-oak-creek-oak-creek-wi"


def test_search_finds_the_film_the_town_and_the_state():
    screening = make_screening(city="Oak Creek", state="WI", title="A night out")

    found = [
        list(Screening.objects.matching(words))
        for words in (screening.film.title, "oak creek", "wisconsin", "night")
    ]

    assert found == [[screening]] * 4
