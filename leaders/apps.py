from django.apps import AppConfig


class LeadersConfig(AppConfig):
    """Applications, vetting, leaders and their directory."""

    name = "leaders"

    def ready(self) -> None:
        # Their rules join the status tables.
        from leaders import membership, vetting  # noqa: F401
