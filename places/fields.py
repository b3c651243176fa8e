from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from foundation.fields import LineField

#: For a check constraint on a column of ZIP codes.
FIVE_DIGITS = r"^[0-9]{5}$"

_five_digits = RegexValidator(FIVE_DIGITS, _("A ZIP code has five digits."))


class ZipField(LineField):
    """A five-digit ZIP code, kept as text for its leading zeros."""

    default_validators = [*LineField.default_validators, _five_digits]

    def __init__(self, *args, **kwargs) -> None:
        kwargs.setdefault("max_length", 5)
        super().__init__(*args, **kwargs)
