"""The mails about screenings to the staff, one function for each."""

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from screenings.emails import OFFICE, about_screening
from screenings.models import Screening


def _to_staff(
    screening: Screening, name: str, *, to: User | None = None, key: str | None = None
) -> bool:
    """Mail one member of the staff about it; the program office where none is named.

    False where the mail with this key was queued before; a version's own is the usual.
    """
    path = reverse("admin:screenings_screening_change", args=[screening.pk])
    return about_screening(
        screening,
        name,
        to=to.email if to else settings.PROGRAM_OFFICE_EMAIL,
        who=str(to or OFFICE),
        key=key or str(screening.version),
        reader=to,
        staff_url=settings.SITE_URL + path,
    )


def ask_for_a_look(screening: Screening) -> None:
    """Tell the program office that a leader's first screening waits for staff."""
    _to_staff(screening, "first_look")


def hand_over_the_look(screening: Screening, to: User) -> None:
    """Tell a colleague that the first look is theirs now."""
    _to_staff(screening, "look_handed_over", to=to)


def tell_of_mending(screening: Screening) -> None:
    """Tell whoever has the first look, or the office, that the host has mended it."""
    owner = screening.looked_at_by
    _to_staff(screening, "mended", to=owner if owner and owner.is_active else None)


def tell_office_of_no_date(screening: Screening) -> bool:
    """Tell the program office that a host who was asked gave no new date, once."""
    return _to_staff(screening, "date_wanted_office", key=str(screening.sequence))


def tell_office_of_impossible_hour(screening: Screening) -> None:
    """Tell the program office that a host has to choose another hour."""
    _to_staff(screening, "impossible_hour_office")
