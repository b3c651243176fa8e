"""What other apps add to a film's page, and say of its use (`foundation.additions`).

A provider gets the film and may ask the database once: the page has three queries in
all, and two are spent.
"""

from foundation.additions import Additions
from resources.models import Film

FILMS: Additions[Film] = Additions()
register, additions_of = FILMS.register, FILMS.of

#: What uses a film: staff read it before they hide the film from visitors.
USES: Additions[Film] = Additions()
