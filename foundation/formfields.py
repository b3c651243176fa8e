"""Form fields that tidy and check what people type, for plain forms and model forms."""

from collections.abc import Callable, Iterable
from datetime import date, time
from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator, URLValidator
from django.utils.translation import gettext_lazy as _

from foundation import reading
from foundation.addresses import read_address
from foundation.text import many_lines, one_line, tidy, tidy_line


class Line(forms.CharField):
    """One line of text, at most `max_length` characters (200 unless told)."""

    default_validators = [one_line]

    def __init__(self, *, max_length: int = 200, **kwargs) -> None:
        super().__init__(max_length=max_length, **kwargs)
        self.validators = _but_null(self.validators)

    def to_python(self, value):
        return super().to_python(tidy_line(str(value)) if value else value)


class Prose(forms.CharField):
    """Several lines of text, at most `max_length` characters (4,000 unless told)."""

    default_validators = [many_lines]
    widget = forms.Textarea

    def __init__(self, *, max_length: int = 4000, **kwargs) -> None:
        super().__init__(max_length=max_length, **kwargs)
        self.validators = _but_null(self.validators)

    def to_python(self, value):
        return super().to_python(tidy(str(value)) if value else value)


def _but_null(validators: Iterable) -> list:
    """Without Django's own sentence about null characters: ours shows where it is."""
    null = ProhibitNullCharactersValidator
    return [one for one in validators if not isinstance(one, null)]


class Mail(forms.EmailField):
    """One e-mail address, read by `foundation.addresses`."""

    default_validators = []

    def __init__(self, **kwargs) -> None:
        # Not `max_length`: marks that are taken out again would count.
        super().__init__(**kwargs | {"max_length": None})
        self.validators = _but_null(self.validators)

    def to_python(self, value):
        text = str(value or "")
        return read_address(text) if tidy(text) else ""


class Web(forms.URLField):
    """An http or https address of at most 500 characters."""

    default_validators = [URLValidator(schemes=["http", "https"]), one_line]

    def __init__(self, *, max_length: int = 500, **kwargs) -> None:
        super().__init__(max_length=max_length, assume_scheme="https", **kwargs)
        self.validators = _but_null(self.validators)

    def to_python(self, value):
        return super().to_python(tidy_line(str(value)) if value else value)


class Count(forms.IntegerField):
    """A whole number: "25", "1,200", also in full-width digits."""

    def to_python(self, value: Any) -> int | None:
        return super().to_python(_read(value, reading.number))


class Day(forms.DateField):
    """A day: "5/12/2027", "2027-05-12", "May 12, 2027"."""

    default_error_messages = {"invalid": _("Give a date like 05/12/2027.")}

    def to_python(self, value: Any) -> date | None:
        return super().to_python(_read(value, reading.day))


class Clock(forms.TimeField):
    """An hour of the day, to the minute: "19:00", "7 pm", "7:00 p.m."."""

    default_error_messages = {"invalid": _("Give an hour like 7:00 pm.")}

    def to_python(self, value: Any) -> time | None:
        return super().to_python(_read(value, reading.hour))


def _read(value: Any, reader: Callable[[str], Any]) -> Any:
    """What `reader` makes of a text; the text itself where it makes nothing of it."""
    if not isinstance(value, str) or not value.strip():
        return value
    found = reader(value)
    return value if found is None else found
