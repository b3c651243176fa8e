from typing import Any

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People who sign in."""

    name = "accounts"

    def ready(self) -> None:
        """Join the status tables to their rules; know a factor that was just set up."""
        from allauth.mfa.signals import authenticator_added

        from accounts import factor_resets, invitations  # noqa: F401

        authenticator_added.connect(_factor_added, dispatch_uid="first factor")


def _factor_added(request: Any, user: Any, authenticator: Any, **kwargs: Any) -> None:
    from accounts import second_factor

    second_factor.note_first(request, user, authenticator)
