"""How long invitations, sign-ups, codes and sessions last, each named once."""

from datetime import timedelta

from django.conf import settings

#: The link of an invitation to the staff works for this.
INVITATION_WORKS = timedelta(days=3)
#: A sign-up whose address nobody confirms is kept for this.
UNCONFIRMED_KEPT = timedelta(days=7)
#: Staff who do nothing for this long sign in again,
STAFF_IDLE = timedelta(seconds=settings.STAFF_IDLE_SECONDS)
#: and whatever they do after this.
STAFF_SESSION = timedelta(seconds=settings.STAFF_SESSION_SECONDS)
#: Everybody else stays signed in until the browser closes, but not for longer.
SESSION = timedelta(seconds=settings.SESSION_COOKIE_AGE)
#: A code to sign in or to confirm an address works for this.
CODE_WORKS = timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)
#: A link to choose a new password works for this.
RESET_WORKS = timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
#: Tries under a network address: an hour counts, and within one more they are removed.
TRIES_KEPT = timedelta(hours=2)
