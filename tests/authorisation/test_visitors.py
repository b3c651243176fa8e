"""Pages for visitors: the same for everybody, and nothing loaded from elsewhere."""

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.test import Client

from niot_portal.topics import FIXED, TOPICS
from tests.authorisation.runner import rows
from tests.authorisation.world import public_paths
from tests.queries import count_queries

pytestmark = pytest.mark.django_db

#: Made for one browser, or for development; besides them, pages with a form that is
#: sent have a cookie against forgery.
PRIVATE = ("/accounts/", "/admin/", "/outbox/", "/try/", "/styleguide/", "/healthz")


class Loads(HTMLParser):
    """What a page makes a browser fetch by itself, and where its forms go."""

    TAGS = {"script": "src", "img": "src", "link": "href", "iframe": "src"}
    TAGS |= {"source": "srcset", "form": "action", "video": "src", "use": "href"}

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inline: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        given = dict(attrs)
        if tag == "link" and given.get("rel") in ("canonical", "alternate"):
            return
        if value := given.get(self.TAGS.get(tag, "")):
            self.found.append(value)
        self.inline += [name for name in given if name == "style" or name[:2] == "on"]
        if tag == "style":
            self.inline.append("style")


def pages(world) -> list[str]:
    """Return the public pages that are the same for everybody."""
    return [
        path
        for path in public_paths(world)
        if not path.startswith(PRIVATE)
        and path != "/contact/"
        and not path.endswith("/reserve/")
        and not path.startswith("/reservations/")
    ]


def test_there_are_pages_to_look_at(world):
    assert len(pages(world)) > 25
    assert any(row.name == "home" for row in rows())


def test_public_pages_are_the_same_for_everybody(client, world):
    for path in pages(world):
        response = client.get(path)

        assert not response.cookies, path
        assert "cookie" not in response.get("Vary", "").lower(), path
        assert "language" not in response.get("Vary", "").lower(), path


def test_public_pages_may_be_kept_and_are_asked_for_or_last_a_minute(client, world):
    answers = {path: client.get(path) for path in pages(world)}
    shown = {path: got for path, got in answers.items() if got.status_code == 200}

    assert len(shown) > 25
    assert {got["Cache-Control"] for got in shown.values()} == {
        "public, max-age=0, must-revalidate",
        "public, max-age=60",
    }
    assert [path for path, got in shown.items() if not got.has_header("ETag")] == []


def test_public_pages_answer_304_to_who_has_them(client, world):
    tags = {path: client.get(path).get("ETag") for path in pages(world)}

    again = {
        path: client.get(path, headers={"If-None-Match": tag}).status_code
        for path, tag in tags.items()
        if tag
    }

    assert len(again) > 25
    assert set(again.values()) == {304}, again


def test_304_says_the_same_of_keeping_and_of_robots_as_its_page(client, world):
    for path in pages(world):
        page = client.get(path)
        again = client.get(path, headers={"If-None-Match": page.get("ETag", "")})

        for name in ("Cache-Control", "X-Robots-Tag"):
            assert (path, again.get(name)) == (path, page.get(name))


def test_page_reads_no_table_but_those_of_the_topics_it_shows(client, world):
    for path in pages(world):
        with count_queries() as queries:
            response = client.get(path)
        shown = getattr(response.wsgi_request, "shown", None)
        if shown is None or response.status_code != 200:
            continue
        known = {
            table.name
            for topic in shown.topics
            for table in TOPICS.get(topic.partition(":")[0], ())
        }
        read = {name for sql in queries for name in _tables_in(sql)}

        assert (path, read - known - FIXED) == (path, set())


def _tables_in(sql: str) -> set[str]:
    apps = "accounts|leaders|niot_portal|places|resources|screenings"
    return set(re.findall(rf'"((?:{apps})_[a-z_]+)"(?!\.)', sql))


def test_public_pages_ask_nothing_about_the_visitor(client, world):
    for path in pages(world):
        with count_queries() as queries:
            client.get(path)

        asked = [sql for sql in queries if "session" in sql or "accounts_user" in sql]
        assert asked == [], path


def _words_of(response) -> bytes:
    """What a page says; its head tells who is signed in."""
    page = response.getvalue()
    return page.partition(b"<main")[2].partition(b"</main>")[0] or page


def test_signed_in_people_get_the_page_everybody_gets(world):
    stranger, leader = Client(), Client()
    leader.force_login(world.people["host"])

    for path in pages(world):
        theirs, ours = leader.get(path), stranger.get(path)

        assert _words_of(theirs) == _words_of(ours), path
        assert "public" not in theirs.get("Cache-Control", ""), path


def test_pages_load_nothing_from_elsewhere(client, world):
    for path in public_paths(world):
        response = client.get(path)
        if not response.get("Content-Type", "").startswith("text/html"):
            continue
        page = Loads(response.content.decode())

        assert page.inline == [], path
        for address in page.found:
            parts = urlsplit(address)
            ours = not parts.netloc and parts.scheme in ("", "data")
            assert ours, f"{path} loads {address}"


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_other_methods_are_refused_or_harmless(client, world, method):
    for path in public_paths(world):
        response = getattr(client, method)(path)

        assert response.status_code < 500, path


@pytest.mark.parametrize(
    "content_type",
    [
        "multipart/form-data",
        "multipart/form-data; boundary=x",
        "application/json",
        "text/plain; charset=utf-7",
        "application/x-www-form-urlencoded; charset=latin-1",
        "nonsense",
        "",
    ],
)
def test_no_content_type_breaks_a_page(client, world, content_type):
    for path in public_paths(world):
        response = client.generic("POST", path, b"\xff\x00--x\r\n", content_type)

        assert response.status_code < 500, path
