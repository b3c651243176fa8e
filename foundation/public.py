"""Form fields for words that everyone will read: nobody's number or address in them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t

from foundation.contacts import contacts_in
from foundation.formfields import Line, Prose
from foundation.text import tidy, tidy_line

_SHOWN = 3  # of what was found, in one sentence


class _Public(forms.CharField):
    """Refuses phone numbers and e-mail addresses, but in text that stands already.

    Staff may have a reason: after `spare_staff(form)` what was found is told by
    `warnings_of(form)` instead.
    """

    is_refused = True
    found: tuple[str, ...] = ()
    standing = ""

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> Any:
        """Remember the text that the form began with: it may be saved again."""
        self.standing = str(form.get_initial_for_field(self, field_name) or "")
        return super().get_bound_field(form, field_name)

    def clean(self, value: Any) -> str:
        """Return the tidy text, or raise with what must be taken out of it."""
        text = super().clean(value)
        self.found = ()
        if text and tidy(text) not in (tidy(self.standing), tidy_line(self.standing)):
            self.found = tuple(contacts_in(text))
        if self.found and self.is_refused:
            raise ValidationError(
                _t(
                    "Everyone may read this. Take out %(what)s: people reach each "
                    "other through the portal. Numbers of help lines may stay."
                ),
                code="contact",
                params={"what": quoted(self.found)},
            )
        return text


class PublicProse(_Public, Prose):
    """Several lines that everyone may read."""


class PublicLine(_Public, Line):
    """One line that everyone may read."""


def quoted(found: tuple[str, ...]) -> str:
    """The first few things that were found, as one quotes them: “a”, “b”."""
    return ", ".join(f"“{words}”" for words in found[:_SHOWN])


def spare_staff(form: forms.BaseForm) -> None:
    """Let this form save what was found: whoever fills it in is only warned."""
    for field in form.fields.values():
        if isinstance(field, _Public):
            field.is_refused = False


def warnings_of(form: forms.BaseForm) -> list[str]:
    """Return a sentence for each field in which everyone will read a contact."""
    return [
        _t("Everyone may read %(what)s under “%(field)s”. Is that meant?")
        % {"what": quoted(field.found), "field": form[name].label}
        for name, field in form.fields.items()
        if isinstance(field, _Public) and field.found
    ]
