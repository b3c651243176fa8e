"""Host and guests write to each other, and nobody learns anybody's address."""

import pytest
from django.db import connection, transaction
from django.db.utils import Error

from foundation.refusals import Changed, Refused
from screenings import emails, seats, talk
from screenings.models import GuestQuestion, HostMessage
from tests.factories import (
    make_leader,
    make_reservation,
    make_screening,
    make_staff,
)
from tests.mail import links_in, mails_to

pytestmark = pytest.mark.django_db

LINK = "https://meet.sample.example/evening"


def write(screening, text="Bring a chair.", *, audience="all", press="a", by=None):
    return talk.write_to_guests(
        screening,
        audience=audience,
        text=text,
        by=by or screening.host.user,
        press=press,
    )


def ask(guest, text="Is there parking?"):
    return talk.ask_host(guest, text)


# The host writes


def test_each_confirmed_guest_gets_one_mail_of_their_own():
    screening = make_screening()
    one, other = make_reservation(screening), make_reservation(screening)
    pending = make_reservation(screening, "pending")
    gone = make_reservation(screening, "cancelled")

    message = write(screening)

    assert message.guests_told == 2
    (mail,) = mails_to(one.email)
    assert "Bring a chair." in mail.text
    assert one.get_absolute_url() in links_in(mail)
    assert mail.headers == {}
    assert len(mails_to(other.email)) == 1
    assert mails_to(pending.email) == mails_to(gone.email) == []


@pytest.mark.parametrize("audience", ["room", "online"])
def test_guests_in_the_room_and_online_are_written_to_apart(audience):
    screening = make_screening(mode="both", link=LINK, online_capacity=5)
    guests = {
        kind: make_reservation(screening, attends=kind) for kind in ("room", "online")
    }
    meant = guests.pop(audience)
    (left_out,) = guests.values()

    message = write(screening, audience=audience)

    assert message.guests_told == 1
    assert len(mails_to(meant.email)) == 1
    assert mails_to(left_out.email) == []


def test_room_and_online_are_offered_for_a_hybrid_evening_alone():
    hybrid = make_screening(mode="both", link=LINK, online_capacity=5)

    assert talk.audiences_of(hybrid) == ["all", "room", "online"]
    assert talk.audiences_of(make_screening()) == ["all"]


def test_second_press_sends_nothing_twice():
    screening = make_screening()
    guest = make_reservation(screening)

    first = write(screening, press="same")

    assert write(screening, press="same") == first
    assert len(mails_to(guest.email)) == 1


def test_mail_is_the_one_that_was_previewed():
    screening = make_screening()
    guest = make_reservation(screening)
    letter = emails.letter_to_guests(screening, "Use <b>door B</b> & ring.")

    write(screening, "Use <b>door B</b> & ring.")

    (mail,) = mails_to(guest.email)
    assert mail.subject == letter.subject
    own = f"/reservations/{guest.token}/"
    assert mail.text == letter.text.replace("/reservations/…/", own)
    assert "&lt;b&gt;door B&lt;/b&gt; &amp; ring." in mail.html
    assert guest.token not in letter.text + letter.html


def test_fourth_message_within_a_day_is_refused():
    screening = make_screening()
    guest = make_reservation(screening)
    for press in "abc":
        write(screening, press=press)

    with pytest.raises(Refused) as refusal:
        write(screening, press="d")

    assert str(refusal.value) == (
        "Guests of a screening get three mails from its host within 24 hours at most. "
        "Write again later."
    )
    assert len(mails_to(guest.email)) == 3


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("draft", "not published yet"),
        ("cancelled", "is cancelled"),
        ("held", "is over"),
        ("published", "None of these guests has confirmed"),
    ],
)
def test_no_message_where_there_is_nobody_to_write_to(status, said):
    screening = make_screening(status)

    with pytest.raises(Refused, match=said):
        write(screening)

    assert not HostMessage.objects.exists()


def test_only_the_host_and_program_managers_write():
    screening = make_screening()
    guest = make_reservation(screening)

    for stranger in (make_leader().user, make_staff("Reviewer")):
        with pytest.raises(Refused, match="You may not do this"):
            write(screening, by=stranger)
    write(screening, by=make_staff())

    assert len(mails_to(guest.email)) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE screenings_hostmessage SET text = 'Other words'",
        "DELETE FROM screenings_hostmessage",
    ],
)
def test_message_is_never_changed(statement):
    screening = make_screening()
    make_reservation(screening)
    write(screening)

    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert HostMessage.objects.get().text == "Bring a chair."


# A guest asks


def test_question_reaches_the_host_at_once_without_an_address():
    guest = make_reservation(first_name="Rosa")

    question = ask(guest)

    (mail,) = mails_to(guest.screening.host.user.email)
    assert mail.subject.startswith("Rosa asks: ")
    assert "Is there parking?" in mail.text
    page = f"{guest.screening.address_of('questions')}#question-{question.pk}"
    assert page in links_in(mail)
    assert guest.email not in mail.text + mail.html
    assert guest.token not in mail.text + mail.html
    assert mail.headers == {}


def test_same_words_sent_twice_are_one_question():
    guest = make_reservation()

    assert ask(guest) == ask(guest)

    assert GuestQuestion.objects.count() == 1
    assert len(mails_to(guest.screening.host.user.email)) == 1


def test_need_opens_a_question_once_the_seats_are_confirmed():
    guest = make_reservation(status="pending", need="An ASL interpreter")
    host = guest.screening.host.user.email
    assert mails_to(host) == []

    seats.confirm(guest)
    seats.confirm(guest)

    (question,) = GuestQuestion.objects.awaiting()
    assert (question.kind, question.text) == ("need", "An ASL interpreter")
    assert len(mails_to(host)) == 1


def test_no_need_no_question():
    seats.confirm(make_reservation(status="pending"))

    assert not GuestQuestion.objects.exists()


def test_question_of_somebody_who_gave_the_seats_back_awaits_nothing():
    guest = make_reservation()
    ask(guest)

    seats.give_back(guest)

    assert not GuestQuestion.objects.awaiting().exists()


def test_sixth_question_within_a_day_is_refused():
    guest = make_reservation()
    for number in range(5):
        ask(guest, f"Question {number}?")

    with pytest.raises(Refused) as refusal:
        ask(guest, "Question 5?")

    assert str(refusal.value) == (
        "You asked five questions within 24 hours. Ask again later."
    )


@pytest.mark.parametrize(
    ("screening", "reservation", "said"),
    [
        ("cancelled", "confirmed", "The screening is cancelled. Questions are closed."),
        ("held", "confirmed", "The screening is over. Questions are closed."),
        ("published", "pending", "Confirm your seats first, then ask the host."),
    ],
)
def test_guest_is_told_why_no_question_can_be_asked(screening, reservation, said):
    guest = make_reservation(make_screening(screening), reservation)

    with pytest.raises(Refused) as refusal:
        ask(guest)

    assert str(refusal.value) == said


# The host answers


def test_answer_reaches_the_guest_with_the_way_to_their_page():
    guest = make_reservation()
    question = ask(guest)
    host = guest.screening.host.user

    talk.answer(question, "Yes, behind the library.", by=host, seen=0)

    (mail,) = mails_to(guest.email)
    assert "Is there parking?" in mail.text
    assert "Yes, behind the library." in mail.text
    assert guest.get_absolute_url() in links_in(mail)
    assert host.email not in mail.text + mail.html
    assert mail.headers == {}
    assert not GuestQuestion.objects.awaiting().exists()


def test_answer_pressed_twice_is_mailed_once():
    guest = make_reservation()
    question = ask(guest)
    host = guest.screening.host.user

    talk.answer(question, "Yes.", by=host, seen=0)
    talk.answer(question, "Yes.", by=host, seen=0)

    assert len(mails_to(guest.email)) == 1


def test_second_answer_does_not_write_over_the_first():
    question = ask(make_reservation())
    host = question.reservation.screening.host.user
    talk.answer(question, "Yes.", by=host, seen=0)

    with pytest.raises(Changed):
        talk.answer(question, "No.", by=make_staff(), seen=0)

    question.refresh_from_db()
    assert question.answer == "Yes."


def test_question_set_aside_is_closed_and_mails_nobody():
    guest = make_reservation()
    question = ask(guest)

    host = guest.screening.host.user
    talk.set_aside(question, "Asked twice.", by=host, seen=0)

    question.refresh_from_db()
    assert (question.status, question.answer) == ("set-aside", "Asked twice.")
    assert mails_to(guest.email) == []


def test_stranger_answers_nothing():
    question = ask(make_reservation())

    with pytest.raises(Refused, match="You may not do this"):
        talk.answer(question, "Yes.", by=make_leader().user, seen=0)

    question.refresh_from_db()
    assert question.is_open


# Words die with the guest's data


def test_history_keeps_none_of_the_guests_words():
    guest = make_reservation()
    question = ask(guest, "Marked question?")
    talk.answer(question, "Marked answer.", by=guest.screening.host.user, seen=0)

    with connection.cursor() as cursor:
        cursor.execute("SELECT e::text FROM screenings_guestquestionevent e")
        rows = [row for (row,) in cursor.fetchall()]

    assert len(rows) == 2
    assert not any("Marked" in row for row in rows)


def test_purge_empties_question_and_answer_and_keeps_the_count():
    guest = make_reservation()
    question = ask(guest, "Marked question?")
    talk.answer(question, "Marked answer.", by=guest.screening.host.user, seen=0)

    talk.forget([guest.pk])

    question.refresh_from_db()
    assert (question.text, question.answer) == ("", "")
    assert (question.status, GuestQuestion.objects.count()) == ("answered", 1)
