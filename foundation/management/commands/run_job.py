from django.core.management.base import BaseCommand, CommandError

from foundation import scheduler


class Command(BaseCommand):
    help = "Run one of the worker's jobs now; without a name, list them."

    def add_arguments(self, parser) -> None:
        parser.add_argument("name", nargs="?")
        parser.add_argument(
            "--dry-run", action="store_true", help="Only say what would be done."
        )

    def handle(self, *, name: str | None, dry_run: bool, **options) -> None:
        known = scheduler.discover()
        if name is None:
            for job in sorted(known.values(), key=lambda job: job.name):
                self.stdout.write(f"{job.name}: {job.purpose}")
            return
        if name not in known:
            raise CommandError(
                f"There is no job {name!r}. The jobs are: {', '.join(sorted(known))}."
            )
        try:
            self.stdout.write(scheduler.run(name, dry_run=dry_run))
        except scheduler.Running:
            raise CommandError(f"{name} is running in another process.") from None
