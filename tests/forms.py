"""Filling in guarded forms as a person would: not in the first two seconds."""

import time

from django.core import signing

from foundation.forms import _SALT


def opened(seconds_ago: int = 30) -> str:
    """Return the stamp of a form that was opened some seconds ago."""
    return signing.dumps(int(time.time()) - seconds_ago, salt=_SALT)
