"""Who may open and do what: the whole table, address by address.

`matrix.txt` holds it; `runner.py` reads it. An address without a row fails.
"""

import pytest
from django.db import transaction

from tests.authorisation.runner import (
    ACTORS,
    MEANING,
    addresses,
    meaning,
    rows,
    state_of_the_database,
)
from tests.authorisation.world import SECRET
from tests.people import signed_in

pytestmark = pytest.mark.django_db

TABLE = list(rows())
# Django's and allauth's addresses that have no name; each only leads to one that has.
NO_NAME = {
    "admin:<path:object_id>/",
    "admin:(?P<url>.*)$",
    "admin/logout/",
    "social/login/cancelled/",
    "social/login/error/",
    "social/signup/",
    "social/connections/",
    "error_page",
}


def test_every_address_has_a_row():
    missing = set(addresses()) - {row.name for row in TABLE} - NO_NAME

    assert missing == set()


def test_every_row_is_an_address():
    unknown = {row.name for row in TABLE} - set(addresses())

    assert unknown == set()


@pytest.mark.parametrize("actor", ACTORS)
def test_actor_gets_what_the_table_says(world, actor):
    client = signed_in(world.people[actor])
    wrong = []

    for row in TABLE:
        if row.method != "GET":
            continue
        response = client.get(world.path(row.name, row.thing))
        if meaning(response) != row.answers[actor]:
            wrong.append((str(row), row.answers[actor], meaning(response)))

    assert wrong == []


@pytest.mark.parametrize("actor", ACTORS)
def test_actor_who_is_refused_changes_nothing(world, actor):
    person = world.people[actor]
    wrong = []

    for row in TABLE:
        if row.method != "POST" or row.answers[actor] == "A":
            continue
        client = signed_in(person)
        before = state_of_the_database()
        response = client.post(world.path(row.name, row.thing), {"confirm": "yes"})
        if meaning(response) != row.answers[actor]:
            wrong.append((str(row), row.answers[actor], meaning(response)))
        if state_of_the_database() != before:
            wrong.append((str(row), "unchanged", "changed"))

    assert wrong == []


@pytest.mark.parametrize("actor", ACTORS)
def test_actor_who_is_allowed_is_let_in(world, actor):
    wrong = []

    for row in TABLE:
        if row.method != "POST" or row.answers[actor] != "A":
            continue
        start = transaction.savepoint()
        client = signed_in(world.people[actor])
        response = client.post(world.path(row.name, row.thing), {})
        if meaning(response) != "A":
            wrong.append((str(row), "A", meaning(response)))
        transaction.savepoint_rollback(start)

    assert wrong == []


@pytest.mark.parametrize("actor", ["An", "Me", "Lx", "Fo"])
def test_private_thing_answers_like_one_that_does_not_exist(world, actor):
    client = signed_in(world.people[actor])
    nothing = client.get("/leaders/nobody-at-all/").content

    for row in TABLE:
        is_private = row.answers[actor] == "N" and not row.thing.endswith(":none")
        if row.method == "GET" and is_private:
            response = client.get(world.path(row.name, row.thing))

            assert response.content == nothing, row


def test_nobody_reads_what_is_not_theirs(world):
    for actor in ("An", "Me", "Lx", "Fo"):
        client = signed_in(world.people[actor])
        for row in TABLE:
            if row.method != "GET" or row.answers[actor] != "A":
                continue
            body = (
                client.get(world.path(row.name, row.thing))
                .getvalue()
                .decode(errors="replace")
            )
            for private in (
                f"{SECRET} why",
                f"{SECRET}-chief",
                f"{SECRET}-guest",
                f"draft {SECRET}",
                f"submitted {SECRET}",
            ):
                assert private not in body, (actor, row, private)


def test_reading_changes_nothing(world):
    untold = {"accounts_user"}  # last sign-in of the tests themselves
    for actor in ("An", "Ap", "Lo", "PM"):
        client = signed_in(world.people[actor])
        before = state_of_the_database()
        for row in TABLE:
            if row.method == "GET":
                client.get(world.path(row.name, row.thing))
        after = state_of_the_database()

        changed = {t for t in after if after[t] != before.get(t)} - untold
        assert changed == set(), actor


def test_letters_of_the_table_are_explained():
    assert {letter for row in TABLE for letter in row.answers.values()} <= set(MEANING)


def test_suspension_holds_at_the_next_request_of_an_open_session(world):
    leader = world.people["Lo"].leader
    client = signed_in(world.people["Lo"])
    own = world.path("screenings:edit", "screening:draft")
    assert client.get(own).status_code == 200

    from leaders import membership

    membership.MACHINE.move(
        leader, "suspend", by=world.people["PM"], reason="A complaint."
    )

    assert client.get(own).status_code == 404
