"""Screenings, seats reserved at them, offers of them; foreign keys join them."""

from screenings.models.notices import ChangeNotice
from screenings.models.offer import HostOffer
from screenings.models.reservation import Reservation
from screenings.models.rules import ONLINE_RULE, SEATS_RULE
from screenings.models.screening import Screening
from screenings.models.talk import GuestQuestion, HostDigest, HostMessage

__all__ = [
    "ONLINE_RULE",
    "SEATS_RULE",
    "ChangeNotice",
    "GuestQuestion",
    "HostDigest",
    "HostMessage",
    "HostOffer",
    "Reservation",
    "Screening",
]
