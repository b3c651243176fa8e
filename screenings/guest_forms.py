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
from screenings.choices import Attendance
from screenings.formfields import Pick, Seats
from screenings.models import Reservation, Screening
from screenings.promises import PARTY

#: Most mails that one address gets in an hour for one screening.
MAILS_TO_ONE_ADDRESS = 4


class LinkForm(GuardedForm):
    """An address to which a link to seats is mailed."""

    limit_name = "reserve"
    # Two classes of sixty and their parents may reserve behind one address.
    limits = (150, 3600)

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


class KindOfSeat(Pick):
    """The room or online, each with what is left of it."""

    def __init__(self, screening: Screening, **kwargs: Any) -> None:
        left = {
            Attendance.ROOM.value: screening.room_left,
            Attendance.ONLINE.value: screening.online_left,
        }
        choices = [
            (kind.value, _with_left(str(kind.label), left[kind])) for kind in Attendance
        ]
        super().__init__(label=_("How will you take part?"), choices=choices, **kwargs)


def _with_left(label: str, left: int) -> str:
    if not left:
        return _t("%(kind)s (full)") % {"kind": label}
    said = {"kind": label, "left": f"{left:,}"}
    return _t("%(kind)s (%(left)s left)") % said


class ReserveForm(LinkForm):
    """Seats for somebody without an account."""

    party_size = Seats(
        PARTY, _("Give a number from %(range)s."), label=_("How many seats?"), initial=1
    )
    first_name = Line(
        label=_("Your first name"),
        max_length=60,
        required=False,
        help_text=_("It stands on the list of guests."),
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
        if not self.screening.host_shown:
            self.fields["need"].help_text = _(
                "For example an interpreter. Program staff read it."
            )
        if self.screening.has_two_kinds:
            self.fields["attends"] = KindOfSeat(self.screening)
            self.order_fields(["email", "attends"])
        self.fields["party_size"].help_text = format_html(
            _t(
                "{left}. For yourself and those who come with you, up to {most}. For "
                'a larger group, <a href="{url}">write to {whom}</a>.'
            ),
            whom=_t("the host") if self.screening.host_shown else _t("program staff"),
            left=self.screening.seats_left_line,
            most=in_words(PARTY.most),
            url=ask_url,
        )

    def clean_party_size(self) -> int:
        wanted = self.cleaned_data["party_size"]
        kind = _kind_of(self, self.screening)
        if kind and wanted > self.screening.left_of(kind):
            raise ValidationError(seats.full_sentence(self.screening, wanted, kind))
        return wanted


def _kind_of(form: forms.Form, screening: Screening) -> str:
    """The kind that was picked, or the only one; "" where the answer is missing."""
    if "attends" in form.fields:
        return form.cleaned_data.get("attends") or ""
    return screening.kinds[0] if screening.kinds else ""


class SeatsForm(VersionedForm):
    """How many seats a guest wants now."""

    party_size = Seats(
        PARTY, _("Give a number from %(range)s."), label=_("How many seats?")
    )

    def __init__(self, *args: Any, reservation: Reservation, **kwargs: Any) -> None:
        names = ("party_size", "attends", "version")
        known = {name: getattr(reservation, name) for name in names}
        super().__init__(*args, initial=known, **kwargs)
        self.reservation = reservation
        if reservation.screening.has_two_kinds:
            self.fields["attends"] = KindOfSeat(reservation.screening)
            self.order_fields(["attends"])

    def clean_party_size(self) -> int:
        wanted = self.cleaned_data["party_size"]
        screening = self.reservation.screening
        kind = _kind_of(self, screening)
        if not (screening.takes_reservations and kind):
            return wanted
        is_same = kind == self.reservation.attends
        has = self.reservation.seats_held if is_same else 0
        if wanted - has > screening.left_of(kind):
            said = seats.full_sentence(screening, wanted - has, kind, more=bool(has))
            raise ValidationError(said)
        return wanted
