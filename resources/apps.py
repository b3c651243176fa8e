from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResourcesConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "resources"
    verbose_name = _("Films and resources")

    def ready(self) -> None:
        from foundation import help_lines
        from resources import checking, help  # noqa: F401

        # Its rules join the status tables; its numbers may be named in public.
        help_lines.register(help.numbers)
