"""What text people type may hold: hidden marks are put right, or shown and refused."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

#: What programs write where a line ends: CR, vertical tab, form feed, NEL, U+2028/9.
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
#: Every white space of Unicode that is neither a tab nor a line end.
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
#: A run of white space with a tab or a space of another kind in it.
_ODD_RUN = re.compile(
    "[ \t]*[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]"
    "[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]*"
)
#: Bullets of Word's symbol font, which no other font has.
_BULLETS = re.compile("[\uf0a7\uf0b7]")
# Seen by nobody and meant by nobody: soft hyphens, byte order marks, zero-width spaces,
# fillers that look like an empty name, tags, the hole that a pasted picture leaves.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060-\u2065\u206a-\u206f"
    "\u2800\u3164\ufeff\uffa0\ufff9-\ufffc\U000e0000-\U000e007f]"
)
# A joiner or a variation selector shapes the letter of another script, or the picture,
# before it. After a Latin letter, a space or nothing it is only hidden.
_IDLE_JOINERS = re.compile(
    "(?:^|(?<=[\\s!-\u02af]))[\u200c\u200d]+|[\u200c\u200d]+(?=[\\s!-\u02af]|$)"
)
_IDLE_SELECTORS = re.compile(
    "(?:^|(?<=[\\sA-Za-z\u00c0-\u02af]))[\ufe00-\ufe0f\U000e0100-\U000e01ef]+"
)
#: Marks that only tell in which direction to read what stands beside them.
_SOFT_DIRECTION = re.compile("[\u061c\u200e\u200f]+")
#: Marks that force a direction: phones put them around a number that is copied.
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]+")
_RIGHT_TO_LEFT = {"R", "AL"}
_DASHES = re.compile("[\u2010-\u2015\u2043\u2212\ufe58\ufe63\uff0d]")

# C0 and C1 controls, line separators, and the marks that reverse reading direction
# (used to disguise names: Unicode TR 36). Lone surrogates cannot be stored at all.
_FORBIDDEN_IN_PROSE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_FORBIDDEN_IN_LINE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_NAMES = {
    "\x00": _("null"),
    "\x07": _("bell"),
    "\x08": _("backspace"),
    "\x1b": _("escape"),
    "\x7f": _("delete"),
}
#: How many characters of what was typed are shown on each side of a fault.
_AROUND = 24
_STAND_IN = "▯"


def tidy(text: str) -> str:
    """Return `text` as it is kept: NFC, plain line ends and spaces, nothing hidden.

    Doing it twice changes nothing. What is dropped or replaced, nobody could see;
    what might be meant to deceive (`one_line`, `many_lines`) stays, to be refused.
    """
    text = _LINE_ENDS.sub("\n", text)
    text = _BULLETS.sub("•", _SPACES.sub(" ", text))
    text = _INVISIBLE.sub("", text)
    text = _without_direction(text)
    text = _IDLE_SELECTORS.sub("", _IDLE_JOINERS.sub("", text))
    return unicodedata.normalize("NFC", text).strip()


def tidy_line(text: str) -> str:
    """Return one line as it is kept: `tidy`, a single space for tabs and odd spaces.

    Plain spaces stay as many as were typed: nobody can tell here what they mean.
    """
    return tidy(_ODD_RUN.sub(" ", text)).replace("\t", " ")


def plain(text: str) -> str:
    """Return what somebody typed as a number, a code or a date in plain characters.

    Full-width digits and letters become ordinary ones and all dashes hyphens. For
    values that are read, never for words that are kept.
    """
    text = unicodedata.normalize("NFKC", tidy(text))
    return re.sub(" +", " ", tidy_line(_DASHES.sub("-", text)))


def one_line(text: str) -> None:
    """Refuse line breaks, control characters and direction overrides."""
    if found := _FORBIDDEN_IN_LINE.search(text):
        if found[0] in "\n\r\x0b\x0c\x85\u2028\u2029":
            raise ValidationError(
                _(
                    "Use letters, numbers and punctuation only, on one line. There is "
                    "a line break here: “%(words)s”."
                ),
                code="line",
                params={"words": _around(text, found)},
            )
        raise _hidden(text, found, code="line")


def many_lines(text: str) -> None:
    """Refuse control characters and direction overrides; line breaks are welcome."""
    if found := _FORBIDDEN_IN_PROSE.search(text):
        raise _hidden(text, found, code="prose")


def _hidden(text: str, found: re.Match, *, code: str) -> ValidationError:
    return ValidationError(
        _(
            "Use letters, numbers and punctuation only. Take out the hidden character "
            "(%(name)s) here: “%(words)s”."
        ),
        code=code,
        params={"name": _name(found[0]), "words": _around(text, found)},
    )


def _name(character: str) -> str:
    """What the character is called: "bell, U+0007"."""
    number = f"U+{ord(character):04X}"
    name = str(_NAMES.get(character) or unicodedata.name(character, "").lower())
    return f"{name}, {number}" if name else number


def _around(text: str, found: re.Match) -> str:
    """The few words around a fault, each hidden character as a box one can see."""
    before, after = text[: found.start()], text[found.end() :]
    if len(before) > _AROUND:
        cut = before[-_AROUND:]
        before = "…" + (cut.partition(" ")[2] or cut)
    if len(after) > _AROUND:
        cut = after[:_AROUND]
        after = (cut.rpartition(" ")[0] or cut) + "…"
    words = f"{before}{found[0]}{after}"
    return _FORBIDDEN_IN_LINE.sub(_STAND_IN, words)


def _without_direction(text: str) -> str:
    """Drop marks of direction, but where they are needed or may be a disguise."""
    if not any(unicodedata.bidirectional(one) in _RIGHT_TO_LEFT for one in text):
        text = _SOFT_DIRECTION.sub("", text)
    return _DIRECTION.sub(lambda run: run[0] if _may_be_a_disguise(run) else "", text)


def _may_be_a_disguise(run: re.Match) -> bool:
    """Whether a mark is where only a forger puts one: it stays, to be refused.

    That is within a word, and the one that turns whatever follows back to front.
    """
    if "\u202e" in run[0]:
        return True
    text, before, after = run.string, run.start() - 1, run.end()
    return before >= 0 and after < len(text) and (text[before] + text[after]).isalpha()
