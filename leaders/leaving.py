"""What hangs on a leader who goes, and what becomes of it.

Evenings, and whatever else others plan by, outlast the leader who is suspended, hidden,
retired or removed, or who dies. `leaders` knows none of it: the app that does registers
a `Keeper` in its `AppConfig.ready`. The keepers settle everything in the transaction
that lets the leader go, so that going never waits and never leaves a lie.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from leaders.models import Leader

#: Choices of a list, under the headings of their groups.
Grouped = list[tuple[str, list[tuple[str, str]]]]


@dataclass(frozen=True)
class Hanging:
    """One thing that hangs on a leader, for staff to choose what becomes of it.

    `ways` are (value, label); the first is what happens where nobody chose. A way of
    `needs_taker` asks for one of the `takers`, other leaders by their key.
    """

    key: str
    title: str
    facts: str
    ways: tuple[tuple[str, str], ...]
    needs_notice: frozenset[str] = frozenset()
    needs_taker: frozenset[str] = frozenset()
    takers: Grouped = field(default_factory=list)


@dataclass(frozen=True)
class Settled:
    """What somebody chose, by key of the thing, and the words for those it touches.

    `takers` are the keys of the leaders whom a thing is offered to.
    """

    ways: Mapping[str, str] = field(default_factory=dict)
    notice: str = ""
    takers: Mapping[str, str] = field(default_factory=dict)


class Keeper(Protocol):
    """What an app that has things hanging on leaders gives."""

    def hanging_on(self, leader: Leader) -> list[Hanging]:
        """The things to come, the next first."""

    def also_ends(self, leader: Leader, *, is_final: bool) -> list[str]:
        """What ends with the leader and leaves no choice, a sentence each."""

    def rehearse(self, leader: Leader, by: User | None, settled: Settled) -> None:
        """Word the mails that settling would send; only while rehearsing."""

    def settle(
        self,
        leader: Leader,
        by: User | None,
        settled: Settled,
        why: str,
        *,
        is_final: bool,
    ) -> None:
        """Do what was chosen; the first way for what nobody chose.

        `is_final`: the leader does not come back. The caller holds the row of the
        leader. Raises `Refused`, and nobody goes.
        """


KEEPERS: list[Keeper] = []

#: What a notice is called where it is asked for.
NOTICE = _("Reason for those you cancel")


def register(keeper: Keeper) -> None:
    """Ask `keeper` whenever a leader goes; a second time changes nothing."""
    if keeper not in KEEPERS:
        KEEPERS.append(keeper)


def hanging_on(leader: Leader) -> list[Hanging]:
    """Everything that hangs on the leader now."""
    return [thing for keeper in KEEPERS for thing in keeper.hanging_on(leader)]


def also_ends(leader: Leader, *, is_final: bool) -> list[str]:
    """What ends with the leader, for staff to read before they press the button."""
    return [
        sentence
        for keeper in KEEPERS
        for sentence in keeper.also_ends(leader, is_final=is_final)
    ]


def rehearse(leader: Leader, by: User | None, settled: Settled | None) -> None:
    """Let every keeper word the mails that what was chosen would send."""
    for keeper in KEEPERS:
        keeper.rehearse(leader, by, settled or Settled())


def settle(
    leader: Leader,
    by: User | None,
    settled: Settled | None,
    why: str,
    *,
    is_final: bool = False,
) -> None:
    """Let every keeper do what was chosen."""
    for keeper in KEEPERS:
        keeper.settle(leader, by, settled or Settled(), why, is_final=is_final)
