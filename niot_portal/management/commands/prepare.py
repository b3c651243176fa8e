"""`manage.py prepare`: everything between an empty database and a living portal."""

import time

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError

STEPS = [
    ("migrate", "Database tables"),
    ("createcachetable", "Cache table"),
    ("sync_roles", "Staff roles"),
    ("load_zips", "ZIP codes"),
    ("load_catalogue", "Films and resources"),
]
SAMPLE = ("load_sample", "Sample network")


class Command(BaseCommand):
    help = "Bring the database up to date and fill it. Safe to run again."

    def handle(self, **options) -> None:
        if not settings.DEVELOPMENT:
            raise CommandError(
                "This is for development. docs/operations.md says how to deploy."
            )
        known = get_commands()
        for command, words in [*STEPS, SAMPLE]:
            if command not in known:
                continue
            start = time.perf_counter()
            self.stdout.write(f"· {words}", ending=" ")
            self.stdout.flush()
            call_command(command, verbosity=0)
            self.stdout.write(f"({time.perf_counter() - start:.1f} s)")
        if "load_sample" in known:
            from niot_portal.sample.people import print_sample_people

            print_sample_people(self.stdout)
