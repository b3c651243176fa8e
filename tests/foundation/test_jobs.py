"""What the foundation's own jobs forget, and what they keep."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.utils import timezone

from foundation import limits, scheduler
from foundation.models import MailState, RateLimit
from foundation.worker import Worker
from tests.mail import make_mail

pytestmark = pytest.mark.django_db


def test_purge_limits_forgets_what_is_over_and_keeps_the_rest(no_counts, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    limits.spend("contact", "a", allowed=1, seconds=60)
    cache.set("short", 1, 60)
    time_machine.shift(timedelta(minutes=2))
    limits.spend("contact", "a", allowed=1, seconds=3600)
    cache.set("long", 1, 3600)

    said = scheduler.run("purge-limits")

    assert said == "Removed 2 old counts."
    assert RateLimit.objects.count() == 1
    assert cache.get("long") == 1


def test_purge_sessions_removes_those_that_ended(client):
    for key, days in [("over", -1), ("alive", 1)]:
        Session.objects.create(
            session_key=key,
            session_data="",
            expire_date=timezone.now() + timedelta(days),
        )

    assert scheduler.run("purge-sessions") == "Removed 1 session."
    assert [session.pk for session in Session.objects.all()] == ["alive"]


def test_purge_mail_blanks_old_words_and_keeps_the_key(sink, time_machine):
    mail = make_mail(
        key="reminder:1", html="<p>x</p>", headers={"Reply-To": "a@b.example"}
    )
    waiting = make_mail(send_at=timezone.now() + timedelta(days=90))
    Worker().drain()
    time_machine.move_to(timezone.now() + timedelta(days=31))
    new = make_mail()

    said = scheduler.run("purge-mail")

    mail.refresh_from_db()
    assert said == "Blanked 1 mail."
    assert (mail.to, mail.subject, mail.text, mail.html, mail.headers) == (
        "",
        "",
        "",
        "",
        {},
    )
    assert (mail.key, mail.state) == ("reminder:1", MailState.SENT)
    for kept in (waiting, new):
        kept.refresh_from_db()
        assert kept.text == "You have a seat.\n"


def test_purge_mail_blanks_account_mail_after_two_days(sink, time_machine):
    mail = make_mail(is_private=True, text="Your code is 123456.")
    Worker().drain()
    time_machine.move_to(timezone.now() + timedelta(days=2, minutes=1))

    scheduler.run("purge-mail")

    mail.refresh_from_db()
    assert mail.text == ""


def test_purged_mail_cannot_be_sent_again(sink, time_machine):
    sink.mode = "refuse"
    mail = make_mail()
    Worker().drain()
    time_machine.move_to(timezone.now() + timedelta(days=31))
    scheduler.run("purge-mail")

    assert mail.send_again() is False
