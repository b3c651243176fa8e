"""What the help pages ask of the records that staff keep."""

from collections.abc import Iterable
from dataclasses import dataclass

from places.states import State
from resources.help_choices import Need
from resources.models import HelpLine, StateLaw


@dataclass(frozen=True)
class Choice:
    """One thing that people come for, and the lines for it."""

    slug: str
    label: str
    lines: list[HelpLine]


@dataclass(frozen=True)
class StateHelp:
    """What is known of help in one state: places there, its law, national lines."""

    places: list[HelpLine]
    national: list[HelpLine]
    law: StateLaw | None


def numbers() -> Iterable[str]:
    """Every number that visitors may read on the help pages."""
    pairs = HelpLine.objects.shown().values_list("phone", "text_number")
    return {number for pair in pairs for number in pair if number}


def national_lines() -> list[HelpLine]:
    """The lines for the whole country that are shown, in their order."""
    return list(_readable(HelpLine.objects.shown().filter(state="")))


def choices_of(lines: list[HelpLine]) -> list[Choice]:
    """What people come for, each with its lines; all of them, also without a line."""
    return [
        Choice(
            need.value,
            str(need.label),
            [line for line in lines if need.value in line.needs],
        )
        for need in Need
    ]


def states_with_a_place() -> set[str]:
    """The codes of the states for which a place to report is shown."""
    rows = HelpLine.objects.shown().exclude(state="").order_by()
    return set(rows.values_list("state", flat=True).distinct())


def help_in(state: State) -> StateHelp:
    """What is shown for one state, in two queries."""
    lines = _readable(HelpLine.objects.shown().filter(state__in=["", state.code]))
    law = StateLaw.objects.shown().filter(code=state.code).defer(*_FOR_STAFF).first()
    return StateHelp(
        places=[line for line in lines if line.state],
        national=[line for line in lines if not line.state],
        law=law,
    )


#: What no public page reads.
_FOR_STAFF = ("notes", "source_urls", "loaded")


def _readable(rows):
    return rows.defer("search", *_FOR_STAFF)
