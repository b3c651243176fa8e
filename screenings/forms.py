"""What hosts and guests fill in."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from foundation import formfields, limits
from foundation.formfields import Line, Mail
from foundation.forms import GuardedForm
from foundation.public import PublicLine, PublicProse
from places.formfields import ZipFormField, place_for
from places.zones import zone_choices, zone_label
from resources.models import Film
from screenings import times
from screenings.choices import (
    Answer,
    GuestGroup,
    Mode,
    ScreeningStatus,
    SignLanguage,
)
from screenings.hosting import too_few_seats, zone_of
from screenings.models import Screening
from screenings.promises import PARTY

#: How far ahead a screening may be planned.
FARTHEST = timedelta(days=730)

#: Most mails that one address gets in an hour for one screening.
MAILS_TO_ONE_ADDRESS = 4


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **kwargs) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class ClockInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, **kwargs) -> None:
        super().__init__(format="%H:%M", **kwargs)


class Day(formfields.Day):
    """A day to come, at most two years ahead."""

    widget = DayInput

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value is None:
            return
        # A day that has ended in the west of the country is not to come anywhere.
        today = (timezone.now() - timedelta(hours=12)).date()
        if value < today:
            raise ValidationError(_("This day has passed. Give one to come."))
        if value - today > FARTHEST:
            raise ValidationError(_("Give a day within the next two years."))


class Clock(formfields.Clock):
    """An hour of the day: "19:00" or "7:00 pm"."""

    widget = ClockInput


class FilmField(forms.ModelChoiceField):
    """One published film, by its slug."""

    default_error_messages = {
        "invalid_choice": _("Pick a film from the list."),
        "required": _("Pick a film."),
    }

    def __init__(self, **kwargs) -> None:
        films = Film.objects.published().only("slug", "title", "year", "minutes")
        super().__init__(films, to_field_name="slug", label=_("Film"), **kwargs)

    def label_from_instance(self, film: Film) -> str:
        facts = [str(film.year) if film.year else "", film.minutes_label]
        return f"{film.title} ({', '.join(fact for fact in facts if fact)})"


def _number(lo: int, hi: int, sentence: Any, **kwargs) -> formfields.Count:
    return formfields.Count(
        min_value=lo,
        max_value=hi,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), sentence
        ),
        **kwargs,
    )


_PICK = {"invalid_choice": _("Pick from the list.")}


def _radios() -> forms.RadioSelect:
    return forms.RadioSelect(attrs={"class": "options--inline"})


def version_field() -> forms.IntegerField:
    """The version that the person saw, carried from page to post."""
    return forms.IntegerField(
        min_value=0,
        max_value=2**31 - 1,
        widget=forms.HiddenInput,
        label=_("Version"),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            _("Open the page again, then send."),
        ),
    )


class _TellsItself:
    """A form that names what is optional.

    What a draft may lack is still needed before publication, which "optional" beside
    the label would deny.
    """

    labels_tell = True
    #: What even a published screening may lack.
    may_be_left_out: frozenset[str] = frozenset()


class NewScreeningForm(_TellsItself, forms.Form):
    """The few answers from which a draft is filled."""

    may_be_left_out = frozenset({"day", "starts"})

    film = FilmField(help_text=_("You may change everything later."))
    mode = forms.ChoiceField(
        label=_("How will guests take part?"),
        choices=Mode,
        initial=Mode.IN_PERSON,
        widget=_radios(),
        error_messages=_PICK,
    )
    zip = ZipFormField(
        label=_("ZIP code of the place"),
        required=False,
        help_text=_(
            "The town and the time zone follow from it. Not needed for an online "
            "screening."
        ),
    )
    day = Day(label=_("Date"), required=False)
    starts = Clock(
        label=_("Start"),
        required=False,
        help_text=_("Local time at the place. The end is worked out from the film."),
    )

    def __init__(self, *args, leader: Any, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.leader = leader
        self.moments: dict = {"zone": ""}

    def clean(self) -> dict:
        cleaned = super().clean()
        place = place_for(cleaned.get("zip") or "")
        if cleaned.get("mode") != Mode.ONLINE and "zip" in cleaned and not place:
            self.add_error("zip", _t("Give the ZIP code of the place."))
        zone = place.zone if place else zone_of(self.leader)
        self.moments["zone"] = zone
        on, starts, film = (cleaned.get(name) for name in ("day", "starts", "film"))
        if bool(on) != bool(starts):
            if "day" in cleaned and "starts" in cleaned:
                self.add_error(
                    "starts" if on else "day",
                    _t("Give both the date and the start, or neither for now."),
                )
        elif on and film and not self.errors:
            try:
                self.moments["starts_at"] = times.instant(on, starts, zone)
                ends = times.usual_end(starts, film.minutes)
                self.moments["ends_at"] = times.ending(on, starts, ends, zone)
            except ValidationError as error:
                self.add_error("starts", error)
        return cleaned


class ScreeningForm(_TellsItself, forms.ModelForm):
    """Everything about a screening. A draft may lack what a published one must have."""

    may_be_left_out = frozenset({"doors", "description", "parking", "access_notes"})

    film = FilmField()
    day = Day(label=_("Date"), required=False)
    starts = Clock(label=_("Start"), required=False)
    ends = Clock(label=_("End, with discussion"), required=False)
    doors = Clock(label=_("Doors open"), required=False)
    zone = forms.ChoiceField(label=_("Time zone"), required=False, error_messages=_PICK)
    zip = ZipFormField(label=_("ZIP code of the place"), required=False)
    city = PublicLine(
        label=_("City or town"),
        max_length=60,
        required=False,
        help_text=_("Left empty, it is taken from the ZIP code."),
    )
    audiences = forms.MultipleChoiceField(
        label=_("Who it is for"),
        choices=GuestGroup,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "options--columns"}),
        error_messages=_PICK,
    )
    mode = forms.ChoiceField(
        label=_("How guests take part"),
        choices=Mode,
        widget=_radios(),
        error_messages=_PICK,
    )
    capacity = _number(
        1,
        5000,
        _("Give a number of seats from 1 to 5,000."),
        label=_("Seats"),
        required=False,
        help_text=_("Nobody can reserve more than this, not even staff."),
    )
    captions = forms.ChoiceField(
        label=_("Are captions shown?"),
        choices=Answer,
        required=False,
        widget=_radios(),
        error_messages=_PICK,
    )
    step_free = forms.ChoiceField(
        label=_("Is the way in step-free?"),
        choices=Answer,
        required=False,
        widget=_radios(),
        error_messages=_PICK,
    )
    sign_language = forms.ChoiceField(
        label=_("Is there sign language (ASL)?"),
        choices=SignLanguage,
        required=False,
        widget=_radios(),
        error_messages=_PICK,
    )
    version = version_field()

    class Meta:
        model = Screening
        fields = [
            "film",
            "title",
            "summary",
            "description",
            "audiences",
            "mode",
            "zip",
            "venue",
            "street",
            "city",
            "link",
            "capacity",
            "captions",
            "step_free",
            "sign_language",
            "parking",
            "access_notes",
            "police_presence",
        ]
        field_classes = {
            "title": PublicLine,
            "summary": PublicProse,
            "description": PublicProse,
            "venue": PublicLine,
            "parking": PublicLine,
            "access_notes": PublicLine,
            "police_presence": PublicLine,
        }
        labels = {
            "link": _("Link to take part online"),
            "parking": _("Parking and transit"),
            "access_notes": _("Other access facts"),
            "description": _("About the screening"),
            "police_presence": _("Who from the police will be there?"),
        }
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 3}),
            "description": forms.Textarea(attrs={"rows": 8}),
            "police_presence": forms.TextInput,
        }
        help_texts = {"parking": ""}

    def __init__(self, *args, instance: Screening, **kwargs) -> None:
        initial = {"version": instance.version, "film": instance.film.slug}
        if instance.starts_at:
            initial["day"] = instance.starts_local.date()
            initial["starts"] = instance.starts_local.time()
            initial["ends"] = instance.ends_local.time()
        if instance.doors_at:
            initial["doors"] = instance.doors_local.time()
        super().__init__(
            *args,
            instance=instance,
            initial=initial | (kwargs.pop("initial", None) or {}),
            **kwargs,
        )
        place = place_for(instance.zip) if instance.zip else None
        usual = place.zone if place else zone_of(instance.host)
        if instance.zone and instance.zone != usual:
            self.initial["zone"] = next(
                (
                    name
                    for name, label in zone_choices
                    if label == zone_label(instance.zone)
                ),
                "",
            )
        self.fields["zone"].choices = [
            ("", _t("From the ZIP code: %(zone)s") % {"zone": zone_label(usual)}),
            *zone_choices,
        ]

    def clean(self) -> dict:
        cleaned = super().clean()
        zone = self._settle_place(cleaned)
        self._settle_times(cleaned, zone)
        capacity = cleaned.get("capacity")
        if capacity is not None and capacity < self.instance.seats_taken:
            self.add_error("capacity", too_few_seats(self.instance.seats_taken))
        return cleaned

    def _settle_place(self, cleaned: dict) -> str:
        """Fill town, state, point and zone; empty what the mode does not need."""
        mode, instance = cleaned.get("mode"), self.instance
        place = place_for(cleaned.get("zip") or "")
        instance.zone = (
            cleaned.get("zone")
            or (place.zone if place else "")
            or zone_of(instance.host)
        )
        if mode == Mode.ONLINE:
            for name in ("zip", "venue", "street", "city", "step_free"):
                cleaned[name] = ""
            place = None
        elif mode == Mode.IN_PERSON:
            cleaned["link"] = ""
        cleaned["city"] = cleaned.get("city") or (place.city if place else "")
        instance.state = place.state if place else ""
        instance.lat = place.lat if place else None
        instance.lng = place.lng if place else None
        return instance.zone

    def _settle_times(self, cleaned: dict, zone: str) -> None:
        on, starts, ends, doors, film = (
            cleaned.get(name) for name in ("day", "starts", "ends", "doors", "film")
        )
        if {"day", "starts", "ends", "doors"} & set(self.errors):
            return
        instance = self.instance
        if not on and not starts:
            if ends or doors:
                self.add_error("day", _t("Give the date and the start too."))
            instance.starts_at = instance.ends_at = instance.doors_at = None
            return
        if not (on and starts):
            self.add_error(
                "starts" if on else "day",
                _t("Give both the date and the start, or neither for now."),
            )
            return
        ends = ends or times.usual_end(starts, film.minutes if film else None)
        for name, reading in (
            ("starts", lambda: times.instant(on, starts, zone)),
            ("ends", lambda: times.ending(on, starts, ends, zone)),
            ("doors", lambda: doors and times.opening(on, doors, starts, zone)),
        ):
            try:
                setattr(instance, f"{name}_at", reading() or None)
            except ValidationError as error:
                self.add_error(name, error)
                return

    def _post_clean(self) -> None:
        super()._post_clean()
        if not self.instance.is_listed or self.errors:
            return
        for field, words in self.instance.missing():
            self.add_error(
                field,
                _t("A published screening needs %(what)s.") % {"what": words},
            )

    @property
    def is_published(self) -> bool:
        return self.instance.status == ScreeningStatus.PUBLISHED


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
    party_size = _number(
        PARTY.least,
        PARTY.most,
        _("Give a number from 1 to 10. For a larger group, write to the host."),
        label=_("How many seats?"),
        initial=1,
        help_text=_("For yourself and those who come with you, up to 10."),
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

    def clean(self) -> dict:
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


class SeatsForm(forms.Form):
    """How many seats a guest wants now."""

    party_size = _number(
        PARTY.least,
        PARTY.most,
        _("Give a number from 1 to 10."),
        label=_("How many seats?"),
    )
    version = version_field()


class VersionForm(forms.Form):
    """A button that carries the version its presser saw."""

    version = version_field()


class ReasonForm(forms.Form):
    """A reason that others will read."""

    reason = PublicProse(
        label=_("Why?"),
        max_length=500,
        error_messages={
            "required": _("Give a reason."),
            "max_length": _("Use 500 characters or fewer."),
        },
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    version = version_field()

    def __init__(self, *args, hint: str = "", **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = hint


def guarded(request: HttpRequest, screening: Screening) -> ReserveForm:
    """The reserve form for this request: bound on POST, empty else."""
    data = request.POST if request.method == "POST" else None
    return ReserveForm(data, request=request, screening=screening)
