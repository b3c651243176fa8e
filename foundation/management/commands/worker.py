from django.conf import settings
from django.core.management.base import BaseCommand

from foundation.worker import POLL_SECONDS, Worker


class Command(BaseCommand):
    help = (
        "Deliver the mail of the outbox and run the due jobs until stopped. "
        "Run one beside the web server; a second does no harm."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--once", action="store_true", help="Do what is due now, then stop."
        )
        parser.add_argument(
            "--poll",
            type=float,
            default=POLL_SECONDS,
            help="Seconds to rest when nothing is due.",
        )

        parser.add_argument(
            "--senders",
            type=int,
            default=settings.MAIL_SENDERS,
            help="Processes that send mail side by side.",
        )

    def handle(self, *, once: bool, poll: float, senders: int, **options) -> None:
        worker = Worker(poll=poll, senders=1 if once else senders)
        worker.stop_on_signals()
        if once:
            worker.drain()
            return
        self.stdout.write("The worker is ready.")
        self.stdout.flush()
        worker.run()
        self.stdout.write("The worker has stopped.")
