"""What other apps add to a film's page (`foundation.additions`).

A provider gets the film and may ask the database once: the page has three queries in
all, and two are spent.
"""

from foundation.additions import Additions
from resources.models import Film

FILMS: Additions[Film] = Additions()
register, additions_of = FILMS.register, FILMS.of
