"""What every page of the matrix asks of the database, with many rows.

Lists and details have tests of their own with hundreds of rows; here no page is left
out, and none asks twice for the same.
"""

import pytest

from tests.authorisation.test_bad_input_signed_in import paths_of
from tests.authorisation.world import public_paths
from tests.factories import (
    make_application,
    make_film,
    make_leader,
    make_reservation,
    make_resource,
    make_screening,
    make_topic,
)
from tests.people import signed_in
from tests.queries import count_queries

pytestmark = pytest.mark.django_db

VISITOR, SIGNED_IN = 4, 12  # the most that DESIGN allows


def _more(rows: int) -> None:
    topics = [make_topic(), make_topic()]
    film = make_film(topics=topics)
    for number in range(rows):
        host = make_leader(topics=topics)
        make_resource(topics=topics, related_film=film)
        make_application(["submitted", "draft", "withdrawn"][number % 3])
        # A first look comes before a host is trusted.
        for status in ("submitted", "published", "held"):
            make_reservation(make_screening(status, host=host, film=film), "pending")


def test_no_public_page_asks_much_or_twice(client, world):
    _more(30)
    costly = {}

    for path in public_paths(world):
        if path.startswith(("/accounts/", "/styleguide/", "/try/", "/outbox/")):
            continue
        client.get(path)  # content types are looked up once in a process
        with count_queries() as queries:
            client.get(path)
        if len(queries) > VISITOR or queries.repeated:
            costly[path] = (
                len(queries),
                queries.repeated,
            )

    assert costly == {}


@pytest.mark.parametrize("actor", ["applicant", "host", "reviewer", "program manager"])
def test_no_page_behind_sign_in_asks_much_or_twice(world, actor):
    _more(30)
    client = signed_in(world.people[actor])
    costly = {}

    for path in paths_of(world, actor):
        if path.startswith("/accounts/"):
            continue  # allauth's own
        client.get(path)
        with count_queries() as queries:
            client.get(path)
        if len(queries) > SIGNED_IN or queries.repeated:
            costly[path] = (
                len(queries),
                queries.repeated,
            )

    assert costly == {}
