"""Writing to the program office."""

import pytest
from django.conf import settings

from foundation.models import OutboxMail
from tests.factories import make_leader, make_screening
from tests.forms import opened
from tests.mail import mails_to

pytestmark = pytest.mark.django_db


def _typed(**changes) -> dict:
    return {
        "name": "Rosa Sample",
        "email": "rosa@sample.example",
        "subject": "A screening at our library",
        "message": "May we host one?\nWe have 40 seats & a screen.",
        "opened": opened(),
    } | changes


def test_contact_writes_to_the_office_and_the_sender(client):
    response = client.post("/contact/", _typed())

    (mail,) = mails_to(settings.PROGRAM_OFFICE_EMAIL)
    assert (response.status_code, response.url) == (302, "/contact/sent/")
    assert mail.subject == "Rosa Sample writes: A screening at our library"
    assert mail.headers["Reply-To"] == "rosa@sample.example"
    assert "We have 40 seats & a screen." in mail.text
    assert len(mails_to("rosa@sample.example")) == 1


def test_contact_takes_a_double_click_for_one_message(client):
    typed = _typed()

    answers = [client.post("/contact/", typed).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert len(mails_to(settings.PROGRAM_OFFICE_EMAIL)) == 1
    assert len(mails_to("rosa@sample.example")) == 1


def test_contact_receipt_repeats_nothing_a_stranger_typed(client):
    client.post("/contact/", _typed())

    (receipt,) = mails_to("rosa@sample.example")
    assert "Rosa" not in receipt.subject + receipt.text
    assert "library" not in receipt.subject + receipt.text


def test_contact_sends_few_receipts_to_one_address(client):
    for number in range(5):
        typed = _typed(opened=opened(30 + number))
        client.post("/contact/", typed, REMOTE_ADDR=f"192.0.2.{number}")

    assert len(mails_to("rosa@sample.example")) == 3
    assert len(mails_to(settings.PROGRAM_OFFICE_EMAIL)) == 5


def test_contact_keeps_what_was_typed_when_refused(client):
    response = client.post("/contact/", _typed(email="rosa at sample"))

    assert response.status_code == 200
    assert "email" in response.context["form"].errors
    assert "We have 40 seats &amp; a screen." in response.content.decode()
    assert not OutboxMail.objects.exists()


def test_contact_limits_one_connection_and_keeps_the_message(client):
    answers = [
        client.post("/contact/", _typed(opened=opened(30 + number)))
        for number in range(6)
    ]

    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert "Too many entries" in answers[-1].content.decode()
    assert "May we host one?" in answers[-1].content.decode()
    assert len(mails_to(settings.PROGRAM_OFFICE_EMAIL)) == 5


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param(
            {"website": "https://spam.example"}, id="the hidden field is filled in"
        ),
        pytest.param({"opened": "forged"}, id="a forged time of opening"),
        pytest.param({"opened": ""}, id="no time of opening"),
        pytest.param({"subject": "Two\nlines"}, id="two lines in the subject"),
        pytest.param({"name": "x" * 121}, id="a name that is too long"),
        pytest.param({"message": "x" * 4001}, id="a message that is too long"),
        pytest.param({"message": "\u202egnirts"}, id="a mark of direction"),
        pytest.param(
            {"email": "a@b.example\nBcc: c@d.example"}, id="a header in the address"
        ),
    ],
)
def test_contact_sends_nothing_for_bad_input(client, changes):
    response = client.post("/contact/", _typed(**changes))

    assert response.status_code == 200
    assert response.context["form"].errors
    assert not OutboxMail.objects.exists()


def test_contact_says_whom_a_message_from_a_profile_is_for(client):
    leader = make_leader(name="Ana Ruiz", slug="ana-ruiz")
    form = client.get("/contact/", {"about": "ana-ruiz"}).context["form"]

    client.post("/contact/", _typed(**form.initial))

    (mail,) = mails_to(settings.PROGRAM_OFFICE_EMAIL)
    assert mail.subject == "Rosa Sample writes: I want to reach Ana Ruiz"
    assert leader.get_absolute_url() in mail.text
    assert leader.get_absolute_url() in mail.html
    assert leader.user.email not in mail.text + mail.html


def test_contact_names_the_screening_that_a_guest_asks_about(client):
    screening = make_screening(title="Film night", host=make_leader(name="Ana Ruiz"))
    query = {"screening": screening.code.upper()}
    form = client.get("/contact/", query).context["form"]

    client.post("/contact/", _typed(**form.initial))

    (mail,) = mails_to(settings.PROGRAM_OFFICE_EMAIL)
    assert mail.subject == "Rosa Sample writes: For the host of “Film night”"
    assert screening.get_absolute_url() in mail.text
    assert f"When: {screening.when}" in mail.text
    assert "Host: Ana Ruiz" in mail.text


@pytest.mark.parametrize(
    "code", ["000000", pytest.param("x" * 5000, id="a very long one"), "0 0"]
)
def test_contact_names_no_screening_that_visitors_do_not_see(code, client):
    make_screening("draft", code="000000", title="Hidden canary")

    response = client.get("/contact/", {"screening": code})

    assert response.status_code == 200
    assert "Hidden canary" not in response.content.decode()


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"is_hidden": True}, id="hidden by staff"),
        pytest.param({"status": "suspended"}, id="suspended"),
    ],
)
def test_contact_names_no_leader_who_is_not_shown(client, changes):
    make_leader(name="Ana Ruiz", slug="ana-ruiz", **changes)

    html = client.get("/contact/", {"about": "ana-ruiz"}).content.decode()

    assert "Ana Ruiz" not in html


def test_contact_mails_show_markup_as_it_was_typed(client):
    client.post("/contact/", _typed(name="A <b>", message="<img src=x> {{ 7 }}"))

    (mail,) = mails_to(settings.PROGRAM_OFFICE_EMAIL)
    assert "<img src=x> {{ 7 }}" in mail.text
    assert "&lt;img src=x&gt; {{ 7 }}" in mail.html
    assert "<img" not in mail.html


def test_contact_warns_before_the_first_field(client):
    html = client.get("/contact/").content.decode()

    assert html.index("not the place to report a crime") < html.index('name="name"')
    assert "criminal justice information" in html
