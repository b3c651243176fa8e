"""The last part of a profile's address."""

import re
from collections.abc import Iterator
from itertools import count

from django.utils.text import slugify

#: Small letters and numbers in groups joined by single hyphens.
SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"

#: Addresses under /leaders/ that are pages of their own, or may become some. The
#: two-letter states cannot clash: a slug has three characters at least.
RESERVED = (
    "about",
    "application",
    "apply",
    "ask",
    "atom",
    "away",
    "csv",
    "directory",
    "edit",
    "feed",
    "json",
    "map",
    "new",
    "onboarding",
    "portraits",
    "profile",
    "region",
    "regions",
    "search",
    "state",
    "states",
    "topics",
)


def candidates(name: str) -> Iterator[str]:
    """Yield addresses for a person's name, the plainest first, without end.

    Letters that are not Latin leave nothing behind: such a name becomes "leader".
    """
    # `slugify` keeps underscores, as a word's letters.
    base = re.sub(r"[-_]+", "-", slugify(name))[:50].strip("-")
    if base in RESERVED or len(base) < 3:
        base = f"leader-{base}".strip("-")
    yield base
    yield from (f"{base}-{number}" for number in count(2))
