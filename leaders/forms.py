"""What applicants and leaders type, section by section."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from foundation.formfields import Prose
from foundation.public import PublicLine
from foundation.versions import RecordForm
from foundation.words import in_words
from leaders import conflicts, promises
from leaders.choices import PublicField, Service
from leaders.consent import CONSENT_VERSION, wording
from leaders.models import Application
from places.formfields import ZipFormField, place_for
from resources.choices import Language
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
        self.instance.state, self.instance.city = place.state, place.city
        self.instance.lat, self.instance.lng = place.lat, place.lng
        return super().save(commit)


class Section(RecordForm):
    """One page of the application. `needed` are the answers it cannot do without."""

    slug = ""
    title: Any = ""
    staff_title: Any = ""
    lede: Any = ""
    needed: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.needed:
            if name in self.fields:
                self.fields[name].required = True

    @classmethod
    def is_saved(cls, application: Application) -> bool:
        """Whether the section has every answer it needs."""
        return all(
            getattr(application, name) not in ("", None, []) for name in cls.needed
        )


class AboutYou(Section):
    slug = "you"
    title = _("About you")
    staff_title = _("The applicant")
    lede = _("Your name and your work, as colleagues would know them.")
    needed = ("name", "rank", "service", "years_of_service")

    class Meta:
        model = Application
        fields = ["name", "rank", "service", "years_of_service"]
        field_classes = {"name": PublicLine, "rank": PublicLine}
        labels = {
            "name": _("Your full name"),
            "rank": _("Your rank or title"),
            "service": _("Are you sworn or civilian?"),
            "years_of_service": _("Years in law enforcement"),
        }
        help_texts = {
            "rank": _("For example Sergeant, Captain or Victim services director."),
            "years_of_service": _("Whole years, all agencies together."),
        }
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "service": forms.RadioSelect,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].choices = Service.choices


class YourAgency(PlaceFromZip, Section):
    slug = "agency"
    title = _("Your agency")
    staff_title = _("The agency")
    lede = _("If you are retired, name the agency you last served.")
    needed = ("agency_name", "agency_kind", "agency_size", "zip")

    class Meta:
        model = Application
        fields = ["agency_name", "agency_kind", "agency_size", "zip"]
        field_classes = {"agency_name": PublicLine}
        labels = {
            "agency_name": _("Name of your agency"),
            "agency_kind": _("Type of agency"),
            "agency_size": _("Size of your agency"),
        }
        help_texts = {
            "agency_name": _("In full, for example Fairview Police Department."),
        }
        widgets = {
            "agency_name": forms.TextInput(attrs={"autocomplete": "organization"}),
        }


class WhatYouBring(Section):
    slug = "experience"
    title = _("What you bring")
    staff_title = _("What the applicant brings")
    lede = _("Write as you would tell a colleague. A few sentences are enough.")
    needed = ("why", "languages")

    topics = TopicsField(
        label=_("What could others ask you about?"),
        help_text=_("Choose one or more."),
    )
    languages = Several(
        label=_("Languages you could lead a talk in"),
        choices=Language.choices,
        widget=columns(),
    )

    class Meta:
        model = Application
        fields = ["why", "experience", "topics", "languages"]
        labels = {
            "why": _("Why do you want to be a leader in this network?"),
            "experience": _("What have you done about hate crime so far?"),
        }
        help_texts = {
            "why": _("Up to %(most)s characters. Please write no case facts."),
            "experience": _(
                "A case, a training, a partnership, a meeting in town. Name no "
                "victims. Up to %(most)s characters."
            ),
        }
        widgets = {
            "why": forms.Textarea(attrs={"rows": 7}),
            "experience": forms.Textarea(attrs={"rows": 7}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.Meta.help_texts:
            field = self.fields[name]
            most = in_words(field.max_length)
            field.help_text = str(field.help_text) % {"most": most}


class YourSupervisor(Section):
    slug = "supervisor"
    title = _("Your supervisor")
    staff_title = _("The supervisor")
    lede = _(
        "Somebody at your agency who knows that you apply and gives you the time. "
        "Staff may write to them. If you are the chief, name the person you report to."
    )
    needed = ("supervisor_name", "supervisor_email")

    class Meta:
        model = Application
        fields = ["supervisor_name", "supervisor_email"]
        labels = {
            "supervisor_name": _("Supervisor’s name"),
            "supervisor_email": _("Supervisor’s work e-mail"),
        }
        help_texts = {"supervisor_email": _("Only staff who vet you see it.")}

    def clean_supervisor_email(self) -> str:
        address = self.cleaned_data["supervisor_email"]
        if address in conflicts.addresses_of(self.instance.applicant):
            raise forms.ValidationError(
                _("This is your own address. Give your supervisor’s.")
            )
        return address


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
        if chosen is not None and PublicField.NAME not in chosen:
            self.add_error(
                self.consent_field,
                _("A leader is listed by name. Tick it, or write to us first."),
            )
        return cleaned

    def save(self, commit: bool = True) -> Any:
        self.instance.consent_version = CONSENT_VERSION
        self.instance.consented_at = timezone.now()
        return super().save(commit)


class WhatIsShown(ConsentForm, Section):
    slug = "consent"
    title = _("What may be shown")
    staff_title = _("What may be shown")
    lede = _("Nothing is shown unless you become a leader and publish your profile.")
    needed = ("consent_to", "consent_version")
    consent_field = "consent_to"

    consent_to = Several(
        label=_("If I become a leader, everyone may see my"),
        choices=PublicField.choices,
    )
    field_order = ["consent_to", "agree"]

    class Meta:
        model = Application
        fields = ["consent_to"]


SECTIONS: dict[str, type[Section]] = {
    form.slug: form
    for form in (AboutYou, YourAgency, WhatYouBring, YourSupervisor, WhatIsShown)
}


class AnswerForm(forms.Form):
    """The applicant's answer to a reviewer's question."""

    answer = Prose(
        label=_("Your answer"),
        max_length=promises.ANSWER_LETTERS,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Please name no victims and write no case facts."),
    )
