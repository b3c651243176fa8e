"""What other apps add to a leader's profile.

The profile shows the screenings to come of a leader, but `leaders` knows nothing of
`screenings`. So an app that knows both registers a function in its `AppConfig.ready`:

    extras.register(next_screenings)

It gets the leader and answers with the template to include and its context (there
under the one name `extra`), or None to add nothing. It may ask the database twice: the
page has three queries in all, and one is spent.
"""

from collections.abc import Callable

from leaders.models import Leader

Extra = tuple[str, dict]
Provider = Callable[[Leader], Extra | None]

_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Add `provider` to every profile; a second time changes nothing."""
    if provider not in _providers:
        _providers.append(provider)


def extras_of(leader: Leader) -> list[Extra]:
    """What the providers add to a profile, in the order they registered."""
    return [extra for provider in _providers if (extra := provider(leader))]
