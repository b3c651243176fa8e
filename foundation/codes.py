"""Codes people read aloud and type: Crockford's base 32, without I, L, O and U."""

import secrets

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_READ_AS = str.maketrans({"o": "0", "i": "1", "l": "1"})


def new_code(length: int = 6) -> str:
    """Return a random code of `length` characters (30 bits for six)."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def read_code(text: str) -> str:
    """Return the code somebody typed, forgiving case, hyphens and look-alikes."""
    return text.strip().lower().replace("-", "").translate(_READ_AS)
