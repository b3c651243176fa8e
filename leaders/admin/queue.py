"""The queue of applications: oldest first, with who has each."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from foundation.acts import Act, ActsAdmin
from foundation.admin import ReadOnlyAdmin
from foundation.http import PersonRequest
from leaders import vetting
from leaders.admin import address, claiming, decision, matching, review, steps
from leaders.admin.filters import StageFilter
from leaders.admin.rows import QueueList
from leaders.choices import ApplicationStatus
from leaders.models import Application
from places.staff_filters import RegionFilter, StateFilter

if TYPE_CHECKING:
    from leaders.admin.rows import QueueRow

#: The look of each status, for `partials/status.html`'s classes.
_KIND = {
    ApplicationStatus.SUBMITTED: "wait",
    ApplicationStatus.IN_REVIEW: "now",
    ApplicationStatus.RECOMMENDED: "wait",
    ApplicationStatus.DECIDED: "wait",
    ApplicationStatus.ACCEPTED: "done",
    ApplicationStatus.DECLINED: "wrong",
}


@admin.register(Application)
class ApplicationAdmin(ReadOnlyAdmin, ActsAdmin[Application]):
    """Where applications are vetted. A draft is not here: it is the applicant's own."""

    machine = vetting.MACHINE
    act_forms = steps.ACT_FORMS
    main_acts = frozenset({"claim", "recommend", *steps.RELEASES})
    page_of = "review"
    list_display = ["code_link", "who", "where", "age", "state_of_it", "holder"]
    list_display_links = None
    list_filter = [StageFilter, RegionFilter, StateFilter]
    list_select_related = ["assignee"]
    search_fields = ["name", "agency_name", "city", "reference"]
    search_help_text = _("Name, agency, town or reference")
    ordering = ["submitted_at", "pk"]
    sortable_by = ["age", "code_link"]
    actions = ["claim_selected"]

    def get_urls(self) -> list[URLPattern]:
        return [
            self._path("review", review.page),
            self._path("decide", decision.page),
            self._path("match", matching.page),
            *address.urls_of(self),
            *super().get_urls(),
        ]

    def _path(self, name: str, page: Callable[..., HttpResponse]) -> URLPattern:
        view = self.admin_site.admin_view(partial(page, self))
        return path(f"<int:pk>/{name}/", view, name=f"leaders_application_{name}")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Application]:
        return super().get_queryset(request).sent()

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return QueueList

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """The columns, with buttons to claim for whoever may."""
        buttons = ["claim_button"] if self.has_claim_permission(request) else []
        return [*self.list_display, *buttons]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        # References are read aloud with their prefix: "A-7K2M9Q".
        term = search_term.strip()
        if term.lower().startswith("a-"):
            term = term[2:]
        return super().get_search_results(request, queryset, term)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Nothing is typed over here: the record's page is the review."""
        if object_id.isascii() and object_id.isdigit() and len(object_id) < 19:
            return redirect(self.page_url(int(object_id)))
        return redirect("admin:leaders_application_changelist")

    def acts_on(self, record: Application, by: User) -> list[Act]:
        return [*decision.act_on(record, by), *super().acts_on(record, by)]

    def effects_of(self, record: Application, name: str) -> list[str]:
        """What sending a decision does; a release has nothing else to say."""
        return steps.effects(record, record.outcome) if name in steps.RELEASES else []

    def has_claim_permission(self, request: HttpRequest) -> bool:
        """What the bulk action asks for."""
        return request.user.has_perm(vetting.CLAIM)

    @admin.action(description=_("Claim selected applications"), permissions=["claim"])
    def claim_selected(
        self, request: PersonRequest, queryset: QuerySet
    ) -> HttpResponse | None:
        return claiming.answer(self, request, queryset)

    @admin.display(description=_("Reference"), ordering="reference")
    def code_link(self, application: Application) -> SafeString:
        return format_html(
            '<a class="code" href="{}">{}</a>',
            self.page_url(application.pk),
            application.code,
        )

    @admin.display(description=_("Name, rank, agency"))
    def who(self, application: Application) -> SafeString:
        return format_html(
            "{}, {}<br>{}",
            application.name,
            application.rank,
            application.agency_name,
        )

    @admin.display(description=_("Region and state"))
    def where(self, application: "QueueRow") -> SafeString:
        return format_html(
            "{}: {}<br>{}: {}",
            str(application.region),
            _leaders(application.in_region),
            application.state_name,
            _leaders(application.in_state),
        )

    @admin.display(description=_("Age"), ordering="submitted_at")
    def age(self, application: Application) -> str:
        days = application.days_waiting
        return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}

    @admin.display(description=_("Status"))
    def state_of_it(self, application: Application) -> SafeString:
        return format_html(
            '<span class="status status--{}">{}</span>',
            _KIND.get(ApplicationStatus(application.status), "none"),
            application.get_status_display(),
        )

    @admin.display(description=_("Who has it"))
    def holder(self, application: Application) -> str:
        return str(application.assignee) if application.assignee else _t("Nobody")

    @admin.display(description=_("Next"), empty_value="")
    def claim_button(self, application: Application) -> SafeString | str:
        if application.status != ApplicationStatus.SUBMITTED:
            return ""
        return format_html(
            '<a class="button button--quiet" href="{}" aria-label="{}">{}</a>',
            self.act_url(application.pk, "claim"),
            _t("Claim %s") % application.code,
            _t("Claim"),
        )


def _leaders(number: int) -> str:
    if not number:
        return _t("no leader yet")
    return ngettext("%(n)s leader", "%(n)s leaders", number) % {"n": number}
