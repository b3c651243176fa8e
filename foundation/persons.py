"""Who is signed in, asked without reading anything for a visitor."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest

from foundation.away import is_away

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User


def person_of(request: HttpRequest) -> "User | None":
    """Return who is signed in; nothing is read for a visitor without a session.

    Nobody while the database is away: pages that need none are answered all the same.
    """
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    user = getattr(request, "user", None)
    try:
        return user if user is not None and user.is_authenticated else None
    except DatabaseError as error:
        if not is_away(error):
            raise
        return None
