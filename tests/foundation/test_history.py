"""History is written by the database and cannot be rewritten."""

import pytest
from django.db import InternalError, connection, transaction

from foundation import history
from leaders.models import Leader
from tests.factories import make_leader, make_staff

pytestmark = pytest.mark.django_db


def test_history_tells_who_changed_what_and_why():
    leader = make_leader(name="Ana Reyes")
    manager = make_staff("Program manager", display_name="Pat Lee")

    with history.acting(manager, act="Corrected the name", why="A typing mistake"):
        leader.name = "Ana Reyes Ortiz"
        leader.save()

    event = history.history_of(leader)[0]
    assert (event.who, event.what, event.why) == (
        "Pat Lee",
        "Corrected the name",
        "A typing mistake",
    )
    assert ("name", "Ana Reyes", "Ana Reyes Ortiz") in event.changes


def test_history_sees_bulk_updates_and_raw_sql():
    leader = make_leader()
    Leader.objects.filter(pk=leader.pk).update(rank="Captain")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE leaders_leader SET rank = 'Major' WHERE id = %s", [leader.pk]
        )

    ranks = [
        change[2]
        for event in history.history_of(leader)
        for change in event.changes
        if change[0] == "rank or title"
    ]

    assert ranks == ["Major", "Captain"]


@pytest.mark.parametrize(
    "statement", ["UPDATE {} SET pgh_label = 'x'", "DELETE FROM {}"]
)
def test_history_cannot_be_rewritten(statement):
    leader = make_leader()
    relation = next(
        r for r in leader._meta.related_objects if r.field.name == "pgh_obj"
    )
    table = relation.related_model._meta.db_table

    with (
        pytest.raises(InternalError, match="Cannot update or delete"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table))


def test_two_acts_in_one_request_keep_their_own_reasons():
    first, second = make_leader(), make_leader()

    with history.acting(None, act="outer"):
        for leader, why in ((first, "one"), (second, "two")):
            with history.acting(None, act="Renamed", why=why):
                leader.name = why
                leader.save()

    assert history.history_of(first)[0].why == "one"
    assert history.history_of(second)[0].why == "two"


def test_history_tells_lists_and_answers_in_words():
    leader = make_leader(help_offered=["call"], is_hidden=False)

    leader.help_offered, leader.is_hidden = ["call", "screening"], True
    leader.save()

    changes = {name: new for name, _, new in history.history_of(leader)[0].changes}
    assert changes["help offered"].count(", ") == 1
    assert "screening" not in changes["help offered"].split(", ")
    assert "yes" in changes.values()


def test_act_ends_with_its_block_and_not_with_the_transaction():
    first, second = make_leader(), make_leader()
    manager = make_staff("Program manager", display_name="Pat Lee")

    with history.acting(manager, act="Renamed", why="A typing mistake"):
        first.name = "Ana Reyes"
        first.save()
    second.name = "Bo Lind"
    second.save()

    event = history.history_of(second)[0]
    assert (event.who, event.why) == ("The portal", "")
    assert "name" in event.what
