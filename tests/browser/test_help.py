"""The pages of help in a real browser: axe, the first screen, paper."""

import pytest

from tests.browser.conftest import DESK, PHONE
from tests.factories import make_help_line, make_state_law

ADDRESSES = ["/get-help-now/", "/get-help-now/wi/", "/get-help-now/wy/"]
BRICK = "rgb(155, 35, 24)"


@pytest.fixture
def lines(transactional_db):
    """A line for the country and one of a state, with every way to reach them."""
    ways = {
        "text_number": "988",
        "chat_url": "https://chat.sample.example/",
        "url": "https://an-address-of-some-length.help.sample.example/",
        "phone_words": "1-800-CALL-NOW",
        "relay": "TTY 1-202-555-0144",
        "takes_reports": True,
    }
    make_help_line("shown", needs=["report", "relative"], **ways)
    make_help_line("shown", state="WI", **ways)
    make_state_law(counts_crimes=True)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_help_is_clean_for_axe(live_server, page, faults_of, lines, size):
    page.set_viewport_size(size)
    found = {}

    for address in ADDRESSES:
        page.goto(live_server.url + address)
        found[address] = faults_of(page)

    assert found == {address: [] for address in ADDRESSES}


@pytest.mark.parametrize("width", [320, 375, 1280])
def test_help_never_widens_the_page(live_server, page, overflow_of, lines, width):
    page.set_viewport_size({"width": width, "height": 800})
    found = {}

    for address in ADDRESSES:
        page.goto(live_server.url + address)
        found[address] = overflow_of(page)

    assert found == dict.fromkeys(ADDRESSES, 0)


@pytest.mark.parametrize("address", [*ADDRESSES, "/hate-crimes/"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_call_to_911_is_the_one_filled_red_thing(
    live_server, page, lines, size, address
):
    page.set_viewport_size(size)
    page.goto(live_server.url + address)

    red = page.evaluate(
        """brick => [...document.querySelectorAll("body *")]
            .filter(each => getComputedStyle(each).backgroundColor === brick)
            .map(each => each.textContent.trim())""",
        BRICK,
    )

    assert red == ["Call 911"]
    assert (
        page.get_by_role("link", name="Call 911").bounding_box()["y"] < size["height"]
    )


def test_exit_says_what_stays_visible(live_server, page, lines):
    page.set_viewport_size(PHONE)
    page.goto(live_server.url + "/get-help-now/")

    page.get_by_role("link", name="What stays visible").click()

    heading = page.get_by_role("heading", name="What “Leave this page” does not hide")
    bar = page.locator(".quick-exit").bounding_box()
    assert heading.bounding_box()["y"] >= bar["y"] + bar["height"]


@pytest.mark.parametrize("scripts", [True, False], ids=["with-js", "without-js"])
def test_every_fold_is_open_on_paper(live_server, browser, lines, scripts):
    page = browser.new_page(java_script_enabled=scripts)
    page.goto(live_server.url + "/get-help-now/")
    folds = page.locator("details ul")

    on_screen = [fold.is_visible() for fold in folds.all()]
    page.emulate_media(media="print")
    on_paper = [fold.is_visible() for fold in folds.all()]
    page.close()

    assert on_screen == [False] * 7
    assert on_paper == [True] * 7
