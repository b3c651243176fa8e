"""An evening in a room and online, filled in both kinds on a phone."""

import pytest
from playwright.sync_api import expect

from screenings.models import Screening
from tests.browser.conftest import PHONE
from tests.factories import make_screening, make_zip_place
from tests.mail import links_in, mails_to

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def screening(transactional_db):
    make_zip_place("53154")
    return make_screening(
        mode="both",
        capacity=1,
        online_capacity=1,
        link="https://meet.sample.example/evening",
    )


@pytest.fixture
def phone(browser, live_server, screening):
    context = browser.new_context(base_url=live_server.url, viewport=PHONE)
    yield context.new_page()
    context.close()


def press(page, name):
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).first.click()


def reserve(page, screening, who, kind):
    page.goto(screening.address_of("reserve"))
    page.get_by_label("Your e-mail address").fill(who)
    page.get_by_role("radio", name=kind).check()
    page.wait_for_timeout(2100)  # nobody fills a form sooner
    press(page, "Send me the link")
    (mail,) = mails_to(who)
    page.goto(next(link for link in links_in(mail) if "/reservations/" in link))
    press(page, "Confirm my seat")


def test_evening_in_both_kinds_is_filled_and_then_says_so(
    phone, screening, faults_of, overflow_of
):
    reserve(phone, screening, "room@sample.example", "In the room")
    phone.goto("/screenings/")
    expect(phone.get_by_text("Room full, places free online")).to_be_visible()
    phone.goto(screening.address_of("reserve"))
    expect(phone.get_by_text("In the room (full)")).to_be_visible()
    assert (faults_of(phone), overflow_of(phone)) == ([], 0)

    reserve(phone, screening, "online@sample.example", "Online")
    phone.goto(screening.get_absolute_url())
    filled = Screening.objects.get()

    assert (filled.seats_taken, filled.online_taken) == (1, 1)
    expect(phone.get_by_role("main").get_by_text("Full").first).to_be_in_viewport()
    expect(phone.get_by_role("link", name="Reserve a seat")).to_have_count(0)
    assert (faults_of(phone), overflow_of(phone)) == ([], 0)
    # The link stands on the guest's own page, and not a day before.
    expect(phone.get_by_text("meet.sample.example")).to_have_count(0)
