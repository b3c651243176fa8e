import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.fields import MomentField, ProseField
from leaders import promises
from leaders.models.leader import Leader


class LeaderNote(models.Model):
    """What staff wrote down about a leader, for staff alone.

    Written once: a mistake is put right by the next note. No page for others, no mail
    and no export holds it.
    """

    leader = models.ForeignKey(Leader, models.PROTECT, related_name="notes")
    text = ProseField(_("note"), max_length=promises.NOTE_LETTERS)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    written_at = MomentField(default=timezone.now)

    class Meta:
        ordering = ["-written_at", "-pk"]
        verbose_name = _("note on a leader")
        verbose_name_plural = _("notes on leaders")
        default_permissions = ("view", "add")
        triggers = [
            pgtrigger.Protect(
                name="is_append_only", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(text=""), name="leaders_leadernote_has_text"
            )
        ]

    def __str__(self) -> str:
        # Not a word of it: this text reaches titles and logs.
        return f"Note {self.pk}"
