"""What writing to the program office allows, and what counts as soon on the desk."""

from datetime import timedelta

from django.conf import settings

from foundation.limits import Limit

# Messages to the program office.

#: Letters of a message.
MESSAGE_LETTERS = 4000
#: Messages from one connection.
MESSAGES = Limit(5, timedelta(hours=1))
#: Receipts to one address: anybody may type it, so nobody gets many.
RECEIPTS = Limit(3, timedelta(hours=24))

# Reading.

#: The cookie that protects forms is kept for this.
FORM_COOKIE_KEPT = timedelta(seconds=settings.CSRF_COOKIE_AGE)

# The desk.

#: From so long before a screening on, its host is asked to look who comes.
SOON = timedelta(days=10)
