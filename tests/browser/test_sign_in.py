"""Signing in with a real browser: passkeys, the staff's second factor, mail."""

import re

import pytest
from django.contrib.auth.models import Group

from accounts import roles
from accounts.models import User
from foundation import scheduler
from foundation.models import OutboxMail
from tests.accounts.factors import PASSWORD, code_for
from tests.factories import make_verified_user
from tests.mail import make_mail
from tests.people import signed_in


@pytest.fixture
def refusals(page):
    """What the Content-Security-Policy refused and what scripts complained about."""
    said = []
    page.on("console", lambda message: said.append((message.type, message.text)))
    page.on("pageerror", lambda error: said.append(("error", str(error))))
    return lambda: [text for kind, text in said if kind == "error"]


@pytest.fixture
def authenticator(page):
    """A passkey holder built into the browser that agrees to everything."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    made = session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return lambda: session.send(
        "WebAuthn.getCredentials", {"authenticatorId": made["authenticatorId"]}
    )["credentials"]


def _sign_in(page, live_server, user: User, where: str) -> None:
    page.goto(f"{live_server.url}/accounts/login/?next={where}")
    page.get_by_text("Sign in with a password").click()
    page.locator("[name=login]").fill(user.email)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def _prove(page) -> None:
    """Give the password once more where it is asked for."""
    if "reauthenticate" in page.url:
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("main form button[type=submit]").first.click()


def test_passkey_is_added_and_signs_in(live_server, page, authenticator, refusals):
    user = make_verified_user()
    _sign_in(page, live_server, user, "/accounts/profile/")
    page.wait_for_url(f"{live_server.url}/accounts/profile/")

    page.goto(f"{live_server.url}/accounts/2fa/webauthn/add/")
    _prove(page)
    if (passwordless := page.get_by_role("checkbox")).count():
        passwordless.first.check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url("**/recovery-codes/")
    assert len(authenticator()) == 1

    page.goto(f"{live_server.url}/accounts/logout/")
    page.locator("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/signed-out/")
    page.goto(f"{live_server.url}/accounts/login/?next=/accounts/profile/")
    page.locator("#passkey_login").click()

    page.wait_for_url(f"{live_server.url}/accounts/profile/")
    assert page.get_by_role("heading", level=1).inner_text() == "Your account"
    assert "One passkey" in page.locator("main").inner_text()
    assert refusals() == []


def test_staff_set_up_a_second_step_and_come_in(live_server, page, refusals):
    roles.sync()
    user = make_verified_user(is_staff=True)
    user.groups.add(Group.objects.get(name=roles.PROGRAM_MANAGER))
    _sign_in(page, live_server, user, "/admin/")
    assert page.url == f"{live_server.url}/accounts/second-factor/"

    page.get_by_role("link", name="Set up the app").click()
    _prove(page)
    secret = re.search(r"\b[A-Z2-7]{32}\b", page.locator("main").inner_html())[0]
    assert page.locator("main img").evaluate("image => image.naturalWidth") > 0
    page.locator("[name=code]").fill(code_for(secret))
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/recovery-codes/")
    assert page.locator("main li.code").count() == 10

    # Neither password nor code is asked for a second time.
    page.goto(f"{live_server.url}/admin/")
    page.wait_for_url("**/admin/")
    assert page.get_by_role("link", name="Mails").is_visible()
    assert refusals() == []


def test_staff_sign_in_with_a_passkey_alone(live_server, page, authenticator, refusals):
    user = make_verified_user(is_staff=True)
    _sign_in(page, live_server, user, "/admin/")
    page.get_by_role("link", name="Add a passkey").click()
    _prove(page)
    page.get_by_role("checkbox").first.check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url("**/recovery-codes/")
    page.context.clear_cookies()

    page.goto(f"{live_server.url}/accounts/login/?next=/admin/")
    page.locator("#passkey_login").click()

    page.wait_for_url(f"{live_server.url}/admin/")
    assert refusals() == []


def test_mail_is_shown_as_its_reader_sees_it(live_server, page, refusals):
    mail = make_mail(
        html='<html><head></head><body style="background:#fff"><p>'
        '<a href="http://localhost:8000/accounts/signed-out/">Go</a></p></body></html>'
    )

    page.goto(f"{live_server.url}/outbox/{mail.pk}/")
    frame = page.frame_locator("iframe.mail-frame")
    frame.get_by_role("link", name="Go").click()

    page.wait_for_url(f"{live_server.url}/accounts/signed-out/")
    assert refusals() == []


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/profile/",
        "/accounts/second-factor/",
        "/accounts/sessions/",
        "/accounts/2fa/",
        "/accounts/email/",
        "/accounts/signed-out/",
        "/outbox/",
    ],
)
@pytest.mark.parametrize("width", [375, 1280])
def test_account_pages_are_clean_for_axe(
    live_server, page, client, faults_of, overflow_of, address, width
):
    client.force_login(make_verified_user())
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
    page.context.add_cookies([cookie | {"url": live_server.url}])
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(live_server.url + address)

    assert faults_of(page) == []
    assert overflow_of(page) == 0


@pytest.mark.parametrize(
    "address",
    [
        "/admin/accounts/staffperson/",
        "/admin/accounts/staffperson/invite/",
        "/admin/foundation/outboxmail/",
        "/admin/foundation/outboxmail/{}/change/",
        "/admin/foundation/jobrun/",
        "/admin/accounts/user/",
        "/admin/accounts/user/{}/change/",
    ],
)
@pytest.mark.parametrize("width", [375, 1280])
def test_staff_pages_of_mail_and_accounts_are_clean_for_axe(
    live_server, page, faults_of, refusals, address, width
):
    scheduler.discover()
    scheduler.run("purge-mail")
    user = make_verified_user(is_staff=True, is_superuser=True)
    mail = make_mail(about=user)
    OutboxMail.objects.filter(pk=mail.pk).update(state="failed")
    cookie = {"name": "sessionid", "value": signed_in(user).cookies["sessionid"].value}
    page.context.add_cookies([cookie | {"url": live_server.url}])
    page.set_viewport_size({"width": width, "height": 900})

    page.goto(
        live_server.url + address.format(mail.pk if "mail" in address else user.pk)
    )

    assert page.locator("#logout-form").count() == 1
    assert faults_of(page) == []
    assert refusals() == []
