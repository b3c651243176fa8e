"""How staff narrow the queue and the roster."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from leaders.choices import WAITING_FOR_STAFF, ApplicationStatus

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
