"""What a postponed screening is to be, until its new date is published."""

from copy import copy
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models

from foundation.fields import DayField, LineField, WebField
from places.fields import ZipField
from places.states import state_choices
from screenings.choices import Answer, Mode, ScreeningStatus
from screenings.models.hours import Dated
from screenings.models.place import Placed
from screenings.times import Instants

#: What a new date may bring along: the hours, the place, and what hangs on the place.
#: Not the numbers of seats: there is one count, which the database keeps within them,
#: and while a date is off nobody can reserve.
PLANNED = (
    "day",
    "starts",
    "ends",
    "doors",
    "zone",
    "mode",
    "venue",
    "street",
    "city",
    "state",
    "zip",
    "lat",
    "lng",
    "link",
    "step_free",
    "parking",
)

#: What follows from the hours that were announced.
_FOLLOWING = ("starts_at", "ends_at", "doors_at", "hour_is_impossible")


class Replanned(Dated, Placed):
    """A new date and place, kept apart from those that were announced.

    No public page, list, feed or mail reads a column of `next_…`: all of them are empty
    unless the screening is postponed and its host gave a new date or place. Instants
    are worked out when they are published, with the zone data of that day.
    """

    next_day = DayField(null=True, blank=True, editable=False)
    next_starts = models.TimeField(null=True, blank=True, editable=False)
    next_ends = models.TimeField(null=True, blank=True, editable=False)
    next_doors = models.TimeField(null=True, blank=True, editable=False)
    next_zone = LineField(max_length=40, blank=True, editable=False)
    next_mode = models.CharField(
        max_length=10, choices=Mode, blank=True, editable=False
    )
    next_venue = LineField(max_length=120, blank=True, editable=False)
    next_street = LineField(max_length=120, blank=True, editable=False)
    next_city = LineField(max_length=60, blank=True, editable=False)
    next_state = models.CharField(
        max_length=2, choices=state_choices, blank=True, editable=False
    )
    next_zip = ZipField(blank=True, editable=False)
    next_lat = models.FloatField(null=True, blank=True, editable=False)
    next_lng = models.FloatField(null=True, blank=True, editable=False)
    next_link = WebField(blank=True, editable=False)
    next_step_free = models.CharField(
        max_length=10, choices=Answer, blank=True, editable=False
    )
    next_parking = LineField(max_length=200, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def has_plan(self) -> bool:
        """Whether something is kept for the day on which it is published."""
        return bool(self.next_mode)

    @property
    def planned(self) -> Self:
        """The screening as it will be: itself where nothing is kept aside.

        A copy for its host's eyes, with the status it has. An hour that clocks skip
        or show twice by now leaves it without a date.
        """
        if not self.has_plan:
            return self
        plan = copy(self)
        plan.take_plan()
        return plan

    @property
    def has_new_date(self) -> bool:
        """Postponed, with a new date that only the host and staff know so far."""
        return self.has_plan and self.planned.starts_at not in (None, self.starts_at)

    @property
    def has_new_place(self) -> bool:
        """Postponed, with a new place that only the host and staff know so far."""
        return self.has_plan and self.planned.where not in ("", self.where)

    def as_resumed(self) -> Self:
        """A copy as visitors read it once the new date is published, for a preview."""
        shown = copy(self.planned)
        shown.status, shown.postpone_reason = ScreeningStatus.PUBLISHED, ""
        if shown.previous_start == shown.starts_at:
            shown.previous_start = None
        return shown

    def take_plan(self) -> None:
        """Let what was kept aside be what holds, and keep nothing aside any more."""
        if not self.has_plan:
            return
        for name in PLANNED:
            setattr(self, name, getattr(self, f"next_{name}"))
        self.drop_plan()
        try:
            self.set_instants(self.hours.instants() if self.hours else Instants())
        except ValidationError:
            self.set_hours(None)

    def keep_plan(self, announced: Self) -> None:
        """Put aside what was typed, and hold to what was announced."""
        for name in PLANNED:
            setattr(self, f"next_{name}", getattr(self, name))
        for name in (*PLANNED, *_FOLLOWING):
            setattr(self, name, getattr(announced, name))

    def drop_plan(self) -> None:
        """Forget what was kept aside."""
        for name in PLANNED:
            field = self._meta.get_field(f"next_{name}")
            setattr(self, field.attname, field.get_default())
