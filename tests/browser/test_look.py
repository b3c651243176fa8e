"""The components in a real browser: axe, narrow screens, keyboard, no script."""

import pytest

from tests.browser.conftest import DESK, PHONE

ADDRESSES = [
    "/styleguide/",
    "/styleguide/errors/404/",
    "/styleguide/errors/500/",
    "/accounts/login/",
    "/accounts/password/reset/",
]
NARROWEST = {"width": 320, "height": 640}


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_page_is_clean_for_axe(live_server, page, faults_of, address, size):
    page.set_viewport_size(size)
    page.goto(live_server.url + address)

    assert faults_of(page) == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_page_fits_the_narrowest_phone(live_server, page, overflow_of, address):
    page.set_viewport_size(NARROWEST)
    page.goto(live_server.url + address)

    assert overflow_of(page) == 0


def test_nothing_is_refused_by_the_content_security_policy(live_server, page):
    said = []
    page.on("console", lambda message: said.append(message.text))

    page.goto(live_server.url + "/styleguide/")

    assert [text for text in said if "Content Security Policy" in text] == []


def test_menu_opens_and_closes_on_a_phone_without_javascript(live_server, browser):
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(live_server.url + "/styleguide/")
    link = page.locator(".site-nav a", has_text="Screenings")
    shut = link.is_visible()

    page.get_by_role("button", name="Menu").click()
    opened = link.is_visible()
    page.get_by_role("button", name="Close").click()

    assert (shut, opened, link.is_visible()) == (False, True, False)
    context.close()


def test_filters_stand_open_on_a_desk_without_javascript(live_server, browser):
    context = browser.new_context(java_script_enabled=False, viewport=DESK)
    page = context.new_page()
    page.goto(live_server.url + "/styleguide/")

    assert page.locator(".filters input[name=zip]").is_visible()
    context.close()


def test_first_tab_offers_to_skip_to_the_content(live_server, page):
    page.goto(live_server.url + "/accounts/login/")

    page.keyboard.press("Tab")

    focused = page.evaluate("document.activeElement.className")
    assert focused == "skip-link"
    assert page.locator(".skip-link").bounding_box()["y"] >= 0


def test_refused_form_starts_at_the_summary(live_server, page):
    page.goto(live_server.url + "/accounts/login/")

    page.locator("main button[type=submit]").first.click()

    focused = page.evaluate("document.activeElement.className")
    assert focused == "error-summary"


def test_form_is_sent_once_however_often_the_button_is_pressed(live_server, page):
    page.goto(live_server.url + "/accounts/login/")

    held_back = page.evaluate(
        """() => {
          const held = [];
          addEventListener("submit", (event) => {
            held.push(event.defaultPrevented);
            event.preventDefault();
          });
          const button = document.querySelector("main form.form button");
          button.click();
          button.click();
          return held;
        }"""
    )

    assert held_back == [False, True]
