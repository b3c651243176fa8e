"""What a leader answers who is offered a screening."""

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.formfields import Prose
from foundation.versions import VersionedForm
from screenings.promises import OFFER_NOTE_LETTERS


class AnswerOfferForm(VersionedForm):
    """A note to staff; the button pressed says yes or no."""

    note = Prose(
        label=_("Note to the program office"),
        max_length=OFFER_NOTE_LETTERS,
        required=False,
        help_text=_("Optional. Guests do not read it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
