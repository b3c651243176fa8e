"""Screenings, and the seats reserved at them; the two meet in one foreign key."""

from screenings.models.reservation import Reservation
from screenings.models.screening import SEATS_RULE, Screening

__all__ = [
    "SEATS_RULE",
    "Reservation",
    "Screening",
]
