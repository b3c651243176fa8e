from pathlib import Path

from django.core.management.base import BaseCommand, CommandParser

from resources import help_catalogue


class Command(BaseCommand):
    help = (
        "Load the help lines and the laws of the states that ship with the portal. "
        "Safe to run again: what staff have edited or checked stays as they left it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--folder",
            type=Path,
            default=help_catalogue.SHIPPED,
            help="Where help_lines.json and state_laws.json are.",
        )

    def handle(self, *, folder: Path = help_catalogue.SHIPPED, **options) -> None:
        for report in help_catalogue.load(folder):
            for line in report.bad:
                self.stderr.write(f"Left out: {line}")
            for line in report.kept:
                self.stdout.write(f"Kept as staff have it, {report.name} {line}")
            self.stdout.write(str(report))
