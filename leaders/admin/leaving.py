"""What staff are asked before a leader goes: what becomes of all that hangs on them."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.acts import ReasonForm
from foundation.formfields import Day, Prose
from foundation.statuses import Step
from foundation.working_days import office_day
from leaders import leaving
from leaders.models import Leader

_NOTICE_LETTERS = 1000

#: The steps after which a leader does not come back, and all that let one go.
_FINAL = frozenset({"retire", "remove", "died"})
_GOING = frozenset({"suspend", *_FINAL})

_BY_DEATH = (
    _("No mail goes to the leader any more, not even one that waits to be sent."),
    _("Nobody signs in to the account, and whoever is signed in is signed out."),
    _("The profile is shown to nobody but staff."),
    _("You can take it back if it was a mistake. What you settle here stays settled."),
)


class LeavingForm(ReasonForm):
    """The reason, a choice for each thing, and the words for those it touches.

    What hangs on a leader is read when the page is made; what came since then is
    settled in the first way, so that nobody has to be asked twice.
    """

    def __init__(self, *args: Any, leader: Leader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.things = leaving.hanging_on(leader)
        for thing in self.things:
            self._ask_about(thing)
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

    def _ask_about(self, thing: leaving.Hanging) -> None:
        self.fields[_name(thing)] = forms.ChoiceField(
            label=f"{thing.title}: {thing.facts}",
            choices=thing.ways,
            initial=thing.ways[0][0],
            widget=forms.RadioSelect,
            required=False,
        )
        if thing.needs_taker:
            self.fields[_taker(thing)] = taker_field(
                thing.takers,
                label=_("Leader to offer “%(title)s” to") % {"title": thing.title},
                required=False,
                help_text=_(
                    "Who is asked gets a mail with its date, place and number of "
                    "guests, and answers on a page. You are told."
                ),
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self._ask_for_takers(cleaned)
        asks = any(
            cleaned.get(_name(thing)) in thing.needs_notice for thing in self.things
        )
        if asks and not cleaned.get("notice") and "notice" not in self.errors:
            self.add_error("notice", _("Give the reason that guests will read."))
        return cleaned

    def _ask_for_takers(self, cleaned: dict[str, Any]) -> None:
        for thing in self.things:
            name = _taker(thing)
            asks = cleaned.get(_name(thing)) in thing.needs_taker
            if asks and not cleaned.get(name) and name not in self.errors:
                self.add_error(name, _("Pick the leader to offer it to."))

    @property
    def shapes_mails(self) -> bool:
        """Whether anything hangs on the leader whose end somebody may be told of."""
        return bool(self.things)

    @property
    def settled(self) -> leaving.Settled:
        """What was chosen; what was left open is not among it."""
        chosen = {
            thing.key: way
            for thing in self.things
            if (way := self.cleaned_data.get(_name(thing)))
        }
        takers = {
            thing.key: self.cleaned_data[_taker(thing)]
            for thing in self.things
            if chosen.get(thing.key) in thing.needs_taker
        }
        return leaving.Settled(chosen, self.cleaned_data.get("notice", ""), takers)

    @property
    def said(self) -> dict[str, Any]:
        return {"reason": self.cleaned_data["reason"], "settled": self.settled}


class DeathForm(LeavingForm):
    """The day, where it is known, and what becomes of all that hangs on the leader."""

    died_on = Day(
        label=_("Date of death"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Leave it empty if you do not know it."),
    )

    field_order = ("version", "died_on", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False
        self.fields["reason"].label = _("Note for the history")
        self.fields["reason"].help_text = _("Who told you, if you like. Staff read it.")

    def clean_died_on(self) -> date | None:
        day = self.cleaned_data["died_on"]
        if day and day > office_day():
            raise forms.ValidationError(_("This day is still to come."))
        return day

    @property
    def said(self) -> dict[str, Any]:
        return super().said | {"died_on": self.cleaned_data["died_on"]}


def effects_of(leader: Leader, step: Step) -> list[str]:
    """What a step of leaving does besides its status, a sentence each."""
    if step.name not in _GOING:
        return []
    ends = leaving.also_ends(leader, is_final=step.name in _FINAL)
    return [*map(str, _BY_DEATH if step.name == "died" else ()), *ends]


def taker_field(takers: leaving.Grouped, **options: Any) -> forms.ChoiceField:
    """A list of leaders, the nearest first, then all by name."""
    return forms.ChoiceField(
        choices=[("", _("Pick a leader")), *takers],
        error_messages={
            "invalid_choice": _("This leader cannot take it on. Pick one of the list."),
            "required": _("Pick the leader to offer it to."),
        },
        **options,
    )


def _name(thing: leaving.Hanging) -> str:
    return f"thing_{thing.key}"


def _taker(thing: leaving.Hanging) -> str:
    return f"taker_{thing.key}"
