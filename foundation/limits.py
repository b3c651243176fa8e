"""How often something may be tried: counted in one SQL statement, for all workers."""

import hashlib
import ipaddress
import time

from django.conf import settings
from django.db import connection
from django.http import HttpRequest


def spend(name: str, key: str, *, allowed: int, seconds: int) -> bool:
    """Count one try of `name` by `key`; tell whether it is within `allowed`.

    The windows are fixed on the clock, `seconds` long each. The key is stored as a
    hash, so no address or e-mail lies in the table.
    """
    window = int(time.time()) // seconds
    digest = hashlib.sha256(
        f"{settings.SECRET_KEY}:{name}:{key}:{window}".encode()
    ).hexdigest()[:40]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO foundation_ratelimit (key, tries, until) "
            "VALUES (%s, 1, to_timestamp(%s)) "
            "ON CONFLICT (key) DO UPDATE SET tries = foundation_ratelimit.tries + 1 "
            "RETURNING tries",
            [digest, (window + 1) * seconds],
        )
        (tries,) = cursor.fetchone()
    return tries <= allowed


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
