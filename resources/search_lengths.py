"""A length that somebody types among their words: "10 minute film", "roll call"."""

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from foundation.fulltext import spelled
from resources.choices import MEDIUM_ENDS, ROLL_CALL_ENDS, SHORT_ENDS, LengthBand

_OF = _("Films of {least}–{most} minutes")

#: The bands by length, and what a link to their films says.
LINKS: dict[LengthBand, str | Promise] = {
    LengthBand.ROLL_CALL: format_lazy(
        _("Films of {most} minutes or less"), most=ROLL_CALL_ENDS
    ),
    LengthBand.SHORT: format_lazy(_OF, least=ROLL_CALL_ENDS + 1, most=SHORT_ENDS),
    LengthBand.MEDIUM: format_lazy(_OF, least=SHORT_ENDS + 1, most=MEDIUM_ENDS),
    LengthBand.LONG: format_lazy(_("Films over {least} minutes"), least=MEDIUM_ENDS),
}
#: The last minute of each band; the longest has none.
_ENDS = (ROLL_CALL_ENDS, SHORT_ENDS, MEDIUM_ENDS, 10_000)

_NAMED = {
    **{
        name: number
        for number, name in enumerate(
            [
                "one",
                "two",
                "three",
                "four",
                "five",
                "six",
                "seven",
                "eight",
                "nine",
                "ten",
                "eleven",
                "twelve",
                "thirteen",
                "fourteen",
                "fifteen",
                "sixteen",
                "seventeen",
                "eighteen",
                "nineteen",
                "twenty",
            ],
            start=1,
        )
    },
    "twenty five": 25,
    "thirty": 30,
    "thirty five": 35,
    "forty": 40,
    "forty five": 45,
    "fifty": 50,
    "sixty": 60,
    "ninety": 90,
    "half": 0.5,
    "half an": 0.5,
    "half a": 0.5,
    "a": 1,
    "an": 1,
}
_LENGTH = re.compile(
    r"\b(?:(?P<below>under|less than|below|shorter than)"
    r"|(?P<most>up to|at most|no more than|within|max(?:imum)?)"
    r"|(?P<over>over|more than|longer than|above)|(?P<least>at least))?\s*"
    rf"\b(?P<number>\d{{1,3}}|{'|'.join(sorted(_NAMED, key=len, reverse=True))})\s*"
    r"(?:(?P<hours>hours?|hrs?)|minutes?|mins?)\b(?:\s+(?P<long>long))?"
    r"(?:\s+(?:(?P<or_less>or (?:less|shorter|under)|max(?:imum)?)"
    r"|(?P<or_more>or (?:more|longer|over))))?"
)
_ROLL_CALL = re.compile(r"\broll call\b")
_SHORT = re.compile(r"\bshort (?=films?\b|videos?\b|movies?\b|clips?\b)|\bshorts\b")
_FILM = re.compile(r"\b(?:films?|videos?|movies?|clips?|about|for|on|the|an?|of)\b")

#: Words of lengths are no slips of spelling.
WORDS = frozenset(
    [
        "minute",
        "minutes",
        "mins",
        "hour",
        "hours",
        "short",
        "film",
        "films",
        "long",
        "roll",
    ]
)


@dataclass(frozen=True)
class Asked:
    """The bands that fit what was asked for, and the words that say something else."""

    bands: tuple[LengthBand, ...]
    rest: str


def read(text: str) -> Asked:
    """Read the length of a film out of `text`; no bands where it names none."""
    words = " ".join(spelled(text).casefold().replace("-", " ").split())
    found = _LENGTH.search(words)
    if found:
        bands = _bands(found)
        rest = words[: found.start()] + words[found.end() :]
    else:
        bands = _named(words)
        rest = words
    rest = _FILM.sub(" ", _SHORT.sub(" ", _ROLL_CALL.sub(" ", rest)))
    return Asked(bands, " ".join(rest.split()))


def _bands(found: re.Match[str]) -> tuple[LengthBand, ...]:
    """The bands in which some film may be as long as the words say."""
    number = found["number"]
    minutes = _NAMED[number] if number in _NAMED else int(number)
    minutes *= 60 if found["hours"] else 1
    if minutes < 1:
        return ()
    least: float = minutes
    most: float = minutes
    if found["below"]:
        least, most = 1, minutes - 1
    elif found["most"] or found["or_less"]:
        least = 1
    elif found["over"]:
        least, most = minutes + 1, _ENDS[-1]
    elif found["least"] or found["or_more"]:
        most = _ENDS[-1]
    first = 1
    bands = []
    for band, end in zip(LINKS, _ENDS, strict=True):
        if first <= most and end >= least:
            bands.append(band)
        first = end + 1
    return tuple(bands)


def _named(words: str) -> tuple[LengthBand, ...]:
    if _ROLL_CALL.search(words):
        return (LengthBand.ROLL_CALL,)
    if _SHORT.search(words):
        return (LengthBand.ROLL_CALL, LengthBand.SHORT)
    return ()
