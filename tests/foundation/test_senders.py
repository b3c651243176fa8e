"""Mail goes out side by side, over lines that stay open; who dies stops nobody."""

import os
import signal
import time
from collections import Counter

import pytest

from foundation import sending
from foundation.models import MailState, OutboxMail
from foundation.senders import MailRound
from tests.mail import make_mail
from tests.processes import start, wait_until
from tests.smtp import Sink

pytestmark = pytest.mark.django_db


def _mails(number):
    return [make_mail(to=f"guest{guest}@sample.example") for guest in range(number)]


def test_mails_share_one_line(sink):
    _mails(5)
    mails = MailRound()

    while mails.deliver():
        pass

    assert len(sink.kept) == 5
    assert sink.lines == 1


def test_line_that_the_server_ended_is_opened_anew(sink):
    _mails(2)
    mails = MailRound()
    mails.deliver()
    sink.hang_up()
    time.sleep(0.1)

    second = mails.deliver()

    assert second.state == MailState.SENT
    assert sink.lines == 2


def test_idle_line_is_given_back(sink, monkeypatch):
    monkeypatch.setattr(sending, "IDLE", 0)
    _mails(1)
    mails = MailRound()
    mails.deliver()

    mails.deliver()
    _mails(1)
    mails.deliver()

    assert sink.lines == 2


def test_trouble_with_one_mail_ends_its_line_and_no_other_mail(sink):
    _mails(2)
    mails = MailRound()
    sink.mode = "busy"
    first = mails.deliver()
    sink.mode = "ok"

    second = mails.deliver()

    assert (first.state, second.state) == (MailState.QUEUED, MailState.SENT)


# --- real processes


def _senders_of(worker):
    file = f"/proc/{worker.pid}/task/{worker.pid}/children"
    with open(file) as children:
        return [int(pid) for pid in children.read().split()]


def _is_alive(pid):
    """Whether a process runs; one that only waits to be buried does not."""
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def _states():
    return Counter(OutboxMail.objects.values_list("state", flat=True))


def _start(sink):
    words = ("worker", "--poll", "0.05", "--senders", "4")
    return start(*words, EMAIL_URL=_url(sink))


def _url(sink):
    return f"smtp://127.0.0.1:{sink.port}"


_IMPATIENT = """
from foundation import sending
from foundation.worker import Worker

sending.PATIENCE = 1
worker = Worker(poll=0.05, senders=4)
worker.stop_on_signals()
worker.run()
"""


@pytest.mark.django_db(transaction=True)
def test_four_senders_do_not_wait_for_each_other():
    _mails(24)
    with Sink("slow", delay=0.1) as sink:
        worker = _start(sink)
        wait_until(lambda: sink.greeted.is_set())
        begun = time.monotonic()
        wait_until(lambda: _states()[MailState.SENT] == 24)
        took = time.monotonic() - begun
        worker.terminate()
        worker.communicate(timeout=20)

    # Three answers a mail: one after the other they would take 7.2 seconds.
    assert took < 5
    assert sorted(Counter(sink.recipients).values()) == [1] * 24
    assert sink.lines == 4


@pytest.mark.django_db(transaction=True)
def test_sender_that_is_killed_is_replaced_and_stops_no_other():
    _mails(40)
    with Sink("slow", delay=0.02) as sink:
        worker = _start(sink)
        wait_until(lambda: len(sink.kept) >= 4)
        killed = _senders_of(worker)[0]
        os.kill(killed, signal.SIGKILL)
        wait_until(lambda: _states()[MailState.SENT] == 40)
        wait_until(lambda: len(set(_senders_of(worker)) - {killed}) == 4)
        worker.terminate()
        worker.communicate(timeout=20)

    assert set(sink.recipients) == {
        f"guest{guest}@sample.example" for guest in range(40)
    }
    copies = Counter(message["Message-ID"] for message in sink.messages)
    assert sum(copies.values()) - 40 <= 1


@pytest.mark.django_db(transaction=True)
def test_signal_lets_every_sender_finish_the_mail_in_hand():
    _mails(40)
    with Sink("slow", delay=0.05) as sink:
        worker = _start(sink)
        wait_until(lambda: len(sink.kept) >= 4)
        worker.terminate()
        said, _ = worker.communicate(timeout=20)

    assert said.endswith("The worker has stopped.\n")
    assert len(sink.kept) < 40
    assert _states()[MailState.SENT] == len(sink.kept)


@pytest.mark.django_db(transaction=True)
def test_senders_go_when_the_worker_is_killed():
    _mails(1)
    with Sink() as sink:
        worker = _start(sink)
        wait_until(lambda: len(sink.kept) == 1)
        senders = _senders_of(worker)
        worker.kill()
        worker.wait()

        wait_until(lambda: not any(_is_alive(pid) for pid in senders))

    assert len(senders) == 4


@pytest.mark.django_db(transaction=True)
def test_each_sender_leaves_a_server_that_answers_drop_by_drop():
    _mails(4)
    with Sink("slow", delay=0.7) as sink:
        worker = start("shell", "-c", _IMPATIENT, EMAIL_URL=_url(sink))
        wait_until(lambda: OutboxMail.objects.filter(attempts=1).count() == 4)
        worker.terminate()
        worker.communicate(timeout=20)

    assert _states() == {MailState.QUEUED: 4}
    assert sink.kept == []
