"""Staff offer an evening from its page; a leader answers on a page of their own."""

import pytest
from django.urls import reverse

from screenings import offers
from screenings.models import HostOffer
from tests.factories import make_leader, make_reservation, make_staff
from tests.forms import press
from tests.people import signed_in
from tests.screenings.test_offers import accept, make_hostless, make_offer

pytestmark = pytest.mark.django_db


def text_of(answer):
    return answer.content.decode()


def staff_page(screening, page="change"):
    return reverse(f"admin:screenings_screening_{page}", args=[screening.pk])


# The leader


def test_leader_sees_what_they_would_host():
    offer = make_offer()
    make_reservation(offer.screening)

    page = text_of(signed_in(offer.leader.user).get(offer.get_absolute_url()))

    assert "Will you host this screening?" in page
    assert offer.ends_in_words in page
    assert "One reservation is confirmed" in page
    assert "Guests get no mail about it" in page


@pytest.mark.parametrize(
    ("button", "status", "hosts"),
    [("accept", "accepted", True), ("decline", "declined", False)],
)
def test_leader_answers_on_the_page(button, status, hosts):
    offer = make_offer()

    signed_in(offer.leader.user).post(
        offer.get_absolute_url(),
        {"version": offer.version, button: "1", "note": "A word to staff."},
    )

    offer.refresh_from_db()
    offer.screening.refresh_from_db()
    assert (offer.status, offer.note) == (status, "A word to staff.")
    assert (offer.screening.host == offer.leader) == hosts


def test_opening_the_page_answers_nothing():
    offer = make_offer()

    signed_in(offer.leader.user).get(offer.get_absolute_url() + "?accept=1")

    offer.refresh_from_db()
    assert offer.status == "open"


@pytest.mark.parametrize("who", ["leader", "manager"])
def test_page_does_not_exist_for_others(who):
    offer = make_offer()
    person = {"leader": make_leader().user, "manager": make_staff()}[who]

    answer = signed_in(person).get(offer.get_absolute_url())

    assert answer.status_code == 404


def test_who_comes_second_reads_who_was_first_and_keeps_the_note():
    offer = make_offer()
    offers.MACHINE.move(offer, "withdraw", by=make_staff(), seen=offer.version)

    page = text_of(
        signed_in(offer.leader.user).post(
            offer.get_absolute_url(),
            {"version": offer.version, "accept": "1", "note": "I would love to."},
        )
    )

    assert "The program office changed this on" in page
    assert "“No longer offered to you”" in page
    assert "I would love to." in page


def test_page_without_version_asks_to_open_it_again():
    offer = make_offer()

    page = text_of(
        signed_in(offer.leader.user).post(offer.get_absolute_url(), {"accept": "1"})
    )

    assert "Open the page again, then send." in page
    offer.refresh_from_db()
    assert offer.status == "open"


@pytest.mark.parametrize("note", ["x" * 10_000, "a\x00b"])
def test_note_that_cannot_be_kept_is_said(note):
    offer = make_offer()

    answer = signed_in(offer.leader.user).post(
        offer.get_absolute_url(),
        {"version": offer.version, "accept": "1", "note": note},
    )

    assert answer.status_code in (200, 400)
    offer.refresh_from_db()
    assert offer.status == "open"


def test_desk_has_a_line_until_it_is_answered():
    offer = make_offer()
    client = signed_in(offer.leader.user)
    line = f"Say whether you host “{offer.screening.title}”"
    before = text_of(client.get("/desk/"))

    accept(offer)

    assert line in before
    assert line not in text_of(client.get("/desk/"))


# The staff


@pytest.fixture
def client():
    return signed_in(make_staff())


def test_staff_read_the_mail_and_offer_it(client):
    screening, leader = make_hostless(), make_leader()
    address = staff_page(screening, "offer")
    typed = {"version": screening.version, "leader": leader.pk}
    page = text_of(client.post(address, typed))

    press(client, address, typed)

    assert f"Will you host “{screening.title}”?" in page
    assert leader.name in page
    assert HostOffer.objects.get().leader == leader


def test_forged_leader_is_refused_with_a_sentence(client):
    screening = make_hostless()
    data = {"version": screening.version, "leader": screening.pk + 99_999}

    page = text_of(client.post(staff_page(screening, "offer"), data))

    assert "This leader cannot take it on. Pick one of the list." in page
    assert not HostOffer.objects.exists()


def test_offer_of_a_hosted_screening_is_barred(client):
    offer = make_offer()
    accept(offer)

    page = text_of(client.get(staff_page(offer.screening, "offer")))

    assert "Only a screening to come that has no host is offered." in page


def test_page_of_the_screening_says_whom_it_waits_for(client):
    offer = make_offer()

    page = text_of(client.get(staff_page(offer.screening)))

    assert f"Offered to {offer.leader.name}" in page
    assert staff_page(offer.screening, "withdraw_offer") in page
    assert staff_page(offer.screening, "offer") not in page


def test_staff_withdraw_it_from_its_page(client):
    offer = make_offer()

    page = staff_page(offer.screening, "withdraw_offer")
    press(client, page, {"version": offer.version})

    offer.refresh_from_db()
    assert offer.status == "withdrawn"


def test_staff_who_withdraw_too_late_read_who_was_first(client):
    offer = make_offer()
    seen = offer.version
    accept(offer)

    page = text_of(
        client.post(
            staff_page(offer.screening, "withdraw_offer"),
            {"version": seen},
            follow=True,
        )
    )

    assert "“Accept, and host it”" in page
    offer.refresh_from_db()
    assert offer.status == "accepted"


def test_page_keeps_the_answer_and_its_note(client):
    offer = make_offer()
    by = offer.leader.user
    offers.answer(offer, "decline", by=by, seen=offer.version, note="I am abroad.")

    page = text_of(client.get(staff_page(offer.screening)))

    assert "I am abroad." in page
    assert staff_page(offer.screening, "offer") in page


def test_start_page_counts_offers_and_answers(client):
    offer = make_offer()
    before = text_of(client.get(reverse("admin:index")))

    accept(offer)

    after = text_of(client.get(reverse("admin:index")))
    assert "screening offered to a leader who has not answered yet" in before
    assert "that nobody runs" not in before
    assert "screening that a leader has just accepted" in after
    assert "who has not answered yet" not in after


@pytest.mark.parametrize("stage", ["offered", "accepted", "nobody", "first-look"])
def test_lists_behind_the_numbers_open(client, stage):
    offer = make_offer()
    is_listed = stage == "offered"
    address = reverse("admin:screenings_screening_changelist")

    page = text_of(client.get(address, {"stage": stage}))

    assert (offer.screening.title in page) == is_listed
