"""What hosts write to guests, and guests to hosts."""

import secrets
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from foundation.formfields import Line, Prose
from foundation.versions import VersionedForm
from screenings import talk
from screenings.choices import Audience
from screenings.formfields import Pick
from screenings.models import GuestQuestion, Screening
from screenings.promises import ANSWER_LETTERS, MESSAGE_LETTERS, QUESTION_LETTERS

_OPEN_AGAIN = _("Open the page again, then send.")


def _new_press() -> str:
    return secrets.token_hex(20)


class MessageForm(forms.Form):
    """What a host writes, and to whom. `press` tells a second press from a second mail.

    To whom is asked where guests are in the room and online.
    """

    press = Line(
        max_length=40,
        initial=_new_press,
        widget=forms.HiddenInput,
        validators=[RegexValidator("^[0-9a-f]{40}$", _OPEN_AGAIN)],
        error_messages={"required": _OPEN_AGAIN},
    )
    audience = Pick(label=_("To whom?"), choices=Audience.choices)
    text = Prose(
        label=_("What do you write?"),
        max_length=MESSAGE_LETTERS,
        help_text=_("Each guest gets it by mail. You see the mail before it is sent."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def __init__(self, *args: Any, screening: Screening, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        audiences = talk.audiences_of(screening)
        field: Any = self.fields["audience"]
        field.choices = [(one.value, one.label) for one in audiences]
        if len(audiences) == 1:
            field.widget, field.required = forms.HiddenInput(), False
        self.initial["audience"] = Audience.ALL.value

    def clean_audience(self) -> str:
        return self.cleaned_data["audience"] or Audience.ALL.value


class AnswerForm(VersionedForm):
    """The answer to one question; the page has one form for each that is open."""

    words = Prose(
        label=_("Your answer"),
        max_length=ANSWER_LETTERS,
        help_text=_(
            "The guest is mailed your answer. If you set the question aside, say here "
            "why; the guest does not read that."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write an answer, or why you set it aside.")},
    )

    def __init__(self, *args: Any, question: GuestQuestion, **kwargs: Any) -> None:
        kwargs["initial"] = {"version": question.version}
        kwargs["auto_id"] = f"id_{question.pk}_%s"
        super().__init__(*args, **kwargs)
        self.question = question


class QuestionForm(forms.Form):
    """What a guest asks the host, on the page of the seats."""

    text = Prose(
        label=_("Your question"),
        max_length=QUESTION_LETTERS,
        help_text=_("It is read with your first name. The answer comes here."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write your question.")},
    )
