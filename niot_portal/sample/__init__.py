"""A network of people who do not exist, to try the portal with. Development only."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

#: Every address of the sample network ends like this; RFC 2606 keeps it out of use.
DOMAIN = "sample.example"


def only_in_development() -> None:
    """Raise `ImproperlyConfigured` anywhere but on somebody's own machine."""
    if not settings.DEVELOPMENT:
        raise ImproperlyConfigured(
            "The sample network exists in development only: its password is public."
        )
