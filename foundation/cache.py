"""The cache in which allauth counts, when the database can only be read."""

from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import connection

from foundation.away import ReadOnly


class Counts(DatabaseCache):
    """Django's own, but a count that cannot be written is no spent limit.

    Django's says "somebody else holds it" for every fault of the database, and whoever
    signs in would read that they tried too often.
    """

    def add(
        self,
        key: str,
        value: Any,
        timeout: Any = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> bool:
        """Tell whether the key was free; raise ReadOnly where nobody can know."""
        is_added = super().add(key, value, timeout, version)
        if not is_added and _may_only_be_read():
            raise ReadOnly
        return is_added


def _may_only_be_read() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SHOW transaction_read_only")
        return cursor.fetchone()[0] == "on"
