"""Who may open and do what: the whole table, address by address.

`matrix.txt` holds it; `runner.py` reads it. An address without a row fails.
"""

import re

import pytest
from django.db import transaction

from leaders import membership
from tests.authorisation.runner import (
    ACTORS,
    MATRIX,
    MEANING,
    Row,
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
#: Words that stand in what is private to the applicant, the host and the guests.
PRIVATE = (
    f"{SECRET} why",
    f"{SECRET}-chief",
    f"{SECRET}-guest",
    f"draft {SECRET}",
    f"submitted {SECRET}",
)


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
        path = world.path(row.name, row.thing)
        got = meaning(client.get(path))
        if got != row.answers[actor]:
            wrong.append(row.fault(actor, path, got))

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
        path = world.path(row.name, row.thing)
        got = meaning(client.post(path, {"confirm": "yes"}))
        if got != row.answers[actor]:
            wrong.append(row.fault(actor, path, got))
        if state_of_the_database() != before:
            wrong.append(f"{row} at {path}: the {actor} changed something")

    assert wrong == []


@pytest.mark.parametrize("actor", ACTORS)
def test_actor_who_is_allowed_is_let_in(world, actor):
    wrong = []

    for row in TABLE:
        if row.method != "POST" or row.answers[actor] != "A":
            continue
        start = transaction.savepoint()
        client = signed_in(world.people[actor])
        path = world.path(row.name, row.thing)
        got = meaning(client.post(path, {}))
        if got != "A":
            wrong.append(row.fault(actor, path, got))
        transaction.savepoint_rollback(start)

    assert wrong == []


STRANGERS = ["visitor", "member", "other leader", "suspended leader"]


@pytest.mark.parametrize("actor", STRANGERS)
def test_private_thing_answers_like_one_that_does_not_exist(world, actor):
    client = signed_in(world.people[actor])
    nothing = client.get("/leaders/nobody-at-all/").content
    private = [
        row
        for row in TABLE
        if row.method == "GET"
        and row.answers[actor] == "N"
        and not row.thing.endswith(":none")
    ]

    told = [
        str(row)
        for row in private
        if client.get(world.path(row.name, row.thing)).content != nothing
    ]

    assert private != []
    assert told == []


@pytest.mark.parametrize("actor", STRANGERS)
def test_nobody_reads_what_is_not_theirs(world, actor):
    client = signed_in(world.people[actor])
    open_rows = [
        row for row in TABLE if row.method == "GET" and row.answers[actor] == "A"
    ]

    found = []
    for row in open_rows:
        response = client.get(world.path(row.name, row.thing))
        body = response.getvalue().decode(errors="replace")
        found += [f"{row} tells {words!r}" for words in PRIVATE if words in body]

    assert open_rows != []
    assert found == []


def test_reading_changes_nothing(world):
    untold = {"accounts_user"}  # last sign-in of the tests themselves
    for actor in ("visitor", "applicant", "host", "program manager"):
        client = signed_in(world.people[actor])
        before = state_of_the_database()
        for row in TABLE:
            if row.method == "GET":
                client.get(world.path(row.name, row.thing))
        after = state_of_the_database()

        changed = {t for t in after if after[t] != before.get(t)} - untold
        assert changed == set(), actor


def test_head_of_the_table_says_who_everybody_is():
    said = re.findall(r"^#   (.+?)  +(.+)$", MATRIX.read_text(), re.MULTILINE)

    assert said == list(ACTORS.items())


def test_fault_says_where_who_what_is_due_and_what_came():
    row = Row("desk", "-", "GET", {"member": "A"})

    said = row.fault("member", "/desk/", "N")

    assert said == (
        "GET desk - at /desk/: the member is due A (allowed), got N (not found)"
    )


def test_letters_of_the_table_are_explained():
    assert {letter for row in TABLE for letter in row.answers.values()} <= set(MEANING)


def test_suspension_holds_at_the_next_request_of_an_open_session(world):
    leader = world.people["host"].leader
    client = signed_in(world.people["host"])
    own = world.path("screenings:edit", "screening:draft")
    assert client.get(own).status_code == 200

    membership.MACHINE.move(
        leader, "suspend", by=world.people["program manager"], reason="A complaint."
    )

    assert client.get(own).status_code == 404
