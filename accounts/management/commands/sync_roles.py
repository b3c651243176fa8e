from django.core.management.base import BaseCommand, CommandError

from accounts import roles


class Command(BaseCommand):
    help = "Make the staff's roles hold what accounts/roles.py says. Safe to run again."

    def handle(self, **options) -> None:
        if missing := roles.unknown():
            raise CommandError(
                "No model declares these permissions: "
                + "; ".join(f"{role}: {', '.join(of)}" for role, of in missing.items())
            )
        for role, (gained, lost) in roles.sync().items():
            parts = [f"gained {', '.join(gained)}"] if gained else []
            parts += [f"lost {', '.join(lost)}"] if lost else []
            self.stdout.write(f"{role}: {'; '.join(parts) or 'unchanged'}.")
