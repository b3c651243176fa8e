from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FoundationConfig(AppConfig):
    """What every app stands on."""

    name = "foundation"
    verbose_name = _("Mail and jobs")

    def ready(self) -> None:
        # Not in `admin.py`: the staff site itself is defined there.
        from foundation import mail_admin  # noqa: F401
