"""The staff's pages: the queue, one application, the decision, the leaders.

In reading order: `queue` is the list of applications and the way to their pages;
`rows` reads what a page needs in few queries; `steps` has the forms of the staff's
steps; `review`, `decision`, `claiming` and `matching` are one page each, plain
functions that get the admin they hang on; `address`, `notes` and `hiding` are pages
beside a record's own; `roster` is the list of leaders and a leader's page; `ranks` are
the words by which ranks are put in bands.
"""

from leaders.admin.queue import ApplicationAdmin
from leaders.admin.ranks import RankWordAdmin
from leaders.admin.roster import LeaderAdmin

__all__ = ["ApplicationAdmin", "LeaderAdmin", "RankWordAdmin"]
