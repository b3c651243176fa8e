"""The version of a record that a form carries from page to post.

With `foundation.refusals` it is the one answer to "somebody else was first": what was
typed stays in the form, and a second press, after the reason was read, works.
"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.refusals import Changed, Refused


class VersionedForm(forms.Form):
    """A form about one record; a form of a model carries its own record's version."""

    version = forms.IntegerField(
        min_value=0,
        max_value=2**31 - 1,
        widget=forms.HiddenInput,
        label=_("Version"),
        error_messages={
            "required": _("Open the page again: it is out of date."),
            "invalid": _("Open the page again: it is out of date."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if (record := getattr(self, "instance", None)) is not None:
            self.initial.setdefault("version", record.version)

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

    def refuse(self, refused: Refused, *, version: int) -> None:
        """Show why the act was not done, with everything that was typed kept.

        `version` is the record's present one: who presses again has read the reason.
        """
        for sentence in refused.sentences:
            self.add_error(None, sentence)
        if isinstance(refused, Changed):
            typed: Any = self.data.copy()
            typed[self.add_prefix("version")] = str(version)
            self.data = typed
