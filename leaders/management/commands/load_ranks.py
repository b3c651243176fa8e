from django.core.management.base import BaseCommand

from leaders import ranks


class Command(BaseCommand):
    help = (
        "Load the words for ranks that ship with the portal, by which leaders are put "
        "in bands. Safe to run again: what staff have edited stays as they left it."
    )

    def handle(self, **options) -> None:
        counts = ranks.load()
        self.stdout.write(
            f"ranks: {counts['created']} created, {counts['updated']} updated; "
            f"staff edits kept in {counts['kept']}."
        )
