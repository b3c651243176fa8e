"""Links in mail: a token derived from the record, so that nothing needs storing.

The same record gives the same token in every mail until its `token_version` is raised,
which ends all links at once. 160 bits of HMAC-SHA-256 (RFC 2104), bound to a purpose.
"""

import base64
import hmac
from typing import TypeVar

from django.conf import settings
from django.db import models

Record = TypeVar("Record", bound=models.Model)
_LENGTH = 32  # characters of the signature: 160 bits in base 32


class BadToken(Exception):
    """The token belongs to no record, another purpose, or was revoked."""


def token_for(purpose: str, obj: models.Model) -> str:
    """Return the token of `obj`, which has an integer key and a `token_version`."""
    return f"{_number(obj.pk)}-{_sign(settings.SECRET_KEY, purpose, obj)}"


def read_token(purpose: str, token: str, records: models.QuerySet[Record]) -> Record:
    """Return the record of `records` that `token` was made for, or raise `BadToken`."""
    number, _, signature = token.partition("-")
    try:
        pk = int(number, 36) if len(number) <= 12 else 0
    except ValueError:
        raise BadToken from None
    obj = records.filter(pk=pk).first() if 0 < pk < 2**62 else None
    if obj is None:
        raise BadToken
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        if hmac.compare_digest(_sign(key, purpose, obj).encode(), signature.encode()):
            return obj
    raise BadToken


def _number(pk: int) -> str:
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    text = ""
    while pk:
        pk, rest = divmod(pk, 36)
        text = digits[rest] + text
    return text or "0"


def _sign(key: str, purpose: str, obj: models.Model) -> str:
    message = f"{purpose}:{obj._meta.label}:{obj.pk}:{obj.token_version}"
    digest = hmac.new(key.encode(), message.encode(), "sha256").digest()
    return base64.b32encode(digest).decode().lower()[:_LENGTH]
