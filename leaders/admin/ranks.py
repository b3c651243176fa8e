"""The words for ranks, and the ranks that no word knows yet."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from foundation.admin import BaseAdmin
from leaders import ranks
from leaders.models import Leader, RankWord
from leaders.models.rank import folded


@admin.register(RankWord)
class RankWordAdmin(BaseAdmin):
    """What ships is changed, never deleted: the next loading would bring it back."""

    change_list_template = "admin/leaders/rank_words.html"
    fields = ["phrase", "name", "band", "is_retired"]
    list_display = ["phrase", "name", "band", "is_retired"]
    list_filter = ["band", "is_retired"]
    search_fields = ["phrase", "name"]
    search_help_text = _("Word or rank in full")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.without_band)
        own = path("without-a-band/", view, name="leaders_rankword_without_band")
        return [own, *super().get_urls()]

    def has_delete_permission(
        self, request: HttpRequest, obj: RankWord | None = None
    ) -> bool:
        ships = obj is not None and obj.loaded != ""
        return not ships and super().has_delete_permission(request, obj)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A rank of the list without a band stands in the box already."""
        return {"phrase": folded(request.GET.get("phrase", ""))[:60]}

    def changelist_view(self, request, extra_context=None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        number = len(ranks.without_band())
        context = {"without_band": number, **(extra_context or {})}
        return super().changelist_view(request, context)

    def without_band(self, request: HttpRequest) -> HttpResponse:
        """The ranks that leaders typed and no word of the table knows."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return self.page(
            request,
            "admin/leaders/without_band.html",
            _t("Ranks without a band"),
            rows=ranks.without_band(),
            may_add=self.has_add_permission(request),
            may_see_leaders=request.user.has_perm(
                f"{Leader._meta.app_label}.view_{Leader._meta.model_name}"
            ),
        )
