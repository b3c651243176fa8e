"""What a passkey's answer may look like, before a library reads it.

The browser's script sends JSON. Anybody may send anything: what is no such answer, or
nested thousands deep, or of another form, is a sentence and no error of ours.
"""

import json
import re
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_LONGEST = 20_000  # characters; a usual answer has about two thousand
_BASE64URL = re.compile(r"[A-Za-z0-9_-]*={0,2}")
#: The parts of an answer when a passkey is added, and when it is used (W3C Web
#: Authentication Level 3, section 5.1.8).
_KINDS = (
    {"clientDataJSON", "attestationObject"},
    {"clientDataJSON", "authenticatorData", "signature"},
)
#: What readers of JSON, CBOR and keys raise for bytes that somebody made up.
_UNREADABLE = (
    ArithmeticError,
    AttributeError,
    LookupError,
    NotImplementedError,
    RecursionError,
    TypeError,
    UnsupportedAlgorithm,
    ValueError,
    struct.error,
)


class Answer(forms.CharField):
    """The hidden field with a passkey's answer; it gives the answer as a dict."""

    widget = forms.HiddenInput
    default_error_messages = {
        "required": _(
            "No passkey was sent. A passkey needs JavaScript: turn it on, or use "
            "another way."
        )
    }

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return text
        with refusing_nonsense():
            if len(text) > _LONGEST:
                raise ValueError
            return _answer_of(json.loads(text))

    def bound_data(self, data: Any, initial: Any) -> str:
        # An answer works once: a page that is drawn again waits for a new one.
        return ""


@contextmanager
def refusing_nonsense() -> Iterator[None]:
    """Turn whatever a reader makes of a forged answer into one sentence."""
    try:
        yield
    except (ValidationError, *_UNREADABLE):
        raise ValidationError(
            _("The passkey did not work. Try it once more, or use another way."),
            code="passkey",
        ) from None


def _answer_of(found: dict[str, Any]) -> dict[str, Any]:
    """The parts we know, each of its own kind; raise for anything that lacks one."""
    given = found["response"]
    (kind,) = [kind for kind in _KINDS if kind <= set(given)]
    response = {name: _bytes(given[name]) for name in kind}
    if given.get("userHandle") is not None:
        response["userHandle"] = _bytes(given["userHandle"])
    extensions = found.get("clientExtensionResults") or {}
    is_resident = (extensions.get("credProps") or {}).get("rk")
    return {
        "type": "public-key",
        "id": _bytes(found["id"]),
        "rawId": _bytes(found["rawId"]),
        "response": response,
        "clientExtensionResults": {"credProps": {"rk": is_resident is True}}
        if is_resident is not None
        else {},
    }


def _bytes(value: str) -> str:
    """A run of bytes as it stands in JSON (base64url); raise for anything else."""
    if not _BASE64URL.fullmatch(value):
        raise ValueError
    return value
