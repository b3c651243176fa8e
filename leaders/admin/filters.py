"""How staff narrow the queue of applications and the list of leaders."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from foundation.http import PersonRequest
from leaders.choices import RankBand
from leaders.stages import STAGES, in_stage, is_being_vetted


class BandFilter(admin.SimpleListFilter):
    """The band of the rank, or none: then a word is missing in the table."""

    title = _("rank")
    parameter_name = "band"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list:
        return [("none", _("Without a band")), *RankBand.choices]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "none":
            return queryset.without_band()
        return queryset.filter(band=self.value()) if self.value() else queryset


class StageFilter(admin.SimpleListFilter):
    """What needs whom. Without a choice, whatever is being vetted."""

    title = _("stage")
    parameter_name = "stage"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list:
        return [(name, label) for name, (label, _statuses) in STAGES.items()]

    def choices(self, changelist: Any) -> Iterator:
        for number, choice in enumerate(super().choices(changelist)):
            if number == 0:
                choice["display"] = _("All open")
            yield choice

    def queryset(  # type: ignore[override]  # whoever sees the list is signed in
        self, request: PersonRequest, queryset: QuerySet
    ) -> QuerySet:
        if (name := self.value()) in STAGES:
            return queryset.filter(in_stage(name, request.user))
        return queryset.filter(is_being_vetted())
