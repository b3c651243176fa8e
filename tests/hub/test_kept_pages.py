"""What was changed is on the next request of everybody, whoever changed it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from foundation import kept
from leaders.models import Leader
from niot_portal.topics import TOPICS
from resources.models import Film, HelpLine, Topic
from screenings.models import Screening
from tests.factories import (
    make_film,
    make_help_line,
    make_leader,
    make_reservation,
    make_resource,
    make_screening,
    make_topic,
    move_leader,
)
from tests.queries import count_queries

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _room(settings):
    """Keep pages, as production does, beginning with none."""
    settings.KEPT_PAGES_BYTES = 4_000_000
    kept.store.clear()
    yield
    kept.store.clear()


def _read(path):
    response = Client().get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def _kept(path):
    """Read a page until it is kept: the last time for one statement."""
    for _ in range(2):
        _read(path)
    with count_queries() as queries:
        page = _read(path)
    assert len(queries) == 1, queries
    return page


def _sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_new_screening_is_on_the_list_the_home_page_and_the_calendar_at_once():
    make_screening(title="The first evening")
    paths = ("/", "/screenings/", "/screenings.json", "/screenings.ics")
    for path in paths:
        _kept(path)

    make_screening(title="Another evening")

    assert [path for path in paths if "Another evening" not in _read(path)] == []


def test_suspended_leader_is_gone_at_once_from_every_list():
    leader = make_leader(name="Dana Whitfield")
    make_screening(host=leader)
    paths = ("/leaders/", "/leaders.json", "/screenings.json", "/search/?q=whitfield")
    shown = [path for path in paths if "Whitfield" in _kept(path)]

    move_leader(leader, "suspend")

    assert shown == list(paths)
    assert [path for path in paths[:3] if "Whitfield" in _read(path)] == []


CHANGES = {
    "a bulk update": lambda film: Film.objects.update(title="Changed words"),
    "raw SQL": lambda film: _sql("UPDATE resources_film SET title = 'Changed words'"),
    "a save": lambda film: Film(
        **{one.attname: getattr(film, one.attname) for one in _columns(Film)}
        | {"title": "Changed words"}
    ).save(),
}


def _columns(model):
    return [one for one in model._meta.concrete_fields if not one.generated]


@pytest.mark.parametrize("name", CHANGES)
def test_change_is_seen_however_it_is_made(name):
    film = make_film(title="As it was")
    _kept("/films/")

    CHANGES[name](film)

    assert "Changed words" in _read("/films/")


def test_label_of_a_topic_and_its_rows_are_seen_at_once():
    topic = make_topic(label="Old label")
    film = make_film(topics=[topic])
    path = film.get_absolute_url()
    first = _kept(path)

    Topic.objects.update(label="New label")
    second = _kept(path)
    film.topics.clear()
    third = _read(path)

    assert ["Old label" in first, "New label" in second, "New label" in third] == [
        True,
        True,
        False,
    ]


def test_help_line_that_is_taken_off_is_gone_at_once():
    make_help_line("shown", name="Line of the coast")
    first = _kept("/get-help-now/")

    HelpLine.objects.all().delete()

    assert "Line of the coast" in first
    assert "Line of the coast" not in _read("/get-help-now/")


def test_deleted_resource_is_gone_at_once():
    resource = make_resource(title="A guide")
    first = _kept("/resources/")

    resource.delete()

    assert "A guide" in first
    assert "A guide" not in _read("/resources/")


def test_seat_that_is_taken_is_on_the_screenings_page_and_leaves_the_list():
    screening = make_screening(capacity=3)
    path = screening.get_absolute_url()
    _kept("/screenings/")
    before = _kept(path)

    make_reservation(screening, status="confirmed")

    assert "3 of 3 seats left" in before
    assert "2 of 3 seats left" in _read(path)
    with count_queries() as queries:
        _read("/screenings/")
    assert len(queries) == 1


def test_last_seat_turns_the_list_to_full():
    screening = make_screening(capacity=1)
    before = _kept("/screenings/")

    make_reservation(screening, status="confirmed")

    assert "Seats free" in before
    assert "Full" in _read("/screenings/")


def test_screening_that_begins_says_so_on_time(time_machine):
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    screening = make_screening()
    begins = Screening.objects.get(pk=screening.pk).starts_at
    time_machine.move_to(begins - timedelta(seconds=20), tick=False)
    before = _kept("/screenings/")

    time_machine.shift(timedelta(seconds=30))

    assert "Has begun" not in before
    assert "Has begun" in _read("/screenings/")


def test_who_is_signed_in_never_reads_nor_leaves_a_kept_page():
    leader = make_leader(name="Dana Whitfield")
    signed_in = Client()
    signed_in.force_login(leader.user)
    for _ in range(3):
        signed_in.get("/leaders/")
    strangers = _kept("/leaders/")

    theirs = signed_in.get("/leaders/").content.decode()

    assert "Sign out" in theirs
    assert "Sign out" not in strangers


def test_page_with_an_error_is_never_kept():
    make_leader()

    for _ in range(3):
        page = _read("/leaders/?zip=123")

    assert "<title>Error:" in page
    assert kept.store.size == 0


def test_every_topic_is_raised_by_each_of_its_tables():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger"
            " WHERE tgname LIKE 'raises_%%'"
        )
        there = set(cursor.fetchall())

    wanted = {
        (table.name, f"raises_{topic}")
        for topic, tables in TOPICS.items()
        for table in tables
    }

    assert wanted | {("screenings_screening", "raises_each_screening")} == there


def test_two_at_once_change_different_things_and_wait_for_nobody():
    make_leader()
    make_film()
    before = Leader.objects.count()
    _kept("/leaders/")

    Leader.objects.update(rank="Chief")

    assert "Chief" in _read("/leaders/")
    assert Leader.objects.count() == before
