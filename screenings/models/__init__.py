"""Screenings, and the seats reserved at them; the two meet in one foreign key."""

from screenings.models.notices import ChangeNotice
from screenings.models.reservation import Reservation
from screenings.models.rules import SEATS_RULE
from screenings.models.screening import Screening

__all__ = [
    "SEATS_RULE",
    "ChangeNotice",
    "Reservation",
    "Screening",
]
