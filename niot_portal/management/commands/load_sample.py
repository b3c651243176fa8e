"""`manage.py load_sample`: the sample network, in development only."""

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from niot_portal.sample.network import NothingToShow, load


class Command(BaseCommand):
    help = "Make the sample network. Development only; safe to run again."

    def handle(self, **options) -> None:
        try:
            made = load()
        except (ImproperlyConfigured, NothingToShow) as error:
            raise CommandError(str(error)) from error
        if options["verbosity"]:
            self.stdout.write(
                "Made the sample network." if made else "The sample network is there."
            )
