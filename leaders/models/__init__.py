"""Applications to lead, and leaders; the two meet in one foreign key."""

from leaders.models.application import Application, InfoRequest
from leaders.models.leader import Leader, OldSlug, Sanction

__all__ = ["Application", "InfoRequest", "Leader", "OldSlug", "Sanction"]
