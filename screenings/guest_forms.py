"""What a guest fills in: seats for somebody without an account."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from foundation import limits
from foundation.formfields import Line, Mail
from foundation.forms import GuardedForm
from foundation.versions import VersionedForm
from foundation.words import in_words
from screenings.formfields import Seats
from screenings.models import Screening
from screenings.promises import PARTY

#: Most mails that one address gets in an hour for one screening.
MAILS_TO_ONE_ADDRESS = 4


class ReserveForm(GuardedForm):
    """Seats for somebody without an account."""

    limit_name = "reserve"
    # A school class or an agency reserves behind one address.
    limits = (40, 3600)

    email = Mail(
        label=_("Your e-mail address"),
        help_text=_("We send one link there. Press the button behind it to confirm."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": _("Give your e-mail address.")},
    )
    party_size = Seats(
        PARTY,
        _("Give a number from %(range)s. For a larger group, write to the host."),
        label=_("How many seats?"),
        initial=1,
    )
    first_name = Line(
        label=_("Your first name"),
        max_length=60,
        required=False,
        help_text=_("The host reads it on the list of guests."),
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    need = Line(
        label=_("What would help you take part?"),
        max_length=300,
        required=False,
        help_text=_("For example an interpreter. The host and program staff read it."),
    )

    def __init__(self, *args, screening: Screening, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.screening = screening
        self.fields["party_size"].help_text = _t(
            "For yourself and those who come with you, up to %(most)s."
        ) % {"most": in_words(PARTY.most)}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.errors:
            return cleaned
        key = f"{self.screening.pk}:{cleaned['email']}"
        if not limits.spend(
            "reserve-mail", key, allowed=MAILS_TO_ONE_ADDRESS, seconds=3600
        ):
            self.status_code = 429
            raise ValidationError(
                _t(
                    "We sent several mails to this address within the hour. Look for "
                    "them, also among unwanted mail, or try again later."
                ),
                code="limit",
            )
        return cleaned


class SeatsForm(VersionedForm):
    """How many seats a guest wants now."""

    party_size = Seats(
        PARTY, _("Give a number from %(range)s."), label=_("How many seats?")
    )
