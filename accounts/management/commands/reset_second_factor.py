from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts import staff
from accounts.models import User
from foundation.addresses import read_address


class Command(BaseCommand):
    help = (
        "Remove somebody's second factor after it was lost, and end their sessions. "
        "Make sure first, not by mail, that it is the person."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("email")

    def handle(self, *, email: str, **options) -> None:
        try:
            user = User.objects.get(email=read_address(email))
        except (User.DoesNotExist, ValidationError):
            raise CommandError("There is no account with this address.") from None
        count = staff.reset_second_factor(user)
        removed = {0: "There was no factor to remove.", 1: "Removed one factor."}
        self.stdout.write(
            f"{removed.get(count, f'Removed {count} factors.')} "
            "Their sessions have ended and they are told by mail."
        )
        if user.is_staff:
            self.stdout.write("At the next sign-in they must set up a new one.")
