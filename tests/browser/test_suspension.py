"""A leader is suspended, on a phone: what becomes of two evenings and their guests."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE
from tests.factories import (
    make_leader,
    make_reservation,
    make_screening,
    make_staff,
    make_zip_place,
)
from tests.mail import mails_to
from tests.people import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

NAME = "Quirina Zzyzx"
TAKER = "Thea Lantern"


@pytest.fixture
def evenings(transactional_db):
    """Two screenings to come of one leader, with a guest each."""
    make_zip_place("53154")
    make_leader(name="Far Away", lat=32.8, lng=-96.8, city="Dallas", state="TX")
    host = make_leader(name=NAME)
    first = make_screening(host=host, title="The first evening")
    later = first.starts_at + timedelta(days=7)
    second = make_screening(host=host, title="The second evening", starts_at=later)
    return first, second


@pytest.fixture
def taker(evenings):
    return make_leader(name=TAKER, lat=42.9, lng=-87.9)


@pytest.fixture
def phone_of(browser, live_server):
    """Open a phone with somebody signed in."""
    contexts = []

    def open_for(user, size=PHONE):
        context = browser.new_context(base_url=live_server.url, viewport=size)
        contexts.append(context)
        if user is not None:
            cookie = signed_in(user).cookies["sessionid"].value
            context.add_cookies(
                [{"name": "sessionid", "value": cookie, "url": live_server.url}]
            )
        context.set_default_timeout(8000)
        return context.new_page()

    yield open_for
    for context in contexts:
        context.close()


def press(page, name):
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).first.click()


def public_texts(page, *screenings):
    """What everybody reads of the screenings: pages, JSON, calendars."""
    addresses = ["/screenings/", "/screenings.json", "/screenings.ics"]
    for screening in screenings:
        addresses += [
            screening.get_absolute_url(),
            screening.address_of("calendar"),
            screening.address_of("reserve"),
        ]
    return [page.request.get(address).text() for address in addresses]


def suspend(page, leader, choose):
    page.goto(f"/admin/leaders/leader/{leader.pk}/act/suspend/")
    page.get_by_label("Reason:", exact=True).fill("A complaint is being looked into.")
    choose(page)
    press(page, "Show what is sent")
    press(page, "Suspend, and send the mail")


def test_suspension_with_two_evenings_of_which_another_leader_takes_one(
    phone_of, evenings, taker, faults_of, overflow_of
):
    first, second = evenings
    guests = [make_reservation(first), make_reservation(second)]
    manager = phone_of(make_staff())

    def choose(page):
        expect(page.get_by_text("One confirmed reservation")).to_have_count(2)
        assert (faults_of(page), overflow_of(page)) == ([], 0)
        page.get_by_label("Offer it to another leader").first.check()
        page.get_by_label("Leader to offer “The first evening” to").select_option(
            label=f"{TAKER}, Lieutenant, Oak Creek, WI (Midwestern region), 1 mile away"
        )
        page.get_by_label("Cancel it, and tell its guests why").last.check()
        page.get_by_label("Reason for those you cancel").fill("The host cannot come.")

    suspend(manager, first.host, choose)

    visitor = phone_of(None)
    texts = public_texts(visitor, first, second)
    assert [text for text in texts if NAME in text or TAKER in text] == []
    assert mails_to(guests[0].email) == []
    (mail,) = mails_to(guests[1].email)
    assert "The host cannot come." in mail.text

    leader = phone_of(taker.user)
    leader.goto("/desk/")
    assert (faults_of(leader), overflow_of(leader)) == ([], 0)
    with leader.expect_navigation():
        leader.get_by_role("link", name="Say whether you host").click()
    assert (faults_of(leader), overflow_of(leader)) == ([], 0)
    leader.get_by_label("Note to the program office").fill("I know the hall.")
    press(leader, "Accept, and host it")

    expect(leader.get_by_text("You host this screening now.")).to_be_visible()
    visitor.goto(first.get_absolute_url())
    expect(visitor.get_by_role("link", name=TAKER)).to_be_visible()
    assert mails_to(guests[0].email) == []


def test_what_nobody_chose_stands_on_the_start_page_of_staff(
    phone_of, evenings, faults_of, overflow_of
):
    first, _second = evenings
    manager = phone_of(make_staff())

    suspend(manager, first.host, lambda page: None)

    manager.goto("/admin/")
    with manager.expect_navigation():
        manager.get_by_role("link", name="that nobody runs").click()
    with manager.expect_navigation():
        manager.get_by_role("link", name="The first evening").click()
    assert (faults_of(manager), overflow_of(manager)) == ([], 0)
    expect(manager.get_by_role("button", name="Take it on")).to_be_visible()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_offer_is_made_from_the_page_of_the_screening(
    phone_of, evenings, taker, faults_of, overflow_of, size
):
    first, _second = evenings
    manager = phone_of(make_staff(), size)
    suspend(manager, first.host, lambda page: None)

    manager.goto(f"/admin/screenings/screening/{first.pk}/change/")
    with manager.expect_navigation():
        manager.get_by_role("link", name="Offer it to a leader").click()
    assert (faults_of(manager), overflow_of(manager)) == ([], 0)
    manager.get_by_label("Offer it to").select_option(value=str(taker.pk))
    press(manager, "Show what is sent")
    expect(manager.get_by_text("Will you host “The first evening”?")).to_have_count(2)
    assert (faults_of(manager), overflow_of(manager)) == ([], 0)
    press(manager, "Offer it to a leader, and send the mail")

    expect(manager.get_by_text(f"Offered to {TAKER} by")).to_be_visible()
    assert (faults_of(manager), overflow_of(manager)) == ([], 0)
    press(manager, "Withdraw the offer")
    press(manager, "Withdraw the offer, and send the mail")
    expect(manager.get_by_text("The offer is withdrawn.")).to_be_visible()


def test_death_is_recorded_on_a_phone(phone_of, evenings, faults_of, overflow_of):
    first, _second = evenings
    manager = phone_of(make_staff())

    manager.goto(f"/admin/leaders/leader/{first.host.pk}/act/died/")
    assert (faults_of(manager), overflow_of(manager)) == ([], 0)
    press(manager, "Show what is sent")
    press(manager, "Record that the leader has died")

    expect(manager.get_by_text("Take back: the leader has not died")).to_be_visible()
    texts = public_texts(phone_of(None), *evenings)
    words = (NAME, "uspended", "emoved", "has died")
    assert [word for word in words for text in texts if word in text] == []


def test_host_who_was_writing_keeps_the_words(
    phone_of, evenings, faults_of, overflow_of
):
    first, _second = evenings
    host = phone_of(first.host.user)
    host.goto(first.address_of("edit"))
    host.get_by_label("In short").fill("What I wrote in the last half hour.")
    suspend(phone_of(make_staff()), first.host, lambda page: None)

    press(host, "Save changes")

    expect(host.get_by_text("You no longer host “The first evening”.")).to_be_visible()
    expect(host.get_by_text("What I wrote in the last half hour.")).to_be_visible()
    assert (faults_of(host), overflow_of(host)) == ([], 0)
