"""How long codes, links and sessions hold, and how often each door may be tried.

Pages, mails, error sentences and the manual take their words from these values. What
Django or allauth reads from the settings is only named here.
"""

from datetime import timedelta

from django.conf import settings

from foundation.limits import Limit

# What is mailed.

#: A code that proves an address works for this, in the browser that asked for it.
CODE_WORKS = timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)
#: So many wrong codes, and one asks for a new one.
CODE_TRIES = 3
#: So often the same page mails a code once more, or to another address.
CODE_MAILS_MORE = 2
#: A form that is sent again within this is the same wish.
SAME_PRESS = timedelta(minutes=1)
#: A link to choose a new password works for this.
RESET_WORKS = timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
#: An invitation to the staff works for this, and once.
INVITATION_WORKS = timedelta(days=3)
#: A reset of a second factor that nobody confirmed by then is over.
RESET_CONFIRMED = timedelta(hours=24)
#: A sign-up whose address nobody confirmed is kept for this.
UNCONFIRMED_KEPT = timedelta(days=7)

# Sessions.

#: Staff who do nothing for this are signed out (CJIS Security Policy AC-11).
STAFF_IDLE = timedelta(minutes=30)
#: Staff sign in again after this, however busy they are.
STAFF_SESSION = timedelta(hours=12)
#: Everybody else does after this at the latest.
SESSION = timedelta(seconds=settings.SESSION_COOKIE_AGE)
#: Changing how an account is opened asks again who it is after this.
PROOF_HOLDS = timedelta(seconds=settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)
#: New staff, and whoever lost a second factor, set up theirs after one sign-in, with
#: no further question for this.
FIRST_HOUR = timedelta(hours=1)
#: A browser in which somebody signed in is known to be theirs for this.
BROWSER_KNOWN = timedelta(days=180)

# What one chooses.

#: A password has at least so many characters.
PASSWORD_LEAST = settings.PASSWORD_LEAST

# How often. “Near” is one address from one network, or from one browser that is known
# to be its owner's; “all” is one address from all strange browsers together; “network”
# is one network, whatever the address.

#: Wrong passwords (CJIS Security Policy AC-7: five in fifteen minutes).
PASSWORDS_NEAR = Limit(5, timedelta(minutes=15))
#: The bound against guessing: no address sees more strange guesses than this.
PASSWORDS_ALL = Limit(20, timedelta(hours=1))
PASSWORDS_NETWORK = Limit(20, timedelta(minutes=15))
#: Wrong codes of the second step, tried by somebody who passed the first.
FACTORS_NEAR = Limit(5, timedelta(minutes=15))
FACTORS_ALL = Limit(10, timedelta(hours=1))
FACTORS_NETWORK = Limit(20, timedelta(minutes=15))
#: Mails with a code, to sign in or to confirm an address.
CODES_NEAR = Limit(5, timedelta(minutes=15))
CODES_ALL = Limit(20, timedelta(hours=1))
CODES_NETWORK = Limit(30, timedelta(minutes=15))
#: Mails with a link to a new password. Beyond the second no mail is sent, but the last
#: one still holds for half an hour and more: that door is never shut.
RESETS_NEAR = Limit(5, timedelta(hours=1))
RESETS_ALL = Limit(6, timedelta(minutes=30))
RESETS_NETWORK = Limit(20, timedelta(minutes=15))
#: New accounts.
SIGN_UPS_NETWORK = Limit(20, timedelta(hours=1))
#: Sign-ins by password of any kind, right or wrong: each costs a hashing.
SIGN_INS_NETWORK = Limit(30, timedelta(minutes=1))
#: Counts of tries are forgotten after this.
TRIES_KEPT = timedelta(days=1)
#: The owner is told of wrong passwords or codes once in this.
TOLD_AGAIN_AFTER = timedelta(days=1)
