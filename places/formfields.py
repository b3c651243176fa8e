"""The box for a ZIP code: it looks the code up and remembers what it found."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from places.models import ZipPlace

_ZIP = re.compile(r"([0-9]{5})(?:-?[0-9]{4})?")


class FoundZip(str):
    """Five digits that are known to be a ZIP code, with the `place` behind them."""

    __slots__ = ("place",)

    place: ZipPlace

    def __new__(cls, place: ZipPlace) -> "FoundZip":
        found = super().__new__(cls, place.zip)
        found.place = place
        return found


class ZipFormField(forms.CharField):
    """A ZIP code or ZIP+4; cleans to its five digits, or "" when left empty.

    With `needs_point`, a code whose whereabouts nobody knows (a few post-office and
    single-customer codes) is refused too. One query, and `place_for()` of the
    cleaned value costs none.
    """

    default_error_messages = {
        "unknown": _("We could not find that ZIP code. Check the five digits."),
        "no_point": _("We know that ZIP code but not where it lies. Try one close by."),
    }

    def __init__(self, *, needs_point: bool = False, **kwargs) -> None:
        self.needs_point = needs_point
        kwargs.setdefault("label", _("ZIP code"))
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict:
        return {
            **super().widget_attrs(widget),
            "inputmode": "numeric",
            "autocomplete": "postal-code",
            "maxlength": "10",
            "size": "10",
        }

    def clean(self, value) -> str:
        typed = self.to_python(value)
        if typed in self.empty_values:
            self.validate(typed)
            return ""
        match = _ZIP.fullmatch(typed)
        place = place_for(match[1]) if match else None
        if place is None:
            raise ValidationError(self.error_messages["unknown"], code="unknown")
        if self.needs_point and not place.has_point:
            raise ValidationError(self.error_messages["no_point"], code="no_point")
        return FoundZip(place)


def place_for(zip: str) -> ZipPlace | None:
    """The place of five digits, or None; without a query for a cleaned form value."""
    if isinstance(zip, FoundZip):
        return zip.place
    return ZipPlace.objects.filter(pk=zip).first()
