"""The pages on which a host writes to the guests and answers them, and guests ask."""

import pytest
from django.test import Client

from foundation.models import OutboxMail
from screenings import talk
from screenings.models import GuestQuestion, HostMessage
from tests.factories import make_reservation, make_screening, make_staff
from tests.mail import mails_to
from tests.pages import Page
from tests.people import signed_in

pytestmark = pytest.mark.django_db

PRESS = "a" * 40


@pytest.fixture
def evening():
    """A screening with one guest, and clients of the host and of the guest."""
    screening = make_screening()
    guest = make_reservation(
        screening, first_name="Rosa", email="marked-guest@sample.example"
    )
    host = Client()
    host.force_login(screening.host.user)
    return screening, guest, host


def text_of(answer):
    return answer.content.decode()


def post_message(host, screening, button, text="Bring a chair.", press=PRESS):
    said = {"text": text, "press": press, "audience": "all", button: "1"}
    return host.post(screening.address_of("write"), said)


def ask(guest, text="Is there parking?"):
    return Client().post(f"{guest.get_absolute_url()}ask/", {"text": text})


def answer(client, question, words="Yes, behind it.", **more):
    page = question.reservation.screening.address_of("questions")
    said = {"words": words, "version": question.version} | more
    return client.post(f"{page}{question.pk}/answer/", said)


# The host writes


def test_preview_shows_the_mail_and_sends_nothing(evening):
    screening, guest, host = evening

    page = text_of(post_message(host, screening, "preview"))

    assert f"From your host: {screening.title}" in page
    assert "Bring a chair." in page
    assert "Send to one guest" in page
    assert guest.email not in page
    assert guest.token not in page
    assert not OutboxMail.objects.exists()


def test_two_presses_of_send_are_one_mail(evening):
    screening, guest, host = evening

    first = post_message(host, screening, "send")
    second = post_message(host, screening, "send")

    assert first.url == second.url == screening.address_of("guests")
    assert len(mails_to(guest.email)) == 1
    shown = text_of(host.get(screening.address_of("write")))
    assert "Bring a chair." in shown
    assert "one guest told" in shown


def test_go_on_writing_keeps_the_words(evening):
    screening, _guest, host = evening

    page = text_of(post_message(host, screening, "again"))

    assert "Bring a chair.</textarea>" in page
    assert not HostMessage.objects.exists()


def test_number_in_a_message_is_the_hosts_choice_and_is_shown(evening):
    screening, guest, host = evening
    words = "Call me: 414-555-0134."

    page = text_of(post_message(host, screening, "preview", words))
    post_message(host, screening, "send", words)

    assert "Your guests will read “414-555-0134”." in page
    assert words in mails_to(guest.email)[0].text


def test_cancelled_screening_offers_no_form():
    screening = make_screening("cancelled")
    host = Client()
    host.force_login(screening.host.user)

    page = text_of(host.get(screening.address_of("write")))

    assert "The screening is cancelled. Its guests were told why." in page
    assert "<textarea" not in page


# A guest asks, the host answers


def test_question_and_answer_stand_on_both_pages_without_an_address(evening):
    screening, guest, host = evening

    assert ask(guest).url == guest.get_absolute_url()
    question = GuestQuestion.objects.get()
    hosts_page = text_of(host.get(screening.address_of("questions")))
    answer(host, question)
    guests_page = text_of(Client().get(guest.get_absolute_url()))
    closed_page = text_of(host.get(screening.address_of("questions")))

    assert "Rosa asks" in hosts_page
    assert "Is there parking?" in hosts_page
    assert "Yes, behind it." in guests_page
    assert "No question waits for you." in closed_page
    for page in (hosts_page, closed_page):
        assert guest.email not in page
        assert guest.token not in page
    assert screening.host.user.email not in guests_page


def test_program_manager_answers_in_the_hosts_place(evening):
    _screening, guest, _host = evening
    ask(guest)

    answer(signed_in(make_staff()), GuestQuestion.objects.get())

    assert "Yes, behind it." in mails_to(guest.email)[0].text


def test_empty_answer_is_told_beside_its_own_question(evening):
    _screening, guest, host = evening
    ask(guest)
    ask(guest, "And a quiet room?")
    first, second = GuestQuestion.objects.order_by("pk")

    page = text_of(answer(host, first, words=""))

    assert f'id="id_{first.pk}_words_error"' in page
    assert f'id="id_{second.pk}_words_error"' not in page


def test_late_answer_is_refused_with_the_words_kept(evening):
    _screening, guest, host = evening
    ask(guest)
    question = GuestQuestion.objects.get()
    talk.answer(question, "Yes.", by=make_staff(), seen=0)

    page = text_of(answer(host, question, words="My own words."))

    assert "My own words." in page
    assert len(mails_to(guest.email)) == 1


def test_question_set_aside_is_not_explained_to_the_guest(evening):
    _screening, guest, host = evening
    ask(guest)

    answer(host, GuestQuestion.objects.get(), "Marked reason.", set_aside="1")

    page = text_of(Client().get(guest.get_absolute_url()))
    assert "Your host has read this." in page
    assert "Marked reason." not in page


def test_question_of_another_screening_is_not_found_here(evening):
    _screening, _guest, host = evening
    other = make_reservation()
    elsewhere = talk.ask_host(other, "Elsewhere?")
    here = evening[0].address_of("questions")

    found = host.post(f"{here}{elsewhere.pk}/answer/", {"words": "x", "version": 0})

    assert found.status_code == 404


def test_pending_guest_finds_no_form_to_ask():
    guest = make_reservation(status="pending")

    page = Page(text_of(Client().get(guest.get_absolute_url())))

    assert not any("ask/" in (form.action or "") for form in page.forms)


def test_guest_page_after_the_evening_closes_questions():
    guest = make_reservation(make_screening("held"))

    page = text_of(ask(guest))

    assert "The screening is over. Questions are closed." in page
    assert not GuestQuestion.objects.exists()
