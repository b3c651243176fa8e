"""How long films are and how much one may type to search, each named once."""

from datetime import timedelta

from foundation.words import Range

# Lengths of films: officers choose by minutes first.

#: A film for roll call is at most this long,
ROLL_CALL = timedelta(minutes=10)
#: a short one,
SHORT = timedelta(minutes=20)
#: and one of middle length.
MEDIUM = timedelta(minutes=35)
#: Minutes that we believe of a film.
FILM_MINUTES = Range(1, 600)

# Search.

#: Letters in what somebody looks for.
SEARCH_LETTERS = 200

# Help lines.

#: A check of a help line or a law holds for this; then staff are asked to look again.
HELP_CHECK_HOLDS = timedelta(days=365)
#: Shown without a check only where the newest source is from this year or later.
HELP_SOURCE_YEAR = 2023
