from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The pages that draw on the whole portal."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "niot_portal"

    def ready(self) -> None:
        from foundation import machines
        from niot_portal import checks  # noqa: F401

        # Every app before this one has imported its modules of work by now.
        machines.check_all()
