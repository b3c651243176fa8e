"""What later apps add to the page of an earlier one.

A film's page shows the screenings to come of it, but `resources` knows nothing of
`screenings`. So the earlier app keeps `Additions` (in its `additions.py`), and an app
that knows both registers a function there in its `AppConfig.ready`.
"""

from collections.abc import Callable
from typing import Generic, TypeVar

Record = TypeVar("Record")

#: The template to include, and its context (there under the one name `addition`).
Addition = tuple[str, dict]


class Additions(Generic[Record]):
    """The functions that add to one kind of page, in the order they registered."""

    def __init__(self) -> None:
        self.providers: list[Callable[[Record], Addition | None]] = []

    def register(self, provider: Callable[[Record], Addition | None]) -> None:
        """Add `provider` to every such page; a second time changes nothing."""
        if provider not in self.providers:
            self.providers.append(provider)

    def of(self, record: Record) -> list[Addition]:
        """What the providers add to the page of `record`."""
        found = (provider(record) for provider in self.providers)
        return [addition for addition in found if addition]
