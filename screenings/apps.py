from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ScreeningsConfig(AppConfig):
    """Screenings, their hosts' pages and their guests' seats."""

    name = "screenings"
    verbose_name = _("Screenings")

    def ready(self) -> None:
        """Join the status tables to their rules; add to pages of films and leaders."""
        from leaders import additions as on_leaders
        from leaders import leaving as leaders_leaving
        from resources import additions as on_films
        from screenings import leaving, lifecycle, on_other_pages, seats  # noqa: F401

        on_films.register(on_other_pages.of_film)
        on_films.USES.register(on_other_pages.use_of_film)
        on_leaders.register(on_other_pages.of_leader)
        leaders_leaving.register(leaving)
