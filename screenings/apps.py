from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ScreeningsConfig(AppConfig):
    """Screenings, their hosts' pages and their guests' seats."""

    name = "screenings"
    verbose_name = _("Screenings")

    def ready(self) -> None:
        """Join the status tables to their rules; add to pages of films and leaders."""
        from leaders import extras as leader_extras
        from resources import film_extras
        from screenings import extras, lifecycle, seats  # noqa: F401

        film_extras.register(extras.of_film)
        leader_extras.register(extras.of_leader)
