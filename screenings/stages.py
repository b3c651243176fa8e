"""Where first looks stand, for the staff's list and for what counts them."""

from django.db.models import Q

from accounts.models import User
from screenings.choices import ScreeningStatus

#: Whose turn it is: nobody's of the staff yet, one's own, the host's.
LOOKS = ("look-free", "look-mine", "look-host")


def in_look(name: str, person: User) -> Q:
    """Return which screenings stand there, for one member of the staff."""
    waiting = Q(status=ScreeningStatus.SUBMITTED)
    if name == "look-host":
        return waiting & ~Q(staff_note="")
    with_staff = waiting & Q(staff_note="")
    if name == "look-mine":
        return with_staff & Q(looked_at_by=person)
    return with_staff & Q(looked_at_by=None)
