"""In development, /outbox/ shows each mail as its reader would see it."""

import pytest

from tests.mail import CALENDAR, make_mail
from tests.pages import Page
from tests.queries import count_queries

pytestmark = pytest.mark.django_db


def test_list_shows_the_newest_first_and_filters_by_address(client):
    make_mail(to="one@sample.example", subject="First")
    make_mail(to="two@sample.example", subject="Second")

    page = client.get("/outbox/").content.decode()
    only = client.get("/outbox/", {"to": "one@"}).content.decode()

    assert page.index("Second") < page.index("First")
    assert "First" in only
    assert "Second" not in only


def test_links_of_the_text_work(client):
    mail = make_mail(text="Confirm:\nhttp://localhost:8000/accounts/login/?a=1&b=2\n")

    page = Page(client.get(f"/outbox/{mail.pk}/").content.decode())

    assert "http://testserver/accounts/login/?a=1&b=2" in page.links


def test_html_part_is_framed_and_can_do_nothing(client):
    mail = make_mail(
        html="<html><head></head><body><script>alert(1)</script>"
        '<a href="http://localhost:8000/x/">x</a></body></html>'
    )

    page = client.get(f"/outbox/{mail.pk}/")
    frame = client.get(f"/outbox/{mail.pk}/html/")

    assert f'src="/outbox/{mail.pk}/html/"' in page.content.decode()
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    policy = frame["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "script-src 'none'" in policy
    assert frame["X-Frame-Options"] == "SAMEORIGIN"
    assert '<base target="_top">' in frame.content.decode()
    assert 'href="http://testserver/x/"' in frame.content.decode()


def test_calendar_part_is_named(client):
    mail = make_mail(calendar=CALENDAR, calendar_method="cancel")

    assert "METHOD:CANCEL" in client.get(f"/outbox/{mail.pk}/").content.decode()


def test_text_of_a_mail_is_text(client):
    mail = make_mail(text="<img src=x onerror=alert(1)>", subject="<b>x</b>")

    page = client.get(f"/outbox/{mail.pk}/").content.decode()

    assert "<img src=x" not in page
    assert "<b>x</b>" not in page


def test_mail_without_html_has_no_frame(client):
    mail = make_mail()

    assert "<iframe" not in client.get(f"/outbox/{mail.pk}/").content.decode()
    assert client.get(f"/outbox/{mail.pk}/html/").status_code == 404


def test_list_costs_one_query(client):
    for number in range(60):
        make_mail(subject=f"Mail {number}")

    with count_queries() as queries:
        page = client.get("/outbox/").content.decode()

    assert len(queries) == 1
    assert "page=" in page


@pytest.mark.parametrize("path", ["/outbox/", "/outbox/{}/", "/outbox/{}/html/"])
def test_pages_exist_in_development_only(client, settings, path):
    mail = make_mail(html="<p>x</p>")
    settings.DEVELOPMENT = False

    assert client.get(path.format(mail.pk)).status_code == 404
