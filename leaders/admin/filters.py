"""How staff narrow the queue and the roster."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from leaders.choices import WAITING_FOR_STAFF, ApplicationStatus
from places.states import region_choices, region_named, state_of

_S = ApplicationStatus


class LaneFilter(admin.SimpleListFilter):
    """What needs whom. Without a choice, whatever is being vetted."""

    title = _("stage")
    parameter_name = "lane"

    _lanes = {
        "mine": _("Mine"),
        "unassigned": _("Unassigned"),
        "waiting": _("Waiting for the applicant"),
        "to-decide": _("Awaiting a decision"),
        "decided": _("Decided, not sent"),
        "waitlist": _("On the waitlist"),
        "closed": _("Closed"),
        "all": _("All"),
    }

    def lookups(self, request: HttpRequest, model_admin: Any) -> list:
        return list(self._lanes.items())

    def choices(self, changelist: Any) -> Any:
        for number, choice in enumerate(super().choices(changelist)):
            if number == 0:
                choice["display"] = _("All open")
            yield choice

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        lane = self.value()
        rules = {
            None: Q(status__in=[*WAITING_FOR_STAFF, _S.INFO_REQUESTED]),
            "mine": Q(
                assignee=request.user, status__in=[_S.IN_REVIEW, _S.INFO_REQUESTED]
            ),
            "unassigned": Q(status=_S.SUBMITTED),
            "waiting": Q(status=_S.INFO_REQUESTED),
            "to-decide": Q(status=_S.RECOMMENDED),
            "decided": Q(status=_S.DECIDED),
            "waitlist": Q(status=_S.WAITLISTED),
            "closed": Q(status__in=[_S.ACCEPTED, _S.DECLINED, _S.WITHDRAWN, _S.LAPSED]),
            "all": Q(),
        }
        return queryset.filter(rules.get(lane, rules[None]))


class RegionFilter(admin.SimpleListFilter):
    title = _("region")
    parameter_name = "region"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list:
        return region_choices

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        region = region_named(self.value() or "")
        return queryset.filter(state__in=region.states) if region else queryset


class StateFilter(admin.SimpleListFilter):
    """The states of the chosen region: all 56 would bury the other filters."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list:
        region = region_named(request.GET.get("region", ""))
        states = [state_of(code.lower()) for code in region.states] if region else []
        chosen = state_of(request.GET.get("state", ""))
        if chosen and chosen not in states:
            states.append(chosen)
        return [(state.slug, state.name) for state in states if state]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        state = state_of(self.value() or "")
        return queryset.filter(state=state.code) if state else queryset
