"""What other apps add to a film's page (`foundation.extras`).

A provider gets the film and may ask the database once: the page has three queries in
all, and two are spent.
"""

from foundation.extras import Extras
from resources.models import Film

FILMS: Extras[Film] = Extras()
register, extras_of = FILMS.register, FILMS.of
