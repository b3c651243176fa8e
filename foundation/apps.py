from django.apps import AppConfig


class FoundationConfig(AppConfig):
    """What every app stands on."""

    name = "foundation"
    verbose_name = "Mail and jobs"  # what staff find here

    def ready(self) -> None:
        # Not in `admin.py`: the staff site itself is defined there.
        from foundation import mail_admin  # noqa: F401
