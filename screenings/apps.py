from typing import Any

from django.apps import AppConfig
from django.db.models.signals import m2m_changed, post_save
from django.utils.translation import gettext_lazy as _


class ScreeningsConfig(AppConfig):
    """Screenings, their hosts' pages and their guests' seats."""

    name = "screenings"
    verbose_name = _("Screenings")

    def ready(self) -> None:
        """Join the status tables to their rules; add to pages of films and leaders."""
        from accounts import leaving as staff_leaving
        from accounts.models import User
        from foundation.anew import WAYS
        from leaders import additions as on_leaders
        from leaders import leaving as leaders_leaving
        from resources import additions as on_films
        from screenings import (  # noqa: F401
            guest_admin,
            handing_over,
            leaving,
            lifecycle,
            on_other_pages,
            seats,
            turns,
        )

        on_films.register(on_other_pages.of_film)
        on_films.USES.register(on_other_pages.use_of_film)
        on_leaders.register(on_other_pages.of_leader)
        on_leaders.STAFF_PAGES.register(on_other_pages.for_staff_of_leader)
        leaders_leaving.register(leaving)
        staff_leaving.register(handing_over)
        WAYS["screenings.reservation"] = guest_admin.way_of_guests()
        WAYS["screenings.screening"] = guest_admin.way_of_hosts()
        m2m_changed.connect(_role_changed, User.groups.through, dispatch_uid="runs")
        post_save.connect(_account_changed, User, dispatch_uid="runs")


def _role_changed(instance: Any, action: str, reverse: bool, **kwargs: Any) -> None:
    """Return what somebody runs to the network once they lose the role for it."""
    from screenings import leaving

    if action in ("post_remove", "post_clear"):
        leaving.give_back_without_right(None if reverse else instance)


def _account_changed(instance: Any, created: bool, raw: bool, **kwargs: Any) -> None:
    """Return what somebody runs to the network once their account is closed."""
    from screenings import leaving

    may_run = instance.is_active and instance.is_superuser
    if not (created or raw or may_run):
        leaving.give_back_without_right(instance)
