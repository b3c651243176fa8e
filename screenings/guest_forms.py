"""What a guest fills in: seats for somebody without an account."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from foundation import limits
from foundation.formfields import Line, Mail
from foundation.forms import GuardedForm
from foundation.versions import VersionedForm
from foundation.words import in_words
from screenings import seats
from screenings.formfields import Seats
from screenings.models import Reservation, Screening
from screenings.promises import PARTY

#: Most mails that one address gets in an hour for one screening.
MAILS_TO_ONE_ADDRESS = 4


class LinkForm(GuardedForm):
    """An address to which a link to seats is mailed."""

    limit_name = "reserve"
    # A school class or an agency reserves behind one address.
    limits = (40, 3600)

    email = Mail(
        label=_("Your e-mail address"),
        help_text=_("We send one link there. Press the button behind it to confirm."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": _("Give your e-mail address.")},
    )

    def __init__(
        self, *args: Any, request: HttpRequest, screening: Screening, **kwargs: Any
    ) -> None:
        super().__init__(*args, request=request, **kwargs)
        self.screening = screening

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


class AgainForm(LinkForm):
    """The link to one's seats once more, where nobody can reserve any now."""

    again = forms.BooleanField(initial=True, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = _t("The one that your seats were reserved by.")


class ReserveForm(LinkForm):
    """Seats for somebody without an account."""

    party_size = Seats(
        PARTY, _("Give a number from %(range)s."), label=_("How many seats?"), initial=1
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

    def __init__(self, *args: Any, ask_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party_size"].help_text = format_html(
            _t(
                "{left}. For yourself and those who come with you, up to {most}. For "
                'a larger group, <a href="{url}">write to the host</a>.'
            ),
            left=self.screening.seats_left_line,
            most=in_words(PARTY.most),
            url=ask_url,
        )

    def clean_party_size(self) -> int:
        wanted = self.cleaned_data["party_size"]
        if wanted > self.screening.seats_left:
            raise ValidationError(seats.full_sentence(self.screening, wanted))
        return wanted


class SeatsForm(VersionedForm):
    """How many seats a guest wants now."""

    party_size = Seats(
        PARTY, _("Give a number from %(range)s."), label=_("How many seats?")
    )

    def __init__(self, *args: Any, reservation: Reservation, **kwargs: Any) -> None:
        known = {"party_size": reservation.party_size, "version": reservation.version}
        super().__init__(*args, initial=known, **kwargs)
        self.reservation = reservation

    def clean_party_size(self) -> int:
        wanted = self.cleaned_data["party_size"]
        screening, has = self.reservation.screening, self.reservation.seats_held
        if screening.takes_reservations and wanted - has > screening.seats_left:
            raise ValidationError(
                seats.full_sentence(screening, wanted - has, more=bool(has))
            )
        return wanted
