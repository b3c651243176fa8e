"""`manage.py prepare`: everything between an empty database and a living portal."""

import io
import time

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from niot_portal.sample.people import print_sample_people

#: Command, what it brings in words, and its options.
STEPS = [
    ("migrate", "Database tables", {}),
    ("createcachetable", "Cache table", {}),
    ("sync_roles", "Staff roles", {}),
    ("load_zips", "ZIP codes", {"if_empty": True}),
    ("load_catalogue", "Films and resources", {}),
    ("load_help", "Help lines and laws", {}),
    ("load_ranks", "Words for ranks", {}),
    ("load_sample", "Sample network", {}),
]


class Command(BaseCommand):
    help = "Bring the database up to date and fill it. Safe to run again."

    def handle(self, **options) -> None:
        if not settings.DEVELOPMENT:
            raise CommandError(
                "This is for development. docs/operations.md says how to deploy."
            )
        for command, words, more in STEPS:
            start = time.perf_counter()
            self.stdout.write(f"· {words}", ending=" ")
            self.stdout.flush()
            call_command(command, verbosity=0, stdout=io.StringIO(), **more)
            self.stdout.write(f"({time.perf_counter() - start:.1f} s)")
        print_sample_people(self.stdout)
