"""What may follow what: one table per thing that has a life.

A table stands below the models and names only statuses and words. The database trigger
and the manual's diagram are made from it; what each step demands, writes and tells is
the `Machine`'s (`foundation.machines`), above the models.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pgtrigger
from django.db.models import TextChoices
from django.utils.functional import Promise

#: Every table of the portal, in the order of making.
TABLES: list["Table"] = []


@dataclass(frozen=True, kw_only=True)
class Step:
    """One way a record may move.

    `needs` maps what must be given to the sentence that asks for it; `takes` names what
    may be given besides. `mails` says in words who is written to.
    """

    name: str
    sources: tuple[str, ...]
    target: str
    label: str | Promise
    needs: Mapping[str, str | Promise] = field(default_factory=dict)
    takes: tuple[str, ...] = ()
    mails: str | Promise = ""


class Table:
    """The steps of one model's status field."""

    def __init__(self, name: str, choices: type[TextChoices], *steps: Step) -> None:
        self.field, self.choices = name, choices
        self.steps = {step.name: step for step in steps}
        if len(self.steps) != len(steps):
            raise ValueError("Two steps share a name.")
        TABLES.append(self)

    @property
    def edges(self) -> list[tuple[str, str]]:
        """Every legal (from, to) pair, sorted, without steps that stay in place."""
        return sorted(
            {
                (str(source), str(step.target))
                for step in self.steps.values()
                for source in step.sources
                if source != step.target
            }
        )

    def label_of(self, status: str) -> str:
        """Return the status in the words of staff."""
        return str(self.choices(status).label)

    def trigger(self, name: str) -> pgtrigger.Trigger:
        """Return the database trigger that refuses every other change of status."""
        return pgtrigger.FSM(name=name, field=self.field, transitions=self.edges)

    def diagram(self) -> str:
        """Return the table as a Mermaid state diagram for the manual."""
        used = sorted({status for edge in self.edges for status in edge})
        lines = ["stateDiagram-v2"]
        lines += [f'  state "{self.label_of(status)}" as {status}' for status in used]
        for step in self.steps.values():
            for source in step.sources:
                label = str(step.label).replace(":", ",")
                lines.append(f"  {source} --> {step.target}: {label}")
        return "\n".join(lines)
