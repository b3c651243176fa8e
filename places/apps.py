from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacesConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "places"
    verbose_name = _("Places and agencies")

    def ready(self) -> None:
        # A state without its region, zone or square stops the start, not a page.
        from places import states, tiles  # noqa: F401
