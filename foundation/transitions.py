"""The former tables, until each app has moved to `foundation.machines`.

Buttons, their disabled reasons, the manual's diagram and the database trigger all come
from the same `Machine`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pgtrigger
from django.db import models, transaction

from foundation import history
from foundation.refusals import Changed, Refused

#: Every table of the portal, in the order of making.
MACHINES: list["Machine"] = []

Guard = Callable[[Any, Any], str | None]


@dataclass(frozen=True)
class Transition:
    """One way a record may move.

    `permission` is a permission's name, or a question `(record, person) -> bool`, or
    None for the portal's own jobs. Each guard answers None or the sentence that
    explains the refusal. `needs` maps the data that must be given to the sentence that
    asks for it. `apply` sets fields before the row is saved, `after` acts on the saved
    row (mail, new records); both take `(record, person, data)` inside the transaction.
    `mails` says in words who is written to.
    """

    name: str
    sources: tuple[str, ...]
    target: str
    label: str
    permission: str | Callable[[Any, Any], bool] | None = None
    guards: tuple[Guard, ...] = ()
    needs: tuple[tuple[str, str], ...] = ()
    apply: Callable[[Any, Any, dict], None] | None = None
    after: Callable[[Any, Any, dict], None] | None = None
    mails: str = ""

    def allows(self, obj: models.Model, by: Any) -> bool:
        """Tell whether the person may do this at all."""
        if self.permission is None:
            return by is None
        if callable(self.permission):
            return bool(self.permission(obj, by))
        return by is not None and by.has_perm(self.permission)

    def reasons(self, obj: models.Model, by: Any) -> list[str]:
        """Return the sentences that stand in the way now; an empty list means go."""
        return [str(reason) for guard in self.guards if (reason := guard(obj, by))]


class Machine:
    """The table of one model's status field."""

    def __init__(self, field: str, transitions: list[Transition]) -> None:
        self.field = field
        self.transitions = {transition.name: transition for transition in transitions}
        if len(self.transitions) != len(transitions):
            raise ValueError("Two transitions share a name.")
        MACHINES.append(self)

    @property
    def edges(self) -> list[tuple[str, str]]:
        """Every legal (from, to) pair, sorted, without steps that stay in place."""
        return sorted(
            {
                (str(source), str(transition.target))
                for transition in self.transitions.values()
                for source in transition.sources
                if source != transition.target
            }
        )

    def trigger(self, name: str) -> pgtrigger.Trigger:
        """Return the database trigger that refuses every other change of status."""
        return pgtrigger.FSM(name=name, field=self.field, transitions=self.edges)

    def available(
        self, obj: models.Model, by: Any
    ) -> list[tuple[Transition, list[str]]]:
        """Return what the person may do from here, each with what stands in the way."""
        status = getattr(obj, self.field)
        return [
            (transition, transition.reasons(obj, by))
            for transition in self.transitions.values()
            if status in transition.sources and transition.allows(obj, by)
        ]

    def move(
        self, obj: Any, name: str, *, by: Any, seen: int | None = None, **data: Any
    ) -> Any:
        """Apply the transition `name` and return the fresh record.

        The row is locked first, then looked at in a second statement, so that of two
        people acting at once one wins. `seen` is the version the person had before
        them. Raises `Refused` with the sentences to show, `Changed` for a stale view.
        """
        transition = self.transitions[name]
        model = type(obj)
        with transaction.atomic():
            rows = model._base_manager.select_for_update(no_key=True)
            fresh = rows.get(pk=obj.pk)
            if seen is not None and fresh.version != seen:
                raise Changed(
                    "Somebody changed this while you were reading. "
                    "Look at it again, then decide."
                )
            if not transition.allows(fresh, by):
                raise Refused("You may not do this.")
            if getattr(fresh, self.field) not in transition.sources:
                state = model(**{self.field: getattr(fresh, self.field)})
                label = getattr(state, f"get_{self.field}_display")()
                raise Refused(f"This is not possible now: the status is “{label}”.")
            missing = [ask for key, ask in transition.needs if not data.get(key)]
            if reasons := missing + transition.reasons(fresh, by):
                raise Refused(*reasons)
            if transition.apply:
                transition.apply(fresh, by, data)
            setattr(fresh, self.field, transition.target)
            fresh.version += 1
            why = str(data.get("reason", ""))
            with history.acting(by, act=transition.label, why=why):
                fresh.save()
            if transition.after:
                with history.acting(by, act=transition.label, why=why):
                    transition.after(fresh, by, data)
        return fresh

    def diagram(self, labels: dict[str, str]) -> str:
        """Return the table as a Mermaid state diagram for the manual."""
        used = sorted({status for edge in self.edges for status in edge})
        lines = ["stateDiagram-v2"]
        lines += [f'  state "{labels[status]}" as {status}' for status in used]
        for transition in self.transitions.values():
            for source in transition.sources:
                label = transition.label.replace(":", ",")
                lines.append(f"  {source} --> {transition.target}: {label}")
        return "\n".join(lines)
