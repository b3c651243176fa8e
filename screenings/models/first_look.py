"""The first look of staff at a leader's first screening: whose turn it is."""

from typing import TYPE_CHECKING

from django.utils import timezone

from screenings.choices import ScreeningStatus

if TYPE_CHECKING:
    from screenings.models.screening import Screening


class LookedAt:
    """What a screening says of its first look."""

    @property
    def is_waiting(self: "Screening") -> bool:
        """Whether staff are to look at it."""
        return self.status == ScreeningStatus.SUBMITTED

    @property
    def is_with_host(self: "Screening") -> bool:
        """Whether the first look waits for the host to mend what staff asked for."""
        return self.is_waiting and bool(self.staff_note)

    @property
    def days_of_turn(self: "Screening") -> int:
        """How many days whoever has the turn has had it."""
        since = self.turn_since or self.submitted_at
        return (timezone.now() - since).days if since else 0
