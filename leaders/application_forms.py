"""The parts of an application: saved with whatever is there, checked when sent."""

from functools import cached_property
from typing import Any, Self

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms.models import construct_instance
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foundation.public import PublicLine
from foundation.versions import RecordForm
from foundation.words import in_words
from leaders import as_typed, conflicts
from leaders.choices import NoSupervisor, PartState, PublicField, Service, Speaker
from leaders.consent import CONSENT_VERSION
from leaders.forms import ConsentForm, PlaceFromZip, Several, TopicsField, columns
from leaders.models import Application
from places.choices import AgencyKind, AgencySize
from resources.choices import Language


class Section(RecordForm):
    """One page of the application, saved with whatever is there.

    What a column cannot hold is said beside its field and kept as it was typed. An
    answer may be missing until the application is sent: `needed` names those that may
    not, then, and a form that `is_checked` asks for them.
    """

    slug = ""
    title: Any = ""
    staff_title: Any = ""
    lede: Any = ""
    needed: tuple[str, ...] = ()
    #: Columns that tell, besides its fields, that somebody began the part.
    columns: tuple[str, ...] = ()
    #: What labels call optional; every other answer is needed when it is sent.
    may_be_left_out: tuple[str, ...] = ()
    labels_tell = True

    def __init__(self, *args: Any, is_checked: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_checked = is_checked
        for name, field in self.fields.items():
            if name != "version":
                field.required = is_checked and name in self.needed

    @classmethod
    def as_left(cls, application: Application, *, is_checked: bool = False) -> Self:
        """The page as it was left, with what is wrong beside the fields."""
        form = cls(instance=application)
        waiting = as_typed.of_part(application, cls.slug)
        if not (waiting or is_checked):
            return form
        data = QueryDict(mutable=True)
        for name, field in form.fields.items():
            initial = form.get_initial_for_field(field, name)
            data.setlist(name, _as_sent(field.prepare_value(initial)))
        for name, values in waiting.items():
            data.setlist(name, values)
        return cls(data, instance=application, is_checked=is_checked)

    @classmethod
    def missing(cls, application: Application) -> list[str]:
        """The fields without the answer that a sent application has."""
        return [name for name in cls.needed if not _is_answered(application, name)]

    @classmethod
    def state_of(cls, application: Application) -> PartState:
        """How far this part has come; of the topics' rows one query, or none."""
        waits = bool(as_typed.of_part(application, cls.slug))
        if not (waits or cls.missing(application)):
            return PartState.COMPLETE
        columns = (*cls._meta.fields, *cls.columns)
        if waits or any(_is_begun(application, name) for name in columns):
            return PartState.IN_PROGRESS
        return PartState.NOT_STARTED

    @cached_property
    def changed_data(self) -> list[str]:
        """Without what was typed wrong before and is sent again as it was."""
        waiting = as_typed.of_part(self.instance, self.slug)
        return [
            name
            for name in super().changed_data
            if name not in waiting or waiting[name] != self.data.getlist(name)
        ]

    @property
    def can_be_kept(self) -> bool:
        """Whether it is about a version, and nothing is wrong but single answers."""
        whole = {"version", NON_FIELD_ERRORS}
        return self.is_bound and not whole & self.errors.keys()

    def write(self, act: str, *, by: User) -> None:
        """Write what the columns can hold, and keep the rest as it was typed.

        The record must be locked. Raises `Changed`, as every form of a record does.
        """
        wrong = {name: self.data.getlist(name) for name in self.errors}
        for name in wrong:
            self.cleaned_data[name] = self.fields[name].clean(None)
        self.instance = construct_instance(self, self.instance, list(wrong))
        left_out = as_typed.keep(self.instance, self.slug, wrong)
        super().write(act, by=by)
        for name in left_out:
            self.add_error(
                name,
                _("We cannot keep this much. Shorten it, or copy it before you leave."),
            )
        self.is_kept = not left_out

    def save(self, commit: bool = True) -> Any:
        # Not Django's, which saves nothing while one answer is wrong.
        self.instance.save()
        self._save_m2m()
        return self.instance


def _as_sent(value: Any) -> list[str]:
    """A field's value as a browser would send it."""
    if value is None:
        return []
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]


def _is_answered(application: Application, name: str) -> bool:
    if name == "topics":
        return bool(application.topics.all())
    return getattr(application, name) not in ("", None, [])


def _is_begun(application: Application, name: str) -> bool:
    """Whether an answer was given: what a new draft holds already is none."""
    if name == "topics" or not _is_answered(application, name):
        return _is_answered(application, name)
    column = Application._meta.get_field(name)
    return getattr(application, name) != column.get_default()


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
            # A box for numbers shows nothing of what is no number.
            "years_of_service": forms.TextInput(
                attrs={"inputmode": "numeric", "size": "6"}
            ),
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        none = [("", _("Choose one"))]
        self.fields["agency_kind"].choices = [*none, *AgencyKind.choices]
        self.fields["agency_size"].choices = [*none, *AgencySize.choices]


class WhatYouBring(Section):
    slug = "experience"
    title = _("What you bring")
    staff_title = _("What the applicant brings")
    lede = _("Write as you would tell a colleague. A few sentences are enough.")
    needed = ("why", "topics", "languages")
    may_be_left_out = ("experience",)

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


class WhoSpeaksForYou(Section):
    slug = "supervisor"
    title = _("Who can speak for you")
    staff_title = _("Who can speak for the applicant")
    lede = _(
        "Somebody who knows your work and that you apply: best your supervisor. If you "
        "have none, because you are the sheriff, the chief, retired, or answer to a "
        "tribe or a school, name somebody else. Staff may write to them."
    )
    needed = ("speaker", "supervisor_name", "supervisor_email")
    #: Needed besides, of whoever is no supervisor.
    needed_of_others = ("supervisor_role", "no_supervisor")

    class Meta:
        model = Application
        fields = [
            "speaker",
            "no_supervisor",
            "supervisor_name",
            "supervisor_role",
            "supervisor_email",
        ]
        labels = {
            "speaker": _("Who can speak for you?"),
            "no_supervisor": _("If it is not your supervisor: why?"),
            "supervisor_name": _("Their name"),
            "supervisor_role": _("Their role or title"),
            "supervisor_email": _("Their work e-mail"),
        }
        help_texts = {
            "no_supervisor": _("Choose what fits best."),
            "supervisor_role": _(
                "For example City manager, or Chair of the police commission. For a "
                "supervisor you may leave it out."
            ),
            "supervisor_email": _("Only staff who vet you see it."),
        }
        widgets = {"speaker": forms.RadioSelect, "no_supervisor": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [one for one in Speaker.choices if one[0] != Speaker.SUPERVISOR]
        mine = (Speaker.SUPERVISOR.value, _("My supervisor"))
        self.fields["speaker"].choices = [mine, *others]
        self.fields["no_supervisor"].choices = NoSupervisor.choices

    @classmethod
    def missing(cls, application: Application) -> list[str]:
        missing = super().missing(application)
        if application.is_spoken_for_by_supervisor:
            return missing
        others = cls.needed_of_others
        return missing + [name for name in others if not getattr(application, name)]

    def clean_supervisor_email(self) -> str:
        address = self.cleaned_data["supervisor_email"]
        if address in conflicts.addresses_of(self.instance.applicant):
            raise forms.ValidationError(
                _("This is your own address. Give that of whoever speaks for you.")
            )
        return address

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.is_checked and cleaned.get("speaker") != Speaker.SUPERVISOR:
            for name in self.needed_of_others:
                if name not in self.errors and not cleaned.get(name):
                    self.add_error(name, self.fields[name].error_messages["required"])
        return cleaned


class WhatIsShown(ConsentForm, Section):
    slug = "consent"
    title = _("What may be shown")
    staff_title = _("What may be shown")
    lede = _("Nothing is shown unless you become a leader and publish your profile.")
    needed = ("consent_to", "agree")
    columns = ("consent_version",)
    consent_field = "consent_to"

    consent_to = Several(
        label=_("If I become a leader, everyone may see my"),
        choices=PublicField.choices,
    )
    field_order = ["consent_to", "agree"]

    class Meta:
        model = Application
        fields = ["consent_to"]

    @classmethod
    def missing(cls, application: Application) -> list[str]:
        """What nobody agreed to as it is worded today was not agreed to."""
        is_named = PublicField.NAME in application.consent_to
        agreed = application.consent_version == CONSENT_VERSION
        return [
            *(() if is_named else ("consent_to",)),
            *(() if agreed else ("agree",)),
        ]


SECTIONS: dict[str, type[Section]] = {
    form.slug: form
    for form in (AboutYou, YourAgency, WhatYouBring, WhoSpeaksForYou, WhatIsShown)
}
