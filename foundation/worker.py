"""What runs beside the web server: delivers mail and runs the due jobs.

Any number may run; each mail and each job is locked while it is worked on. Where mail
has senders of its own (`foundation.senders`), this process runs the jobs alone.
"""

import logging
import signal
import threading
import time

from django.db import close_old_connections, connection

from foundation import scheduler, sending
from foundation.senders import MailRound, Senders

log = logging.getLogger("niot.worker")

POLL_SECONDS = 2.0
JOBS_SECONDS = 15.0  # how often the job table is asked what is due


class Worker:
    """A loop that can be stopped between two mails.

    `poll` is the pause in seconds when there is nothing to do. With more than one
    sender, `senders` processes deliver the mail.
    """

    def __init__(self, *, poll: float = POLL_SECONDS, senders: int = 1) -> None:
        self.poll = poll
        self.senders = Senders(senders, poll) if senders > 1 else None
        self._mail = MailRound()
        self.stopping = threading.Event()
        self._jobs_at = 0.0

    def stop_on_signals(self) -> None:
        """Finish the current mail on SIGTERM or SIGINT; end at once on a second."""

        def stop(number, frame):
            signal.signal(number, signal.SIG_DFL)
            self.stopping.set()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, stop)

    def run(self) -> None:
        """Work until stopped. A database that goes away is waited for.

        Raises at the start if the set-up of mail cannot work.
        """
        self._prepare()
        try:
            self._work()
        finally:
            if self.senders is not None:
                self.senders.stop()

    def _work(self) -> None:
        while not self.stopping.is_set():
            try:
                if self.senders is not None:
                    self.senders.look_after()
                close_old_connections()
                has_worked = self.step()
            except Exception:
                # Mostly a database that went away. Whatever it was, the mail stands in
                # its table: wait and look again.
                log.exception("worker: interrupted, going on in 5 seconds")
                connection.close()
                self.stopping.wait(5)
                continue
            if not has_worked:
                self.stopping.wait(self.poll)

    def drain(self) -> None:
        """Run the due jobs, deliver what is due, then return."""
        self._prepare()
        self._run_jobs()
        while not self.stopping.is_set():
            delivery = self._mail.deliver()
            if delivery is None or delivery.is_server_down:
                break
        self._mail.line.close()

    def step(self) -> bool:
        """Run the due jobs and deliver one mail; tell whether there was one."""
        now = time.monotonic()
        if now >= self._jobs_at:
            self._jobs_at = now + JOBS_SECONDS
            self._run_jobs()
        return self.senders is None and self._mail.step()

    @staticmethod
    def _prepare() -> None:
        scheduler.discover()
        sending.delivery_backend()

    def _run_jobs(self) -> None:
        scheduler.run_due()
