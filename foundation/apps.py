from django.apps import AppConfig


class FoundationConfig(AppConfig):
    """What every app stands on."""

    name = "foundation"
