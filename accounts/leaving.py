"""What hangs on a member of the staff who goes, and to whom it is handed over.

Cases and evenings outlast whoever has them. `accounts` knows none of it: the app that
does registers a `Keeper` in its `AppConfig.ready`. The keepers hand everything over in
the transaction that ends the role, before the rights are gone.
"""

from typing import Protocol

from accounts.models import User
from accounts.remembered import once_a_page


class Keeper(Protocol):
    """What an app that has things hanging on staff gives."""

    def held_by(self, person: User) -> list[str]:
        """What the person has now, and where it goes if nobody is chosen."""

    def needs_account(self, person: User) -> str:
        """Why the person’s own account must stay open; "" where nothing says so."""

    def hand_over(self, person: User, to: User | None, by: User) -> None:
        """Give it to somebody, or back to where anybody may take it.

        Raises `Refused`, and nobody goes.
        """


KEEPERS: list[Keeper] = []


def register(keeper: Keeper) -> None:
    """Ask `keeper` whenever a member of the staff goes; twice changes nothing."""
    if keeper not in KEEPERS:
        KEEPERS.append(keeper)


def held_by(person: User) -> list[str]:
    """Everything that hangs on the person, a sentence each."""
    return [sentence for keeper in KEEPERS for sentence in keeper.held_by(person)]


@once_a_page
def needs_account(person: User) -> str:
    """Why the account must stay open when the role ends, in a sentence, or ""."""
    return next(filter(None, (each.needs_account(person) for each in KEEPERS)), "")


def hand_over(person: User, to: User | None, by: User) -> None:
    """Let every keeper give on what the person has."""
    for keeper in KEEPERS:
        keeper.hand_over(person, to, by)
