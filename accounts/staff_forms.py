"""What a program manager types about members of the staff."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts import staff
from accounts.models import User
from accounts.roles import MEANING, PROGRAM_MANAGER, REVIEWER
from foundation import formfields
from foundation.versions import VersionedForm
from places.models import Agency

AN_AGENCY, NO_AGENCY = "agency", "none"

#: So many agencies are named to whoever typed none of them.
_NAMED = 8


class AgencyField(formfields.Line):
    """An agency of the list, by its name, and by its state where two share a name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=160, **kwargs)

    def clean(self, value: Any) -> Agency | None:
        text = super().clean(value)
        if not text:
            return None
        name, _comma, state = text.rpartition(", ")
        with_state = Agency.objects.filter(name__iexact=name, state__iexact=state)
        found = list(with_state or Agency.objects.filter(name__iexact=text))[:_NAMED]
        if len(found) == 1:
            return found[0]
        raise forms.ValidationError(_which(found or _near(text)))


def _near(text: str) -> list[Agency]:
    words = sorted(text.replace(",", " ").split(), key=len, reverse=True)[:1]
    rows = Agency.objects.filter(name__icontains=words[0] if words else text)
    return list(rows.order_by("name", "pk")[:_NAMED])


def _which(agencies: list[Agency]) -> str:
    if not agencies:
        return _t("The list of agencies has none of this name. Add it there first.")
    names = "; ".join(str(agency) for agency in agencies)
    return _t("Type the agency as in the list, with its state: %(names)s.") % {
        "names": names
    }


class SaysAgency(forms.Form):
    """For which agency somebody works, or that it is none."""

    works_for = forms.ChoiceField(
        label=_("Works for a law-enforcement agency?"),
        choices=[
            (NO_AGENCY, _("No: for the program office, or for no agency")),
            (AN_AGENCY, _("Yes, for this one:")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether it is an agency, or none.")},
    )
    agency = AgencyField(
        label=_("Agency"),
        required=False,
        help_text=_(
            "As in the list of agencies, such as “Oak Creek Police Department, WI”. "
            "Nobody vets an application from their own agency."
        ),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        wants = cleaned.get("works_for")
        if wants == AN_AGENCY and "agency" in cleaned and cleaned["agency"] is None:
            self.add_error("agency", _("Type the name of the agency."))
        if wants == NO_AGENCY and cleaned.get("agency"):
            self.add_error("works_for", _("Choose one: this agency, or none."))
        return cleaned


class InviteForm(SaysAgency):
    """Whom to ask to the staff, as what."""

    email = formfields.Mail(
        label=_("E-mail address"),
        widget=forms.EmailInput(
            attrs={"maxlength": "254", "autocomplete": "off", "size": "40"}
        ),
        help_text=_(
            "Their own at work. Look twice: the link in the mail gives rights."
        ),
    )
    name = formfields.Line(
        label=_("Name"), max_length=120, help_text=_("As colleagues know them.")
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[
            (role, format_lazy("{}: {}", role, MEANING[role]))
            for role in (REVIEWER, PROGRAM_MANAGER)
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a role.")},
    )
    #: The fingerprint of what the mail was shown for.
    shown = forms.CharField(
        max_length=64, required=False, widget=forms.HiddenInput, strip=True
    )
    field_order = ["email", "name", "role", "works_for", "agency", "shown"]

    def carry(self, mark: str) -> None:
        """Let the form say, when it is sent again, for what the mail was shown."""
        typed: Any = self.data.copy()
        typed[self.add_prefix("shown")] = mark
        self.data = typed


class AgencyForm(SaysAgency, VersionedForm):
    """For which agency a member of the staff works."""

    field_order = ["works_for", "agency", "version"]


class StaffActForm(VersionedForm):
    """An act that asks for nothing."""


class LeaveForm(VersionedForm):
    """Why somebody leaves the staff, and who takes over."""

    to = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Hand over to"),
        required=False,
        empty_label=_("Nobody: back to where any colleague can take it"),
        error_messages={"invalid_choice": _("Choose a colleague from the list.")},
    )
    why = formfields.Prose(
        label=_("Reason"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4, "cols": 60}),
        help_text=_("Staff read it in the history. It is not mailed."),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = staff.colleagues_of(person)
