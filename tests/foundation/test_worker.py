"""The worker delivers, does its jobs by the clock, and may be killed at any time."""

import signal
from collections import Counter

import pytest
from django.db import OperationalError

from foundation.models import MailState, OutboxMail
from foundation.worker import Worker
from tests.mail import make_mail
from tests.processes import start, wait_until
from tests.smtp import Sink

pytestmark = pytest.mark.django_db


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
@pytest.mark.parametrize(
    "number",
    [
        pytest.param(signal.SIGTERM, id="SIGTERM"),
        pytest.param(signal.SIGINT, id="SIGINT"),
    ],
)
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
