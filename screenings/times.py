"""Hours that hosts type and guests read: a UTC instant beside an IANA zone."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t

from foundation.words import clock, day, in_words
from places.zones import zone_label
from screenings.promises import AROUND_THE_FILM, DOORS_BEFORE, LONGEST, USUAL_LENGTH


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

    A late shift may watch from 11:00 pm to 12:30 am. Raises ValidationError where
    that reading makes the screening longer than `LONGEST`.
    """
    begun = instant(on, starts, zone)
    finished = instant(on if ends > starts else on + timedelta(days=1), ends, zone)
    if finished - begun > LONGEST:
        raise ValidationError(
            _t("Give an end that comes after the start, at most %(longest)s later.")
            % {"longest": in_words(LONGEST)},
            code="end",
        )
    return finished


def opening(on: date, doors: time, starts: time, zone: str) -> datetime:
    """The UTC instant at which doors open: at most `DOORS_BEFORE` the start."""
    begun = instant(on, starts, zone)
    opened = instant(on if doors <= starts else on - timedelta(days=1), doors, zone)
    if begun - opened > DOORS_BEFORE:
        raise ValidationError(
            _t("Doors open before the start, at most %(hours)s.")
            % {"hours": in_words(DOORS_BEFORE)},
            code="doors",
        )
    return opened


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
