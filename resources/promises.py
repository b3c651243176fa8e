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
