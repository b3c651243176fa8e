"""Applications to lead, and leaders: the two meet in one foreign key; and ranks."""

from leaders.models.application import Application, InfoRequest
from leaders.models.leader import Leader, OldSlug, Sanction
from leaders.models.note import LeaderNote
from leaders.models.rank import RankWord

__all__ = [
    "Application",
    "InfoRequest",
    "Leader",
    "LeaderNote",
    "OldSlug",
    "RankWord",
    "Sanction",
]
