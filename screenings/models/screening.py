from datetime import datetime
from typing import Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import (
    SearchQuery,
    SearchVector,
    SearchVectorField,
)
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foundation.codes import new_code
from foundation.fields import (
    CountField,
    LineField,
    MomentField,
    ProseField,
    WebField,
)
from foundation.history import tracked
from foundation.words import when as words_of
from leaders.models import Leader
from places.fields import FIVE_DIGITS, ZipField
from places.states import STATES, state_choices
from places.zones import ZONES, zone_label
from resources.models import Film
from screenings import statuses, times
from screenings.choices import (
    PUBLIC_LABELS,
    Answer,
    GuestGroup,
    Mode,
    ScreeningStatus,
    SignLanguage,
)
from screenings.promises import CAPACITY

#: PostgreSQL's dictionary for what is searched here.
CONFIG = "english"

#: The rule that makes overselling impossible, by its name in the database.
SEATS_RULE = "screenings_screening_seats_within_capacity"

_HAS_PLACE = Q(mode=Mode.ONLINE) | (
    ~Q(venue="") & ~Q(city="") & ~Q(state="") & ~Q(zip="") & ~Q(step_free="")
)
_HAS_LINK = Q(mode=Mode.IN_PERSON) | ~Q(link="")


class ScreeningQuerySet(models.QuerySet):
    def listed(self) -> Self:
        """What visitors may see: everything that was ever published."""
        return self.filter(published_at__isnull=False)

    def upcoming(self) -> Self:
        """Listed and not over; cancelled and postponed ones stay, marked."""
        return self.listed().filter(ends_at__gte=timezone.now())

    def past(self) -> Self:
        return self.listed().filter(ends_at__lt=timezone.now())

    def going_ahead(self) -> Self:
        """Upcoming, and neither cancelled nor postponed."""
        return self.upcoming().filter(status=ScreeningStatus.PUBLISHED)

    def for_cards(self) -> Self:
        """What a row shows, and nothing heavy beside it."""
        return self.select_related("film").only(
            "code",
            "slug",
            "title",
            "mode",
            "starts_at",
            "ends_at",
            "zone",
            "venue",
            "city",
            "state",
            "capacity",
            "seats_taken",
            "status",
            "cancel_reason",
            "postpone_reason",
            "previous_start",
            "published_at",
            "film__title",
            "film__slug",
        )

    def with_people(self) -> Self:
        """With the film and the host, for a screening's own page: one query."""
        return self.select_related("film", "host").defer(
            "search", "words", "film__search", "film__words", "film__loaded"
        )

    def matching(self, text: str) -> Self:
        query = SearchQuery(text, search_type="websearch", config=CONFIG)
        return self.filter(search=query)


@tracked(exclude=["seats_taken", "search", "words"])
class Screening(models.Model):
    """One showing of a film with a guided discussion: one date, one place or link.

    Times are UTC instants beside an IANA `zone`. A draft may lack anything but its
    film, host and title; whatever was published has it all, which the database keeps.
    `seats_taken` counts the seats of confirmed reservations and is written by the
    database alone. `sequence` and `previous_start` are what calendars need to know.
    """

    code = LineField(max_length=6, unique=True, default=new_code, editable=False)
    slug = models.SlugField(max_length=80, editable=False)
    film = models.ForeignKey(
        Film, models.PROTECT, verbose_name=_("film"), related_name="screenings"
    )
    host = models.ForeignKey(
        Leader, models.PROTECT, verbose_name=_("host"), related_name="screenings"
    )
    title = LineField(_("title"), max_length=120)
    summary = ProseField(
        _("in short"),
        max_length=400,
        blank=True,
        help_text=_("Two or three sentences for lists and mails."),
    )
    description = ProseField(
        _("about the screening"),
        max_length=5000,
        blank=True,
        help_text=_("How it runs, who speaks, what guests should bring."),
    )
    audiences = ArrayField(
        models.CharField(max_length=20, choices=GuestGroup),
        verbose_name=_("who it is for"),
        default=list,
        blank=True,
    )
    mode = models.CharField(
        _("how guests take part"), max_length=10, choices=Mode, default=Mode.IN_PERSON
    )

    starts_at = MomentField(_("starts"), null=True, blank=True)
    ends_at = MomentField(_("ends"), null=True, blank=True)
    doors_at = MomentField(_("doors open"), null=True, blank=True)
    zone = LineField(_("time zone"), max_length=40, blank=True)

    venue = LineField(_("name of the place"), max_length=120, blank=True)
    street = LineField(_("street address"), max_length=120, blank=True)
    city = LineField(_("city or town"), max_length=60, blank=True)
    state = models.CharField(
        _("state"), max_length=2, choices=state_choices, blank=True
    )
    zip = ZipField(_("ZIP code"), blank=True)
    lat = models.FloatField(
        null=True,
        blank=True,
        editable=False,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    lng = models.FloatField(
        null=True,
        blank=True,
        editable=False,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    link = WebField(
        _("link to take part online"),
        blank=True,
        help_text=_("Only guests with a confirmed reservation see it."),
    )

    capacity = CountField(
        _("seats"), lo=CAPACITY.least, hi=CAPACITY.most, null=True, blank=True
    )
    seats_taken = CountField(lo=0, hi=CAPACITY.most, default=0, editable=False)

    captions = models.CharField(
        _("captions on screen"), max_length=10, choices=Answer, blank=True
    )
    step_free = models.CharField(
        _("step-free way in"), max_length=10, choices=Answer, blank=True
    )
    sign_language = models.CharField(
        _("sign language (ASL)"), max_length=10, choices=SignLanguage, blank=True
    )
    parking = LineField(
        _("parking and transit"), max_length=200, blank=True, help_text=_("Optional.")
    )
    access_notes = LineField(
        _("other access facts"),
        max_length=300,
        blank=True,
        help_text=_("Quiet room, hearing loop, interpreters, child care."),
    )
    police_presence = LineField(
        _("police presence"),
        max_length=300,
        blank=True,
        help_text=_(
            "Who from law enforcement will be there, in uniform or not, and whether "
            "anybody asks for identification. Some guests decide by this."
        ),
    )

    status = models.CharField(
        _("status"),
        max_length=10,
        choices=ScreeningStatus,
        default=ScreeningStatus.DRAFT,
        editable=False,
    )
    version = models.PositiveIntegerField(default=0, editable=False)
    submitted_at = MomentField(null=True, blank=True, editable=False)
    published_at = MomentField(_("published"), null=True, blank=True, editable=False)
    cancelled_at = MomentField(null=True, blank=True, editable=False)
    cancel_reason = ProseField(
        _("why it was cancelled"), max_length=500, blank=True, editable=False
    )
    postpone_reason = ProseField(
        _("why it was postponed"), max_length=500, blank=True, editable=False
    )
    staff_note = ProseField(
        _("what staff asked for"), max_length=1000, blank=True, editable=False
    )
    sequence = models.PositiveIntegerField(default=0, editable=False)
    previous_start = MomentField(null=True, blank=True, editable=False)
    created_at = MomentField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    words = models.TextField(default="", editable=False)
    search = models.GeneratedField(
        expression=SearchVector("title", weight="A", config=CONFIG)
        + SearchVector("summary", weight="B", config=CONFIG)
        + SearchVector("words", weight="C", config=CONFIG),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = ScreeningQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        verbose_name = _("screening")
        verbose_name_plural = _("screenings")
        permissions = [
            ("review_screening", "Can look at first screenings and publish them"),
            ("cancel_screening", "Can cancel or postpone any screening"),
            ("view_guests", "Can see who reserved seats"),
        ]
        indexes = [
            models.Index(
                fields=["starts_at", "id"],
                condition=Q(published_at__isnull=False),
                name="screening_listed_by_date",
            ),
            models.Index(
                fields=["ends_at"],
                condition=Q(published_at__isnull=False),
                name="screening_listed_by_end",
            ),
            models.Index(
                fields=["state", "starts_at", "id"],
                condition=Q(published_at__isnull=False),
                name="screening_listed_by_state",
            ),
            models.Index(fields=["host", "starts_at"], name="screening_host_date"),
            models.Index(fields=["film", "starts_at"], name="screening_film_date"),
            models.Index(
                fields=["submitted_at"],
                condition=Q(status="submitted"),
                name="screening_waiting",
            ),
            GinIndex(fields=["search"], name="screening_search"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(seats_taken__lte=F("capacity")),
                name="%(app_label)s_%(class)s_seats_within_capacity",
                violation_error_message=_("More seats are taken than that."),
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="%(app_label)s_%(class)s_ends_after_start",
                violation_error_message=_("The end must come after the start."),
            ),
            models.CheckConstraint(
                condition=Q(doors_at__lte=F("starts_at")),
                name="%(app_label)s_%(class)s_doors_before_start",
                violation_error_message=_("Doors open before the start."),
            ),
            models.CheckConstraint(
                condition=Q(starts_at=None, ends_at=None, doors_at=None)
                | Q(starts_at__isnull=False, ends_at__isnull=False, zone__gt=""),
                name="%(app_label)s_%(class)s_times_with_zone",
                violation_error_message=_("A time needs its time zone."),
            ),
            models.CheckConstraint(
                condition=Q(zone__in=["", *ZONES]),
                name="%(app_label)s_%(class)s_zone_is_known",
                violation_error_message=_("We do not know that time zone."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "submitted"], published_at=None)
                | Q(
                    status__in=["published", "postponed", "held", "reported"],
                    published_at__isnull=False,
                )
                | Q(status="cancelled"),
                name="%(app_label)s_%(class)s_published_with_time",
            ),
            models.CheckConstraint(
                condition=Q(status="cancelled", cancelled_at__isnull=False)
                & ~Q(cancel_reason="")
                | ~Q(status="cancelled") & Q(cancelled_at=None, cancel_reason=""),
                name="%(app_label)s_%(class)s_cancelled_with_reason",
                violation_error_message=_("A cancelled screening needs a reason."),
            ),
            models.CheckConstraint(
                condition=Q(status="postponed") & ~Q(postpone_reason="")
                | Q(status="cancelled")
                | ~Q(status="postponed") & Q(postpone_reason=""),
                name="%(app_label)s_%(class)s_postponed_with_reason",
                violation_error_message=_("A postponed screening needs a reason."),
            ),
            models.CheckConstraint(
                condition=Q(published_at=None)
                | Q(starts_at__isnull=False, capacity__isnull=False)
                & _HAS_PLACE
                & _HAS_LINK,
                name="%(app_label)s_%(class)s_published_with_place",
                violation_error_message=_(
                    "A published screening has a date, a place or a link, and seats."
                ),
            ),
            models.CheckConstraint(
                condition=Q(published_at=None)
                | ~Q(captions="") & ~Q(sign_language="") & ~Q(police_presence=""),
                name="%(app_label)s_%(class)s_published_with_access",
                violation_error_message=_(
                    "A published screening answers the questions about access."
                ),
            ),
            models.CheckConstraint(
                condition=Q(zip="") | Q(zip__regex=FIVE_DIGITS),
                name="%(app_label)s_%(class)s_zip_is_five_digits",
            ),
            models.CheckConstraint(
                condition=Q(lat=None, lng=None)
                | Q(lat__range=(-90, 90), lng__range=(-180, 180)),
                name="%(app_label)s_%(class)s_lat_with_lng",
            ),
            models.CheckConstraint(
                condition=Q(audiences__contained_by=GuestGroup.values),
                name="%(app_label)s_%(class)s_audiences_are_known",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{column}__in": values}),
                    name=f"%(app_label)s_%(class)s_{column}_is_known",
                )
                for column, values in (
                    ("status", ScreeningStatus.values),
                    ("mode", Mode.values),
                    ("state", ["", *STATES]),
                    ("captions", ["", *Answer.values]),
                    ("step_free", ["", *Answer.values]),
                    ("sign_language", ["", *SignLanguage.values]),
                )
            ),
        ]
        triggers = [
            statuses.SCREENING.trigger("status_moves"),
            pgtrigger.Protect(
                name="begins_as_draft",
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__status__df=ScreeningStatus.DRAFT.value),
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            # A stale save, an edit in the admin and a line in a shell all write every
            # column; only the trigger on reservations may move this one.
            pgtrigger.Trigger(
                name="seats_are_counted",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func="""
                    IF TG_OP = 'INSERT' THEN
                        NEW.seats_taken := 0;
                    ELSIF pg_trigger_depth() = 1 THEN
                        NEW.seats_taken := OLD.seats_taken;
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, **kwargs) -> None:
        """Keep the address and the searched words in step with the facts."""
        if self.published_at is None or not self.slug:
            parts = [self.title, self.city, self.state]
            self.slug = slugify(" ".join(parts))[:80].strip("-") or "screening"
        self.words = self._searched_words()
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "slug", "words", "updated_at"}
        super().save(**kwargs)

    def _searched_words(self) -> str:
        place = STATES.get(self.state)
        words = [
            self.film.title,
            self.venue,
            self.city,
            str(place.name) if place else "",
            *self.audience_labels,
            str(self.get_mode_display()),
        ]
        return "\n".join(word for word in words if word)

    def role_of(self, user: User | None) -> str:
        """What somebody is to this screening, for others to read; or ""."""
        return _t("The host") if user and user.pk == self.host.user_id else ""

    def get_absolute_url(self) -> str:
        return reverse("screenings:detail", args=[self.code, self.slug])

    def address_of(self, page: str) -> str:
        """The path of one of its pages, such as "reserve" or "edit"."""
        return reverse(f"screenings:{page}", args=[self.code, self.slug])

    # Ready-made answers for rows, pages and mails.

    @property
    def starts_local(self) -> datetime | None:
        return self.local(self.starts_at)

    @property
    def ends_local(self) -> datetime | None:
        return self.local(self.ends_at)

    @property
    def doors_local(self) -> datetime | None:
        return self.local(self.doors_at)

    def local(self, moment: datetime | None) -> datetime | None:
        """The moment as clocks at the screening show it."""
        return times.local(moment, self.zone) if moment and self.zone else None

    @property
    def zone_label(self) -> str:
        return zone_label(self.zone)

    @property
    def when(self) -> str:
        """From when to when, in its own zone; "" for a draft without a date."""
        if self.starts_at is None or self.ends_at is None:
            return ""
        return times.span(self.starts_at, self.ends_at, self.zone)

    @property
    def has_lost_its_date(self) -> bool:
        """Postponed, or cancelled while it was.

        The date beside it is the old one, or a new one that is the host's alone.
        """
        return self.is_postponed or (self.is_cancelled and bool(self.postpone_reason))

    @property
    def has_new_date(self) -> bool:
        """Postponed, with a new date that only the host and staff know so far."""
        return self.is_postponed and self.starts_at != self.previous_start

    @property
    def announced_start(self) -> datetime | None:
        """The start that visitors were told, as clocks at the screening show it."""
        if self.has_lost_its_date and self.previous_start:
            return self.local(self.previous_start)
        return self.starts_local

    @property
    def announced_when(self) -> str:
        """What visitors read of the date; "" for a draft without one."""
        if not self.has_lost_its_date:
            return self.when
        start = words_of(self.announced_start, self.zone_label)
        return _t("Was planned for %(when)s") % {"when": start}

    @property
    def is_online(self) -> bool:
        """Online only."""
        return self.mode == Mode.ONLINE

    @property
    def has_place(self) -> bool:
        return self.mode != Mode.ONLINE

    @property
    def has_link(self) -> bool:
        return self.mode != Mode.IN_PERSON

    @property
    def town(self) -> str:
        """ "Oak Creek, WI", or ""."""
        return ", ".join(part for part in (self.city, self.state) if part)

    @property
    def place_line(self) -> str:
        """Where, on one line; "" where it is online only."""
        if self.is_online:
            return ""
        line = ", ".join(part for part in (self.venue, self.town) if part)
        if self.mode == Mode.BOTH:
            return _t("%(place)s, and online") % {"place": line}
        return line

    @property
    def address(self) -> str:
        """The postal address on one line, without the name of the place."""
        street_and_town = [part for part in (self.street, self.town) if part]
        return f"{', '.join(street_and_town)} {self.zip}".strip()

    @property
    def audience_labels(self) -> list[str]:
        return [str(one.label) for one in GuestGroup if one.value in self.audiences]

    @property
    def seats_left(self) -> int:
        return max(0, (self.capacity or 0) - self.seats_taken)

    @property
    def is_full(self) -> bool:
        return self.capacity is not None and not self.seats_left

    @property
    def seats_line(self) -> str:
        """What a row says about seats, or why there are none to have."""
        if self.status != ScreeningStatus.PUBLISHED:
            return self.status_label
        if self.is_over:
            return _t("Over")
        if self.has_begun:
            return _t("Has begun")
        if self.is_full:
            return _t("Full")
        return self.seats_left_line

    @property
    def seats_left_line(self) -> str:
        """ "37 of 40 seats left"; "" for a draft without a number of seats."""
        if self.capacity is None:
            return ""
        return _t("%(left)s of %(all)s seats left") % {
            "left": f"{self.seats_left:,}",
            "all": f"{self.capacity:,}",
        }

    @property
    def is_cancelled(self) -> bool:
        return self.status == ScreeningStatus.CANCELLED

    @property
    def is_postponed(self) -> bool:
        return self.status == ScreeningStatus.POSTPONED

    @property
    def is_listed(self) -> bool:
        return self.published_at is not None

    @property
    def is_ahead(self) -> bool:
        """Whether it is still to take place as it was announced."""
        return not (self.is_cancelled or self.is_postponed or self.is_over)

    @property
    def has_ended(self) -> bool:
        """Cancelled, or over: nobody can go there any more."""
        return self.is_cancelled or (self.is_over and not self.is_postponed)

    @property
    def has_begun(self) -> bool:
        return self.starts_at is not None and self.starts_at <= timezone.now()

    @property
    def is_over(self) -> bool:
        return self.ends_at is not None and self.ends_at < timezone.now()

    @property
    def takes_reservations(self) -> bool:
        return self.status == ScreeningStatus.PUBLISHED and not self.has_begun

    @property
    def status_label(self) -> str:
        """The status as visitors read it."""
        return str(PUBLIC_LABELS[ScreeningStatus(self.status)])

    def missing(self) -> list[tuple[str, str]]:
        """What a draft lacks before it can be published, as (form field, words)."""
        wanted = [
            ("day", _t("a date with a start and an end"), self.starts_at),
            ("summary", _t("a summary"), self.summary),
            ("audiences", _t("who it is for"), self.audiences),
            ("capacity", _t("the number of seats"), self.capacity),
            ("captions", _t("whether captions are shown"), self.captions),
            ("sign_language", _t("whether there is sign language"), self.sign_language),
            (
                "police_presence",
                _t("who from the police will be there"),
                self.police_presence,
            ),
        ]
        if self.has_place:
            wanted += [
                ("zip", _t("the ZIP code of the place"), self.zip and self.city),
                ("venue", _t("the name of the place"), self.venue),
                ("street", _t("the street address"), self.street),
                ("step_free", _t("whether the way in is step-free"), self.step_free),
            ]
        if self.has_link:
            wanted.append(("link", _t("the link to take part online"), self.link))
        return [(field, words) for field, words, has in wanted if not has]
