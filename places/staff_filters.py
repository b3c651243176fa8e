"""How staff narrow a list to a region or a state."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from places.states import region_choices, region_named, state_of


class RegionFilter(admin.SimpleListFilter):
    title = _("region")
    parameter_name = "region"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin
    ) -> list[tuple[str, str]]:
        return [(slug, str(name)) for slug, name in region_choices]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        region = region_named(self.value() or "")
        return queryset.filter(state__in=region.states) if region else queryset


class StateFilter(admin.SimpleListFilter):
    """The states of the chosen region: all 56 would bury the other filters."""

    title = _("state")
    parameter_name = "state"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin
    ) -> list[tuple[str, str]]:
        region = region_named(request.GET.get("region", ""))
        states = [state_of(code.lower()) for code in region.states] if region else []
        chosen = state_of(request.GET.get("state", ""))
        if chosen and chosen not in states:
            states.append(chosen)
        return [(state.slug, str(state)) for state in states if state]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        state = state_of(self.value() or "")
        return queryset.filter(state=state.code) if state else queryset
