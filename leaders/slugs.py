"""The last part of a profile's address."""

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


def candidates(name: str):
    """Yield addresses for a person's name, the plainest first, without end."""
    base = slugify(name)[:50].strip("-") or "leader"
    if len(base) < 3 or base in RESERVED:
        base = f"leader-{base}"
    yield base
    number = 2
    while True:
        yield f"{base}-{number}"
        number += 1


def free_slug(name: str) -> str:
    """Return the plainest address that no leader has or had."""
    from leaders.models import Leader, OldSlug

    base = next(candidates(name))
    taken = set(
        Leader.objects.filter(slug__startswith=base).values_list("slug", flat=True)
    ) | set(
        OldSlug.objects.filter(slug__startswith=base).values_list("slug", flat=True)
    )
    return next(slug for slug in candidates(name) if slug not in taken)
