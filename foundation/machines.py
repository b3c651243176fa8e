"""What each step of a status table demands, writes and tells; one call to make it.

The table (`foundation.statuses`) stands below the models and says what may follow what.
A `Machine` stands above them, in the module of the work, and joins each step to its
rule. A step without its rule, or a rule without its step, stops Django's start.
"""

import copy
import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import update_wrapper
from typing import TYPE_CHECKING, Concatenate, Generic, Protocol, TypeVar

from django.core.exceptions import ImproperlyConfigured
from django.db import models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foundation import history
from foundation.refusals import Refused, public_status, refuse_stale
from foundation.rehearsal import Planned, rehearsing
from foundation.statuses import TABLES, Step, Table

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User

Record = TypeVar("Record", bound=models.Model)

Sentence = str | Promise
#: Whether the person may do it at all; never asked for nobody.
Permission = Callable[[Record, "User"], bool]
#: What a step writes or whom it tells; the rest is what the person gave, by name.
Effect = Callable[Concatenate[Record, "User | None", ...], None]

#: Every machine of the portal, in the order of making.
MACHINES: list["Machine"] = []


class Guard(Generic[Record]):
    """A question about a record that must be answered yes, with its sentence for no."""

    def __init__(
        self,
        is_true: "Callable[[Record, User | None], bool]",
        sentence: Sentence | Callable[..., Sentence],
    ) -> None:
        update_wrapper(self, is_true)
        self.is_true = is_true
        self.sentence = sentence

    def __call__(self, record: Record, by: "User | None") -> bool:
        return self.is_true(record, by)

    def reason(self, record: Record, by: "User | None") -> str:
        """Return the sentence that stands in the way, or "" when nothing does."""
        if self.is_true(record, by):
            return ""
        if isinstance(self.sentence, str | Promise):
            return str(self.sentence)
        return str(self.sentence(record, by))


class _Guarding(Protocol):
    def __call__(
        self, is_true: "Callable[[Record, User | None], bool]"
    ) -> Guard[Record]: ...


def guard(sentence: Sentence | Callable[..., Sentence]) -> _Guarding:
    """Give a predicate, named for what is true, the sentence for when it is not.

    A sentence that depends on the record is a function `(record, person) -> sentence`.
    """

    def decorate(is_true: "Callable[[Record, User | None], bool]") -> Guard[Record]:
        return Guard(is_true, sentence)

    return decorate


@dataclass(frozen=True)
class Choice:
    """One step as it stands for one person and one record now.

    `is_allowed` is about the person; `reasons` are the sentences in the way now.
    """

    step: Step
    is_allowed: bool
    reasons: tuple[str, ...]

    @property
    def is_possible(self) -> bool:
        """Whether pressing the button would do it."""
        return self.is_allowed and not self.reasons

    @property
    def name(self) -> str:
        return self.step.name

    @property
    def label(self) -> str:
        return str(self.step.label)


@dataclass
class Rule(Generic[Record]):
    """Who may make a step, what may stand in the way, what is written, who is told.

    `permission` is a permission's name, a question, or None for the portal's own work.
    """

    permission: "str | Permission[Record] | None"
    guards: tuple[Guard[Record], ...] = ()
    write: "Effect[Record] | None" = None
    tell: "Effect[Record] | None" = None
    show: "Effect[Record] | None" = None

    def allows(self, record: Record, by: "User | None") -> bool:
        """Tell whether the person may make this step at all."""
        if self.permission is None or by is None:
            return self.permission is None and by is None
        if isinstance(self.permission, str):
            return by.has_perm(self.permission)
        return self.permission(record, by)

    def reasons(self, record: Record, by: "User | None") -> tuple[str, ...]:
        """Return the sentences that stand in the way now."""
        found = (guard.reason(record, by) for guard in self.guards)
        return tuple(sentence for sentence in found if sentence)


class Machine(Generic[Record]):
    """The rules of one status table, and the one way to make a step."""

    def __init__(self, table: Table, model: type[Record]) -> None:
        self.table, self.model = table, model
        self.rules: dict[str, Rule[Record]] = {}
        MACHINES.append(self)

    def step(
        self,
        *names: str,
        permission: "str | Permission[Record] | None" = None,
        guards: Iterable[Guard[Record]] = (),
    ) -> "Callable[[Effect[Record]], Effect[Record]]":
        """Give the named steps their rule; what it decorates is what they write.

        It runs with the locked row before that is saved, and takes what the step
        needs by name. A step that writes nothing is a bare call. Without `permission`
        the step is the portal's own.
        """
        for name in names:
            if name not in self.table.steps:
                raise ImproperlyConfigured(f"{self}: no step is called {name!r}.")
            if name in self.rules:
                raise ImproperlyConfigured(f"{self}: {name!r} has two rules.")
            self.rules[name] = Rule(permission, tuple(guards))

        def decorate(write: "Effect[Record]") -> "Effect[Record]":
            for name in names:
                self.rules[name].write = write
            return write

        return decorate

    def tells(self, *names: str) -> "Callable[[Effect[Record]], Effect[Record]]":
        """Let the decorated function queue the mails of the named steps.

        It runs in the same transaction, once the row is saved.
        """

        def decorate(tell: "Effect[Record]") -> "Effect[Record]":
            for name in names:
                if name not in self.rules:
                    raise ImproperlyConfigured(f"{self}: {name!r} has no rule yet.")
                self.rules[name].tell = tell
            return tell

        return decorate

    def shows(self, *names: str) -> "Callable[[Effect[Record]], Effect[Record]]":
        """Let the decorated function word the mails of the named steps beforehand.

        It gets a copy of the record, which it may change as the step would, and what
        was typed by name; it mails, and nothing is sent. Only for steps whose `tells`
        needs what the step wrote; the others are rehearsed as they are.
        """

        def decorate(show: "Effect[Record]") -> "Effect[Record]":
            for name in names:
                self.rules[name].show = show
            return show

        return decorate

    def asks_for_mail(self, name: str) -> bool:
        """Whether the words of a step's mails depend on what the person types."""
        worded = self._worded_by(name)
        return bool(worded and _names(worded))

    def letters(
        self, record: Record, name: str, *, by: "User | None", **given: object
    ) -> list[Planned]:
        """Return the mails that the step would send now, each as it would read."""
        worded = self._worded_by(name)
        if worded is None:
            return []
        after = copy.copy(record)
        setattr(after, self.table.field, self.table.steps[name].target)
        after.version += 1  # type: ignore[attr-defined]
        with rehearsing() as mails:
            worded(after, by, **_wanted(worded, given))
        return mails

    def _worded_by(self, name: str) -> "Effect[Record] | None":
        return self.rules[name].show or self.rules[name].tell

    def choice(self, record: Record, name: str, *, by: "User | None") -> Choice:
        """Say whether the person may make this step and what is in the way."""
        step, rule = self.table.steps[name], self.rules[name]
        if not rule.allows(record, by):
            return Choice(step, False, (str(_("You may not do this.")),))
        if self._status(record) not in step.sources:
            return Choice(step, True, (self._not_from_here(record, by),))
        return Choice(step, True, rule.reasons(record, by))

    def choices(self, record: Record, *, by: "User | None") -> list[Choice]:
        """Return each step the person may make from here, with what is in the way."""
        status = self._status(record)
        return [
            Choice(step, True, self.rules[name].reasons(record, by))
            for name, step in self.table.steps.items()
            if status in step.sources and self.rules[name].allows(record, by)
        ]

    def move(
        self,
        record: Record,
        name: str,
        *,
        by: "User | None" = None,
        seen: int | None = None,
        look: "Callable[[Record], None] | None" = None,
        **given: object,
    ) -> Record:
        """Make the step `name` and return the fresh record.

        The row is locked first, then looked at in a second statement, so that of two
        people acting at once one wins. `seen` is the version the person had before
        them; `look` sees the locked row before anything is written, and may refuse;
        `given` is what the step needs, by name. Raises `Refused` with the
        sentences to show, `Changed` for a stale view. The second press of a button is
        the first one's wish: it changes nothing and is answered alike.
        """
        act, why = str(self.table.steps[name].label), str(given.get("reason", ""))
        with transaction.atomic():
            rows = self.model._base_manager.select_for_update(no_key=True)
            fresh = rows.get(pk=record.pk)
            if seen is not None and history.was_just_done(
                fresh, act, by=by, why=why, version=seen + 1
            ):
                return fresh
            refuse_stale(fresh, seen=seen, by=by)
            self._refuse_what_is_barred(fresh, name, by, given)
            if look is not None:
                look(fresh)
            with history.acting(by, act=act, why=why):
                self._make(fresh, name, by, given)
        return fresh

    def _refuse_what_is_barred(
        self, fresh: Record, name: str, by: "User | None", given: dict[str, object]
    ) -> None:
        step = self.table.steps[name]
        choice = self.choice(fresh, name, by=by)
        if not choice.is_allowed or self._status(fresh) not in step.sources:
            raise Refused(*choice.reasons)
        missing = [str(ask) for key, ask in step.needs.items() if not given.get(key)]
        if reasons := (*missing, *choice.reasons):
            raise Refused(*reasons)

    def _make(
        self, fresh: Record, name: str, by: "User | None", given: dict[str, object]
    ) -> None:
        rule = self.rules[name]
        if rule.write:
            rule.write(fresh, by, **_wanted(rule.write, given))
        setattr(fresh, self.table.field, self.table.steps[name].target)
        fresh.version += 1  # type: ignore[attr-defined]
        fresh.save()
        if rule.tell:
            rule.tell(fresh, by, **_wanted(rule.tell, given))

    def check(self) -> None:
        """Raise `ImproperlyConfigured` where a step and its rule do not fit."""
        if bare := sorted(self.table.steps.keys() - self.rules.keys()):
            raise ImproperlyConfigured(f"{self}: no rule for {', '.join(bare)}.")
        for name, rule in self.rules.items():
            step = self.table.steps[name]
            known = {*step.needs, *step.takes}
            for effect in (rule.write, rule.tell):
                if effect and (unknown := _names(effect) - known):
                    asked = ", ".join(sorted(unknown))
                    raise ImproperlyConfigured(
                        f"{self}: {name!r} is not given {asked}."
                    )
            if step.mails and not rule.tell:
                raise ImproperlyConfigured(f"{self}: {name!r} promises a mail.")
            if rule.tell and not step.mails:
                raise ImproperlyConfigured(
                    f"{self}: {name!r} mails, and its step does not say whom."
                )

    def __str__(self) -> str:
        return f"The rules of {self.model._meta.label}"

    def _status(self, record: Record) -> str:
        return getattr(record, self.table.field)

    def _not_from_here(self, record: Record, by: "User | None") -> str:
        label = public_status(record, by) or self.table.label_of(self._status(record))
        return str(
            _("This is not possible now: the status is “%(status)s”.")
            % {"status": label}
        )


def check_all() -> None:
    """Raise `ImproperlyConfigured` unless every table and its machine fit together.

    The last app calls it at start, when every module of work has been imported.
    """
    joined = [machine.table for machine in MACHINES]
    for table in TABLES:
        if table not in joined:
            first = next(iter(table.steps))
            raise ImproperlyConfigured(f"No machine for the table with {first!r}.")
    for machine in MACHINES:
        machine.check()


def _names(effect: Callable[..., None]) -> set[str]:
    parameters = inspect.signature(effect).parameters.values()
    return {one.name for one in parameters if one.kind is one.KEYWORD_ONLY}


def _wanted(effect: Callable[..., None], given: dict[str, object]) -> dict[str, object]:
    names = _names(effect)
    return {name: value for name, value in given.items() if name in names}
