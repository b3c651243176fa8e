"""No page says an error in the browser's console, whoever opens it."""

import time

import pytest
from django.conf import settings
from django.urls import NoReverseMatch

from tests.authorisation.runner import rows
from tests.authorisation.world import make_world
from tests.browser.conftest import DESK, PHONE
from tests.people import signed_in

#: Who walks; everybody opens what the matrix allows and those before did not open.
WALKERS = (
    "visitor",
    "member",
    "applicant",
    "host",
    "other leader",
    "suspended leader",
    "reviewer",
    "program manager",
)
#: Seconds for one person's walk; a page takes a quarter of one.
_LONGEST = 240


@pytest.fixture
def world(transactional_db):
    return make_world()


@pytest.fixture
def heard(page):
    """What the browser complained of, as (path, words), in the order it came."""
    said: list[tuple[str, str]] = []

    def note(words: str) -> None:
        said.append((page.url.partition("?")[0].split("/", 3)[-1], words))

    def note_request(request) -> None:
        # What the walk itself cut off by going on to the next page is no failure.
        if request.failure != "net::ERR_ABORTED":
            note(f"request: {request.url} {request.failure}")

    page.on("pageerror", lambda error: note(f"script: {error}"))
    page.on("requestfailed", note_request)
    page.on(
        "console",
        lambda message: note(message.text) if message.type == "error" else None,
    )
    return said


def _paths_of(world, walker: str, but: set[str]) -> list[str]:
    """The pages this person may open, in the order of the matrix."""
    client, found = signed_in(world.people[walker]), []
    for row in rows():
        if row.method != "GET" or row.answers[walker] != "A":
            continue
        try:
            path = world.path(row.name, row.thing)
        except (NoReverseMatch, KeyError):
            continue
        if path not in but and path not in found and _is_page(client, path):
            found.append(path)
    return found


def _is_page(client, path: str) -> bool:
    answer = client.get(path)
    return answer.status_code == 200 and "text/html" in answer["Content-Type"]


def _sign_in(page, live_server, user) -> None:
    page.context.clear_cookies()
    session = signed_in(user).cookies.get(settings.SESSION_COOKIE_NAME)
    if session is not None:
        cookie = {"name": session.key, "value": session.value, "url": live_server.url}
        page.context.add_cookies([cookie])


@pytest.mark.parametrize("walker", WALKERS)
def test_no_page_complains(walker, world, live_server, page, heard):
    nobody = set(_paths_of(world, "visitor", set())) if walker != "visitor" else set()
    paths = _paths_of(world, walker, nobody)
    # Every member of the staff opens the lists of the staff; others their own pages.
    assert paths
    _sign_in(page, live_server, world.people[walker])
    page.set_viewport_size(PHONE if walker in ("host", "reviewer") else DESK)
    begun = time.monotonic()

    for path in paths:
        page.goto(live_server.url + path, wait_until="load")

    assert heard == []
    assert time.monotonic() - begun < _LONGEST


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("throw new Error('deliberate')", "script: deliberate"),
        ("console.error('deliberate')", "deliberate"),
        (None, "request: "),
    ],
)
def test_walk_hears_what_goes_wrong(script, words, world, live_server, page, heard):
    def answer(route):
        if script is None:
            route.abort()
        else:
            route.fulfill(body=script, content_type="text/javascript")

    page.route("**/static/js/portal*.js", answer)

    page.goto(f"{live_server.url}/", wait_until="load")

    assert any(said.startswith(words) for _path, said in heard)
