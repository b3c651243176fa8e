"""Hours that hosts type and guests read, and the instants that follow from them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t

from foundation.words import clock, day, in_words
from places.zones import zone_label
from screenings.promises import AROUND_THE_FILM, DOORS_BEFORE, LONGEST, USUAL_LENGTH

_A_DAY = timedelta(days=1)


class Instants(NamedTuple):
    """The UTC instants of one evening."""

    starts_at: datetime | None = None
    ends_at: datetime | None = None
    doors_at: datetime | None = None


@dataclass(frozen=True)
class Hours:
    """One evening as clocks in `zone` (an IANA name) show it.

    An end at or before the start is on the next morning: a late shift may watch from
    11:00 pm to 12:30 am. Doors after the start open on the evening before.
    """

    day: date
    starts: time
    ends: time
    doors: time | None
    zone: str

    @property
    def starts_local(self) -> datetime:
        return self._local(self.day, self.starts)

    @property
    def ends_local(self) -> datetime:
        is_later = self.ends > self.starts
        return self._local(self.day if is_later else self.day + _A_DAY, self.ends)

    @property
    def doors_local(self) -> datetime | None:
        if self.doors is None:
            return None
        is_sooner = self.doors <= self.starts
        return self._local(self.day if is_sooner else self.day - _A_DAY, self.doors)

    def instants(self) -> Instants:
        """Work out the instants with the zone data that are installed here.

        Raises ValidationError with a sentence for the field `starts`, `ends` or
        `doors` whose hour clocks skip or show twice, or that is too far off.
        """
        doors_at = None
        with _about("starts"):
            starts_at = instant(self.day, self.starts, self.zone)
        with _about("ends"):
            ends_at = ending(self.day, self.starts, self.ends, self.zone)
        if self.doors is not None:
            with _about("doors"):
                doors_at = opening(self.day, self.doors, self.starts, self.zone)
        return Instants(starts_at, ends_at, doors_at)

    def _local(self, on: date, at: time) -> datetime:
        return datetime.combine(on, at, tzinfo=ZoneInfo(self.zone))


@contextmanager
def _about(field: str) -> Iterator[None]:
    try:
        yield
    except ValidationError as error:
        raise ValidationError({field: [error]}) from None


def instant(on: date, at: time, zone: str) -> datetime:
    """The UTC instant at which clocks in `zone` (an IANA name) show `at` on `on`.

    Raises ValidationError, with a sentence, for an hour that clocks skip in spring
    or show twice in autumn: nobody could know which was meant.
    """
    local = datetime.combine(on, at.replace(tzinfo=None), tzinfo=ZoneInfo(zone))
    if local.utcoffset() == local.replace(fold=1).utcoffset():
        return local.astimezone(UTC)
    words = {"clock": clock(local), "day": day(local), "zone": zone_label(zone)}
    if _survives_utc(local):
        raise ValidationError(
            _t(
                "%(clock)s comes twice on %(day)s in %(zone)s: the clocks go back. "
                "Choose another hour."
            )
            % words,
            code="twice",
        )
    raise ValidationError(
        _t(
            "%(clock)s does not exist on %(day)s in %(zone)s: the clocks go forward. "
            "Choose another hour."
        )
        % words,
        code="skipped",
    )


def _survives_utc(local: datetime) -> bool:
    back = local.astimezone(UTC).astimezone(local.tzinfo)
    return back.replace(tzinfo=None) == local.replace(tzinfo=None)


def ending(on: date, starts: time, ends: time, zone: str) -> datetime:
    """The UTC instant of the end; an hour before the start means the next morning.

    Raises ValidationError where that reading makes the screening longer than `LONGEST`.
    """
    last = on if ends > starts else on + _A_DAY
    if datetime.combine(last, ends) - datetime.combine(on, starts) > LONGEST:
        raise ValidationError(
            _t("Give an end that comes after the start, at most %(longest)s later.")
            % {"longest": in_words(LONGEST)},
            code="end",
        )
    return instant(last, ends, zone)


def opening(on: date, doors: time, starts: time, zone: str) -> datetime:
    """The UTC instant at which doors open: at most `DOORS_BEFORE` the start."""
    first = on if doors <= starts else on - _A_DAY
    if datetime.combine(on, starts) - datetime.combine(first, doors) > DOORS_BEFORE:
        raise ValidationError(
            _t("Doors open before the start, at most %(hours)s.")
            % {"hours": in_words(DOORS_BEFORE)},
            code="doors",
        )
    return instant(first, doors, zone)


def usual_end(starts: time, minutes: int | None) -> time:
    """The clock time at which a screening usually ends, to the next quarter hour.

    `minutes` is the length of the film, None where nobody knows it.
    """
    length = (
        USUAL_LENGTH
        if minutes is None
        else timedelta(minutes=minutes) + AROUND_THE_FILM
    )
    end = datetime.combine(date(2000, 1, 1), starts) + min(length, LONGEST)
    return (end + timedelta(minutes=-end.minute % 15)).time()


def local(moment: datetime, zone: str) -> datetime:
    """The instant as clocks in `zone` show it."""
    return moment.astimezone(ZoneInfo(zone))


def span(starts: datetime, ends: datetime, zone: str) -> str:
    """From when to when: "Wednesday, May 12, 2027, 7:00 pm to 9:00 pm Central Time"."""
    first, last = local(starts, zone), local(ends, zone)
    return _t("%(day)s, %(start)s to %(end)s %(zone)s") % {
        "day": day(first),
        "start": clock(first),
        "end": clock(last),
        "zone": zone_label(zone),
    }
