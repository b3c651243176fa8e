"""What staff are asked before a leader goes: what becomes of all that hangs on them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.acts import ReasonForm
from foundation.formfields import Prose
from leaders import leaving
from leaders.models import Leader

_NOTICE_LETTERS = 1000


class LeavingForm(ReasonForm):
    """The reason, a choice for each thing, and the words for those it touches.

    What hangs on a leader is read when the page is made; what came since then is
    settled in the first way, so that nobody has to be asked twice.
    """

    def __init__(self, *args: Any, leader: Leader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.things = leaving.hanging_on(leader)
        for thing in self.things:
            self.fields[_name(thing)] = forms.ChoiceField(
                label=f"{thing.title}: {thing.facts}",
                choices=thing.ways,
                initial=thing.ways[0][0],
                widget=forms.RadioSelect,
                required=False,
            )
        if any(thing.needs_notice for thing in self.things):
            self.fields["notice"] = Prose(
                label=leaving.NOTICE,
                max_length=_NOTICE_LETTERS,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
                help_text=_(
                    "Guests and everyone who opens the page read these words. Only "
                    "needed where you cancel."
                ),
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        asks = any(
            cleaned.get(_name(thing)) in thing.needs_notice for thing in self.things
        )
        if asks and not cleaned.get("notice") and "notice" not in self.errors:
            self.add_error("notice", _("Give the reason that guests will read."))
        return cleaned

    @property
    def settled(self) -> leaving.Settled:
        """What was chosen; what was left open is not among it."""
        chosen = {
            thing.key: way
            for thing in self.things
            if (way := self.cleaned_data.get(_name(thing)))
        }
        return leaving.Settled(chosen, self.cleaned_data.get("notice", ""))

    @property
    def said(self) -> dict[str, Any]:
        return {"reason": self.cleaned_data["reason"], "settled": self.settled}


def _name(thing: leaving.Hanging) -> str:
    return f"thing_{thing.key}"
