"""Host and guests talk, and nobody learns anybody's address, nor what others said."""

from datetime import time, timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone

from foundation.models import OutboxMail
from screenings import seats, talk
from screenings.models import HostDigest, Reservation
from tests.factories import make_leader, make_reservation, make_screening, make_staff
from tests.mail import mails_to
from tests.people import signed_in

pytestmark = pytest.mark.django_db

LINK = "https://meet.sample.example/marked-link"
SECRETS = {"question": "Marked question?", "answer": "Marked answer."}


@pytest.fixture
def walk(monkeypatch):
    """A whole talk: written, asked, answered, set aside, changed, told in a digest."""
    monkeypatch.setattr(talk, "DIGEST_AT", time.min)
    host = make_leader()
    host.user.email = "marked-host@sample.example"
    host.user.save()
    screening = make_screening(host=host, mode="both", link=LINK, online_capacity=9)
    guest = make_reservation(screening, first_name="Rosa", email="marked-one@x.example")
    other = make_reservation(
        screening, first_name="Ada", email="marked-two@x.example", attends="online"
    )
    HostDigest.objects.create(
        screening=screening, told_until=timezone.now() - timedelta(days=1)
    )
    talk.write_to_guests(
        screening, audience="all", text="Bring a chair.", by=host.user, press="a" * 40
    )
    asked = talk.ask_host(guest, SECRETS["question"])
    talk.answer(asked, SECRETS["answer"], by=host.user, seen=0)
    aside = talk.ask_host(guest, "Asked in vain?")
    talk.set_aside(aside, "Marked reason.", by=host.user, seen=0)
    talk.ask_host(guest, "Still open?")
    seats.change(guest, party_size=2)
    guest = Reservation.objects.get(pk=guest.pk)
    talk.send_digest(screening)
    return SimpleNamespace(
        host=host.user,
        screening=screening,
        guest=guest,
        other=other,
        manager=make_staff(email="marked-manager@x.example"),
    )


def marks(walk):
    """Whose address or link each mark is."""
    return {
        "host": [walk.host.email],
        "guest": [walk.guest.email, walk.guest.token],
        "other": [walk.other.email, walk.other.token],
        "manager": [walk.manager.email],
    }


def found(text, walk, *, but=""):
    """The marks in a text that are not the reader's own."""
    foreign = [one for who, own in marks(walk).items() if who != but for one in own]
    return [mark for mark in foreign if mark in text]


def body(answer):
    if answer.streaming:
        return b"".join(answer.streaming_content).decode()
    return answer.content.decode()


def hosts_pages(walk, client):
    screening = walk.screening
    names = ("guests", "write", "questions", "edit", "preview", "postpone", "cancel")
    typed = {"text": "Bring a chair.", "press": "b" * 40, "audience": "all"}
    return [
        *(body(client.get(screening.address_of(name))) for name in names),
        body(client.post(screening.address_of("write"), typed | {"preview": "1"})),
        body(client.get("/desk/")),
    ]


def public_pages(walk):
    client, screening = Client(), walk.screening
    addresses = (
        screening.get_absolute_url(),
        screening.address_of("calendar"),
        screening.address_of("reserve"),
        screening.address_of("reserve_sent"),
        "/screenings/",
        "/screenings.ics",
        "/screenings.json",
        f"/search/?q={screening.title.replace(' ', '+')}",
        screening.host.get_absolute_url(),
        screening.film.get_absolute_url(),
        "/",
    )
    answers = [client.get(address) for address in addresses]
    assert [answer.status_code for answer in answers] == [200] * len(addresses)
    return [body(answer) for answer in answers]


def test_hosts_pages_show_no_guests_address_or_link(walk):
    pages = hosts_pages(walk, signed_in(walk.host))

    assert [found(page, walk, but="host") for page in pages] == [[]] * len(pages)
    assert SECRETS["question"] in pages[2]
    assert "marked-link" not in pages[2]


def test_program_manager_reads_the_same_and_no_address(walk):
    pages = hosts_pages(walk, signed_in(walk.manager))

    assert [found(page, walk, but="manager") for page in pages] == [[]] * len(pages)


def test_guests_page_shows_the_own_talk_and_nobodys_address(walk):
    page = body(Client().get(walk.guest.get_absolute_url()))

    assert found(page, walk, but="guest") == []
    assert walk.guest.email not in page
    assert "Bring a chair." in page
    assert SECRETS["answer"] in page
    assert "Marked reason." not in page
    assert LINK not in page


def test_other_guest_reads_nothing_of_it(walk):
    page = body(Client().get(walk.other.get_absolute_url()))

    assert found(page, walk, but="other") == []
    assert "Bring a chair." in page
    for words in (*SECRETS.values(), "Marked reason.", "Still open?", "Rosa"):
        assert words not in page


def test_visitors_read_nothing_of_it(walk):
    for page in public_pages(walk):
        assert found(page, walk) == []
        for words in (*SECRETS.values(), "Bring a chair.", "Rosa", "Ada", LINK):
            assert words not in page


def test_no_other_leader_opens_the_hosts_pages(walk):
    stranger = signed_in(make_leader().user)
    pages = ("guests", "write", "questions")

    answers = [stranger.get(walk.screening.address_of(page)) for page in pages]

    assert [answer.status_code for answer in answers] == [404] * 3
    assert [found(body(answer), walk) for answer in answers] == [[]] * 3


def test_mails_and_their_calendars_hold_the_readers_own_link_alone(walk):
    readers = {
        walk.host.email: "",
        walk.guest.email: "guest",
        walk.other.email: "other",
    }
    mails = OutboxMail.objects.all()
    assert {mail.to for mail in mails} == set(readers)

    for mail in mails:
        whole = "\n".join([mail.subject, mail.text, mail.html, mail.calendar or ""])
        assert found(whole, walk, but=readers[mail.to]) == []
        assert mail.to not in whole.replace(f"mailto:{mail.to}", "")
        assert LINK not in whole
        assert "Reply-To" not in mail.headers


def test_digest_and_question_name_guests_by_first_name_alone(walk):
    texts = [mail.text for mail in mails_to(walk.host.email)]

    assert [text.count("Rosa") for text in texts] == [1, 1, 1, 1]
    assert "Marked reason." not in "".join(texts)


def test_guest_who_came_later_reads_what_was_written_before(walk):
    late = make_reservation(walk.screening)

    assert "Bring a chair." in body(Client().get(late.get_absolute_url()))


def test_guests_online_do_not_read_what_is_written_to_the_room(walk):
    talk.write_to_guests(
        walk.screening, audience="room", text="Door B.", by=walk.host, press="c" * 40
    )

    assert "Door B." in body(Client().get(walk.guest.get_absolute_url()))
    assert "Door B." not in body(Client().get(walk.other.get_absolute_url()))


def test_who_has_not_confirmed_reads_nothing_written_to_guests(walk):
    pending = make_reservation(walk.screening, "pending")

    assert "Bring a chair." not in body(Client().get(pending.get_absolute_url()))
