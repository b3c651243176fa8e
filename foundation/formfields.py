"""Form fields that tidy and check what people type, for plain forms and model forms."""

from django import forms
from django.core.validators import URLValidator

from foundation.text import many_lines, one_line, tidy


class Line(forms.CharField):
    """One line of text, at most `max_length` characters (200 unless told)."""

    default_validators = [one_line]

    def __init__(self, *, max_length: int = 200, **kwargs) -> None:
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value):
        return super().to_python(tidy(str(value)) if value else value)


class Prose(forms.CharField):
    """Several lines of text, at most `max_length` characters (4,000 unless told)."""

    default_validators = [many_lines]
    widget = forms.Textarea

    def __init__(self, *, max_length: int = 4000, **kwargs) -> None:
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value):
        return super().to_python(tidy(str(value)) if value else value)


class Mail(forms.EmailField):
    """One e-mail address of at most 254 characters (RFC 5321), in lower case."""

    default_validators = [*forms.EmailField.default_validators, one_line]

    def __init__(self, **kwargs) -> None:
        kwargs["max_length"] = 254
        super().__init__(**kwargs)

    def to_python(self, value):
        return super().to_python(tidy(str(value)).lower() if value else value)


class Web(forms.URLField):
    """An http or https address of at most 500 characters."""

    default_validators = [URLValidator(schemes=["http", "https"]), one_line]

    def __init__(self, *, max_length: int = 500, **kwargs) -> None:
        super().__init__(max_length=max_length, assume_scheme="https", **kwargs)
