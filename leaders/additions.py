"""What other apps add to a leader's profile (`foundation.additions`).

A provider gets the leader and may ask the database twice: the page has three queries
in all, and one is spent.
"""

from foundation.additions import Additions
from leaders.models import Leader

PROFILES: Additions[Leader] = Additions()
#: Beside the facts of a leader, on the page for staff; one query each.
STAFF_PAGES: Additions[Leader] = Additions()
register, additions_of = PROFILES.register, PROFILES.of
