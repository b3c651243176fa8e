"""What a password may not be, beyond length and the list of common ones.

NIST SP 800-63B-4 section 3.1.1.2: a list of expected words, no rules of composition.
"""

import re
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

WORDS = (
    "notinourtown",
    "password",
    "department",
    "sheriff",
    "officer",
    "welcome",
    "lawenforcement",
    "network",
    "niot",
    "cops",
    "police",
    "portal",
)
ENOUGH = 8  # characters that are not one of these words


class ContextWords:
    """Refuses passwords that are little more than the network's own names."""

    def validate(self, password: str, user=None) -> None:
        """Raise `ValidationError` if too little is left without the names."""
        rest = re.sub(r"[^a-z0-9]", "", password.lower())
        has_word = False
        for word in WORDS:
            has_word |= word in rest
            rest = rest.replace(word, "")
        if has_word and len(rest) < ENOUGH:
            raise ValidationError(
                _("This password is mostly the name of the network. Add other words."),
                code="context",
            )

    def get_help_text(self) -> str:
        """Say the rule beside the field."""
        return _t("Do not build it from the name of the network.")


class NoRuns:
    """Refuses one character or a row of the keyboard's figures repeated to length."""

    def validate(self, password: str, user=None) -> None:
        """Raise `ValidationError` if nearly every character follows from the last."""
        surprises = sum(abs(ord(one) - ord(two)) > 1 for one, two in pairwise(password))
        if surprises < 5 or len(set(password)) < 5:
            raise ValidationError(
                _("This password repeats itself. Use several words."), code="runs"
            )

    def get_help_text(self) -> str:
        """Say the rule beside the field."""
        return _t("Several words that do not belong together are best.")
