"""The fixed vocabularies: what becomes of an invitation, and of a reset."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class InvitationStatus(TextChoices):
    OPEN = "open", _("Invited")
    ACCEPTED = "accepted", _("Accepted")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class FactorResetStatus(TextChoices):
    OPEN = "open", _("Waits for a second person")
    DONE = "done", _("Done")
    CALLED_OFF = "called_off", _("Called off")
    OBJECTED = "objected", _("Stopped by the person")
    LAPSED = "lapsed", _("Nobody confirmed it in time")
