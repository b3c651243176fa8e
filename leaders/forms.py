"""What several forms of applicants and leaders share, and the answer to a question."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from foundation.formfields import Prose
from foundation.versions import RecordForm
from leaders import promises
from leaders.choices import PublicField
from leaders.consent import CONSENT_VERSION, wording
from places.formfields import ZipFormField, place_for
from resources.models import Topic


def columns() -> forms.CheckboxSelectMultiple:
    return forms.CheckboxSelectMultiple(attrs={"class": "options--columns"})


class Several(forms.MultipleChoiceField):
    """Some of a fixed list, as checkboxes, kept in the order of the list."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value: Any) -> list[str]:
        chosen = set(super().clean(value))
        return [str(key) for key, _label in self.choices if key in chosen]


class _UnderHeadings(ModelChoiceIterator):
    """Topics under the headings of their groups; one query."""

    def __iter__(self) -> Iterator:
        for heading, topics in self.queryset.by_group():
            yield heading, [self.choice(topic) for topic in topics]


class TopicsField(forms.ModelMultipleChoiceField):
    """Topics as checkboxes under headings."""

    iterator = _UnderHeadings

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Topic.objects.all(), widget=columns(), **kwargs)


class PlaceFromZip(RecordForm):
    """A form with a ZIP code, from which state, town and coordinates follow."""

    zip = ZipFormField(
        label=_("ZIP code of your agency"),
        help_text=_("Your state and region follow from it."),
    )

    def save(self, commit: bool = True) -> Any:
        place = place_for(self.cleaned_data["zip"])
        self.instance.state = place.state if place else ""
        self.instance.city = place.city if place else ""
        self.instance.lat = place.lat if place else None
        self.instance.lng = place.lng if place else None
        return super().save(commit)


class ConsentForm(RecordForm):
    """What everyone may see, and the agreement to the wording of the day.

    `consent_field` names the column with the ticked answers.
    """

    consent_field = ""

    agree = forms.BooleanField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agree"].label = format_lazy("{} {}", _("I agree:"), wording())
        agreed = self.instance.consent_version == CONSENT_VERSION
        self.fields["agree"].initial = agreed

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        chosen = cleaned.get(self.consent_field)
        if chosen and PublicField.NAME not in chosen:
            self.add_error(
                self.consent_field,
                _("A leader is listed by name. Tick it, or write to us first."),
            )
        return cleaned

    def save(self, commit: bool = True) -> Any:
        agreed = self.cleaned_data["agree"]
        self.instance.consent_version = CONSENT_VERSION if agreed else ""
        self.instance.consented_at = timezone.now() if agreed else None
        return super().save(commit)


class AnswerForm(forms.Form):
    """The applicant's answer to a reviewer's question."""

    answer = Prose(
        label=_("Your answer"),
        max_length=promises.ANSWER_LETTERS,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Please name no victims and write no case facts."),
    )
