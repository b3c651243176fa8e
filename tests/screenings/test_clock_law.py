"""A change of clock law moves no evening: not on pages, not in calendars."""

from struct import pack

import pytest

pytestmark = pytest.mark.django_db

#: Central Time as its people keep it now, and as a law might change it.
ALWAYS_SUMMER = "CDT5"
#: Clocks go from 6:30 pm to 7:30 pm on the day `%s` of the year (of 365), or back.
SKIPS = "CST6CDT,J%s/18:30,J%s/23"
REPEATS = "CDT5CST,J%s/19:30,J%s/23"


def zone_file(law: str) -> bytes:
    """A file of zone data without history (RFC 8536), where only `law` counts."""
    counts = pack(">6l", 0, 0, 0, 0, 1, 4)
    body = pack(">lbb", -6 * 3600, 0, 0) + b"CST\0"
    block = b"TZif2" + bytes(15) + counts + body
    return block + block + f"\n{law}\n".encode()
