"""Days, hours, numbers and spans of time in the words we write them.

Templates use the same functions as filters (`foundation.templatetags.look`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import dateformat, timezone
from django.utils.functional import lazy
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

_SMALL_NUMBERS = (
    _("no"),
    _("one"),
    _("two"),
    _("three"),
    _("four"),
    _("five"),
    _("six"),
    _("seven"),
    _("eight"),
    _("nine"),
)


@dataclass(frozen=True)
class WorkingDays:
    """So many days on which the program office works."""

    number: int


@dataclass(frozen=True)
class Range:
    """From the least to the most of something, both included."""

    least: int
    most: int

    def __contains__(self, number: int) -> bool:
        return self.least <= number <= self.most


@dataclass(frozen=True)
class Bytes:
    """The size of a file."""

    number: int


def when(moment: datetime | None, zone_label: str = "") -> str:
    """A moment in words: "Wednesday, May 12, 2027, 7:00 pm Central Time".

    The moment is shown in the zone it carries; the label only names it.
    """
    if moment is None:
        return ""
    return f"{day(moment)}, {clock(moment)} {zone_label}".rstrip()


def day(moment: date | datetime | None) -> str:
    """A day in words: "Wednesday, May 12, 2027"."""
    return "" if moment is None else dateformat.format(moment, "l, F j, Y")


def short_day(moment: date | datetime | None) -> str:
    """A day for rows and captions: "May 12, 2027"."""
    return "" if moment is None else dateformat.format(moment, "F j, Y")


def month_year(moment: date | datetime) -> str:
    """The top of a calendar leaf: "May 2027"."""
    return dateformat.format(moment, "M Y")


def weekday(moment: date | datetime) -> str:
    """The foot of a calendar leaf: "Wed"."""
    return dateformat.format(moment, "D")


def clock(moment: datetime | None) -> str:
    """The hour as people say it: "7:00 pm"; noon and midnight have names."""
    if moment is None:
        return ""
    if (moment.hour, moment.minute) == (12, 0):
        return _t("noon")
    if (moment.hour, moment.minute) == (0, 0):
        return _t("midnight")
    return dateformat.format(moment, "g:i ") + dateformat.format(moment, "A").lower()


def moment(at: datetime | None) -> str:
    """When something happened, in the reader's own zone: "May 12, 2027, 7:00 pm"."""
    return "" if at is None else f"{short_day(at)}, {clock(at)}"


def moment_in_words(at: datetime) -> str:
    """`moment`, in the zone that is in force for the reader, which it names."""
    local = timezone.localtime(at)
    return f"{moment(local)} {local:%Z}"


def is_today(moment: datetime | None) -> bool:
    """Whether the moment falls on the present day of its own zone."""
    if moment is None:
        return False
    return timezone.now().astimezone(moment.tzinfo).date() == moment.date()


def in_words(value: int | timedelta | WorkingDays | Range | Bytes) -> str:
    """A number or a named value as we write it in a sentence.

    Numbers under ten in words, the rest in figures: 3 → "three", 1200 → "1,200". Spans
    in their largest whole unit: "24 hours", "60 days", "two minutes". Also "five
    working days", "1 to 10", "25 MB".
    """
    if isinstance(value, timedelta):
        return _span(value)
    if isinstance(value, WorkingDays):
        return _counted(value.number, _working_days)
    if isinstance(value, Range):
        return _t("%(least)s to %(most)s") % {
            "least": f"{value.least:,}",
            "most": f"{value.most:,}",
        }
    if isinstance(value, Bytes):
        return _size(value.number)
    if 0 <= value < len(_SMALL_NUMBERS):
        return str(_SMALL_NUMBERS[value])
    return f"{value:,}"


#: `in_words` for sentences that are made before anybody reads them.
in_words_lazy = lazy(in_words, str)


def _span(span: timedelta) -> str:
    seconds = int(span.total_seconds())
    # "24 hours" is how people say how long a link holds; longer spans are days.
    if seconds % 86400 == 0 and seconds > 86400:
        return _counted(seconds // 86400, _days)
    if seconds % 3600 == 0:
        return _counted(seconds // 3600, _hours)
    if seconds % 60 == 0:
        return _counted(seconds // 60, _minutes)
    return _counted(seconds, _seconds)


def _counted(number: int, plural: Callable[[int], str]) -> str:
    return plural(number) % {"n": in_words(number)}


def _working_days(number: int) -> str:
    return ngettext("%(n)s working day", "%(n)s working days", number)


def _days(number: int) -> str:
    return ngettext("%(n)s day", "%(n)s days", number)


def _hours(number: int) -> str:
    return ngettext("%(n)s hour", "%(n)s hours", number)


def _minutes(number: int) -> str:
    return ngettext("%(n)s minute", "%(n)s minutes", number)


def _seconds(number: int) -> str:
    return ngettext("%(n)s second", "%(n)s seconds", number)


def _size(number: int) -> str:
    for unit, size in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if number >= size:
            return f"{number / size:.1f}".removesuffix(".0") + f" {unit}"
    return ngettext("%(n)s byte", "%(n)s bytes", number) % {"n": f"{number:,}"}


def miles_away(miles: float | None) -> str:
    """A distance as text: "12 miles away", "less than a mile away"."""
    if miles is None:
        return ""
    if miles < 1:
        return _t("less than a mile away")
    whole = round(miles)
    return ngettext("%(n)s mile away", "%(n)s miles away", whole) % {"n": f"{whole:,}"}
