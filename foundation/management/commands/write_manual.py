from django.core.management.base import BaseCommand

from foundation import manual


class Command(BaseCommand):
    help = "Fill the manual from the code: named values, and what may follow what."

    def handle(self, **options) -> None:
        for page, text in manual.pages().items():
            if page.read_text() != text:
                page.write_text(text)
                self.stdout.write(f"Wrote {page.relative_to(manual.DOCS)}.")
