"""Codes people read aloud and type: Crockford's base 32, without I, L, O and U."""

import secrets

from foundation.text import plain

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_READ_AS = str.maketrans({"o": "0", "i": "1", "l": "1"})


def new_code(length: int = 6) -> str:
    """Return a random code of `length` characters (30 bits for six)."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def read_code(text: str) -> str:
    """Return the code somebody typed, forgiving case, dashes, spaces, look-alikes."""
    typed = plain(text).lower().replace("-", "").replace(" ", "")
    return typed.translate(_READ_AS)
