"""The staff site: Django admin with our address, our look and fewer ways to fail."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _


class StaffSite(admin.AdminSite):
    """Where program managers and reviewers work."""

    site_header = _("Not In Our Town Network: staff")
    site_title = _("Network staff")
    index_title = _("What needs you")
    site_url = "/"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Staff only; the second factor is asked for by the middleware."""
        return request.user.is_active and request.user.is_staff


class BaseAdmin(admin.ModelAdmin):
    """What every staff list and form shares."""

    list_per_page = 50
    list_max_show_all = 200
    show_full_result_count = False
    save_on_top = False
    actions_on_bottom = False
    show_facets = admin.ShowFacets.NEVER

    def get_actions(self, request: HttpRequest) -> dict:
        # Nothing is deleted in bulk: history and mail hang on each record.
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def changelist_view(self, request, extra_context=None) -> HttpResponse:
        # Forged ids, dates and pages reach the database layer as they came.
        try:
            response = super().changelist_view(request, extra_context)
            if hasattr(response, "render") and not response.is_rendered:
                response.render()
            return response
        except (ValueError, ValidationError, OverflowError):
            self.message_user(
                request, _("That choice did not make sense."), messages.ERROR
            )
            return HttpResponseRedirect(request.path)


def __getattr__(name: str):
    if name == "staff_site":
        return admin.site
    raise AttributeError(name)
