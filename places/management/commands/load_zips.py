from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import models, transaction

from places import zip_table
from places.models import ZipAbroad, ZipPlace
from places.states import STATES

_COLUMNS = ["city", "state", "county", "lat", "lng", "zone"]
_BATCH = 4000


class Command(BaseCommand):
    help = (
        "Fill the table of ZIP codes from the zipcodes package, each with the time "
        "zone of its coordinates. Safe to run again: it sets right what changed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-empty",
            action="store_true",
            help="Do nothing when the table has rows already.",
        )

    def handle(self, *, if_empty: bool = False, **options: Any) -> None:
        if if_empty and ZipPlace.objects.exists():
            self.stdout.write("ZIP codes are loaded already.")
            return
        # Imported only here: it takes some 150 MB, which the web server need not.
        import zipcodes

        rows = zipcodes.list_all()
        places, abroad = zip_table.places_in(rows), zip_table.abroad_in(rows)
        with transaction.atomic():
            moved = _moved(places)
            _store(ZipPlace, places, _COLUMNS)
            _store(ZipAbroad, abroad, ["kind"])
        self.stdout.write(_report(rows, places))
        for line in _moves(moved):
            self.stdout.write(line)


def _moved(places: Iterable[ZipPlace]) -> Counter:
    """How many ZIP codes change their zone, by (old zone, new zone)."""
    before = dict(ZipPlace.objects.values_list("zip", "zone"))
    return Counter(
        (before[place.zip], place.zone)
        for place in places
        if place.zip in before and before[place.zip] != place.zone
    )


def _store(model: type[models.Model], rows: list, columns: list[str]) -> None:
    model._default_manager.bulk_create(
        rows,
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["zip"],
        update_fields=columns,
    )


def _moves(moved: Counter) -> Iterator[str]:
    if moved:
        yield (
            f"{moved.total()} ZIP codes changed their time zone. A screening there "
            "keeps the zone it was announced with, until “From the ZIP code” is chosen "
            "under “Time zone” on its page for changes."
        )
    for (old, new), count in sorted(moved.items()):
        yield f"  {old} → {new}: {count}"


def _report(rows: list[dict], places: list[ZipPlace]) -> str:
    outside = Counter(row["state"] for row in rows if row["state"] not in STATES)
    named = ", ".join(f"{state} {count}" for state, count in sorted(outside.items()))
    pointless = sum(not place.has_point for place in places)
    return (
        f"Loaded {len(places):,} ZIP codes, {pointless} of them without coordinates; "
        f"skipped {outside.total()} outside the {len(STATES)} jurisdictions"
        + (f" ({named})." if named else ".")
    )
