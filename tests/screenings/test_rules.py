"""What the database holds for every screening, whoever writes."""

from datetime import timedelta
from itertools import permutations

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
        dict.fromkeys(["day", "starts", "ends", "starts_at", "ends_at"]) | {"zone": ""},
        {"capacity": None, "police_presence": "", "captions": "", "venue": ""},
    ],
)
def test_database_lets_a_draft_be_incomplete(fields):
    screening = make_screening("draft")

    write(screening, **fields)

    screening.refresh_from_db()
    assert screening.missing() != []


@pytest.mark.parametrize(
    ("source", "target"), list(permutations(ScreeningStatus.values, 2))
)
def test_database_lets_a_status_move_only_along_the_table(source, target):
    screening = make_screening(source)
    marks = {
        "cancelled_at": timezone.now() if target == "cancelled" else None,
        "cancel_reason": "Storm." if target == "cancelled" else "",
        "postpone_reason": "Storm." if target == "postponed" else "",
        "published_at": None if target in ("draft", "submitted") else timezone.now(),
    }

    if (source, target) in SCREENING.edges:
        write(screening, status=target, **marks)
        screening.refresh_from_db()
        assert screening.status == target
        return
    with pytest.raises(DatabaseError):
        write(screening, status=target, **marks)


@pytest.mark.parametrize(
    ("source", "target"), list(permutations(ReservationStatus.values, 2))
)
def test_database_lets_a_reservation_move_only_along_the_table(source, target):
    reservation = make_reservation(status=source)
    rows = Reservation.objects.filter(pk=reservation.pk)
    marks = {
        "confirmed_at": timezone.now(),
        "ended_at": None if target in ("pending", "confirmed") else timezone.now(),
    }

    if (source, target) in RESERVATION.edges:
        assert rows.update(status=target, **marks) == 1
        return
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(status=target, **marks)


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
