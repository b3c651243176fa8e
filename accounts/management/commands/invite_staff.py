from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from accounts import roles, staff
from accounts.promises import INVITATION_WORKS
from foundation import formfields
from foundation.addresses import read_address
from foundation.words import in_words


class Command(BaseCommand):
    help = "Make somebody a member of the staff and send a link to choose a password."

    def add_arguments(self, parser) -> None:
        parser.add_argument("email")
        parser.add_argument("--role", choices=sorted(roles.ROLES), default="")
        parser.add_argument("--name", default="", help="As colleagues know them.")
        parser.add_argument(
            "--superuser",
            action="store_true",
            help="May do everything, roles included. Two such accounts are enough.",
        )

    def handle(
        self, *, email: str, role: str, name: str, superuser: bool, **options
    ) -> None:
        if not role and not superuser:
            raise CommandError(f"Give --role: {' or '.join(sorted(roles.ROLES))}.")
        try:
            email = read_address(email)
            name = formfields.Line(max_length=120, required=False).clean(name)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        call_command("sync_roles", stdout=self.stderr)
        link = staff.invite(email, role=role, name=name, superuser=superuser)
        self.stdout.write(
            f"{email} is on the staff now ({role or 'superuser'}).\n\n"
            f"The link to choose a password, also sent by mail, works once and for "
            f"{in_words(INVITATION_WORKS)}:\n{link}\n\n"
            "Next: open it, choose a password, sign in, and set up a second factor "
            "(an authenticator app or a passkey). The staff site opens after that."
        )
