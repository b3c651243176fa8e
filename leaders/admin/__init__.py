"""The staff's pages: the queue, one application, the decision, the leaders."""

from leaders.admin.queue import ApplicationAdmin
from leaders.admin.roster import LeaderAdmin

__all__ = ["ApplicationAdmin", "LeaderAdmin"]
