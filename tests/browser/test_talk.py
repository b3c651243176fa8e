"""On a phone a host writes to the guests, one of them asks, and is answered."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.factories import make_reservation, make_screening, make_zip_place
from tests.mail import links_in, mails_to
from tests.people import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

LINK = "https://meet.sample.example/evening"


@pytest.fixture
def screening(transactional_db):
    make_zip_place("53154")
    return make_screening(mode="both", link=LINK, online_capacity=9)


@pytest.fixture
def guests(screening):
    """One in the room, one online."""
    room = make_reservation(screening, first_name="Rosa", attends="room")
    return room, make_reservation(screening, first_name="Ada", attends="online")


@pytest.fixture
def phones(browser, live_server, screening):
    """The phone of the host, signed in, and that of a guest, without an account."""
    contexts = [
        browser.new_context(base_url=live_server.url, viewport=PHONE) for _ in range(2)
    ]
    cookie = signed_in(screening.host.user).cookies["sessionid"].value
    contexts[0].add_cookies(
        [{"name": "sessionid", "value": cookie, "url": live_server.url}]
    )
    yield [context.new_page() for context in contexts]
    for context in contexts:
        context.close()


def press(page, name):
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).first.click()


def write(page, screening, audience, text):
    page.goto(screening.address_of("write"))
    page.get_by_label(audience, exact=True).check()
    page.get_by_label("What do you write?").fill(text)


@pytest.mark.parametrize(
    ("audience", "told"),
    [
        ("All guests", (1, 1)),
        ("Guests in the room", (1, 0)),
        ("Guests online", (0, 1)),
    ],
)
def test_host_looks_at_the_mail_and_sends_it(
    audience, told, phones, screening, guests, faults_of, overflow_of
):
    host, _guest = phones
    number = {1: "one guest", 2: "two guests"}[sum(told)]

    write(host, screening, audience, "Bring a chair.")
    assert (faults_of(host), overflow_of(host)) == ([], 0)
    press(host, "Look at the mail")
    expect(host.get_by_text("Nothing is sent yet")).to_be_visible()
    expect(host.get_by_text("Bring a chair.")).to_be_visible()
    assert (faults_of(host), overflow_of(host)) == ([], 0)
    assert [mails_to(one.email) for one in guests] == [[], []]
    press(host, f"Send to {number}")

    expect(host.get_by_text("Your message is on its way to")).to_be_visible()
    assert tuple(len(mails_to(one.email)) for one in guests) == told


def test_guest_asks_and_reads_the_answer_of_the_host(
    phones, screening, guests, faults_of, overflow_of
):
    host, phone = phones
    rosa, _ada = guests
    write(host, screening, "All guests", "Bring a chair.")
    press(host, "Look at the mail")
    press(host, "Send to two guests")

    (mail,) = mails_to(rosa.email)
    phone.goto(next(link for link in links_in(mail) if "/reservations/" in link))
    expect(phone.get_by_text("Bring a chair.")).to_be_visible()
    assert (faults_of(phone), overflow_of(phone)) == ([], 0)
    phone.get_by_label("Your question").fill("Is there parking?")
    press(phone, "Send the question")
    expect(phone.get_by_text("Not answered yet.")).to_be_visible()

    (asked,) = mails_to(screening.host.user.email)
    assert asked.subject.startswith("Rosa asks")
    host.goto("/desk/")
    assert (faults_of(host), overflow_of(host)) == ([], 0)
    with host.expect_navigation():
        host.get_by_role("link", name=f"Answer Rosa about “{screening.title}”").click()
    assert (faults_of(host), overflow_of(host)) == ([], 0)
    host.get_by_label("Your answer").fill("Yes, behind the library.")
    press(host, "Send the answer")
    expect(host.get_by_text("No question waits for you.")).to_be_visible()
    assert (faults_of(host), overflow_of(host)) == ([], 0)

    (_message, answer) = mails_to(rosa.email)
    phone.goto(next(link for link in links_in(answer) if "/reservations/" in link))
    expect(phone.get_by_text("Yes, behind the library.")).to_be_visible()
    assert (faults_of(phone), overflow_of(phone)) == ([], 0)
    host.goto("/desk/")
    expect(host.get_by_text("Answer Rosa")).to_have_count(0)
