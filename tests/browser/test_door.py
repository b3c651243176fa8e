"""The door in a real browser: what is said where a passkey does not work."""

import pytest

from tests.browser.conftest import PHONE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("NotAllowedError", "Nothing was sent: the passkey was not shown in time"),
        ("InvalidStateError", "This device is added already."),
        ("SecurityError", "A passkey works only at the portal’s own address"),
        ("NotSupportedError", "This browser or device cannot use passkeys."),
        ("TypeError", "The portal did not answer."),
    ],
)
def test_passkey_that_did_not_work_says_what_happened(
    live_server, page, faults_of, name, sentence
):
    page.set_viewport_size(PHONE)
    page.goto(f"{live_server.url}/accounts/login/")

    page.evaluate(
        """name => document.dispatchEvent(new CustomEvent("allauth.error", {
          cancelable: true,
          detail: { exception: new DOMException("", name) },
        }))""",
        name,
    )

    said = page.get_by_role("alert")
    assert sentence in said.inner_text()
    assert faults_of(page) == []


def test_passkey_without_a_script_says_so_with_the_other_ways_beside(
    live_server, browser
):
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(f"{live_server.url}/accounts/login/?next=/accounts/profile/")
    assert "which is off in this browser" in page.locator("main").inner_text()

    page.get_by_role("button", name="Use a passkey").click()

    assert (
        page.url == f"{live_server.url}/accounts/login/?next=%2Faccounts%2Fprofile%2F"
    )
    assert "A passkey needs JavaScript" in page.locator(".messages").inner_text()
    assert page.get_by_role("button", name="Send me a code").is_visible()
    context.close()
