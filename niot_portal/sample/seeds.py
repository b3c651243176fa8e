"""Choices that are the same on every machine."""

from random import Random

from foundation.codes import ALPHABET


def seeded(*parts: object) -> Random:
    """Return a source of choices that follows from `parts` alone."""
    return Random(" ".join(map(str, parts)))  # noqa: S311  # nosec B311


def code(*parts: object) -> str:
    """Return a code of six characters that follows from `parts` alone."""
    return "".join(seeded("code", *parts).choices(ALPHABET, k=6))
