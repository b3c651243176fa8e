"""What a host fills in: a new screening, all its facts, and reasons others read."""

from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from foundation.acts import ActForm
from foundation.formfields import Prose
from foundation.public import PublicLine, PublicProse
from foundation.versions import RecordForm, VersionedForm
from foundation.words import in_words
from leaders.models import Leader
from places.formfields import ZipFormField, place_for
from places.zones import zone_choices, zone_label
from screenings import times
from screenings.choices import Answer, Attendance, GuestGroup, Mode, SignLanguage
from screenings.formfields import PICK, Clock, Day, FilmField, Pick, Seats
from screenings.hosting import too_few_seats, usual_zone, zone_of
from screenings.models import Screening
from screenings.models.place import UNUSED
from screenings.promises import CAPACITY, LINK_SHOWN_BEFORE, REASON_LETTERS
from screenings.times import Hours

_CAPACITIES = {
    Attendance.ROOM.value: "capacity",
    Attendance.ONLINE.value: "online_capacity",
}

_BOTH_OR_NEITHER = _("Give both the date and the start, or neither for now.")


class TellsItself:
    """A form that names what is optional.

    What a draft may lack is still needed before publication, which "optional" beside
    the label would deny.
    """

    labels_tell = True
    #: What even a published screening may lack.
    may_be_left_out: frozenset[str] = frozenset()


class NewScreeningForm(TellsItself, forms.Form):
    """The few answers from which a draft is filled."""

    may_be_left_out = frozenset({"day", "starts"})

    film = FilmField(help_text=_("You may change everything later."))
    mode = Pick(
        label=_("How will guests take part?"), choices=Mode, initial=Mode.IN_PERSON
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

    def __init__(self, *args, leader: Leader, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.leader = leader
        self.zone = ""
        self.hours: Hours | None = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        place = place_for(cleaned.get("zip") or "")
        if cleaned.get("mode") != Mode.ONLINE and "zip" in cleaned and not place:
            self.add_error("zip", _t("Give the ZIP code of the place."))
        self.zone = place.zone if place else zone_of(self.leader)
        self._read_hours(cleaned)
        return cleaned

    def _read_hours(self, cleaned: dict[str, Any]) -> None:
        on, starts, film = (cleaned.get(name) for name in ("day", "starts", "film"))
        if bool(on) != bool(starts):
            if "day" in cleaned and "starts" in cleaned:
                self.add_error("starts" if on else "day", _BOTH_OR_NEITHER)
        elif on and starts and film and not self.errors:
            ends = times.usual_end(starts, film.minutes)
            hours = Hours(on, starts, ends, None, self.zone)
            try:
                hours.instants()
            except ValidationError as error:
                self.add_error("starts", error.messages)
            else:
                self.hours = hours


class ScreeningForm(TellsItself, RecordForm):
    """Everything about a screening. A draft may lack what a published one must have."""

    may_be_left_out = frozenset(
        {"doors", "description", "access_known_by", "parking", "access_notes"}
    )

    film = FilmField()
    day = Day(label=_("Date"), required=False)
    starts = Clock(label=_("Start"), required=False)
    ends = Clock(label=_("End, with discussion"), required=False)
    doors = Clock(label=_("Doors open"), required=False)
    zone = forms.ChoiceField(label=_("Time zone"), required=False, error_messages=PICK)
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
        error_messages=PICK,
    )
    mode = Pick(label=_("How guests take part"), choices=Mode)
    capacity = Seats(
        CAPACITY,
        _("Give a number of seats from %(range)s."),
        label=_("Seats in the room"),
        required=False,
        help_text=_("Nobody can reserve more than this, not even staff."),
    )
    online_capacity = Seats(
        CAPACITY,
        _("Give a number of places from %(range)s."),
        label=_("Places online"),
        required=False,
        help_text=_(
            "Counted apart from the room. In person and online, left empty, there are "
            "no places online."
        ),
    )
    captions = Pick(label=_("Are captions shown?"), choices=Answer, required=False)
    step_free = Pick(
        label=_("Is the way in step-free?"), choices=Answer, required=False
    )
    sign_language = Pick(
        label=_("Is there sign language (ASL)?"), choices=SignLanguage, required=False
    )

    access_known_by = Day(
        label=_("By which day will you know?"),
        required=False,
        help_text=_(
            "Needed where an answer above is “Not known yet”. Visitors read the day, "
            "and we remind you of it."
        ),
    )

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
            "online_capacity",
            "captions",
            "step_free",
            "sign_language",
            "access_known_by",
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
        help_texts = {
            "parking": "",
            "link": _("Only guests with seats online see it, on their own pages."),
        }

    def __init__(self, *args, instance: Screening, **kwargs) -> None:
        initial = {
            "film": instance.film.slug,
            **_hours_of(instance),
            **instance.kept_aside,
        }
        initial |= kwargs.pop("initial", None) or {}
        super().__init__(*args, instance=instance, initial=initial, **kwargs)
        self.fields["film"].keep(instance.film)
        place = place_for(instance.zip) if instance.zip else None
        usual = place.zone if place else usual_zone(instance)
        if instance.zone and instance.zone != usual:
            self.initial["zone"] = _choice_of(instance.zone)
        self.fields["zone"].choices = [
            ("", _t("From the ZIP code: %(zone)s") % {"zone": zone_label(usual)}),
            *zone_choices,
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        zone = self._settle_place(cleaned)
        self._settle_times(cleaned, zone)
        self._settle_seats(cleaned)
        _settle_access(cleaned)
        return cleaned

    def _settle_seats(self, cleaned: dict[str, Any]) -> None:
        """Refuse fewer seats than are taken; keep a number the mode has no use for."""
        unused = {Mode.ONLINE: "capacity", Mode.IN_PERSON: "online_capacity"}
        for kind, name in _CAPACITIES.items():
            if name == unused.get(cleaned.get("mode", "")):
                self.errors.pop(name, None)
                cleaned[name] = self.instance.capacity_of(kind)
                continue
            number, taken = cleaned.get(name), self.instance.taken_of(kind)
            if number is not None and number < taken:
                self.add_error(name, too_few_seats(taken, kind))

    def _settle_place(self, cleaned: dict[str, Any]) -> str:
        """Fill town, state, point and zone; put aside what the mode does not need."""
        mode, instance = cleaned.get("mode"), self.instance
        place = place_for(cleaned.get("zip") or "")
        instance.zone = (
            cleaned.get("zone") or (place.zone if place else "") or usual_zone(instance)
        )
        if mode in UNUSED:
            self._put_aside(cleaned, UNUSED[mode])
        if mode == Mode.ONLINE:
            place = None
        cleaned["city"] = cleaned.get("city") or (place.city if place else "")
        instance.state = place.state if place else ""
        instance.lat = place.lat if place else None
        instance.lng = place.lng if place else None
        return instance.zone

    def _put_aside(self, cleaned: dict[str, Any], names: tuple[str, ...]) -> None:
        """Keep for the host alone what was typed and is of no use now."""
        typed = {name: cleaned[name] for name in names if cleaned.get(name)}
        self.instance.kept_aside = typed
        cleaned.update(dict.fromkeys(names, ""))

    def _settle_times(self, cleaned: dict[str, Any], zone: str) -> None:
        """Write the hours that were typed, or say what is missing."""
        if {"day", "starts", "ends", "doors"} & set(self.errors):
            return
        on, starts = cleaned.get("day"), cleaned.get("starts")
        if on and starts:
            self._read_hours(cleaned, on, starts, zone)
        elif on or starts:
            self.add_error("starts" if on else "day", _BOTH_OR_NEITHER)
        else:
            if cleaned.get("ends") or cleaned.get("doors"):
                self.add_error("day", _t("Give the date and the start too."))
            self.instance.set_hours(None)

    def _read_hours(
        self, cleaned: dict[str, Any], on: date, starts: time, zone: str
    ) -> None:
        film = cleaned.get("film")
        ends = cleaned.get("ends") or times.usual_end(
            starts, film.minutes if film else None
        )
        try:
            self.instance.set_hours(Hours(on, starts, ends, cleaned.get("doors"), zone))
        except ValidationError as error:
            self.add_error(None, error)

    def _post_clean(self) -> None:
        super()._post_clean()
        if not self.instance.is_listed or self.errors:
            return
        for field, words in self.instance.missing():
            self.add_error(
                field,
                _t("A published screening needs %(what)s.") % {"what": words},
            )


def _settle_access(cleaned: dict[str, Any]) -> None:
    """Forget the day by which the rest is known where nothing is open."""
    answers = {cleaned.get(name) for name in ("captions", "step_free", "sign_language")}
    if Answer.UNKNOWN not in answers and "access_known_by" in cleaned:
        cleaned["access_known_by"] = None


def _hours_of(screening: Screening) -> dict[str, date | time]:
    """The day and the hours as they stand in the form.

    A date that was postponed and has passed is nothing to begin from.
    """
    if screening.is_postponed and screening.has_begun:
        return {}
    names = ("day", "starts", "ends", "doors")
    return {name: at for name in names if (at := getattr(screening, name)) is not None}


def _choice_of(zone: str) -> str:
    """The time zone of the list that is called as this one is; "" for none."""
    label = zone_label(zone)
    return next((name for name, known in zone_choices if known == label), "")


class LinkForm(VersionedForm):
    """The link to take part, by itself: changed in one press, also while it runs."""

    def __init__(self, *args: Any, screening: Screening, **kwargs: Any) -> None:
        known = {"link": screening.link, "version": screening.version}
        super().__init__(*args, initial=known, **kwargs)
        self.fields["link"] = Screening._meta.get_field("link").formfield(
            required=True,
            label=_("Link to take part online"),
            help_text=_(
                "Guests find it on their own pages from %(time)s before the start. "
                "They open the page, so no mail is needed."
            )
            % {"time": in_words(LINK_SHOWN_BEFORE)},
            error_messages={"required": _("Give the link.")},
        )


_REASON: dict[str, Any] = {
    "label": _("Why?"),
    "max_length": REASON_LETTERS,
    "error_messages": {
        "required": _("Give a reason."),
        "max_length": _("Use %(limit_value)s characters or fewer."),
    },
    "widget": forms.Textarea(attrs={"rows": 4}),
}


class GuestsReadForm(ActForm):
    """A reason that guests and visitors read."""

    reason = PublicProse(
        help_text=_(
            "The host, the guests and everyone who opens the page read these words."
        ),
        **_REASON,
    )


class HostReadsForm(ActForm):
    """A reason that the host reads."""

    reason = Prose(help_text=_("The host gets these words by mail."), **_REASON)
