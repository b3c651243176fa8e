"""What text people type may hold."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# C0 and C1 controls, line separators, and the marks that reverse reading direction
# (used to disguise names: Unicode TR 36). Lone surrogates cannot be stored at all.
_FORBIDDEN_IN_PROSE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_FORBIDDEN_IN_LINE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def tidy(text: str) -> str:
    """Return `text` in Unicode NFC with plain line ends and no outer white space."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text).strip()


def one_line(text: str) -> None:
    """Refuse line breaks, control characters and direction overrides."""
    if _FORBIDDEN_IN_LINE.search(text):
        raise ValidationError(
            _("Use letters, numbers and punctuation only, on one line."), code="line"
        )


def many_lines(text: str) -> None:
    """Refuse control characters and direction overrides; line breaks are welcome."""
    if _FORBIDDEN_IN_PROSE.search(text):
        raise ValidationError(
            _("Use letters, numbers and punctuation only."), code="prose"
        )
