"""How many: seats in the room and places online, each kind counted for itself."""

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from foundation.fields import CountField
from screenings.choices import Attendance
from screenings.models.place import Placed
from screenings.promises import CAPACITY

_CAPACITY = {
    Attendance.ROOM.value: "capacity",
    Attendance.ONLINE.value: "online_capacity",
}
_TAKEN = {Attendance.ROOM.value: "seats_taken", Attendance.ONLINE.value: "online_taken"}


class Seated(Placed):
    """Two numbers of seats, and how many of each confirmed guests hold.

    `capacity` and `seats_taken` are the room's. The numbers taken are written by the
    database alone. A number that is not given means that there are none of that kind;
    one that the mode has no use for is kept, and offers nothing.
    """

    capacity = CountField(
        _("seats"), lo=CAPACITY.least, hi=CAPACITY.most, null=True, blank=True
    )
    seats_taken = CountField(lo=0, hi=CAPACITY.most, default=0, editable=False)
    online_capacity = CountField(
        _("places online"), lo=CAPACITY.least, hi=CAPACITY.most, null=True, blank=True
    )
    online_taken = CountField(lo=0, hi=CAPACITY.most, default=0, editable=False)

    class Meta:
        abstract = True

    @property
    def kinds(self) -> list[str]:
        """The kinds of seats that guests can have here, the room first."""
        offered = {
            Attendance.ROOM.value: self.has_place,
            Attendance.ONLINE.value: self.has_link,
        }
        return [
            kind
            for kind, is_offered in offered.items()
            if is_offered and self.capacity_of(kind) is not None
        ]

    @property
    def has_two_kinds(self) -> bool:
        return len(self.kinds) > 1

    def capacity_of(self, kind: str) -> int | None:
        return getattr(self, _CAPACITY[kind])

    def taken_of(self, kind: str) -> int:
        return getattr(self, _TAKEN[kind])

    def left_of(self, kind: str) -> int:
        """Seats of this kind that can still be had."""
        if kind not in self.kinds:
            return 0
        return max(0, (self.capacity_of(kind) or 0) - self.taken_of(kind))

    @property
    def room_left(self) -> int:
        return self.left_of(Attendance.ROOM)

    @property
    def online_left(self) -> int:
        return self.left_of(Attendance.ONLINE)

    @property
    def seats_offered(self) -> int | None:
        """Of both kinds together; None for a draft that names no number."""
        numbers = [self.capacity_of(kind) or 0 for kind in self.kinds]
        return sum(numbers) if numbers else None

    @property
    def all_taken(self) -> int:
        """Of both kinds together."""
        return self.seats_taken + self.online_taken

    @property
    def only_kind(self) -> str:
        """The kind of seats of an evening that is of one kind."""
        return Attendance.ROOM.value if self.has_place else Attendance.ONLINE.value

    @property
    def has_seats_for_all(self) -> bool:
        """Whether guests of a kind that is not offered here find seats of the other."""
        if self.has_place and self.has_link:
            return True
        return (self.capacity_of(self.only_kind) or 0) >= self.all_taken

    @property
    def seats_left(self) -> int:
        """Of both kinds together."""
        return self.room_left + self.online_left

    @property
    def is_full(self) -> bool:
        """Whether no seat of any kind is left."""
        return bool(self.kinds) and not self.seats_left

    @property
    def seats_left_line(self) -> str:
        """ "37 of 40 seats left", or both kinds; "" for a draft without a number."""
        if self.has_two_kinds:
            return f"{self._room_line()} · {self._online_line()}"
        if self.seats_offered is None:
            return ""
        return _t("%(left)s of %(all)s seats left") % {
            "left": f"{self.seats_left:,}",
            "all": f"{self.seats_offered:,}",
        }

    @property
    def seats_line(self) -> str:
        """How many seats are left, or why there are none to have."""
        return self._why_no_seats_line or self.seats_left_line

    @property
    def seats_in_list(self) -> str:
        """Whether seats are free, or why there are none to have."""
        return self._why_no_seats_line or self.seats_free_line

    @property
    def _why_no_seats_line(self) -> str:
        if not self.is_published:
            return self.status_label
        if self.is_over:
            return _t("Over")
        if self.has_begun:
            return _t("Has begun")
        return _t("Full") if self.is_full else ""

    @property
    def seats_free_line(self) -> str:
        """Whether there are seats, and of which kind: what lists say of them.

        Not how many: a list is then as it was until the first or the last seat goes.
        """
        free = [kind for kind in self.kinds if self.left_of(kind)]
        if not free:
            return _t("Full") if self.kinds else ""
        if self.has_two_kinds and free == [Attendance.ROOM]:
            return _t("Seats free in the room, online full")
        if self.has_two_kinds and free == [Attendance.ONLINE]:
            return _t("Room full, places free online")
        return _t("Seats free")

    def _room_line(self) -> str:
        if not self.room_left:
            return _t("Room full")
        return ngettext(
            "%(left)s seat in the room", "%(left)s seats in the room", self.room_left
        ) % {"left": f"{self.room_left:,}"}

    def _online_line(self) -> str:
        if not self.online_left:
            return _t("online full")
        return ngettext(
            "%(left)s place online", "%(left)s places online", self.online_left
        ) % {"left": f"{self.online_left:,}"}
