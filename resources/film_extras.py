"""What other apps add to a film's page.

A film's page shows the screenings to come of it, but `resources` knows nothing of
`screenings`. So an app that knows both registers a function in its `AppConfig.ready`:

    film_extras.register(screenings_to_come)

It gets the film and answers with the template to include and its context (there under
the one name `extra`), or None to add nothing. It may ask the database once: the page
has three queries in all, and two are spent.
"""

from collections.abc import Callable

from resources.models import Film

Extra = tuple[str, dict]
Provider = Callable[[Film], Extra | None]

_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Add `provider` to every film page; a second time changes nothing."""
    if provider not in _providers:
        _providers.append(provider)


def extras_of(film: Film) -> list[Extra]:
    """What the providers add to the page of `film`, in the order they registered."""
    return [extra for provider in _providers if (extra := provider(film))]
