"""The staff's side: what waits for a first look, what is public, who comes."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from foundation.acts import ActForm, ActsAdmin
from foundation.admin import BaseAdmin
from foundation.formfields import Prose
from foundation.history import history_of
from foundation.models import OutboxMail
from foundation.public import PublicProse, spare_staff
from foundation.words import when
from places.staff_filters import RegionFilter, StateFilter
from screenings import facts, lifecycle
from screenings.choices import ReservationStatus, ScreeningStatus
from screenings.models import Reservation, Screening

_S = ScreeningStatus

_KIND = {
    _S.SUBMITTED: "wait",
    _S.PUBLISHED: "done",
    _S.POSTPONED: "wait",
    _S.CANCELLED: "wrong",
    _S.HELD: "done",
    _S.REPORTED: "done",
}


class PublishForm(ActForm):
    """Nothing to fill in, but one page to look at before the button."""


class _TellForm(ActForm):
    """A reason that somebody outside the staff reads."""

    reason = Prose(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4, "cols": 60}),
        error_messages={"required": _("Give a reason.")},
    )


class HostReadsForm(_TellForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _("The host gets these words by mail.")


class GuestsReadForm(_TellForm):
    reason = PublicProse(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4, "cols": 60}),
        error_messages={"required": _("Give a reason.")},
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        spare_staff(self)
        self.fields["reason"].help_text = _(
            "The host, the guests and everyone who opens the page read these words."
        )


class LaneFilter(admin.SimpleListFilter):
    """What needs whom. Without a choice, all but drafts and discarded ones."""

    title = _("stage")
    parameter_name = "lane"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list:
        return [
            ("look", _("Waiting for a first look")),
            ("upcoming", _("Upcoming")),
            ("postponed", _("Postponed")),
            ("away", _("Upcoming, host not active")),
            ("over", _("Over")),
            ("cancelled", _("Cancelled")),
            ("draft", _("Drafts")),
            ("all", _("All")),
        ]

    def choices(self, changelist: Any) -> Any:
        for number, choice in enumerate(super().choices(changelist)):
            if number == 0:
                choice["display"] = _("Open")
            yield choice

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        now = timezone.now()
        public = Q(status__in=[_S.PUBLISHED, _S.POSTPONED])
        rules = {
            None: Q(status=_S.SUBMITTED) | public,
            "look": Q(status=_S.SUBMITTED),
            "upcoming": Q(status=_S.PUBLISHED, ends_at__gte=now),
            "postponed": Q(status=_S.POSTPONED),
            "away": public & ~Q(host__status="active"),
            "over": Q(published_at__isnull=False, ends_at__lt=now),
            "cancelled": Q(status=_S.CANCELLED),
            "draft": Q(status=_S.DRAFT),
            "all": Q(),
        }
        return queryset.filter(rules.get(self.value(), rules[None]))


class _ReadOnly(BaseAdmin):
    """Nothing is typed over, added or deleted here."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Screening)
class ScreeningAdmin(_ReadOnly, ActsAdmin):
    """The moderation queue and every screening's page for staff.

    Facts are corrected on the host's own form, by the same rules as the host; here
    are the steps, the history and the mails.
    """

    machine = lifecycle.MACHINE
    act_forms = {
        "approve": PublishForm,
        "ask": HostReadsForm,
        "decline": HostReadsForm,
        "postpone": GuestsReadForm,
        "cancel": GuestsReadForm,
    }
    main_acts = frozenset({"approve"})
    change_form_template = "admin/screenings/screening.html"
    list_display = ["title", "who", "where", "starts", "seats", "waiting", "standing"]
    list_filter = [LaneFilter, RegionFilter, StateFilter]
    search_fields = ["title", "code", "city", "host__name"]
    search_help_text = _("Title, code, town or host")
    fields = ["code"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request).select_related("host", "film")
        return rows.defer(
            "search", "words", "film__search", "film__words", "film__loaded"
        )

    def get_ordering(self, request: HttpRequest) -> list:
        """What waits for a look comes first, longest waiting on top."""
        turn = Case(
            When(status=_S.SUBMITTED, then=Value(0)),
            default=Value(1),
            output_field=IntegerField(),
        )
        return [turn, "submitted_at", "starts_at", "pk"]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Nothing is typed over here: whoever posts is shown the page again."""
        if request.method not in ("GET", "HEAD"):
            return redirect(request.path)
        return super().change_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        """Everything about one screening, what may be done, and what was."""
        if obj is not None:
            context.update(self._about(obj, request.user))
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def _about(self, screening: Screening, by: Any) -> dict[str, Any]:
        may_change = by.has_perm("screenings.change_screening")
        may_look = may_change or (
            screening.status == _S.SUBMITTED
            and by.has_perm("screenings.review_screening")
        )
        may_see_guests = by.has_perm("screenings.view_guests")
        return {
            "screening": screening,
            "facts": [*facts.lead_facts(screening), *facts.access_facts(screening)],
            "acts": self.acts_on(screening, by),
            "events": history_of(screening, latest=50),
            "mails": OutboxMail.objects.about(screening)[:20],
            "is_first": not lifecycle.is_trusted_to_publish(screening.host),
            "preview_url": screening.address_of("preview") if may_look else "",
            "edit_url": screening.address_of("edit") if may_change else "",
            "guests_url": screening.address_of("guests") if may_see_guests else "",
        }

    def act_context(self, record: Any, transition: Any) -> dict[str, Any]:
        if transition.name == "approve":
            return {
                "effects": [
                    _t("Visitors can find it at once and reserve seats."),
                    _t("The host is told by mail."),
                    _t("The host’s next screenings go public without a look."),
                ]
            }
        if transition.name in ("cancel", "postpone"):
            guests = record.reservations.confirmed().count()
            return {
                "effects": [
                    _t("%(n)s confirmed reservations: each guest is told by mail.")
                    % {"n": guests},
                    _t("Calendar entries of guests change with it."),
                ]
            }
        return {}

    @admin.display(description=_("Host"), ordering="host__sort_name")
    def who(self, screening: Screening) -> str:
        return str(screening.host)

    @admin.display(description=_("Where"), ordering="state")
    def where(self, screening: Screening) -> str:
        return screening.town or str(screening.get_mode_display())

    @admin.display(description=_("When"), ordering="starts_at")
    def starts(self, screening: Screening) -> str:
        if screening.starts_at is None:
            return _t("No date yet")
        return when(screening.starts_local, screening.zone_label)

    @admin.display(description=_("Seats taken"))
    def seats(self, screening: Screening) -> str:
        return f"{screening.seats_taken} / {screening.capacity or '–'}"

    @admin.display(description=_("Waiting since"), ordering="submitted_at")
    def waiting(self, screening: Screening) -> Any:
        return screening.submitted_at if screening.status == _S.SUBMITTED else None

    @admin.display(description=_("Status"), ordering="status")
    def standing(self, screening: Screening) -> SafeString:
        return format_html(
            '<span class="status status--{}">{}</span>',
            _KIND.get(ScreeningStatus(screening.status), "none"),
            screening.get_status_display(),
        )


@admin.register(Reservation)
class ReservationAdmin(_ReadOnly):
    """Who reserved what: to answer a guest who writes, never to decide for one."""

    list_display = ["screening", "email", "first_name", "party_size", "standing"]
    list_filter = ["status"]
    list_select_related = ["screening"]
    search_fields = ["email__iexact", "screening__code"]
    search_help_text = _("The guest’s whole address, or the code of the screening")
    ordering = ["-created_at", "-pk"]
    fields = [
        "screening",
        "email",
        "first_name",
        "party_size",
        "need",
        "status",
        "created_at",
        "confirmed_at",
        "ended_at",
        "purged_at",
    ]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("screenings.view_guests")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("screenings.view_guests")

    def changelist_view(self, request, extra_context=None) -> HttpResponse:
        more = {"title": _t("Reservations"), **(extra_context or {})}
        return super().changelist_view(request, more)

    @admin.display(description=_("Status"), ordering="status")
    def standing(self, reservation: Reservation) -> SafeString:
        kind = "done" if reservation.status == ReservationStatus.CONFIRMED else "none"
        return format_html(
            '<span class="status status--{}">{}</span>',
            kind,
            reservation.get_status_display(),
        )
