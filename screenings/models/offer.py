"""A screening without a host, offered to a leader until they answer."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foundation.fields import MomentField, ProseField
from foundation.history import tracked
from foundation.words import moment_in_words
from leaders.models import Leader
from screenings.choices import PUBLIC_OFFER, OfferStatus, ScreeningStatus
from screenings.models.rules import OFFER_RULES, OFFER_TRIGGERS
from screenings.models.screening import Screening
from screenings.promises import OFFER_ENDS_BEFORE, OFFER_NOTE_LETTERS


class HostOfferQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(status=OfferStatus.OPEN)

    def overdue(self) -> Self:
        """Open ones whose time is over, or whose evening is too near to wait."""
        now = timezone.now()
        is_near = Q(
            screening__status=ScreeningStatus.PUBLISHED,
            screening__starts_at__lte=now + OFFER_ENDS_BEFORE,
        )
        return self.open().filter(Q(answer_by__lte=now) | is_near)


@tracked(exclude=["note"])
class HostOffer(models.Model):
    """One screening offered to one leader; of open ones a screening has one at most.

    `answer_by` is when it lapses; the start of the evening may end it before
    (`ends_at`). `note` is what the leader wrote to staff with the answer.
    """

    screening = models.ForeignKey(Screening, models.PROTECT, related_name="offers")
    leader = models.ForeignKey(
        Leader, models.PROTECT, verbose_name=_("leader"), related_name="offers"
    )
    offered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = MomentField(default=timezone.now, editable=False)
    answer_by = MomentField(_("answer by"), editable=False)
    status = models.CharField(
        _("status"),
        max_length=9,
        choices=OfferStatus,
        default=OfferStatus.OPEN,
        editable=False,
    )
    ended_at = MomentField(null=True, blank=True, editable=False)
    note = ProseField(_("note to staff"), max_length=OFFER_NOTE_LETTERS, blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = HostOfferQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("offer of a screening")
        verbose_name_plural = _("offers of screenings")
        default_permissions = ()
        constraints = OFFER_RULES
        triggers = OFFER_TRIGGERS
        indexes = [
            models.Index(
                fields=["answer_by"], condition=Q(status="open"), name="offer_open"
            ),
        ]

    def __str__(self) -> str:
        return str(self.screening)

    def get_absolute_url(self) -> str:
        return reverse(
            "screenings:offer", args=[self.screening.code, self.screening.slug]
        )

    def role_of(self, user: User | None) -> str:
        """What somebody is to this offer, for others to read; or ""."""
        return _t("The leader") if user and user.pk == self.leader.user_id else ""

    @property
    def is_open(self) -> bool:
        return self.status == OfferStatus.OPEN

    @property
    def is_accepted(self) -> bool:
        return self.status == OfferStatus.ACCEPTED

    @property
    def ends_at(self) -> datetime:
        """When it lapses: never later than `OFFER_ENDS_BEFORE` before the evening."""
        start = self.screening.starts_at
        if start is None or self.screening.is_postponed:
            return self.answer_by
        return min(self.answer_by, start - OFFER_ENDS_BEFORE)

    @property
    def ends_in_words(self) -> str:
        return moment_in_words(self.ends_at)

    @property
    def is_in_time(self) -> bool:
        return timezone.now() < self.ends_at

    @property
    def public_status(self) -> str:
        """What became of it, for the leader."""
        return str(PUBLIC_OFFER[OfferStatus(self.status)])
