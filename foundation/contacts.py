"""Finds e-mail addresses and phone numbers in what people write for everyone."""

import re
import unicodedata
from collections.abc import Iterator

from email_validator import EmailNotValidError, validate_email

from foundation.help_lines import KnownNumbers, digits_of

# "ana (at) agency (dot) gov" is meant to be read by people: it is read here too.
_AT = re.compile(r"\s*(?:\(\s*at\s*\)|\[\s*at\s*\]|\{\s*at\s*\})\s*", re.I)
_DOT = re.compile(r"\s*(?:\(\s*dot\s*\)|\[\s*dot\s*\]|\{\s*dot\s*\})\s*", re.I)
_NOT_IN_ADDRESS = r"\s<>()\[\]{},;:\"“”‘’@/"
_ADDRESS = re.compile(
    rf"[^{_NOT_IN_ADDRESS}]{{1,64}}@[^{_NOT_IN_ADDRESS}]{{1,200}}\.[^\W\d_]{{2,}}"
)
_WEB = re.compile(r"https?://\S+", re.I)
#: Ten digits in groups of three, three and four are meant as a number, valid or not.
_GROUPED = re.compile(r"\(?[0-9]{3}\)?[-. /]+[0-9]{3}[-. ]+[0-9]{4}")
#: Seven digits alone may be anything, except after such a word.
_LOCAL = re.compile(r"[0-9]{3}[-. ][0-9]{4}")
_CALLS_WITHIN = 30  # characters before the number
_CALLS = re.compile(
    r"\b(?:call|cell|contact|dial|fax|mobile|number|phone|reach|ring|tel|telephone|"
    r"text)\b[^.!?\n]*$",
    re.I,
)
_TOLL_FREE = r"8(?:00|33|44|55|66|77|88)"
_LETTERED = re.compile(
    rf"(?<![\w-])(?:1[-. ]\(?[2-9][0-9]{{2}}\)?[-. ]|{_TOLL_FREE}[-.])"
    r"[A-Z0-9]{1,7}(?:[-. ][A-Z0-9]{1,6})?(?![\w-])"
)
_KEYS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")


def contacts_in(text: str) -> list[str]:
    """Return each e-mail address and phone number in `text` once, in their order.

    Numbers are looked for as people in the United States write them, foreign ones
    with their plus sign. Known help lines (`foundation.help_lines`) are left out.
    """
    text = unicodedata.normalize("NFKC", text)
    text = _DOT.sub(".", _AT.sub("@", text))
    found = sorted([*_addresses(text), *_numbers(text)])
    return list(dict.fromkeys(words for _start, words in found))


def _addresses(text: str) -> Iterator[tuple[int, str]]:
    for match in _ADDRESS.finditer(text):
        try:
            validate_email(
                match[0], check_deliverability=False, globally_deliverable=False
            )
        except EmailNotValidError:
            continue
        yield match.start(), match[0]


def _numbers(text: str) -> Iterator[tuple[int, str]]:
    # Imported where it is used: its tables take 7 MB, and most processes never ask.
    from phonenumbers import Leniency, PhoneNumberMatcher, is_valid_number

    # The number of a meeting in a link is no phone number.
    known = KnownNumbers()
    text = _WEB.sub(lambda link: " " * len(link[0]), text)
    for match in PhoneNumberMatcher(text, "US", leniency=Leniency.POSSIBLE):
        words, at = match.raw_string, match.start
        before = text[max(0, at - _CALLS_WITHIN) : at]
        if (
            is_valid_number(match.number)
            or _GROUPED.match(words)
            or (_LOCAL.fullmatch(words) and _CALLS.search(before))
        ) and str(match.number.national_number) not in known:
            yield at, words
    for lettered in _LETTERED.finditer(text):
        words = lettered[0]
        digits = digits_of(words.translate(_KEYS))
        is_number = re.search("[A-Z]", words) and len(digits) == 10
        if is_number and digits not in known:
            yield lettered.start(), words
