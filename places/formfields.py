"""The box for a ZIP code: it looks the code up and remembers what it found."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from places.fields import ZIP_BOX, five_digits
from places.models import ZipAbroad, ZipPlace


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

    Military and foreign codes are known and refused with a sentence that helps. With
    `needs_point`, a code whose whereabouts nobody knows (a few post-office and
    single-customer codes) is refused too. One query, and `place_for()` of the cleaned
    value costs none.
    """

    default_error_messages = {
        "military": _(
            "%(zip)s is a military address (%(kind)s). Enter the ZIP code of a town in "
            "a state or territory of the United States."
        ),
        "abroad": _(
            "%(zip)s lies in %(country)s, which this network does not cover. Enter the "
            "ZIP code of a town in a state or territory of the United States."
        ),
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
            "maxlength": str(ZIP_BOX),
            "size": "10",
        }

    def clean(self, value) -> str:
        typed = self.to_python(value)
        if typed in self.empty_values:
            self.validate(typed)
            return ""
        zip = five_digits(str(typed))
        place = place_for(zip) if zip else None
        if place is None or place.is_military:
            raise self._refusal(zip, place)
        if self.needs_point and not place.has_point:
            raise ValidationError(self.error_messages["no_point"], code="no_point")
        return FoundZip(place)

    def _refusal(self, zip: str, place: ZipPlace | None) -> ValidationError:
        """Why five digits, or "", are no place of this network."""
        if place is not None:
            return self._military(zip, place.city.upper())
        abroad = ZipAbroad.objects.filter(pk=zip).first() if zip else None
        if abroad is None:
            return ValidationError(self.error_messages["unknown"], code="unknown")
        if abroad.is_military:
            return self._military(zip, abroad.kind)
        return ValidationError(
            self.error_messages["abroad"],
            code="abroad",
            params={"zip": zip, "country": abroad.get_kind_display()},
        )

    def _military(self, zip: str, kind: str) -> ValidationError:
        return ValidationError(
            self.error_messages["military"],
            code="military",
            params={"zip": zip, "kind": kind},
        )


def place_for(zip: str) -> ZipPlace | None:
    """The place of five digits, or None; without a query for a cleaned form value."""
    if isinstance(zip, FoundZip):
        return zip.place
    return ZipPlace.objects.filter(pk=zip).first()
