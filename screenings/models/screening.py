from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foundation import fulltext
from foundation.codes import new_code
from foundation.fields import LineField, MomentField, ProseField
from foundation.history import tracked
from leaders.models import Leader
from places.states import STATES
from resources.models import Film
from screenings.choices import (
    PUBLIC_LABELS,
    Answer,
    GuestGroup,
    ScreeningStatus,
    SignLanguage,
)
from screenings.models.answers import Answered
from screenings.models.first_look import LookedAt
from screenings.models.planned import Replanned
from screenings.models.rows import ScreeningQuerySet
from screenings.models.rules import (
    ACCESS_RULES,
    HOST_RULES,
    PLAN_RULES,
    SCREENING_RULES,
    SCREENING_TRIGGERS,
)
from screenings.models.seating import Seated
from screenings.promises import (
    GUESTS_KEPT,
    LINK_SHOWN_BEFORE,
    NEW_DATE_WITHIN,
    REASON_LETTERS,
    SUMMARY_LETTERS,
    TITLE_LETTERS,
)


@tracked(exclude=["seats_taken", "online_taken", "search", "words"])
class Screening(LookedAt, Replanned, Seated, Answered):
    """One showing of a film with a guided discussion: one date, one place or link.

    Without a host it is the network's: `run_by` is the program manager who took it on,
    nobody while it waits for one.

    A draft may lack anything but its film, host and title; whatever was published has
    it all, which the database keeps.

    `sequence` is what calendars know a change by.
    """

    code = LineField(max_length=6, unique=True, default=new_code, editable=False)
    slug = models.SlugField(max_length=80, editable=False)
    film = models.ForeignKey(
        Film, models.PROTECT, verbose_name=_("film"), related_name="screenings"
    )
    host = models.ForeignKey(
        Leader,
        models.PROTECT,
        verbose_name=_("host"),
        null=True,
        blank=True,
        related_name="screenings",
    )
    run_by = models.ForeignKey(
        User,
        models.SET_NULL,
        verbose_name=_("run by"),
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    title = LineField(_("title"), max_length=TITLE_LETTERS)
    summary = ProseField(
        _("in short"),
        max_length=SUMMARY_LETTERS,
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
        _("why it was cancelled"), max_length=REASON_LETTERS, blank=True, editable=False
    )
    postpone_reason = ProseField(
        _("why it was postponed"), max_length=REASON_LETTERS, blank=True, editable=False
    )
    looked_at_by = models.ForeignKey(
        User,
        models.SET_NULL,
        verbose_name=_("who has the first look"),
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    turn_since = MomentField(
        _("whose turn it is since"), null=True, blank=True, editable=False
    )
    staff_note = ProseField(
        _("what staff asked for"), max_length=1000, blank=True, editable=False
    )
    sequence = models.PositiveIntegerField(default=0, editable=False)
    created_at = MomentField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    words = models.TextField(default="", editable=False)
    search = fulltext.search_column(title="A", summary="B", words="C")

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
            models.Index(
                fields=["lat", "lng"],
                condition=Q(published_at__isnull=False),
                name="screening_listed_by_place",
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
        constraints = [*SCREENING_RULES, *PLAN_RULES, *ACCESS_RULES, *HOST_RULES]
        triggers = SCREENING_TRIGGERS

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
        is_host = user and self.host_shown and user.pk == self.host_shown.user_id
        return _t("The host") if is_host else ""

    @property
    def host_shown(self) -> Leader | None:
        """The host as everyone may know them; None where there is none to name.

        Who is hidden or no longer a leader is not named, on past evenings neither.
        """
        return self.host if self.host and self.host.is_shown else None

    @property
    def host_line(self) -> str:
        """Who invites, in words: the host by name, or the network."""
        if self.host_shown:
            return self.host_shown.name
        if self.host_id:
            return _t("A leader of the network")
        return _t("The network’s program staff")

    def get_absolute_url(self) -> str:
        return reverse("screenings:detail", args=[self.code, self.slug])

    def address_of(self, page: str) -> str:
        """The path of one of its pages, such as "reserve" or "edit"."""
        return reverse(f"screenings:{page}", args=[self.code, self.slug])

    # Ready-made answers for rows, pages and mails.

    @property
    def has_lost_its_date(self) -> bool:
        """Postponed, or cancelled while it was: the date beside it is the old one."""
        return self.is_postponed or (self.is_cancelled and bool(self.postpone_reason))

    @property
    def audience_labels(self) -> list[str]:
        return [str(one.label) for one in GuestGroup if one.value in self.audiences]

    @property
    def is_published(self) -> bool:
        """Published and neither called off nor held yet."""
        return self.status == ScreeningStatus.PUBLISHED

    @property
    def is_cancelled(self) -> bool:
        return self.status == ScreeningStatus.CANCELLED

    @property
    def is_postponed(self) -> bool:
        return self.status == ScreeningStatus.POSTPONED

    @property
    def listed_until(self) -> datetime | None:
        """When it leaves the lists, if it is postponed and no new date comes."""
        if not self.is_postponed or self.ends_local is None:
            return None
        return self.ends_local + NEW_DATE_WITHIN

    @property
    def is_without_a_date(self) -> bool:
        """Postponed for so long that it left the lists."""
        return bool(self.listed_until and self.listed_until < timezone.now())

    @property
    def guests_kept_until(self) -> datetime | None:
        """Until when its guests can be reached."""
        return self.ends_local + GUESTS_KEPT if self.ends_local else None

    @property
    def is_called_off(self) -> bool:
        """Cancelled, or postponed until there is a new date."""
        return self.is_cancelled or self.is_postponed

    @property
    def is_listed(self) -> bool:
        return self.published_at is not None

    @property
    def is_ahead(self) -> bool:
        """Whether it is still to take place as it was announced."""
        return not (self.is_cancelled or self.is_postponed or self.is_over)

    @property
    def is_to_come(self) -> bool:
        """Whether it was announced and still needs somebody who runs it."""
        return self.is_postponed or (self.is_published and not self.is_over)

    @property
    def has_ended(self) -> bool:
        """Cancelled, or over: nobody can go there any more."""
        return self.is_cancelled or (self.is_over and not self.is_postponed)

    @property
    def takes_reservations(self) -> bool:
        return self.is_published and not self.has_begun

    @property
    def link_is_shown(self) -> bool:
        """Whether guests online find the link on their pages by now."""
        if not self.has_link or self.starts_at is None:
            return False
        return timezone.now() >= self.starts_at - LINK_SHOWN_BEFORE

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
            self._missing_number(),
            ("captions", _t("whether captions are shown"), self.captions),
            ("sign_language", _t("whether there is sign language"), self.sign_language),
            (
                "police_presence",
                _t("who from the police will be there"),
                self.police_presence,
            ),
        ]
        if self.is_access_open:
            words = _t("the day, before the start, by which you know about access")
            wanted.append(("access_known_by", words, self.knows_about_access_in_time))
        if self.is_postponed:
            # The new date may come later; publishing it asks for one.
            wanted = [one for one in wanted if one[0] != "day"]
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

    def _missing_number(self) -> tuple[str, str, int | None]:
        if self.is_online:
            words = _t("the number of places online")
            return "online_capacity", words, self.online_capacity
        return "capacity", _t("the number of seats"), self.capacity
