"""Model fields that hold what the portal promises, in forms, admin and database."""

from datetime import UTC, date, datetime

from django.core.validators import (
    MaxLengthValidator,
    MaxValueValidator,
    MinValueValidator,
    URLValidator,
)
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation import formfields
from foundation.addresses import read_address
from foundation.text import many_lines, one_line, tidy, tidy_line

# One record in the year 10000 would break every page that lists it: psycopg2 cannot
# read it back. Nothing here happens before 2000 or after 2099.
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
FIRST_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)
LAST_MOMENT = datetime(2099, 12, 31, tzinfo=UTC)
_RANGE_SENTENCE = _("Give a date between 2000 and 2099.")


class LineField(models.CharField):
    """One line of text in NFC, without control characters."""

    default_validators = [one_line]

    def to_python(self, value):
        value = super().to_python(value)
        return tidy_line(value) if isinstance(value, str) else value

    def formfield(self, **kwargs):
        if self.choices:
            return super().formfield(**kwargs)
        return super().formfield(**{"form_class": formfields.Line, **kwargs})


class ProseField(models.TextField):
    """Several lines of text, at most `max_length` characters, also in the database."""

    default_validators = [many_lines]

    def __init__(self, *args, max_length: int = 4000, **kwargs) -> None:
        super().__init__(*args, max_length=max_length, **kwargs)

    def to_python(self, value):
        value = super().to_python(value)
        return tidy(value) if isinstance(value, str) else value

    @property
    def validators(self):
        # Django leaves the length of a text to the form; not every text comes by one.
        return [*super().validators, MaxLengthValidator(self.max_length)]

    def db_check(self, connection):
        return f'char_length("{self.column}") <= {self.max_length}'

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": formfields.Prose, **kwargs})


class MailField(models.EmailField):
    """One e-mail address, read by `foundation.addresses`."""

    default_validators = []

    def to_python(self, value):
        value = super().to_python(value)
        if not isinstance(value, str):
            return value
        return read_address(value) if tidy(value) else ""

    def get_prep_value(self, value):
        # Not by `to_python`, as a CharField would: a row that was stored before this
        # reading must still be found and saved.
        value = models.Field.get_prep_value(self, value)
        return value.lower() if isinstance(value, str) else value

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": formfields.Mail, **kwargs})


class WebField(models.URLField):
    """An http or https address of at most 500 characters."""

    default_validators = [URLValidator(schemes=["http", "https"]), one_line]

    def __init__(self, *args, max_length: int = 500, **kwargs) -> None:
        super().__init__(*args, max_length=max_length, **kwargs)

    def to_python(self, value):
        value = super().to_python(value)
        return tidy_line(value) if isinstance(value, str) else value

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": formfields.Web, **kwargs})


class CountField(models.IntegerField):
    """A whole number from `lo` to `hi`, also in the database."""

    def __init__(self, *args, lo: int = 0, hi: int = 1_000_000, **kwargs) -> None:
        self.lo, self.hi = lo, hi
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "lo": self.lo, "hi": self.hi}

    @property
    def validators(self):
        return [
            *super().validators,
            MinValueValidator(self.lo),
            MaxValueValidator(self.hi),
        ]

    def db_check(self, connection):
        return f'"{self.column}" BETWEEN {self.lo} AND {self.hi}'

    def formfield(self, **kwargs):
        bounds = {"min_value": self.lo, "max_value": self.hi}
        return super().formfield(**{"form_class": formfields.Count, **bounds, **kwargs})


class DayField(models.DateField):
    """A day between 2000 and 2099, also in the database."""

    default_validators = [
        MinValueValidator(FIRST_DAY, _RANGE_SENTENCE),
        MaxValueValidator(LAST_DAY, _RANGE_SENTENCE),
    ]

    def db_check(self, connection):
        return f"\"{self.column}\" BETWEEN '{FIRST_DAY}' AND '{LAST_DAY}'"

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": formfields.Day, **kwargs})


class MomentField(models.DateTimeField):
    """An instant between 2000 and 2099, also in the database."""

    default_validators = [
        MinValueValidator(FIRST_MOMENT, _RANGE_SENTENCE),
        MaxValueValidator(LAST_MOMENT, _RANGE_SENTENCE),
    ]

    def db_check(self, connection):
        return (
            f"\"{self.column}\" BETWEEN '{FIRST_MOMENT.isoformat()}' "
            f"AND '{LAST_MOMENT.isoformat()}'"
        )
