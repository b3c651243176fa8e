"""The version of a record that a form carries from page to post.

With `foundation.refusals` it is the one answer to "somebody else was first": what was
typed stays in the form, and a second press, after the reason was read, works.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation import history
from foundation.refusals import Changed, Refused, refuse_stale

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User


class VersionedForm(forms.Form):
    """A form about one record, whose version it is given as `initial`."""

    version = forms.IntegerField(
        min_value=0,
        max_value=2**31 - 1,
        widget=forms.HiddenInput,
        label=_("Version"),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            _("Open the page again, then send."),
        ),
    )

    @property
    def seen(self) -> int:
        """The version that the person had before them; only of a valid form."""
        return self.cleaned_data["version"]

    @property
    def said(self) -> dict[str, Any]:
        """What was filled in, without the version."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name != "version"
        }

    @property
    def problems(self) -> list[str]:
        """What to read above the button, where the form is nothing but a button."""
        return [*self.non_field_errors(), *self["version"].errors]

    def unsaid(self, reasons: Iterable[str]) -> list[str]:
        """Return what stands in the way and the form does not say already."""
        said = self.non_field_errors()
        return [reason for reason in reasons if reason not in said]

    def refuse(self, refused: Refused, *, version: int) -> None:
        """Show why the act was not done, with everything that was typed kept.

        `version` is the record's present one: who presses again has read the reason.
        """
        if not isinstance(refused, Changed):
            self.add_error(None, refused.sentences)
        else:
            # Who was first and what became of the answers are one thing to read.
            self.add_error(None, str(refused))
            self.carry(version)

    def carry(self, version: int) -> None:
        """Let the form, shown again with what was typed, be about the record now."""
        typed: Any = self.data.copy()
        typed[self.add_prefix("version")] = str(version)
        self.data = typed


class RecordForm(VersionedForm, forms.ModelForm):
    """A form that writes a record of ours, and carries the record's own version."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("version", self.instance.version)

    def write(self, act: str, *, by: "User") -> None:
        """Write what was typed over the record, which must be locked, as one act.

        Raises `Changed` where it is not what the person had before them, unless what
        was typed is what stands: a second press overwrites nothing.
        """
        if set(self.changed_data) - {"version"}:
            refuse_stale(self.instance, seen=self.seen, by=by)
        self.instance.version += 1
        with history.acting(by, act=act):
            self.save()
