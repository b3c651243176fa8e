"""Form fields of screenings: days, hours, films, and numbers of seats."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation import formfields
from foundation.words import Range, in_words
from resources.models import Film
from screenings.promises import YEARS_AHEAD

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

#: The sentence for a choice that was never offered.
PICK: "dict[str, str | _StrPromise]" = {"invalid_choice": _("Pick from the list.")}


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **kwargs) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class ClockInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, **kwargs) -> None:
        super().__init__(format="%H:%M", **kwargs)


class Day(formfields.Day):
    """A day to come, at most `YEARS_AHEAD` years ahead."""

    widget = DayInput
    default_error_messages = {
        "past": _("This day has passed. Give one to come."),
        "far": _("Give a day within the next %(years)s years."),
    }

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value is None:
            return
        # A day that has ended in the west of the country is not to come anywhere.
        today = (timezone.now() - timedelta(hours=12)).date()
        if value < today:
            raise ValidationError(self.error_messages["past"], code="past")
        if value - today > timedelta(days=365 * YEARS_AHEAD):
            raise ValidationError(
                self.error_messages["far"],
                code="far",
                params={"years": in_words(YEARS_AHEAD)},
            )


class Clock(formfields.Clock):
    """An hour of the day: "19:00" or "7:00 pm"."""

    widget = ClockInput


#: What one choice of a film shows.
_OPTION = ("slug", "title", "year", "minutes")


class FilmField(forms.ModelChoiceField):
    """One published film, by its slug."""

    default_error_messages = {
        "invalid_choice": _("Pick a film from the list."),
        "required": _("Pick a film."),
    }

    def __init__(self, **kwargs) -> None:
        films = Film.objects.published().only(*_OPTION)
        super().__init__(films, to_field_name="slug", label=_("Film"), **kwargs)

    def keep(self, film: Film) -> None:
        """Offer this film too, although staff may have hidden it since."""
        chosen = Film.objects.filter(pk=film.pk)
        self.queryset = (Film.objects.published() | chosen).only(*_OPTION)

    def label_from_instance(self, film: Film) -> str:
        facts = [str(film.year) if film.year else "", film.minutes_label]
        return f"{film.title} ({', '.join(fact for fact in facts if fact)})"


class Seats(formfields.Count):
    """A number of seats; one sentence, with the range, for whatever is wrong with it.

    The sentence may name `%(range)s`.
    """

    def __init__(self, within: Range, sentence: "str | _StrPromise", **kwargs) -> None:
        super().__init__(min_value=within.least, max_value=within.most, **kwargs)
        self.within, self.sentence = within, sentence

    def clean(self, value: Any) -> int | None:
        try:
            return super().clean(value)
        except ValidationError:
            raise ValidationError(
                self.sentence, code="seats", params={"range": in_words(self.within)}
            ) from None


class Pick(forms.ChoiceField):
    """One of a few answers that stand side by side."""

    widget = forms.RadioSelect
    default_error_messages = PICK

    def __init__(self, **kwargs) -> None:
        super().__init__(**kwargs)
        self.widget.attrs["class"] = "options--inline"
