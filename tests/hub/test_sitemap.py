"""What robots are told about."""

import re

import pytest
from django.conf import settings

from tests.factories import make_film, make_leader, make_resource, make_screening
from tests.queries import count_queries

pytestmark = pytest.mark.django_db


def _paths(client) -> list[str]:
    xml = client.get("/sitemap.xml").content.decode()
    return [
        loc.removeprefix(settings.SITE_URL)
        for loc in re.findall(r"<loc>(.*?)</loc>", xml)
    ]


def test_sitemap_lists_what_is_public(client):
    leader = make_leader(slug="ana-ruiz", state="WI")
    film, resource = make_film(slug="lamps"), make_resource(slug="guide-one")
    screening = make_screening(host=leader, film=film)

    assert {
        "/",
        "/leaders/ana-ruiz/",
        "/leaders/wi/",
        "/films/lamps/",
        "/resources/guide-one/",
        "/screenings/wi/",
        screening.get_absolute_url(),
        resource.get_absolute_url(),
    } <= set(_paths(client))


def test_sitemap_keeps_quiet_about_the_rest(client):
    host = make_leader(slug="seen-by-all")
    hidden = make_leader(slug="not-for-all", is_hidden=True)
    draft = make_screening("draft", host=host, film=make_film())
    make_film(slug="unpublished", is_published=False)

    paths = _paths(client)

    assert hidden.get_absolute_url() not in paths
    assert draft.get_absolute_url() not in paths
    assert "/films/unpublished/" not in paths
    assert not [path for path in paths if path.startswith(("/desk", "/accounts"))]


def test_sitemap_has_no_dead_address(client):
    make_screening(host=make_leader(), film=make_film())
    make_resource()

    answers = {path: client.get(path).status_code for path in _paths(client)}

    assert set(answers.values()) == {200}


@pytest.mark.parametrize("rows", [3, 60])
def test_sitemap_asks_once_for_each_kind(client, rows):
    host, film = make_leader(), make_film()
    for _ in range(rows):
        make_screening(host=host, film=film)
        make_resource()

    with count_queries() as queries:
        client.get("/sitemap.xml")

    assert len(queries) == 4
