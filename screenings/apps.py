from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ScreeningsConfig(AppConfig):
    """Screenings, their hosts' pages and their guests' seats."""

    name = "screenings"
    verbose_name = _("Screenings")

    def ready(self) -> None:
        """Put the next screenings on the pages of films and leaders."""
        from leaders import additions as on_leaders
        from resources import additions as on_films
        from screenings import on_other_pages

        on_films.register(on_other_pages.of_film)
        on_leaders.register(on_other_pages.of_leader)
