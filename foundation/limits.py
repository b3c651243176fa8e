"""How often something may be tried: counted in one SQL statement, for all workers."""

import hashlib
import ipaddress
import time
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.http import HttpRequest


def spend(name: str, key: str, *, allowed: int, seconds: int) -> bool:
    """Count one try of `name` by `key`; tell whether it is within `allowed`.

    The windows are fixed on the clock, `seconds` long each. The key is stored as a
    hash, so no address or e-mail lies in the table.
    """
    window = int(time.time()) // seconds
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO foundation_ratelimit (key, tries, until) "
            "VALUES (%s, 1, to_timestamp(%s)) "
            "ON CONFLICT (key) DO UPDATE SET tries = foundation_ratelimit.tries + 1 "
            "RETURNING tries",
            [_digest(name, key, window), (window + 1) * seconds],
        )
        (tries,) = cursor.fetchone()
    return tries <= allowed


@dataclass(frozen=True)
class Limit:
    """So many tries in any span of this length, wherever on the clock it begins."""

    tries: int
    within: timedelta


@dataclass(frozen=True)
class Place:
    """One try that was taken: the row it is kept in, and how many are still free."""

    row: str
    left: int


def take(name: str, key: str, limit: Limit) -> Place | None:
    """Take one of the tries at `name` by `key`; None if none is free.

    Each try holds a place of its own, which is free again after `limit.within`, so
    that no span of this length sees more tries. One that is refused takes none, and
    `give_back` frees the place of a try that should not count. Keys lie hashed.
    """
    now = time.time()
    rows = [_digest(name, key, f"place {number}") for number in range(limit.tries)]
    until = now + limit.within.total_seconds()
    for _try in rows:
        with connection.cursor() as cursor:
            cursor.execute(_TAKE, {"rows": rows, "now": now, "until": until})
            free, row = cursor.fetchone()
        if row:
            return Place(row, free - 1)
        if not free:
            return None
        # Somebody else took the same place in this moment: look for another.
    return None


def give_back(place: Place) -> None:
    """Free the place of a try that should not count after all."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM foundation_ratelimit WHERE key = %s", [place.row])


_TAKE = """
WITH free AS (
    SELECT wanted.key FROM unnest(%(rows)s) AS wanted (key)
    LEFT JOIN foundation_ratelimit AS held
        ON held.key = wanted.key AND held.until > to_timestamp(%(now)s)
    WHERE held.key IS NULL
), taken AS (
    INSERT INTO foundation_ratelimit (key, tries, until)
    SELECT key, 1, to_timestamp(%(until)s) FROM free ORDER BY random() LIMIT 1
    ON CONFLICT (key) DO UPDATE SET until = excluded.until
        WHERE foundation_ratelimit.until <= to_timestamp(%(now)s)
    RETURNING key
)
SELECT (SELECT count(*) FROM free), (SELECT key FROM taken)
"""


def _digest(name: str, key: str, part: object) -> str:
    text = f"{settings.SECRET_KEY}:{name}:{key}:{part}"
    return hashlib.sha256(text.encode()).hexdigest()[:40]


def address_of(request: HttpRequest) -> str:
    """Return the client's network address, past the proxies we were told to trust."""
    hops = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if hops and len(forwarded) >= hops:
        return forwarded[-hops].strip()
    return request.META.get("REMOTE_ADDR", "")


def network_of(request: HttpRequest) -> str:
    """Return whom a limit counts for a visitor: the address, of IPv6 its /64.

    One household or one rented server holds a whole /64 and may change its address at
    every request.
    """
    address = address_of(request)
    try:
        if ipaddress.ip_address(address).version == 6:
            return str(ipaddress.ip_network(f"{address}/64", strict=False))
    except ValueError:
        pass
    return address
