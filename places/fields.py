import re

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from foundation.fields import LineField
from foundation.formfields import Line
from foundation.text import plain

#: For a check constraint on a column of ZIP codes.
FIVE_DIGITS = r"^[0-9]{5}$"

_five_digits = RegexValidator(FIVE_DIGITS, _("A ZIP code has five digits."))
_ZIP = re.compile(r"([0-9]{5})(?:[ -]*[0-9]{4}|[ -]+)?")

#: Longest text that a box for a ZIP code takes: ZIP+4 with what is pasted around it.
ZIP_BOX = 24


def five_digits(text: str) -> str:
    """Return the five digits of a ZIP code or ZIP+4 however it is typed, else "".

    "53154–1234", "53154 1234" and full-width digits are understood.
    """
    found = _ZIP.fullmatch(plain(text)) if len(text) <= 10 * ZIP_BOX else None
    return found[1] if found else ""


class ZipLine(Line):
    """A ZIP code or ZIP+4 as five digits; `ZipFormField` also looks it up."""

    def __init__(self, *, max_length: int = ZIP_BOX, **kwargs) -> None:
        super().__init__(max_length=max(max_length, ZIP_BOX), **kwargs)

    def to_python(self, value):
        return five_digits(str(value or "")) or super().to_python(value)


class ZipField(LineField):
    """A five-digit ZIP code, kept as text for its leading zeros."""

    default_validators = [*LineField.default_validators, _five_digits]

    def __init__(self, *args, **kwargs) -> None:
        kwargs.setdefault("max_length", 5)
        super().__init__(*args, **kwargs)

    def to_python(self, value):
        value = super().to_python(value)
        return (five_digits(value) or value) if isinstance(value, str) else value

    def formfield(self, **kwargs) -> forms.Field:
        return super().formfield(**{"form_class": ZipLine, **kwargs})
