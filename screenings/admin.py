"""The staff's side: what waits for a first look, what is public, who comes."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foundation.acts import Act, ActForm, ActsAdmin
from foundation.admin import ReadOnlyAdmin
from foundation.history import history_of
from foundation.http import PersonRequest
from foundation.models import OutboxMail
from foundation.public import spare_staff
from foundation.words import when
from places.staff_filters import RegionFilter, StateFilter
from screenings import consequences, facts, guest_admin, lifecycle, offer_admin
from screenings.choices import ReservationStatus, ScreeningStatus
from screenings.forms import GuestsReadForm, HostReadsForm
from screenings.models import Reservation, Screening
from screenings.stages import LOOKS, in_look

_S = ScreeningStatus

#: The steps that move the first look from one member of the staff to another.
_OF_THE_LOOK = frozenset(
    {"take_look", "take_over_look", "hand_over_look", "put_back_look"}
)

#: How a status is drawn.
_KINDS: dict[str, str] = {
    _S.SUBMITTED: "wait",
    _S.PUBLISHED: "done",
    _S.POSTPONED: "wait",
    _S.CANCELLED: "wrong",
    _S.HELD: "done",
    _S.REPORTED: "done",
    ReservationStatus.CONFIRMED: "done",
}


#: The stages that the staff's start page counts, by the question of the same rows.
_LANES = {
    "first-look": "awaiting_first_look",
    "hour": "with_impossible_hour",
    "nobody": "without_anybody",
    "offered": "offered",
    "accepted": "lately_accepted",
}


def _status(record: Screening | Reservation) -> SafeString:
    return format_html(
        '<span class="status status--{}">{}</span>',
        _KINDS.get(record.status, "none"),
        record.get_status_display(),
    )


class PublishForm(ActForm):
    """Nothing to fill in, but one page to look at before the button."""


class HandOverForm(ActForm):
    """Which colleague has the first look from now on."""

    colleague = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Colleague"),
        empty_label=_("Pick a colleague"),
        error_messages={
            "required": _("Pick a colleague."),
            "invalid_choice": _("Pick a colleague from the list."),
        },
        help_text=_("The colleague gets a mail, which you read before it is sent."),
    )

    def __init__(self, *args: Any, screening: Screening, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        colleagues = lifecycle.reviewers().exclude(pk=screening.looked_at_by_id)
        if screening.host:
            colleagues = colleagues.exclude(pk=screening.host.user_id)
        self.fields["colleague"].queryset = colleagues


class StaffToGuestsForm(GuestsReadForm):
    """Staff may have a reason to name a number or an address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        spare_staff(self)


class StageFilter(admin.SimpleListFilter):
    """What needs whom. Without a choice, all but drafts and discarded ones."""

    title = _("stage")
    parameter_name = "stage"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list:
        return [
            ("first-look", _("Waiting for a first look")),
            ("look-free", _("First look: nobody has it")),
            ("look-mine", _("First look: mine")),
            ("look-host", _("First look: with the host")),
            ("upcoming", _("Upcoming")),
            ("hour", _("Hour to be chosen again")),
            ("postponed", _("Postponed")),
            ("away", _("Upcoming, host not active")),
            ("nobody", _("Upcoming, nobody runs it")),
            ("offered", _("Offered to a leader")),
            ("accepted", _("Just accepted by a leader")),
            ("over", _("Over")),
            ("cancelled", _("Cancelled")),
            ("draft", _("Drafts")),
            ("all", _("All")),
        ]

    def choices(self, changelist: Any) -> Any:
        for number, choice in enumerate(super().choices(changelist)):
            if number == 0:
                choice["display"] = _("In progress")
            yield choice

    def queryset(  # type: ignore[override]  # whoever sees the list is signed in
        self, request: PersonRequest, queryset: QuerySet
    ) -> QuerySet:
        now = timezone.now()
        public = Q(status__in=[_S.PUBLISHED, _S.POSTPONED])
        rules = {
            "upcoming": Q(status=_S.PUBLISHED, ends_at__gte=now),
            "postponed": Q(status=_S.POSTPONED),
            "away": public & Q(host__isnull=False) & ~Q(host__status="active"),
            "over": Q(published_at__isnull=False, ends_at__lt=now),
            "cancelled": Q(status=_S.CANCELLED),
            "draft": Q(status=_S.DRAFT),
            "all": Q(),
        }
        if (name := self.value() or "") in LOOKS:
            looks = queryset.awaiting_first_look()
            return looks.filter(in_look(name, request.user))
        if lane := _LANES.get(name):
            return getattr(queryset, lane)()
        in_progress = Q(status=_S.SUBMITTED) | public
        return queryset.filter(rules.get(self.value() or "", in_progress))


@admin.register(Screening)
class ScreeningAdmin(ReadOnlyAdmin, ActsAdmin[Screening]):
    """What waits for a first look, and every screening's page for staff.

    Facts are corrected on the host's own form, by the same rules as the host; here
    are the steps, the history and the mails.
    """

    machine = lifecycle.MACHINE
    act_forms = {
        "take_look": ActForm,
        "take_over_look": ActForm,
        "hand_over_look": HandOverForm,
        "put_back_look": ActForm,
        "approve": PublishForm,
        "ask": HostReadsForm,
        "decline": HostReadsForm,
        "postpone": StaffToGuestsForm,
        "cancel": StaffToGuestsForm,
    }
    main_acts = frozenset({"take_look", "approve"})
    change_form_template = "admin/screenings/screening.html"
    list_display = [
        "title",
        "who",
        "where",
        "hours",
        "seats",
        "turn",
        "shown_status",
    ]
    list_filter = [StageFilter, RegionFilter, StateFilter]
    search_fields = ["title", "code", "city", "host__name"]
    search_help_text = _("Title, code, town or host")
    fields = ["code"]

    def get_urls(self) -> list[URLPattern]:
        return [*offer_admin.urls_of(self), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Screening]:
        rows = (
            super()
            .get_queryset(request)
            .select_related("host", "run_by", "film", "looked_at_by")
        )
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

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Nothing is typed over here: whoever posts is shown the page again."""
        if request.method not in ("GET", "HEAD"):
            return redirect(request.path)
        return super().change_view(request, object_id, form_url, extra_context)

    def render_change_form(  # type: ignore[override]
        self, request: PersonRequest, context: dict[str, Any], *args, obj=None, **kwargs
    ) -> HttpResponse:
        """Everything about one screening, what may be done, and what was."""
        if obj is not None:
            context.update(self._about(obj, request.user))
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def _about(self, screening: Screening, by: User) -> dict[str, Any]:
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
            "turn": consequences.turn_of(screening) if screening.is_waiting else "",
            **offer_admin.context_of(screening, by),
            "is_first": not lifecycle.has_trusted_host(screening),
            "preview_url": screening.address_of("preview") if may_look else "",
            "edit_url": screening.address_of("edit") if may_change else "",
            "guests_url": screening.address_of("guests") if may_see_guests else "",
        }

    def acts_on(self, record: Screening, by: User) -> list[Act]:
        """What can be done; of the first look only what is possible now."""
        acts = super().acts_on(record, by)
        return [act for act in acts if not (act.reasons and act.name in _OF_THE_LOOK)]

    def form_of(
        self, record: Screening, name: str, data: Any, *, initial: dict[str, Any]
    ) -> ActForm:
        if name == "hand_over_look":
            return HandOverForm(data, initial=initial, screening=record)
        return super().form_of(record, name, data, initial=initial)

    def effects_of(self, record: Screening, name: str) -> list[str]:
        return consequences.of_step(record, name)

    def next_of(self, record: Screening, by: User) -> str:
        """What comes next; while staff look at it, whose turn it is."""
        words = consequences.turn_of(record) if record.is_waiting else ""
        return f"{words} {super().next_of(record, by)}".strip()

    @admin.display(description=_("Host"), ordering="host__sort_name")
    def who(self, screening: Screening) -> str:
        if screening.host:
            return str(screening.host)
        if screening.run_by:
            return _t("The network: %(name)s") % {"name": screening.run_by}
        return _t("The network")

    @admin.display(description=_("Where"), ordering="state")
    def where(self, screening: Screening) -> str:
        return screening.town or str(screening.get_mode_display())

    @admin.display(description=_("When"), ordering="starts_at")
    def hours(self, screening: Screening) -> str:
        if screening.starts_at is None:
            return _t("No date yet")
        return when(screening.starts_local, screening.zone_label)

    @admin.display(description=_("Seats taken"))
    def seats(self, screening: Screening) -> str:
        return f"{screening.all_taken} / {screening.seats_offered or '–'}"

    @admin.display(description=_("First look"), ordering="turn_since")
    def turn(self, screening: Screening) -> str:
        return consequences.turn_of(screening) if screening.is_waiting else ""

    @admin.display(description=_("Status"), ordering="status")
    def shown_status(self, screening: Screening) -> SafeString:
        return _status(screening)


@admin.register(Reservation)
class ReservationAdmin(ReadOnlyAdmin):
    """Who reserved what: to answer a guest who writes, never to decide for one."""

    list_display = [
        "screening",
        "email",
        "first_name",
        "party_size",
        "attends",
        "shown_status",
    ]
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
        "attends",
        "need",
        "status",
        "created_at",
        "confirmed_at",
        "ended_at",
        "purged_at",
    ]
    change_form_template = "admin/screenings/reservation.html"

    def get_urls(self) -> list[URLPattern]:
        return [*guest_admin.urls_of(self), *super().get_urls()]

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        """One reservation, its mails, and how a wrong address is mended."""
        if obj is not None:
            context |= {
                "mails": OutboxMail.objects.about(obj)[:20],
                "events": history_of(obj, latest=50),
                **guest_admin.context_of(obj, request.user),
            }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def has_view_permission(
        self, request: HttpRequest, obj: Reservation | None = None
    ) -> bool:
        return request.user.has_perm("screenings.view_guests")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("screenings.view_guests")

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        more = {"title": _t("Reservations"), **(extra_context or {})}
        return super().changelist_view(request, more)

    @admin.display(description=_("Status"), ordering="status")
    def shown_status(self, reservation: Reservation) -> SafeString:
        return _status(reservation)
