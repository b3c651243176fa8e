"""Numbers, days and hours as people type and paste them, read in one way.

Each function returns None for what it cannot read, so that the field can say what it
wants instead. Full-width digits, dashes and spaces of every kind, and the marks that
phones put around what is copied, never stand in the way.
"""

import re
from datetime import date, datetime, time

from foundation.text import plain

#: Longer texts are no number, day or hour, and are not looked at.
_LONGEST = 60
_GROUPED = re.compile(r"[-+]?[0-9]{1,3}(,[0-9]{3})+")
_DAY_FORMATS = (
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%m/%d/%Y",
    "%m-%d-%Y",
    "%m/%d/%y",
    "%B %d %Y",
    "%b %d %Y",
    "%d %B %Y",
    "%d %b %Y",
)
_WEEKDAY = re.compile(r"(mon|tue|wed|thu|fri|sat|sun)[a-z]*[., ]+", re.I)
_LETTERS = re.compile("[A-Za-z]")
_SEPT = re.compile(r"\bsept\b", re.I)
_ORDINAL = re.compile(r"(?<=[0-9])(st|nd|rd|th)\b", re.I)
_HOUR = re.compile(
    r"(?P<hour>[0-9]{1,2})(?:(?P<mark>[:.]?)(?P<minute>[0-9]{2}))?"
    r"(?::[0-9]{2}(?:\.[0-9]+)?)?"
    r" ?(?:(?P<half>[ap])\.? ?m\.?|(?:h|hrs?|hours?)\.?)?",
    re.I,
)


def number(text: str) -> str:
    """Return a whole number's digits without the commas of "1,200"."""
    text = plain(text)
    return text.replace(",", "") if _GROUPED.fullmatch(text) else text


def day(text: str) -> date | None:
    """Read "5/12/2027", "2027-05-12", "Wed., May 12th, 2027" or "12 May 2027".

    The month comes first, as in the United States. A weekday that does not belong to
    the day makes it unreadable: nobody could know which of the two was meant.
    """
    text = plain(text)
    if len(text) > _LONGEST:
        return None
    weekday = _WEEKDAY.match(text)
    text = text[weekday.end() :] if weekday else text
    text = _ORDINAL.sub("", text).replace(",", " ")
    if _LETTERS.search(text):
        text = _SEPT.sub("sep", text.replace(".", " "))
    text = " ".join(text.split())
    for form in _DAY_FORMATS:
        try:
            found = datetime.strptime(text, form).date()
        except ValueError:
            continue
        if weekday and found.strftime("%a").lower() != weekday[1].lower():
            return None
        return found
    return None


def hour(text: str) -> time | None:
    """Read "7 pm", "7:00 p.m.", "19:00", "1900 hrs" or "noon", to the minute.

    A bare "7" or "730" may be morning or evening and is not read.
    """
    text = plain(text)
    if text.lower() in ("noon", "12 noon"):
        return time(12)
    found = _HOUR.fullmatch(text) if len(text) <= _LONGEST else None
    if found is None:
        return None
    hours, minutes = int(found["hour"]), int(found["minute"] or 0)
    half = (found["half"] or "").lower()
    if half:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half == "p" else 0)
    elif not found["minute"] or (not found["mark"] and len(found["hour"]) < 2):
        return None
    return time(hours, minutes) if hours < 24 and minutes < 60 else None
