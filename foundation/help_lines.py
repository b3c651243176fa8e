"""Help lines that anybody may name in public: whoever reads of them may need them.

Numbers as their own pages or the Department of Justice give them, and those that apps
above keep as records and `register`. 911 and other short numbers are no one person's
and need no entry.
"""

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import NamedTuple


class HelpLine(NamedTuple):
    """A line that helps people in trouble, with every number it is reached by."""

    name: str
    numbers: tuple[str, ...]


HELP_LINES = (
    HelpLine("FBI tip line", ("1-800-225-5324",)),
    HelpLine(
        "U.S. Department of Justice, Civil Rights Division",
        ("1-855-856-1247", "202-514-3847", "202-514-0716"),
    ),
    HelpLine("988 Suicide & Crisis Lifeline", ("1-800-273-8255",)),
    HelpLine("VictimConnect Resource Center", ("1-855-484-2846",)),
    HelpLine("Sikh Coalition", ("1-212-655-3095",)),
    HelpLine("SALDEF", ("1-202-332-6700",)),
    HelpLine("CAIR, Civil Rights Department", ("1-202-742-6420",)),
    HelpLine("Trans Lifeline", ("1-877-565-8860",)),
    HelpLine("LGBT National Help Center", ("1-888-843-4564",)),
    HelpLine("StrongHearts Native Helpline", ("1-844-762-8483",)),
    HelpLine("National Disability Rights Network", ("1-202-408-9514",)),
    HelpLine("Lawyers’ Committee, Stop Hate resource line", ("1-844-966-4283",)),
)


def digits_of(number: str) -> str:
    """The ten digits of a number in the United States, or all that it has."""
    digits = "".join(one for one in number if one.isdigit())
    return digits[1:] if len(digits) == 11 and digits[0] == "1" else digits


#: The ten digits of every number above.
_WRITTEN = frozenset(
    digits_of(number) for line in HELP_LINES for number in line.numbers
)

#: Where else numbers of help lines are kept.
_SOURCES: list[Callable[[], Iterable[str]]] = []


def register(numbers: Callable[[], Iterable[str]]) -> None:
    """Let `numbers` name further numbers that may stand in public."""
    if numbers not in _SOURCES:
        _SOURCES.append(numbers)


class KnownNumbers:
    """Numbers of help lines; what apps keep is read once, and only if it is asked."""

    def __contains__(self, number: str) -> bool:
        digits = digits_of(number)
        return digits in _WRITTEN or digits in self._kept

    @cached_property
    def _kept(self) -> set[str]:
        return {digits_of(number) for source in _SOURCES for number in source()}
