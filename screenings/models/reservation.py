from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from foundation.fields import (
    CountField,
    LineField,
    MailField,
    MomentField,
)
from foundation.history import tracked
from foundation.tokens import token_for
from foundation.words import in_words
from screenings.choices import Attendance, Audience, Mode, ReservationStatus
from screenings.models.rules import RESERVATION_RULES, RESERVATION_TRIGGERS
from screenings.models.screening import Screening
from screenings.promises import CONFIRM_WITHIN, GUESTS_KEPT, PARTY


class ReservationQuerySet(models.QuerySet):
    def confirmed(self) -> Self:
        return self.filter(status=ReservationStatus.CONFIRMED)

    def in_audience(self, audience: str) -> Self:
        """The confirmed guests whom a host means by all, in the room or online."""
        guests = self.confirmed()
        if audience == Audience.ALL:
            return guests
        return guests.filter(attends=audience)

    def take_along(self, mode: str) -> None:
        """Where one kind of seats is no longer offered, its guests get the other."""
        kinds = {
            Mode.ONLINE.value: (Attendance.ROOM, Attendance.ONLINE),
            Mode.IN_PERSON.value: (Attendance.ONLINE, Attendance.ROOM),
        }
        if mode not in kinds:
            return
        gone, left = kinds[mode]
        self.live().filter(attends=gone).update(attends=left, version=F("version") + 1)

    def live(self) -> Self:
        """Confirmed, or waiting to be."""
        return self.filter(
            status__in=[ReservationStatus.PENDING, ReservationStatus.CONFIRMED]
        )

    def overdue(self) -> Self:
        """Pending for longer than a guest has to confirm."""
        return self.filter(
            status=ReservationStatus.PENDING,
            created_at__lt=timezone.now() - CONFIRM_WITHIN,
        )

    def to_purge(self) -> Self:
        """Still holding personal data 60 days after the event."""
        before = timezone.now() - GUESTS_KEPT
        return self.filter(purged_at=None, screening__ends_at__lt=before)


@tracked(exclude=["email", "first_name", "need", "calendar_sequence"])
class Reservation(models.Model):
    """Seats for one guest and the people they bring; no account needed.

    Pending until the guest presses the button behind the link in the mail, which is
    when seats are taken. `email`, `first_name` and `need` (which the
    host and program staff read) are emptied 60 days after the event; the numbers stay.
    """

    screening = models.ForeignKey(
        Screening, models.PROTECT, related_name="reservations"
    )
    email = MailField(_("e-mail"), null=True, blank=True)
    first_name = LineField(_("first name"), max_length=60, blank=True)
    party_size = CountField(_("seats"), lo=PARTY.least, hi=PARTY.most, default=1)
    attends = models.CharField(
        _("kind of seat"),
        max_length=6,
        choices=Attendance,
        default=Attendance.ROOM,
    )
    #: The number that the next message to the guest's calendar bears. Seats that the
    #: same address takes again go on from there.
    calendar_sequence = models.PositiveIntegerField(default=0, editable=False)
    need = LineField(
        _("what would help you take part"),
        max_length=300,
        blank=True,
        help_text=_("The host and program staff read this."),
    )
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=ReservationStatus,
        default=ReservationStatus.PENDING,
        editable=False,
    )
    version = models.PositiveIntegerField(default=0, editable=False)
    token_version = models.PositiveIntegerField(default=0, editable=False)
    created_at = MomentField(_("asked"), default=timezone.now, editable=False)
    confirmed_at = MomentField(_("confirmed"), null=True, blank=True, editable=False)
    ended_at = MomentField(null=True, blank=True, editable=False)
    purged_at = MomentField(null=True, blank=True, editable=False)

    objects = ReservationQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("reservation")
        verbose_name_plural = _("reservations")
        default_permissions = ("view",)
        indexes = [
            models.Index(
                fields=["created_at"],
                condition=Q(status="pending"),
                name="reservation_pending",
            ),
        ]
        constraints = RESERVATION_RULES
        triggers = RESERVATION_TRIGGERS

    def __str__(self) -> str:
        return _t("%(seats)s for %(title)s") % {
            "seats": self.seats,
            "title": self.screening.title,
        }

    def role_of(self, user: User | None) -> str:
        """What a guest calls whoever changed the reservation; "" for the portal."""
        if user is None and self.status != ReservationStatus.LAPSED:
            return _t("You, or somebody who has your link,")
        return ""

    def get_absolute_url(self) -> str:
        """The guest's own page: the address holds the token that opens it."""
        return reverse("reservations:show", args=[self.token])

    @property
    def token(self) -> str:
        return token_for("reservation", self)

    @property
    def seats(self) -> str:
        """ "1 seat", "two seats"."""
        return ngettext("%(n)s seat", "%(n)s seats", self.party_size) % {
            "n": in_words(self.party_size)
        }

    @property
    def is_online(self) -> bool:
        return self.attends == Attendance.ONLINE

    @property
    def kind_line(self) -> str:
        """ "2 seats, in the room"; "" where a screening is of one kind only."""
        if not (self.screening.has_place and self.screening.has_link):
            return ""
        if self.is_online:
            return _t("%(seats)s, online") % {"seats": self.seats}
        return _t("%(seats)s, in the room") % {"seats": self.seats}

    @property
    def seats_said(self) -> str:
        """Seats and, where there are two, their kind: "two seats, in the room"."""
        return self.kind_line or self.seats

    @property
    def shown_link(self) -> str:
        """The link to take part, for who has seats online, while it is shown; or ""."""
        screening = self.screening
        if not (self.is_confirmed and self.is_online and screening.is_ahead):
            return ""
        return screening.link if screening.link_is_shown else ""

    @property
    def shown_name(self) -> str:
        """How the host's list calls the guest."""
        return self.first_name or _t("Guest")

    @property
    def is_pending(self) -> bool:
        return self.status == ReservationStatus.PENDING

    @property
    def seats_held(self) -> int:
        """Seats that nobody else can have: none before the guest confirms."""
        return self.party_size if self.is_confirmed else 0

    @property
    def is_live(self) -> bool:
        """Confirmed, or waiting to be."""
        return self.is_pending or self.is_confirmed

    @property
    def is_confirmed(self) -> bool:
        return self.status == ReservationStatus.CONFIRMED
