from pathlib import Path

from django.core.management.base import BaseCommand, CommandParser

from resources import catalogue


class Command(BaseCommand):
    help = (
        "Load the films and resources that ship with the portal. Safe to run again: "
        "what staff have edited stays as they left it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--folder",
            type=Path,
            default=catalogue.SHIPPED,
            help="Where topics.json, films.json and resources.json are.",
        )

    def handle(self, *, folder: Path = catalogue.SHIPPED, **options) -> None:
        for report in catalogue.load(folder):
            for line in report.bad:
                self.stderr.write(f"Left out: {line}")
            for line in report.kept:
                self.stdout.write(f"Kept as staff have it, {report.name} {line}")
            self.stdout.write(str(report))
