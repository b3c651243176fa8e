"""Processes that send mail side by side, so that a slow server holds up few.

Each has a database connection and a line to the mail server of its own, and the main
thread that the deadline of a mail needs. One that dies is replaced and stops no other;
when the worker goes, however it goes, they finish the mail in hand and go too.
"""

import logging
import os
import signal
import threading
import time

from django.db import close_old_connections, connections

from foundation import sending
from foundation.models import MailState

log = logging.getLogger("niot.worker")

PAUSE_SECONDS = 15.0  # how long mail rests after the mail server itself failed
AGAIN_SECONDS = 1.0  # a sender that died is replaced no sooner


class MailRound:
    """One sender's way through the outbox: a mail at a time, over one line."""

    def __init__(self) -> None:
        self.line = sending.Line()
        self._mail_at = 0.0

    def step(self) -> bool:
        """Deliver one mail unless the server rests; tell whether there was one."""
        if time.monotonic() < self._mail_at:
            return False
        delivery = self.deliver()
        if delivery is not None and delivery.is_server_down:
            self._mail_at = time.monotonic() + PAUSE_SECONDS
        return delivery is not None

    def deliver(self) -> sending.Delivery | None:
        """Deliver one mail and log what became of it; None when none is due."""
        delivery = sending.deliver_next(self.line)
        if delivery is None:
            self.line.rest()
            return None
        level = logging.WARNING if delivery.state == MailState.FAILED else logging.INFO
        words = f"{delivery.state}. {delivery.error}".strip()
        log.log(level, "mail %s: %s", delivery.pk, words)
        return delivery


class Senders:
    """Some sender processes, begun from the worker's."""

    def __init__(self, number: int, poll: float) -> None:
        self.number, self.poll = number, poll
        self.processes: dict[int, float] = {}
        # Nobody writes into it. That its other end is closed tells the senders to stop.
        self._reading, self._writing = os.pipe()
        self._has_begun = False

    def look_after(self) -> None:
        """Begin as many as are missing, the first time or because one died."""
        while True:
            try:
                gone, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                break
            if not gone:
                break
            if self.processes.pop(gone, None) is not None:
                log.warning("sender %s: ended with %s", gone, status)
        latest = max(self.processes.values(), default=0.0)
        for _ in range(self.number - len(self.processes)):
            if time.monotonic() - latest < AGAIN_SECONDS and self._has_begun:
                return
            self._begin()
        self._has_begun = True

    def stop(self) -> None:
        """Have all of them finish the mail in hand, and wait until they have."""
        os.close(self._writing)
        for process in self.processes:
            try:
                os.waitpid(process, 0)
            except ChildProcessError:
                pass
        os.close(self._reading)
        self.processes.clear()

    def _begin(self) -> None:
        # A connection must not be shared: the child would speak into the parent's.
        connections.close_all()
        process = os.fork()
        if process:
            self.processes[process] = time.monotonic()
            return
        try:
            os.close(self._writing)
            _send_until_told(self._reading, self.poll)
        except BaseException:
            log.exception("sender: ended")
            os._exit(1)
        os._exit(0)


def _send_until_told(told: int, poll: float) -> None:
    """A sender's life. Signals are for the worker, which then closes the pipe."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    stopping = threading.Event()

    def listen() -> None:
        os.read(told, 1)
        stopping.set()

    threading.Thread(target=listen, daemon=True).start()
    mails = MailRound()
    while not stopping.is_set():
        try:
            close_old_connections()
            has_worked = mails.step()
        except Exception:
            # As in the worker: the mail stands in its table.
            log.exception("sender: interrupted, going on in 5 seconds")
            connections.close_all()
            stopping.wait(5)
            continue
        if not has_worked:
            stopping.wait(poll)
    mails.line.close()
