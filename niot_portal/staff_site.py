"""The staff site of the whole portal: its first page says what needs somebody."""

from typing import Any

from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path
from django.views.decorators.http import require_safe

from foundation.admin import StaffSite
from foundation.http import PersonRequest
from niot_portal import staff_search
from niot_portal.staff_home import needs_of


class PortalStaffSite(StaffSite):
    """The staff site, led by what waits."""

    index_template = "desk/staff_index.html"

    def get_urls(self) -> list[URLPattern | URLResolver]:
        search = self.admin_view(require_safe(self.search))
        return [path("search/", search, name="search"), *super().get_urls()]

    def search(self, request: PersonRequest) -> TemplateResponse:
        """Find a record by name, address or reference."""
        return staff_search.page(self, request)

    def index(  # type: ignore[override]  # whoever comes here is signed in
        self, request: PersonRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """Show what waits for this person, and under it every list they may open."""
        context = {"needs": needs_of(request.user), **(extra_context or {})}
        return super().index(request, context)
