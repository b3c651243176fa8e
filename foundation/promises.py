"""How long mails are kept and tried, forms stay open, whoever is too quick waits, and
how large a picture may be.

Pages, error sentences and the manual take their words from these values.
"""

from datetime import timedelta

from foundation.words import Bytes

# Mail.

#: The words and the address of a mail are kept for this.
MAIL_KEPT = timedelta(days=30)
#: Those of account mail, which holds codes and links to set a password.
ACCOUNT_MAIL_KEPT = timedelta(days=2)
#: How long to wait after each failed attempt; after the last one a mail is given up.
BACK_OFF = tuple(
    timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 720, 1440)
)
#: How often a mail is tried in all.
MAIL_TRIES = len(BACK_OFF) + 1
#: Staff are told when a mail has waited for longer.
MAIL_IS_LATE = timedelta(minutes=10)

# Forms.

#: Nobody reads and fills a form sooner.
FORM_QUICKEST = timedelta(seconds=2)
#: A form that was open for longer is to be looked over once more.
FORM_OPEN = timedelta(hours=24)
#: What was sent after its session ended waits for this to be sent again.
FORM_KEPT = timedelta(hours=24)
#: So many of these forms wait for one person; an older one makes room.
KEPT_FORMS = 5
#: A form with more characters than this is not kept.
KEPT_LARGEST = 200_000
#: Whoever tried too often is asked to wait for this.
WAIT_AFTER_TOO_MANY = timedelta(minutes=15)

# Pictures.

#: The largest file that anybody can send.
LARGEST_UPLOAD = Bytes(25_000_000)
#: The largest request: that file, and the form around it.
LARGEST_REQUEST = Bytes(LARGEST_UPLOAD.number + 1_000_000)
#: Pixels of the largest JPEG, which is decoded at a part of its size.
LARGEST_JPEG = 50_000_000
#: Pixels of the largest PNG or WebP file, which must be decoded whole.
LARGEST_OTHER_PICTURE = 24_000_000
#: Pixels of the longer side of what is kept of a portrait.
PORTRAIT_SIDE = 800
#: Pixels that each side of an uploaded portrait needs.
PORTRAIT_LEAST = 200

# Trouble.

#: When to come back while the database is away.
BACK_SOON = timedelta(seconds=30)
#: A job that failed, or died, is tried again this soon, unless it is due even sooner.
JOB_RETRY = timedelta(minutes=5)

# Kept pages.

#: A public page is made anew after this, though nothing it shows has changed.
KEPT_AT_MOST = timedelta(minutes=5)
#: No transaction lasts as long: what changed before it is over for everybody.
LONGEST_TRANSACTION = timedelta(minutes=10)
