"""Links in mail lead to the portal; cookies in production stay on its host."""

import os
import re
import secrets
import subprocess
import sys

import pytest
from django.conf import settings
from django.test import Client

from foundation.models import OutboxMail
from tests.accounts.factors import PASSWORD, sign_in
from tests.factories import make_verified_user

pytestmark = pytest.mark.django_db


def test_every_link_in_account_mail_leads_to_the_portal(settings):
    """Whatever host was asked: a forged one would collect the tokens."""
    settings.ALLOWED_HOSTS = ["*"]
    settings.SITE_URL = "https://portal.example.org"
    user = make_verified_user()
    away = Client(headers={"Host": "evil.example"})
    away.post("/accounts/password/reset/", {"email": user.email})
    away.post("/accounts/password/reset/", {"email": "nobody@sample.example"})
    away.post("/accounts/login/code/", {"email": user.email})
    away.post("/accounts/login/code/", {"email": "none@sample.example"})
    for _ in range(5):
        sign_in(away, user, "wrong " * 4)

    mails = list(OutboxMail.objects.all())
    links = [
        link for mail in mails for link in re.findall(r"https?://[^\s\"<]+", mail.text)
    ]

    assert len(mails) == 5
    assert any("/reset/key/" in link for link in links)
    assert {link.split("/")[2] for link in links} == {"portal.example.org"}
    assert not [mail for mail in mails if "evil.example" in mail.text + mail.html]


def test_link_to_a_new_password_still_opens_its_page(client):
    user = make_verified_user()
    client.post("/accounts/password/reset/", {"email": user.email})
    text = OutboxMail.objects.get().text
    link = re.search(rf"{settings.SITE_URL}(/\S+/key/\S+)", text)[1]

    page = client.get(link, follow=True)

    assert "Choose a new password" in page.content.decode()


_NAMES = """
import django
django.setup()
from django.conf import settings
from django.utils.module_loading import import_string
print(settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_SECURE)
print(settings.CSRF_COOKIE_NAME, settings.CSRF_COOKIE_SECURE)
notices = import_string(settings.MESSAGE_STORAGE)
print(notices.cookie_name, settings.SESSION_COOKIE_SECURE)
print(settings.BROWSER_COOKIE_NAME, settings.SESSION_COOKIE_SECURE)
print(settings.SESSION_COOKIE_PATH, settings.CSRF_COOKIE_PATH)
print(settings.SESSION_COOKIE_DOMAIN, settings.CSRF_COOKIE_DOMAIN)
"""


def test_every_cookie_has_the_prefix_of_its_host_in_production(tmp_path):
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "niot_portal.settings",
        "NIOT_ENV": "production",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "DATABASE_URL": "postgres://u:p@localhost/none",
        "SITE_URL": "https://portal.example.org",
        "EMAIL_URL": "smtp+ssl://u:p@mail.example.org:465",
        "DEFAULT_FROM_EMAIL": "portal@example.org",
        "PROGRAM_OFFICE_EMAIL": "office@example.org",
        "MEDIA_ROOT": str(tmp_path),
    }

    said = subprocess.run(
        [sys.executable, "-c", _NAMES],
        env=environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\n")

    assert said[:6] == [
        "__Host-sessionid True",
        "__Host-csrftoken True",
        "__Host-messages True",
        "__Host-browser True",
        "/ /",
        "None None",
    ]


def test_walk_through_an_account_sets_no_cookie_we_do_not_name(client):
    user = make_verified_user()
    client.get("/accounts/login/")
    sign_in(client, user)
    client.post("/accounts/profile/", {"display_name": "Dana"})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})

    assert set(client.cookies) == {
        settings.SESSION_COOKIE_NAME,
        settings.CSRF_COOKIE_NAME,
        settings.MESSAGES_COOKIE_NAME,
        settings.BROWSER_COOKIE_NAME,
    }
    assert {cookie["path"] for cookie in client.cookies.values()} == {"/"}
