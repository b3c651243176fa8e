"""Mail about accounts: every message has a subject line, a text and an HTML part."""

from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string

ROOT = Path(settings.BASE_DIR) / "templates"
MESSAGES = sorted(
    str(path.relative_to(ROOT)).removesuffix("_subject.txt")
    for folder in ("account/email", "mfa/email")
    for path in (ROOT / folder).glob("*_subject.txt")
)
CONTEXT = {
    "SITE_URL": "https://portal.example",
    "code": "K7PM2Q",
    "email": "pat@sample.example",
    "password_reset_url": "https://portal.example/reset/",
    "login_url": "https://portal.example/door/",
    "contact_url": "https://portal.example/contact/",
    "timestamp": "now",
    "ip": "192.0.2.1",
    "user_agent": "<b>browser</b>",
}


@pytest.mark.parametrize("message", MESSAGES)
def test_subject_is_one_plain_line(message):
    subject = render_to_string(f"{message}_subject.txt", CONTEXT).strip()

    assert 8 < len(subject) < 70
    assert "\n" not in subject


@pytest.mark.parametrize("message", MESSAGES)
def test_text_and_html_say_the_same_and_close_with_the_emergency_line(message):
    text = render_to_string(f"{message}_message.txt", CONTEXT)
    html = render_to_string(f"{message}_message.html", CONTEXT)

    for part in (text, html):
        assert "call 911" in part
    for value in ("K7PM2Q", CONTEXT["password_reset_url"], CONTEXT["login_url"]):
        assert (value in text) == (value in html)


@pytest.mark.parametrize("message", MESSAGES)
def test_html_escapes_what_came_from_outside_and_text_does_not(message):
    text = render_to_string(f"{message}_message.txt", CONTEXT)
    html = render_to_string(f"{message}_message.html", CONTEXT)

    assert "<b>browser</b>" not in html
    assert "&lt;" not in text
