"""The story the portal exists for, once through, in a browser.

An officer signs up, applies and is vetted by two people, publishes a profile and posts
a screening; a visitor finds it by ZIP and reserves seats; the leader cancels, and the
guest hears of it.
"""

import re
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from leaders.models import Application, Leader
from screenings.models import Reservation, Screening
from tests.factories import make_staff, make_zip_place
from tests.mail import links_in, mails_to
from tests.people import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

OFFICER = "ana.reyes@sample.example"
VISITOR = "sam@sample.example"
PASSWORD = "four quiet lamps in june"


@pytest.fixture
def catalogue(transactional_db):
    call_command("sync_roles", verbosity=0)
    call_command("load_catalogue", verbosity=0)
    make_zip_place()
    make_zip_place("53202", city="Milwaukee", lat=43.05, lng=-87.9)


@pytest.fixture
def open_page(browser, live_server):
    """Return a function that opens the portal as somebody, in their own browser."""
    contexts = []

    def opened(user=None) -> Page:
        context = browser.new_context(base_url=live_server.url)
        context.set_default_timeout(20_000)
        contexts.append(context)
        if user is not None:
            cookie = signed_in(user).cookies["sessionid"].value
            context.add_cookies(
                [{"name": "sessionid", "value": cookie, "url": live_server.url}]
            )
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


def code_in_last_mail_to(address: str) -> str:
    text = mails_to(address)[-1].text
    return re.search(r"^\s*([A-Z0-9]{3,}(?:-[A-Z0-9]{3,})*)\s*$", text, re.M)[1]


def press(page: Page, name: str) -> None:
    """Press a button of the page, and wait for the answer."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).first.click()


def title(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def sign_up(page: Page) -> None:
    page.goto("/leaders/apply/")
    page.get_by_role("link", name="Start, or go on where I was").click()
    page.get_by_label("E-mail address").first.fill(OFFICER)
    press(page, "Send me a code")
    page.get_by_label("Code").fill(code_in_last_mail_to(OFFICER))
    press(page, "Confirm")
    page.get_by_label("Your name").fill("Ana Reyes")
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Save and go on")


def apply(page: Page) -> None:
    page.goto("/leaders/apply/start/")
    press(page, "Start")
    page.get_by_role("link", name="About you").click()
    page.get_by_label("Your full name").fill("Ana Reyes")
    page.get_by_label("Your rank or title").fill("Sergeant")
    page.get_by_label("Sworn officer").check()
    page.get_by_label("Years in law enforcement").fill("12")
    press(page, "Save and go on")
    page.get_by_label("Name of your agency").fill("Fairhaven Police Department")
    page.get_by_label("Type of agency").select_option("local-police")
    page.get_by_label("Size of your agency").select_option("26-50")
    page.get_by_label("ZIP code of your agency").fill("53154")
    press(page, "Save and go on")
    page.get_by_label("Why do you want to be a leader").fill(
        "After an attack in the next town our schools asked what we would do."
    )
    page.get_by_label("What have you done about hate crime").fill(
        "Two evenings with the library."
    )
    page.locator("details").evaluate_all("all => all.forEach(d => d.open = true)")
    page.locator("input[name=topics]").first.check()
    page.locator("input[name=languages][value=en]").check()
    press(page, "Save and go on")
    page.get_by_label("Their name").fill("Chief Lee")
    page.get_by_label("Their work e-mail").fill("chief@sample.example")
    press(page, "Save and go on")
    for box in page.locator("input[name=consent_to]").all():
        box.check()
    page.get_by_label("I agree").check()
    press(page, "Save and go on")
    page.goto("/leaders/application/review/")
    press(page, "Send application")


def recommend(page: Page, number: int) -> None:
    page.goto("/admin/leaders/application/")
    expect(page.get_by_role("row", name="Ana Reyes")).to_be_visible()
    page.goto(f"/admin/leaders/application/{number}/review/")
    page.get_by_role("link", name="Claim").first.click()
    press(page, "Claim, and send the mail")
    page.get_by_role("link", name="Recommend").first.click()
    page.get_by_label("Accept", exact=True).check()
    page.get_by_label("Why").fill("She has done it before, and her chief agrees.")
    press(page, "Recommend")


def decide_and_send(page: Page, number: int) -> None:
    page.goto(f"/admin/leaders/application/{number}/review/")
    page.get_by_role("link", name="Decide").first.click()
    page.get_by_label("Accept", exact=True).check()
    page.get_by_label("Reason").fill("The region has nobody yet.")
    press(page, "Show what is sent")
    press(page, "Decide and send")


def publish_profile(page: Page) -> None:
    page.goto("/desk/")
    page.goto("/leaders/onboarding/")
    page.locator("input[name=help_offered]").first.check()
    page.get_by_label("I agree").check()
    press(page, "Publish my profile")


def post_screening(page: Page) -> None:
    page.goto("/screenings/new/")
    page.get_by_label("Film").select_option("waking-in-oak-creek")
    page.get_by_label("In person", exact=True).check()
    page.get_by_label("ZIP code of the place").fill("53154")
    page.get_by_label("Date").fill(str(date.today() + timedelta(days=30)))
    page.get_by_label("Start").fill("19:00")
    press(page, "Begin the draft")
    assert page.get_by_label("Title").input_value() != ""
    page.get_by_label("Name of the place").fill("Oak Creek Public Library")
    page.get_by_label("Street").fill("8040 S 6th Street")
    page.get_by_label("Seats in the room", exact=True).fill("40")
    page.locator("input[name=audiences]").first.check()
    page.get_by_role("group", name="captions").get_by_label("Yes").check()
    page.get_by_role("group", name="step-free").get_by_label("Yes").check()
    page.get_by_role("group", name="sign language").get_by_label(
        re.compile("ask|request", re.I)
    ).check()
    page.get_by_label("Who from the police").fill("The host, in uniform, to listen.")
    press(page, "Save and preview")
    press(page, "Send to staff for a first look")


def publish_screening(page: Page) -> None:
    page.goto("/admin/screenings/screening/")
    page.get_by_role("link", name=re.compile("Waking in Oak Creek")).first.click()
    page.get_by_role("link", name="Publish screening").click()
    press(page, "Publish screening, and send the mail")


def reserve_two_seats(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Your ZIP code").fill("53202")
    page.get_by_role("button", name="Show what is near me").click()
    page.get_by_role("link", name=re.compile("Waking in Oak Creek")).first.click()
    page.get_by_role("link", name="Reserve a seat").first.click()
    page.get_by_label("Your e-mail address").fill(VISITOR)
    page.get_by_label("How many seats?").fill("2")
    page.wait_for_timeout(2100)  # nobody fills a form sooner
    press(page, "Send me the link")
    assert title(page) == "One more step: look in your mail"
    assert Reservation.objects.get().status == "pending"
    (mail,) = mails_to(VISITOR)
    page.goto(next(link for link in links_in(mail) if "/reservations/" in link))
    assert Reservation.objects.get().status == "pending"
    press(page, "Confirm my two seats")


def cancel(page: Page, screening: Screening) -> None:
    page.goto(f"{screening.get_absolute_url()}guests/")
    assert page.get_by_role("row", name=re.compile("2")).count() >= 1
    page.get_by_role("link", name="Cancel the screening").click()
    page.get_by_label("Why?").fill("The library has no heating this week.")
    press(page, "Cancel screening")


def test_an_officer_becomes_a_leader_and_a_stranger_reserves_a_seat(
    catalogue, open_page
):
    reviewer, manager = make_staff("Reviewer"), make_staff("Program manager")
    officer = open_page()

    sign_up(officer)
    apply(officer)
    application = Application.objects.get()
    assert application.status == "submitted"
    assert application.code in mails_to(OFFICER)[-1].text

    recommend(open_page(reviewer), application.pk)
    decide_and_send(open_page(manager), application.pk)
    assert Application.objects.get().status == "accepted"
    assert Leader.objects.get().status == "onboarding"

    publish_profile(officer)
    leader = Leader.objects.get()
    assert leader.status == "active"
    public = open_page()
    public.goto(leader.get_absolute_url())
    assert title(public) == "Ana Reyes"
    assert OFFICER not in public.content()

    post_screening(officer)
    assert Screening.objects.get().status == "submitted"
    publish_screening(open_page(reviewer))
    screening = Screening.objects.get()
    assert screening.status == "published"

    visitor = open_page()
    reserve_two_seats(visitor)
    screening.refresh_from_db()
    assert screening.seats_taken == 2

    cancel(officer, screening)
    screening.refresh_from_db()
    assert screening.status == "cancelled"
    last = mails_to(VISITOR)[-1]
    assert "The library has no heating this week." in last.text
    assert last.calendar_method == "CANCEL"
    newcomer = open_page()
    newcomer.goto(screening.get_absolute_url())
    expect(newcomer.get_by_role("main")).to_contain_text("The screening is cancelled.")
