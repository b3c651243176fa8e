"""Whom a member of the staff must not vet: colleagues, and those who named them."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress

from accounts.models import User
from leaders.models import Application, Leader
from places.models import Agency


@dataclass(frozen=True)
class _Agency:
    """An agency as somebody gave it: matched by staff, or as typed."""

    pk: int | None
    name: str
    state: str

    def is_one_with(self, other: "_Agency") -> bool:
        if self.pk is not None and self.pk == other.pk:
            return True
        return bool(self.name) and (self.name, self.state) == (other.name, other.state)


def speaks_for(application: Application, person: User) -> bool:
    """Whether the applicant gave one of the person's addresses as whose word counts.

    It may be the supervisor, or somebody else who can speak for the applicant.
    """
    return application.supervisor_email.casefold() in addresses_of(person)


def of_one_agency(officer: Application | Leader, person: User) -> bool:
    """Whether the person works, leads or asks to lead for the officer's agency."""
    theirs = _agency(officer.agency_id, officer.agency_name, officer.state)
    return any(own.is_one_with(theirs) for own in _agencies(person))


def addresses_of(person: User) -> frozenset[str]:
    """All addresses of a person, asked for once in a request."""
    if not hasattr(person, "_own_addresses"):
        further = EmailAddress.objects.filter(user=person).values_list(
            "email", flat=True
        )
        person._own_addresses = frozenset(
            address.casefold() for address in (person.email, *further)
        )
    return person._own_addresses


def _agencies(person: User) -> list[_Agency]:
    """The agencies of a person who works, leads or applies, asked once in a request.

    Staff say for which they work; of those who lead or apply it is known otherwise.
    """
    if not hasattr(person, "_own_agencies"):
        columns = ("agency_id", "agency_name", "state")
        led = Leader.objects.order_by().filter(user=person).values_list(*columns)
        asked = Application.objects.order_by().filter(applicant=person, state__gt="")
        works = Agency.objects.order_by().filter(pk=person.agency_id)
        rows = led.union(
            asked.values_list(*columns), works.values_list("pk", "name", "state")
        )
        person._own_agencies = [_agency(*row) for row in rows]
    return person._own_agencies


def _agency(pk: int | None, name: str, state: str) -> _Agency:
    letters = "".join(letter for letter in name.casefold() if letter.isalnum())
    return _Agency(pk, letters, state)
