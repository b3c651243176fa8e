"""What the guests of a screening were told last, and when they hear more."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.fields import MomentField
from screenings.models.screening import Screening


class ChangeNotice(models.Model):
    """One for each screening whose guests were told of a change.

    `told` holds the facts as guests know them, in words (`notices.facts_of`). Where
    `due_at` is set, the host has saved more since (last at `changed_at`), and all of it
    is told in one mail then.
    """

    screening = models.OneToOneField(
        Screening, models.PROTECT, related_name="notice", editable=False
    )
    told = models.JSONField(editable=False)
    told_at = MomentField(editable=False)
    changed_at = MomentField(editable=False)
    due_at = MomentField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("notice of a change")
        verbose_name_plural = _("notices of changes")
        constraints = [
            models.CheckConstraint(
                condition=Q(due_at=None) | Q(due_at__gt=F("told_at")),
                name="%(app_label)s_%(class)s_due_after_told",
            ),
            models.CheckConstraint(
                condition=Q(changed_at__gte=F("told_at")),
                name="%(app_label)s_%(class)s_changed_after_told",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(due_at__isnull=False),
                name="screening_notice_due",
            )
        ]

    def __str__(self) -> str:
        return str(self.screening)
