from django.apps import AppConfig


class LeadersConfig(AppConfig):
    """Applications, vetting, leaders and their directory."""

    name = "leaders"
