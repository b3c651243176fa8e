import csv
from collections.abc import Iterator
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from places.fbi import COLUMNS, BadRow, agency_from
from places.models import Agency


class Command(BaseCommand):
    help = (
        "Add the agencies of an FBI list (CSV) that are not here yet, by ORI. "
        "Safe to run again: an agency that is here stays as staff left it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options) -> None:
        known = set(Agency.objects.exclude(ori=None).values_list("ori", flat=True))
        lines: dict[str | None, int] = {}
        agencies, here, bad = [], 0, 0
        for number, row in self._rows(file):
            try:
                if isinstance(row, BadRow):
                    raise row
                agency = agency_from(row)
                if agency.ori in lines:
                    raise BadRow(f"line {lines[agency.ori]} has the same ORI.")
            except BadRow as error:
                bad += 1
                self.stderr.write(f"Line {number} left out: {error}")
                continue
            lines[agency.ori] = number
            if agency.ori in known:
                here += 1
            else:
                agencies.append(agency)
        with transaction.atomic():
            # A colleague running the same import at the same moment is no error.
            Agency.objects.bulk_create(agencies, batch_size=2000, ignore_conflicts=True)
        self.stdout.write(
            f"Added {len(agencies):,} agencies; {here:,} were here already and stay as "
            f"they are; {bad:,} rows left out."
        )

    def _rows(self, file: Path) -> Iterator[tuple[int, dict | BadRow]]:
        """Each data row with its line in the file; a broken line as a `BadRow`."""
        try:
            # A byte that is not UTF-8 spoils its own row, not the file.
            stream = file.open(
                encoding="utf-8-sig", errors="surrogateescape", newline=""
            )
        except OSError as error:
            raise CommandError(f"Cannot read {file}: {error.strerror}.") from error
        with stream:
            reader = csv.DictReader(stream)
            if missing := COLUMNS - set(reader.fieldnames or []):
                names = ", ".join(sorted(missing))
                raise CommandError(f"{file} is not the FBI list: it lacks {names}.")
            while True:
                try:
                    row = next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    yield reader.line_num, BadRow(f"{error}.")
                    continue
                yield reader.line_num, row
