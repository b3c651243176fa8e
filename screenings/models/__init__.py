"""Screenings, and the seats reserved at them; the two meet in one foreign key."""

from screenings.models.reservation import (
    CONFIRM_WITHIN,
    GUESTS_KEPT,
    LARGEST_PARTY,
    Reservation,
)
from screenings.models.screening import SEATS_RULE, Screening

__all__ = [
    "CONFIRM_WITHIN",
    "GUESTS_KEPT",
    "LARGEST_PARTY",
    "SEATS_RULE",
    "Reservation",
    "Screening",
]
