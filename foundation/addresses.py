"""One reading of an e-mail address, for every field that takes one and for the outbox.

What two people would take for the same address is stored as the same text, and what
mail cannot be sent to is refused before it is stored. Nothing is looked up.
"""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email as looks_like_one
from django.utils.translation import gettext_lazy as _
from email_validator import (
    SPECIAL_USE_DOMAIN_NAMES,
    EmailNotValidError,
    validate_email,
)

from foundation.text import one_line, tidy

#: Characters of a whole address and of what stands before the @ (RFC 5321, 4.5.3.1).
LONGEST, LONGEST_NAME = 254, 64
#: Nothing longer is looked at: marks that go again would make it so long.
_LONGEST_TYPED = 1000
#: Full-width letters, digits and signs, and the full stops of other scripts.
_FULL_WIDTH = {0xFF01 + n: 0x21 + n for n in range(94)} | {0x3002: ".", 0xFF61: "."}
#: Marks that no address needs: of direction, of joining, of how a letter is drawn.
_HIDDEN = re.compile("[\u061c\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff]")
#: What a link in a page or a mail program puts before an address that is copied.
_SCHEME = re.compile("mailto:", re.I)


def read_address(text: str) -> str:
    """Return an address as we keep it and write to it, or raise `ValidationError`.

    Lower case, at most 254 characters, plain letters before the @ (our mail goes
    without SMTPUTF8), a foreign domain in its ASCII form (IDNA 2008). Hidden marks,
    full-width letters and spaces at the ends or around the @ are put right.
    """
    text = _as_typed(text)
    one_line(text)
    name, _at, domain = text.partition("@")
    if not name or not domain or "@" in domain:
        raise ValidationError(
            _("Give one address with one @ in it, such as name@agency.example."),
            code="invalid",
        )
    if " " in text or "\t" in text:
        raise ValidationError(
            _("Give the address alone, without a space in it."), code="invalid"
        )
    if not name.isascii():
        raise _accented()
    if len(name) > LONGEST_NAME or len(text) > LONGEST:
        raise _too_long()
    return _checked(text)


def _as_typed(text: str) -> str:
    """Without what nobody meant to type; raise for a letter that would turn another."""
    text = text.strip()
    if len(text) > _LONGEST_TYPED:
        raise _too_long()
    # The Kelvin sign is a K after normalization: a name that looks like, and becomes,
    # somebody else's (CVE-2019-19844).
    if any(
        not one.isascii() and unicodedata.normalize("NFC", one).isascii()
        for one in text
        if not one.isspace()
    ):
        raise _accented()
    text = tidy(_HIDDEN.sub("", text)).translate(_FULL_WIDTH)
    return re.sub(" *@ *", "@", _SCHEME.sub("", text, count=1).strip())


def _checked(text: str) -> str:
    try:
        found = validate_email(
            text, check_deliverability=False, allow_smtputf8=False, strict=True
        )
        address = (found.ascii_email or "").lower()
        looks_like_one(address)
    except (EmailNotValidError, ValidationError):
        raise _unreachable(text) from None
    if len(address) > LONGEST:
        raise _too_long()
    return address


def _unreachable(text: str) -> ValidationError:
    end = text.rpartition(".")[2].lower()
    if end in SPECIAL_USE_DOMAIN_NAMES:
        return ValidationError(
            _("No mail can be sent to an address that ends in “.%(end)s”."),
            code="invalid",
            params={"end": end},
        )
    return ValidationError(
        _("No mail can be sent to this address. Look for a slip of the keys in it."),
        code="invalid",
    )


def _accented() -> ValidationError:
    return ValidationError(
        _("Use plain letters without accents before the @."), code="plain"
    )


def _too_long() -> ValidationError:
    return ValidationError(
        _("An address has at most %(all)s characters, %(name)s of them before the @."),
        code="max_length",
        params={"all": LONGEST, "name": LONGEST_NAME},
    )
