from collections import Counter

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from places.models import ZipPlace
from places.states import STATES
from places.zones import FALLBACK, ZONES


class Command(BaseCommand):
    help = "Fill the table of ZIP codes from the zipcodes package. Safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-empty",
            action="store_true",
            help="Do nothing when the table has rows already.",
        )

    def handle(self, *, if_empty: bool = False, **options) -> None:
        if if_empty and ZipPlace.objects.exists():
            self.stdout.write("ZIP codes are loaded already.")
            return
        # Imported only here: it takes some 150 MB, which the web server need not.
        import zipcodes

        rows = zipcodes.list_all()
        places = [_place(row) for row in rows if row["state"] in STATES]
        with transaction.atomic():
            ZipPlace.objects.bulk_create(
                places,
                batch_size=4000,
                update_conflicts=True,
                unique_fields=["zip"],
                update_fields=["city", "state", "county", "lat", "lng", "zone"],
            )
        self.stdout.write(_report(rows, places))


def _place(row: dict) -> ZipPlace:
    # 0°, 0° is the package's way of saying that it does not know.
    lat, lng = float(row["lat"] or 0), float(row["long"] or 0)
    known = bool(lat or lng)
    state, zone = row["state"], row["timezone"]
    return ZipPlace(
        zip=row["zip_code"],
        city=row["city"],
        state=state,
        county=row["county"] or "",
        lat=lat if known else None,
        lng=lng if known else None,
        # One row of 3.0.0 names its town where its zone should be.
        zone=zone if zone in ZONES else FALLBACK[state],
    )


def _report(rows: list[dict], places: list[ZipPlace]) -> str:
    outside = Counter(row["state"] for row in rows if row["state"] not in STATES)
    named = ", ".join(f"{state} {count}" for state, count in sorted(outside.items()))
    pointless = sum(not place.has_point for place in places)
    return (
        f"Loaded {len(places):,} ZIP codes, {pointless} of them without coordinates; "
        f"skipped {outside.total()} outside the 56 jurisdictions"
        + (f" ({named})." if named else ".")
    )
