"""How long sign-ups, sessions and counts of tries are kept, each named once."""

from datetime import timedelta

from django.conf import settings

#: A sign-up whose address nobody showed to be theirs goes after this.
UNCONFIRMED_KEPT = timedelta(days=7)
#: Whoever signed in is signed out after this at the latest.
SIGNED_IN_AT_MOST = timedelta(seconds=settings.SESSION_COOKIE_AGE)
#: Tries under a network address: an hour counts, and within one more they are removed.
TRIES_KEPT = timedelta(hours=2)
