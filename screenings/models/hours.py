"""When: what the host typed, and the instants that follow from it."""

from datetime import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from foundation.fields import DayField, LineField, MomentField
from foundation.words import when as words_of
from places.zones import zone_label
from screenings import times
from screenings.times import Hours, Instants


class Dated(models.Model):
    """A day and hours as clocks in `zone` (an IANA name) show them.

    That is what counts: a change of clock law moves no evening. An end at or before the
    start is on the next morning, doors after it on the evening before. `starts_at`,
    `ends_at` and `doors_at` are the instants, worked out with the zone data installed
    here, for sorting and comparing; a job sets them right when those data change.
    `hour_is_impossible` marks hours that such a change took away, or made come twice.
    `previous_start` is the start that visitors were told before, where it was another.
    """

    day = DayField(_("date"), null=True, blank=True)
    starts = models.TimeField(_("start"), null=True, blank=True)
    ends = models.TimeField(_("end"), null=True, blank=True)
    doors = models.TimeField(_("doors open"), null=True, blank=True)
    zone = LineField(_("time zone"), max_length=40, blank=True)
    starts_at = MomentField(_("starts"), null=True, blank=True)
    ends_at = MomentField(_("ends"), null=True, blank=True)
    doors_at = MomentField(_("doors open"), null=True, blank=True)
    hour_is_impossible = models.BooleanField(default=False, editable=False)
    previous_start = MomentField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def hours(self) -> Hours | None:
        """What the host typed; None for a draft without a date."""
        if self.day is None or self.starts is None or self.ends is None:
            return None
        return Hours(self.day, self.starts, self.ends, self.doors, self.zone)

    @property
    def instants(self) -> Instants:
        return Instants(self.starts_at, self.ends_at, self.doors_at)

    def set_hours(self, hours: Hours | None) -> None:
        """Take what was typed and work out the instants; None takes the date away.

        Raises ValidationError, with a sentence for each field, and changes nothing.
        """
        instants = hours.instants() if hours else Instants()
        self.day = hours.day if hours else None
        self.starts = hours.starts if hours else None
        self.ends = hours.ends if hours else None
        self.doors = hours.doors if hours else None
        if hours:
            self.zone = hours.zone
        self.set_instants(instants)

    def set_instants(self, instants: Instants) -> None:
        """Take the instants of the same hours, as they are now."""
        self.starts_at, self.ends_at, self.doors_at = instants
        self.hour_is_impossible = False

    @property
    def starts_local(self) -> datetime | None:
        """The start as clocks at the screening show it."""
        return self.hours.starts_local if self.hours else None

    @property
    def ends_local(self) -> datetime | None:
        return self.hours.ends_local if self.hours else None

    @property
    def doors_local(self) -> datetime | None:
        return self.hours.doors_local if self.hours else None

    @property
    def zone_label(self) -> str:
        return zone_label(self.zone)

    @property
    def when(self) -> str:
        """From when to when, in its own zone; "" for a draft without a date."""
        if self.starts_local is None or self.ends_local is None:
            return ""
        return times.span(self.starts_local, self.ends_local, self.zone)

    @property
    def has_lost_its_date(self) -> bool:
        """Whether the date is off."""
        return False

    @property
    def announced_start(self) -> datetime | None:
        """The start that visitors were told, as clocks at the screening show it."""
        return self.starts_local

    @property
    def announced_end(self) -> datetime | None:
        """The end that visitors were told."""
        return self.ends_local

    @property
    def announced_when(self) -> str:
        """What visitors read of the date; "" for a draft without one."""
        if not self.has_lost_its_date:
            return self.when
        start = words_of(self.announced_start, self.zone_label)
        return _t("Was planned for %(when)s") % {"when": start}

    @property
    def has_begun(self) -> bool:
        return self.starts_at is not None and self.starts_at <= timezone.now()

    @property
    def is_over(self) -> bool:
        return self.ends_at is not None and self.ends_at < timezone.now()
