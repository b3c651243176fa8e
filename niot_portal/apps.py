from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The pages that draw on the whole portal."""

    name = "niot_portal"

    def ready(self) -> None:
        from niot_portal import checks  # noqa: F401
