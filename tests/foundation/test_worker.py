"""The worker delivers, does its jobs by the clock, and may be killed at any time."""

import signal
import threading
from collections import Counter
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.utils import timezone

from foundation import jobs, limits
from foundation.models import JobRun, MailState, OutboxMail, RateLimit
from foundation.worker import Worker
from tests.foundation.test_outbox import make_mail
from tests.processes import start, wait_until
from tests.smtp import Sink

pytestmark = pytest.mark.django_db


@pytest.fixture
def sink(settings):
    with Sink() as sink:
        settings.DELIVERY = sink.delivery
        yield sink


@pytest.fixture
def make_job(monkeypatch):
    """Register jobs for one test, in place of the real ones."""
    monkeypatch.setattr(jobs, "JOBS", {})
    monkeypatch.setattr(jobs, "discover", lambda: jobs.JOBS)

    def make(work, name="count", every=60):
        jobs.job(name, every=every)(work)
        return work

    return make


# --- the loop


def test_drain_delivers_all_that_is_due(sink):
    for number in range(3):
        make_mail(to=f"guest{number}@sample.example")

    Worker().drain()

    assert len(sink.kept) == 3


def test_drain_stops_when_the_server_is_down(settings):
    with Sink() as sink:
        settings.DELIVERY = sink.delivery
    for _ in range(3):
        make_mail()

    Worker().drain()

    assert sorted(OutboxMail.objects.values_list("attempts", flat=True)) == [0, 0, 1]


def test_mail_rests_while_the_server_is_down_but_jobs_go_on(
    settings, make_job, monkeypatch
):
    with Sink() as sink:
        settings.DELIVERY = sink.delivery
    monkeypatch.setattr("foundation.worker.JOBS_SECONDS", 0)
    done = []
    make_job(lambda *, dry_run: done.append(1) or "Counted.", every=0)
    make_mail(), make_mail()
    worker = Worker()

    worker.step(), worker.step(), worker.step()

    assert sorted(OutboxMail.objects.values_list("attempts", flat=True)) == [0, 1]
    assert len(done) == 3


def test_worker_outlives_a_database_that_goes_away(sink, monkeypatch):
    worker = Worker(poll=0.01)
    monkeypatch.setattr(worker.stopping, "wait", lambda seconds: None)
    monkeypatch.setattr("foundation.worker.connection.close", lambda: None)
    monkeypatch.setattr("foundation.worker.close_old_connections", lambda: None)
    calls = []

    def step():
        calls.append(1)
        if len(calls) == 1:
            raise OperationalError
        worker.stopping.set()
        return True

    monkeypatch.setattr(worker, "step", step)

    worker.run()

    assert len(calls) == 2


def test_logs_of_the_worker_name_nobody(sink, caplog):
    caplog.set_level("INFO")
    sink.mode = "refuse"
    mail = make_mail(to="guest@sample.example")

    Worker().drain()

    assert f"mail {mail.pk}: failed." in caplog.text
    assert "guest@" not in caplog.text


def test_worker_does_not_start_on_a_set_up_that_cannot_work(settings):
    settings.DELIVERY = {"EMAIL_BACKEND": "nowhere.Backend"}

    with pytest.raises(ImportError):
        Worker().run()


# --- jobs


def test_job_runs_when_due_and_says_what_it_did(make_job, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    make_job(lambda *, dry_run: "Counted 3 things.", every=60)

    assert jobs.run_due() == ["count"]
    assert jobs.run_due() == []
    time_machine.shift(timedelta(seconds=61))
    assert jobs.run_due() == ["count"]

    run = JobRun.objects.get()
    assert (run.is_ok, run.outcome) == (True, "Counted 3 things.")


def test_job_that_fails_is_noted_and_stops_no_other(make_job, time_machine):
    time_machine.move_to(timezone.now(), tick=False)

    def fail(*, dry_run):
        raise ValueError("guest@sample.example")

    make_job(fail, name="broken", every=86400)
    make_job(lambda *, dry_run: "Done.", name="sound")

    assert jobs.run_due() == ["broken", "sound"]

    run = JobRun.objects.get(name="broken")
    assert (run.is_ok, run.outcome) == (False, "Failed: ValueError")
    assert run.next_at == timezone.now() + timedelta(seconds=300)


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_run_the_same_job_at_once(make_job):
    running, overlaps, done = [], [], []
    begin = threading.Barrier(2)

    def work(*, dry_run):
        overlaps.append(len(running))
        running.append(1)
        threading.Event().wait(0.2)
        running.pop()
        done.append(1)
        return "Done."

    make_job(work)

    def worker():
        begin.wait()
        try:
            jobs.run_due()
        finally:
            connection.close()

    threads = [threading.Thread(target=worker) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (done, overlaps) == ([1], [0])


@pytest.fixture
def no_counts():
    """Nobody was counted before: tests of real servers leave counts behind."""
    RateLimit.objects.all().delete()
    cache.clear()


def test_run_job_with_dry_run_changes_nothing(no_counts):
    RateLimit.objects.create(key="old", tries=1, until=timezone.now() - timedelta(1))
    said = StringIO()

    call_command("run_job", "purge-limits", dry_run=True, stdout=said)

    assert said.getvalue() == "Would remove 1 old count.\n"
    assert RateLimit.objects.count() == 1
    assert JobRun.objects.count() == 0


def test_run_job_names_the_jobs_it_knows():
    with pytest.raises(CommandError, match="purge-mail"):
        call_command("run_job", "purge-everything")


def test_every_job_is_safe_to_run_twice_and_dry():
    for name in jobs.discover():
        jobs.run(name, dry_run=True)
        jobs.run(name)
        jobs.run(name)

    assert set(JobRun.objects.values_list("is_ok", flat=True)) == {True}


def test_every_job_is_in_the_book_of_operations(settings):
    book = (settings.BASE_DIR / "docs" / "operations.md").read_text()

    assert [name for name in jobs.discover() if f"`{name}`" not in book] == []


def test_purge_limits_forgets_what_is_over_and_keeps_the_rest(no_counts, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    limits.spend("contact", "a", allowed=1, seconds=60)
    cache.set("short", 1, 60)
    time_machine.shift(timedelta(minutes=2))
    limits.spend("contact", "a", allowed=1, seconds=3600)
    cache.set("long", 1, 3600)

    said = jobs.run("purge-limits")

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

    assert jobs.run("purge-sessions") == "Removed 1 session."
    assert [session.pk for session in Session.objects.all()] == ["alive"]


def test_purge_mail_blanks_old_words_and_keeps_the_key(sink, time_machine):
    mail = make_mail(
        key="reminder:1", html="<p>x</p>", headers={"Reply-To": "a@b.example"}
    )
    waiting = make_mail(send_at=timezone.now() + timedelta(days=90))
    Worker().drain()
    time_machine.move_to(timezone.now() + timedelta(days=31))
    new = make_mail()

    said = jobs.run("purge-mail")

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

    jobs.run("purge-mail")

    mail.refresh_from_db()
    assert mail.text == ""


def test_purged_mail_cannot_be_sent_again(sink, time_machine):
    sink.mode = "refuse"
    mail = make_mail()
    Worker().drain()
    time_machine.move_to(timezone.now() + timedelta(days=31))
    jobs.run("purge-mail")

    assert mail.send_again() is False


# --- real processes


def _states() -> Counter:
    return Counter(OutboxMail.objects.values_list("state", flat=True))


@pytest.mark.django_db(transaction=True)
def test_kill_9_loses_no_mail_and_doubles_at_most_the_one_in_flight():
    total, kills = 30, 4
    mails = [make_mail(to=f"guest{number}@sample.example") for number in range(total)]
    with Sink("slow", delay=0.02) as sink:
        url = f"smtp://127.0.0.1:{sink.port}"
        for kill in range(1, kills + 1):
            worker = start("worker", "--poll", "0.05", EMAIL_URL=url)
            goal = kill * 5
            wait_until(lambda goal=goal: len(sink.kept) >= goal)
            worker.kill()
            worker.communicate()

        worker = start("worker", "--once", EMAIL_URL=url)
        worker.communicate(timeout=60)

    assert worker.returncode == 0
    assert _states() == {MailState.SENT: total}
    copies = Counter(message["Message-ID"] for message in sink.messages)
    assert set(copies) == {mail.message_id for mail in mails}
    assert sum(copies.values()) - total <= kills


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signal_lets_the_worker_finish_the_mail_in_hand(number):
    for guest in range(20):
        make_mail(to=f"guest{guest}@sample.example")
    with Sink("slow", delay=0.05) as sink:
        worker = start("worker", EMAIL_URL=f"smtp://127.0.0.1:{sink.port}")
        wait_until(lambda: len(sink.kept) >= 2)
        worker.send_signal(number)
        said, _ = worker.communicate(timeout=20)

    assert worker.returncode == 0
    assert said.endswith("The worker has stopped.\n")
    assert len(sink.kept) < 20
    assert _states()[MailState.SENT] == len(sink.kept)


@pytest.mark.django_db(transaction=True)
def test_two_worker_processes_share_the_work():
    for guest in range(24):
        make_mail(to=f"guest{guest}@sample.example")
    with Sink("slow", delay=0.02) as sink:
        url = f"smtp://127.0.0.1:{sink.port}"
        workers = [start("worker", "--once", EMAIL_URL=url) for _ in range(2)]
        for worker in workers:
            worker.communicate(timeout=60)

    assert sorted(Counter(sink.recipients).values()) == [1] * 24
    assert _states() == {MailState.SENT: 24}
