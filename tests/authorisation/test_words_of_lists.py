"""No list to choose from opens with dashes, and no page speaks in Django's words."""

import pytest

from tests.authorisation.runner import rows
from tests.people import signed_in

pytestmark = pytest.mark.django_db

#: What Django would say, where a page of ours could hold it.
STOCK = (
    "---------",
    "This field is required",
    "Please correct the error",
    "Select a valid choice",
    "Are you sure you want to delete",
    "to change</",
)


@pytest.mark.parametrize(
    "actor", ["visitor", "applicant", "host", "reviewer", "program manager"]
)
def test_no_page_opens_a_list_with_dashes_or_speaks_as_django(world, actor):
    client = signed_in(world.people[actor])
    told = []

    for row in rows():
        if row.method != "GET" or row.answers[actor] != "A":
            continue
        path = world.path(row.name, row.thing)
        page = client.get(path)
        if not page.streaming and "html" in page.get("Content-Type", ""):
            body = page.content.decode()
            told += [f"{path}: {words}" for words in STOCK if words in body]

    assert told == []


def test_no_form_that_is_sent_empty_is_answered_as_django_would(world):
    client = signed_in(world.people["program manager"])
    told = []

    for row in rows():
        if row.method != "POST" or row.answers["program manager"] != "A":
            continue
        if not row.name.startswith("admin:"):
            continue
        path = world.path(row.name, row.thing)
        body = client.post(path, {}).content.decode(errors="replace")
        told += [f"{path}: {words}" for words in STOCK if words in body]

    assert told == []
