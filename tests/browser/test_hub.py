"""The hub in a real browser: axe, narrow screens, leaving the help page fast."""

import pytest

from tests.browser.conftest import DESK, PHONE
from tests.factories import (
    make_film,
    make_leader,
    make_resource,
    make_screening,
    make_zip_place,
)
from tests.people import signed_in

ADDRESSES = [
    "/",
    "/search/?q=lantern",
    "/search/?q=zebra",
    "/search/?q=wisconsin+help",
    "/hate-crimes/",
    "/get-help-now/",
    "/contact/",
    "/contact/sent/",
    "/privacy/",
    "/accessibility/",
    "/try/",
]
AWAY = "https://www.weather.gov/"
NARROWEST = {"width": 320, "height": 640}


@pytest.fixture
def network(transactional_db):
    """A little of everything; returns the leader."""
    make_zip_place()
    leader = make_leader(name="Nora Lantern")
    film = make_film(title="The lantern")
    make_resource(title="Lantern guide")
    make_screening(host=leader, film=film, title="Lantern night")
    make_screening("cancelled", host=leader, film=film)
    make_screening("draft", host=leader, film=film)
    make_screening("held", host=leader, film=film)
    return leader


def _sign_in(page, live_server, user) -> None:
    cookie = signed_in(user).cookies["sessionid"].value
    page.context.add_cookies(
        [{"name": "sessionid", "value": cookie, "url": live_server.url}]
    )


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_hub_is_clean_for_axe(live_server, page, faults_of, network, size):
    page.set_viewport_size(size)
    found = {}

    for address in ADDRESSES:
        page.goto(live_server.url + address)
        found[address] = faults_of(page)

    assert found == {address: [] for address in ADDRESSES}


def test_hub_fits_the_narrowest_phone(live_server, page, overflow_of, network):
    page.set_viewport_size(NARROWEST)
    found = {}

    for address in ADDRESSES:
        page.goto(live_server.url + address)
        found[address] = overflow_of(page)

    assert found == dict.fromkeys(ADDRESSES, 0)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_desk_is_clean_for_axe(live_server, page, faults_of, network, size):
    page.set_viewport_size(size)
    _sign_in(page, live_server, network.user)

    page.goto(live_server.url + "/desk/")

    assert page.get_by_role("heading", name="What needs you").is_visible()
    assert faults_of(page) == []


def test_help_is_seen_on_a_phone_within_two_screens(live_server, page, network):
    page.set_viewport_size(PHONE)
    page.goto(live_server.url + "/")

    band = page.get_by_role("heading", name="Something happened?").bounding_box()

    assert band["y"] < 2 * PHONE["height"]


@pytest.fixture
def neutral_page(page):
    """The page one leaves to, answered here: tests call nobody."""
    page.route(f"{AWAY}**", lambda route: route.fulfill(body="Sunny"))


def test_quick_exit_leaves_no_way_back(live_server, page, neutral_page):
    page.goto(live_server.url + "/hate-crimes/")
    page.goto(live_server.url + "/get-help-now/")

    page.get_by_role("link", name="Leave this page").click()
    page.wait_for_url(AWAY)
    page.go_back()

    assert page.url == live_server.url + "/hate-crimes/"


def test_quick_exit_by_escape_twice(live_server, page, neutral_page):
    page.goto(live_server.url + "/get-help-now/")

    page.keyboard.press("Escape")
    page.keyboard.press("Escape")

    page.wait_for_url(AWAY)


def test_quick_exit_works_without_javascript(live_server, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.route(f"{AWAY}**", lambda route: route.fulfill(body="Sunny"))
    page.goto(live_server.url + "/get-help-now/")

    page.get_by_role("link", name="Leave this page").click()

    page.wait_for_url(AWAY)
    context.close()
