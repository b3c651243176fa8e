"""Mail is delivered once, whatever the mail server does."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from foundation import sending
from foundation.models import MailState, OutboxMail
from foundation.sending import BACK_OFF, deliver_next
from tests.mail import make_mail
from tests.smtp import Sink

pytestmark = pytest.mark.django_db


def test_mail_is_sent_once_with_its_message_id(sink):
    mail = make_mail()

    deliver_next()

    assert deliver_next() is None
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (MailState.SENT, 1)
    assert mail.sent_at is not None
    assert [message["Message-ID"] for message in sink.messages] == [mail.message_id]
    assert sink.recipients == ["guest@sample.example"]


def test_mails_are_sent_oldest_first(sink):
    make_mail(to="late@sample.example", send_at=timezone.now() - timedelta(minutes=1))
    make_mail(to="early@sample.example", send_at=timezone.now() - timedelta(hours=1))

    deliver_next()

    assert sink.recipients == ["early@sample.example"]


def test_mail_for_later_waits(sink):
    make_mail(send_at=timezone.now() + timedelta(minutes=5))

    assert deliver_next() is None


def test_without_a_server_mail_is_kept(settings):
    settings.DELIVERY = {"EMAIL_BACKEND": "foundation.sending.KeepOnly"}
    mail = make_mail()

    deliver_next()

    mail.refresh_from_db()
    assert (mail.state, mail.sent_at) == (MailState.KEPT, None)


@pytest.mark.parametrize(
    ("mode", "is_server_down"),
    [("busy", False), ("closing", True), ("drop", True)],
)
def test_passing_trouble_is_tried_again_later(sink, mode, is_server_down):
    sink.mode = mode
    mail = make_mail()
    before = timezone.now()

    delivery = deliver_next()

    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (MailState.QUEUED, 1)
    assert mail.send_at - before >= BACK_OFF[0]
    assert delivery.is_server_down is is_server_down
    assert sink.kept == []


def test_back_off_grows_until_the_mail_is_given_up(sink, time_machine):
    sink.mode = "busy"
    mail = make_mail()
    waits = []
    for _ in range(len(BACK_OFF)):
        deliver_next()
        mail.refresh_from_db()
        waits.append(mail.send_at - timezone.now())
        time_machine.move_to(mail.send_at + timedelta(seconds=1), tick=False)

    deliver_next()

    mail.refresh_from_db()
    assert [round(wait / timedelta(minutes=1)) for wait in waits] == [
        1,
        5,
        30,
        120,
        360,
        720,
        1440,
    ]
    assert (mail.state, mail.attempts) == (MailState.FAILED, 8)
    assert mail.last_error == "Given up. The mail server answered 451: SMTPDataError."


def test_refusal_for_good_fails_at_once_and_names_nobody(sink):
    sink.mode = "refuse"
    mail = make_mail()

    deliver_next()

    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (MailState.FAILED, 1)
    assert mail.last_error == "The mail server answered 550: SMTPRecipientsRefused."


def test_server_that_is_down_is_waited_for(settings):
    with Sink() as sink:
        settings.DELIVERY = sink.delivery
    mail = make_mail()

    delivery = deliver_next()

    mail.refresh_from_db()
    assert delivery.is_server_down
    assert (mail.state, mail.last_error) == (
        MailState.QUEUED,
        "No answer from the mail server: ConnectionRefusedError.",
    )


def test_server_that_hangs_costs_no_more_than_the_time_out(sink, settings):
    settings.EMAIL_TIMEOUT = 1
    sink.mode = "hang"
    make_mail()
    start = time.monotonic()

    delivery = deliver_next()

    assert delivery.is_server_down
    assert time.monotonic() - start < 3


def test_server_that_answers_drop_by_drop_is_left(sink, settings, monkeypatch):
    settings.EMAIL_TIMEOUT = 5
    monkeypatch.setattr(sending, "PATIENCE", 1)
    sink.mode, sink.delay = "slow", 0.7
    mail = make_mail()
    start = time.monotonic()

    deliver_next()

    mail.refresh_from_db()
    assert mail.state == MailState.QUEUED
    assert time.monotonic() - start < 4


def test_server_that_leaves_rudely_after_its_yes_gets_no_second_copy(sink):
    # Its yes never arrives: a second attempt is right, and carries the same Message-ID.
    sink.mode = "rude"
    mail = make_mail()
    deliver_next()
    sink.mode = "ok"
    OutboxMail.objects.update(send_at=timezone.now())

    deliver_next()

    assert [message["Message-ID"] for message in sink.messages] == [mail.message_id] * 2
    assert deliver_next() is None


def test_mail_that_cannot_be_written_fails_and_stops_nobody(sink):
    broken = make_mail(send_at=timezone.now() - timedelta(hours=1))
    OutboxMail.objects.filter(pk=broken.pk).update(subject="a\nBcc: b@sample.example")
    make_mail(to="next@sample.example")

    states = [deliver_next().state, deliver_next().state]

    assert states == [MailState.FAILED, MailState.SENT]
    assert sink.recipients == ["next@sample.example"]


def test_failed_mail_may_be_sent_again_once(sink):
    sink.mode = "refuse"
    mail = make_mail()
    deliver_next()
    sink.mode = "ok"

    assert mail.send_again() is True
    assert mail.send_again() is False
    deliver_next()

    assert [message["Message-ID"] for message in sink.messages] == [mail.message_id]


def test_sent_mail_is_not_sent_again(sink):
    mail = make_mail()
    deliver_next()

    assert mail.send_again() is False
    assert deliver_next() is None


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_send_the_same_mail(sink):
    sink.mode, sink.delay = "slow", 0.01
    mails = [make_mail(to=f"guest{number}@sample.example") for number in range(12)]
    start = threading.Barrier(2)

    def work():
        start.wait()
        try:
            while deliver_next() is not None:
                pass
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(sink.recipients) == sorted(mail.to for mail in mails)
    assert set(OutboxMail.objects.values_list("state", "attempts")) == {
        (MailState.SENT, 1)
    }
