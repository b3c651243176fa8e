"""What other apps add to a leader's profile (`foundation.extras`).

A provider gets the leader and may ask the database twice: the page has three queries
in all, and one is spent.
"""

from foundation.extras import Extras
from leaders.models import Leader

PROFILES: Extras[Leader] = Extras()
register, extras_of = PROFILES.register, PROFILES.of
