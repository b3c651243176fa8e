"""What a host does not know yet about access, and by when they will."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.fields import DayField
from screenings.choices import Answer


class Answered(models.Model):
    """A thing that is asked about access; `access_known_by` is its own local day."""

    access_known_by = DayField(
        _("day by which the rest is known"), null=True, blank=True
    )

    class Meta:
        abstract = True

    @property
    def is_access_open(self) -> bool:
        """Whether the host does not know yet how guests get in or follow."""
        answers = [self.captions, self.sign_language]
        if self.has_place:
            answers.append(self.step_free)
        return Answer.UNKNOWN in answers

    @property
    def knows_about_access_in_time(self) -> bool:
        """Whether there is a day by which they will, and it comes before the start."""
        by = self.access_known_by
        return by is not None and (self.day is None or by <= self.day)
