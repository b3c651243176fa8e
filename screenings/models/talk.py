"""What a host writes to the guests, and what guests ask the host."""

from typing import Self

import pgtrigger
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foundation.fields import CountField, LineField, MomentField, ProseField
from foundation.history import tracked
from screenings.choices import Audience, QuestionKind, QuestionStatus, ReservationStatus
from screenings.models.reservation import Reservation
from screenings.models.rules import MESSAGE_RULES, QUESTION_RULES
from screenings.models.screening import Screening
from screenings.promises import (
    ANSWER_LETTERS,
    CAPACITY,
    MESSAGE_LETTERS,
    QUESTION_LETTERS,
)


class HostMessage(models.Model):
    """A mail that a host wrote to the guests; written once and never changed."""

    screening = models.ForeignKey(Screening, models.PROTECT, related_name="messages")
    audience = models.CharField(_("to whom"), max_length=6, choices=Audience)
    text = ProseField(_("what you write"), max_length=MESSAGE_LETTERS)
    #: The fingerprint of the form: a second press sends nothing twice.
    press = LineField(max_length=40, unique=True, editable=False)
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    sent_at = MomentField(default=timezone.now)
    guests_told = CountField(lo=0, hi=CAPACITY.most * 2)

    class Meta:
        ordering = ["-sent_at", "-pk"]
        verbose_name = _("message to guests")
        verbose_name_plural = _("messages to guests")
        default_permissions = ()
        constraints = MESSAGE_RULES
        triggers = [
            pgtrigger.Protect(
                name="written_once", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return str(self.screening)


class GuestQuestionQuerySet(models.QuerySet):
    def awaiting(self) -> Self:
        """Open, from guests who still come."""
        return self.filter(
            status=QuestionStatus.OPEN,
            reservation__status=ReservationStatus.CONFIRMED,
        )

    def about(self, screening: Screening) -> Self:
        return self.filter(reservation__screening=screening)


@tracked(exclude=["text", "answer"])
class GuestQuestion(models.Model):
    """A guest's question, or a need told with the seats, until the host has answered.

    `answer` holds the host's reason where the question was set aside. The words are
    emptied with the guest's own data; that there was a question stays.
    """

    reservation = models.ForeignKey(
        Reservation, models.PROTECT, related_name="questions"
    )
    kind = models.CharField(max_length=8, choices=QuestionKind)
    text = ProseField(_("question"), max_length=QUESTION_LETTERS, blank=True)
    asked_at = MomentField(default=timezone.now)
    status = models.CharField(
        max_length=9, choices=QuestionStatus, default=QuestionStatus.OPEN
    )
    answer = ProseField(_("answer"), max_length=ANSWER_LETTERS, blank=True)
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = MomentField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = GuestQuestionQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        verbose_name = _("guest’s question")
        verbose_name_plural = _("guests’ questions")
        default_permissions = ()
        constraints = QUESTION_RULES
        indexes = [
            models.Index(
                fields=["reservation"],
                condition=models.Q(status="open"),
                name="question_open",
            )
        ]

    def __str__(self) -> str:
        return str(self.reservation)

    @property
    def is_open(self) -> bool:
        return self.status == QuestionStatus.OPEN

    @property
    def is_need(self) -> bool:
        return self.kind == QuestionKind.NEED

    @property
    def anchor(self) -> str:
        """Where the question stands on its page."""
        return f"question-{self.pk}"


class HostDigest(models.Model):
    """When the host of a screening was told of its reservations, and what.

    `told` holds seats and kind of each confirmed reservation as they were then, by its
    key: {"812": [2, "room"]}. What is new is whatever differs now.
    """

    screening = models.OneToOneField(
        Screening, models.PROTECT, related_name="digest", editable=False
    )
    told_until = MomentField(editable=False)
    told = models.JSONField(default=dict, editable=False)

    class Meta:
        verbose_name = _("digest of reservations")
        verbose_name_plural = _("digests of reservations")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.screening)
