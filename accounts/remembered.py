"""What one page asks about a person more than once, asked of the database once."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from accounts.models import User

T = TypeVar("T")


def begin(person: User) -> None:
    """Remember answers about this object from now on: for a page that only shows."""
    person.__dict__["_remembered"] = {}


def once_a_page(ask: Callable[[User], T]) -> Callable[[User], T]:
    """Mark a question about a person; steps, which lock their row, always ask anew."""
    name = f"{ask.__module__}.{ask.__qualname__}"

    @wraps(ask)
    def asked(person: User) -> T:
        answers: dict[str, T] | None = person.__dict__.get("_remembered")
        if answers is None:
            return ask(person)
        if name not in answers:
            answers[name] = ask(person)
        return answers[name]

    return asked
