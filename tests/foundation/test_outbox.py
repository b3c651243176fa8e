"""Mail is written with the change that made it necessary, or not at all."""

import pytest
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, EmailMultiAlternatives, send_mail
from django.db import transaction

from foundation.models import OutboxMail
from foundation.sending import deliver_next, message_of
from tests.factories import make_user
from tests.mail import CALENDAR, mails_to, make_mail

pytestmark = pytest.mark.django_db


@pytest.mark.django_db(transaction=True)
def test_roll_back_takes_the_mail_with_it():
    def change():
        with transaction.atomic():
            make_mail()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change()

    assert OutboxMail.objects.count() == 0


def test_key_is_used_once():
    first = make_mail(key="reminder:1")

    assert make_mail(key="reminder:1", subject="Again") is None
    assert list(OutboxMail.objects.values_list("pk", "subject")) == [
        (first.pk, "Your seat")
    ]


def test_key_that_exists_leaves_the_transaction_whole():
    make_mail(key="reminder:1")

    with transaction.atomic():
        make_mail(key="reminder:1")
        make_mail(key="reminder:2")

    assert OutboxMail.objects.filter(key="reminder:2").exists()


def test_mail_remembers_what_it_is_about():
    user = make_user()

    mail = make_mail(about=user)

    assert mail.about == user
    assert list(OutboxMail.objects.about(user)) == [mail]


@pytest.mark.parametrize(
    "to",
    ["", "two@sample.example, b@sample.example", "a@b\nBcc: c@d.example", "nobody"],
)
def test_address_must_be_one_address(to):
    with pytest.raises(ValidationError):
        make_mail(to=to)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x0b", "\x85", "\u2028", "\x00"])
def test_subject_cannot_add_a_header(end):
    mail = make_mail(subject=f"Hello{end}Bcc: spy@sample.example")

    message = message_of(mail).message()

    assert message["Subject"] == "Hello Bcc: spy@sample.example"
    assert message["Bcc"] is None


def test_header_value_cannot_add_a_header():
    mail = make_mail(headers={"Reply-To": "a@sample.example\r\nBcc: b@sample.example"})

    message = message_of(mail).message()

    assert message["Bcc"] is None
    assert message["Reply-To"] == "a@sample.example Bcc: b@sample.example"


@pytest.mark.parametrize("name", ["Bcc", "From", "message-id", "X\nBcc", "Subject", ""])
def test_header_that_is_ours_is_refused(name):
    with pytest.raises(ValueError, match="does not take the header"):
        make_mail(headers={name: "x"})


def test_body_is_text_whatever_it_looks_like():
    mail = make_mail(text="{{ settings.SECRET_KEY }} {% now 'Y' %}\n.\n")

    assert message_of(mail).message().get_payload().startswith("{{ settings")


def test_calendar_part_keeps_its_method(sink):
    make_mail(html="<p>Seat</p>", calendar=CALENDAR, calendar_method="cancel")

    deliver_next()

    parts = list(sink.messages[0].walk())
    assert [part.get_content_type() for part in parts] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
    ]
    assert parts[3].get_param("method") == "CANCEL"
    assert parts[3].get_content().replace("\r\n", "\n") == CALENDAR.replace(
        "\r\n", "\n"
    )


def test_calendar_without_method_is_refused():
    with pytest.raises(ValueError, match="go together"):
        make_mail(calendar=CALENDAR)


def test_further_headers_are_sent(sink):
    make_mail(headers={"List-Unsubscribe": "<https://portal.example/u/1/>"})

    deliver_next()

    assert sink.messages[0]["List-Unsubscribe"] == "<https://portal.example/u/1/>"
    assert sink.messages[0]["Auto-Submitted"] == "auto-generated"


# --- forgetting


def test_mail_that_is_blanked_keeps_only_that_it_was():
    mail = make_mail(key="reminder:1", html="<p>x</p>", headers={"Reply-To": "a@b.co"})
    other = make_mail()

    count = OutboxMail.objects.filter(pk=mail.pk).blank()

    mail.refresh_from_db()
    other.refresh_from_db()
    assert count == 1
    assert (mail.to, mail.subject, mail.text, mail.html) == ("", "", "", "")
    assert (mail.headers, mail.key) == ({}, "reminder:1")
    assert mail.purged_at is not None
    assert other.text == "You have a seat.\n"


def test_mail_is_blanked_once():
    mail = make_mail()
    OutboxMail.objects.filter(pk=mail.pk).blank()

    assert OutboxMail.objects.filter(pk=mail.pk).blank() == 0


def test_mails_about_several_records_are_found():
    one, two, other = make_user(), make_user(), make_user()
    about = [make_mail(about=user) for user in (one, two)]
    make_mail(about=other)

    found = OutboxMail.objects.about_any(type(one), [one.pk, two.pk])

    assert set(found) == set(about)


# --- Django's mail door


def test_mail_of_django_is_private_account_mail():
    send_mail("Code", "123456", None, ["a@sample.example", "b@sample.example"])

    assert [mail.is_private for mail in OutboxMail.objects.all()] == [True, True]
    assert [mail.text for mail in mails_to("b@sample.example")] == ["123456"]


def test_mail_of_django_keeps_html_calendar_and_headers():
    message = EmailMultiAlternatives(
        "Hello", "Text", to=["a@sample.example"], reply_to=["office@sample.example"]
    )
    message.attach_alternative("<p>Text</p>", "text/html")
    message.attach_alternative(CALENDAR, "text/calendar; method=CANCEL")
    message.send()

    (mail,) = mails_to("a@sample.example")
    assert (mail.html, mail.calendar, mail.calendar_method) == (
        "<p>Text</p>",
        CALENDAR,
        "CANCEL",
    )
    assert mail.headers == {"Reply-To": "office@sample.example"}


def test_mail_with_an_attachment_is_refused_aloud():
    message = EmailMessage("Hello", "Text", to=["a@sample.example"])
    message.attach("a.txt", "content", "text/plain")

    with pytest.raises(ValueError, match="no attachments"):
        message.send()
