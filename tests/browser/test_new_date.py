"""A postponement on a phone: from the first press to three calendars."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from foundation.models import OutboxMail
from tests.browser.conftest import PHONE
from tests.factories import make_reservation, make_screening, make_zip_place
from tests.mail import mails_to
from tests.people import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

MARKED = "Hall of Mirrors"


@pytest.fixture
def screening(transactional_db):
    make_zip_place("53154")
    return make_screening()


@pytest.fixture
def phone(browser, live_server, screening):
    context = browser.new_context(base_url=live_server.url, viewport=PHONE)
    cookie = signed_in(screening.host.user).cookies["sessionid"].value
    context.add_cookies(
        [{"name": "sessionid", "value": cookie, "url": live_server.url}]
    )
    yield context.new_page()
    context.close()


def press(page, name):
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).first.click()


def calendars(page):
    """The calendars that anybody may subscribe to, as one text each."""
    return [
        page.request.get(address).text()
        for address in ("/screenings.ics", "/screenings/wi.ics")
    ]


def test_postponement_from_the_first_press_to_three_calendars(
    phone, screening, faults_of, overflow_of
):
    guest = make_reservation(screening)
    later = screening.day + timedelta(days=30)
    written = f"{later:%Y%m%d}"

    phone.goto(screening.address_of("postpone"))
    phone.get_by_label("Why?").fill("The hall has no heating.")
    press(phone, "Postpone screening")
    phone.goto(screening.address_of("edit"))
    phone.get_by_label("Date", exact=True).fill(later.isoformat())
    phone.get_by_label("Name of the place").fill(MARKED)
    assert faults_of(phone) == []
    press(phone, "Save changes")

    expect(phone.get_by_text("Saved.")).to_be_visible()
    assert not [text for text in calendars(phone) if written in text or MARKED in text]
    phone.goto(screening.get_absolute_url())
    expect(phone.get_by_text(MARKED)).to_have_count(0)

    phone.goto(screening.address_of("publish"))
    assert (faults_of(phone), overflow_of(phone)) == ([], 0)
    OutboxMail.objects.all().delete()
    press(phone, "Publish the new date")

    (mail,) = mails_to(guest.email)
    for text in [*calendars(phone), mail.calendar]:
        assert written in text
        assert MARKED in text


def test_host_sees_the_mail_before_it_is_sent(phone, screening, faults_of, overflow_of):
    guest = make_reservation(screening)

    phone.goto(screening.address_of("edit"))
    phone.get_by_label("Name of the place").fill(MARKED)
    press(phone, "Save changes")

    expect(phone.get_by_role("heading", level=1)).to_have_text("Tell your guests?")
    assert (faults_of(phone), overflow_of(phone)) == ([], 0)
    assert mails_to(guest.email) == []
    press(phone, "Save and tell 1 guest")
    (mail,) = mails_to(guest.email)
    assert MARKED in mail.text
