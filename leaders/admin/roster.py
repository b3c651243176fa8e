"""The leaders: who is listed, who is away, who is hidden or suspended."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foundation import history
from foundation.acts import Act, ActForm, ActsAdmin, ReasonForm
from foundation.history import history_of
from foundation.models import OutboxMail
from foundation.public import PublicLine, spare_staff, warnings_of
from foundation.refusals import Changed, refuse_stale
from leaders import membership
from leaders.additions import STAFF_PAGES
from leaders.admin import address, notes
from leaders.admin.filters import BandFilter
from leaders.admin.hiding import set_hidden
from leaders.admin.leaving import DeathForm, LeavingForm, effects_of
from leaders.choices import LeaderStatus, RankBand
from leaders.forms import PlaceFromZip
from leaders.models import Application, Leader, OldSlug, Sanction
from leaders.profiles import refresh_words
from leaders.statuses import BEFORE_DEATH, undo_of_death
from places.staff_filters import RegionFilter, StateFilter

_KIND = {
    LeaderStatus.ONBOARDING: "now",
    LeaderStatus.ACTIVE: "done",
    LeaderStatus.PAUSED: "wait",
    LeaderStatus.SUSPENDED: "wrong",
}


class LeaderForm(PlaceFromZip):
    """What staff keep up to date: the agency and the address of the profile.

    `by` is the person at the page; the class is made for each request.
    """

    by: User

    class Meta:
        model = Leader
        fields = [
            "slug",
            "band_by_hand",
            "agency_name",
            "agency",
            "agency_kind",
            "agency_size",
            "zip",
        ]
        field_classes = {"agency_name": PublicLine}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Whoever only looks has no boxes to fill in.
        if zip_code := self.fields.get("zip"):
            zip_code.label = _("ZIP code of the agency")
            zip_code.help_text = _("State, town and region follow from it.")
        if band := self.fields.get("band_by_hand"):
            band.choices = [("", _("None: the table decides")), *RankBand.choices]
        spare_staff(self)

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        taken = OldSlug.objects.filter(slug=slug).exclude(leader=self.instance)
        if taken.exists():
            raise forms.ValidationError(_("Another leader had this address before."))
        return slug

    def clean(self) -> dict[str, Any]:
        """Hold the row until it is saved; refuse what was typed over a stale one."""
        cleaned = super().clean() or self.cleaned_data
        row = Leader.objects.select_for_update(no_key=True).get(pk=self.instance.pk)
        self.instance.version = row.version
        if any(getattr(row, name) != cleaned.get(name) for name in self.Meta.fields):
            try:
                refuse_stale(row, seen=cleaned.get("version"), by=self.by)
            except Changed as changed:
                self.refuse(changed, version=row.version)
        return cleaned


@admin.register(Leader)
class LeaderAdmin(ActsAdmin[Leader]):
    """Leaders are made by accepting an application, and never deleted."""

    machine = membership.MACHINE
    act_forms = {
        "pause": ActForm,
        "resume": ActForm,
        "suspend": LeavingForm,
        "reinstate": ReasonForm,
        "retire": LeavingForm,
        "remove": LeavingForm,
        "died": DeathForm,
        **dict.fromkeys(map(undo_of_death, BEFORE_DEATH), ReasonForm),
    }
    main_acts = frozenset({"resume", "reinstate"})
    form = LeaderForm
    change_form_template = "admin/leaders/leader.html"
    list_display = ["name", "rank", "where", "agency_name", "is_matched", "state_of_it"]
    list_filter = ["status", "is_hidden", BandFilter, RegionFilter, StateFilter]
    list_select_related = ["agency"]
    search_fields = ["name", "rank", "agency_name", "city"]
    search_help_text = _("Name, rank, agency or town")
    raw_id_fields = ["agency"]
    ordering = ["sort_name", "pk"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Leader]:
        """With the account, and whether there ever was a suspension to tell of."""
        suspensions = Sanction.objects.filter(leader=OuterRef("pk"))
        rows = super().get_queryset(request).select_related("user")
        return rows.annotate(was_suspended=Exists(suspensions))

    def get_urls(self) -> list[URLPattern]:
        return [
            self._path("hide", hidden=True),
            self._path("show", hidden=False),
            *address.urls_of(self),
            *notes.urls_of(self),
            *super().get_urls(),
        ]

    def _path(self, name: str, *, hidden: bool) -> URLPattern:
        view = self.admin_site.admin_view(partial(set_hidden, self, hidden=hidden))
        return path(f"<int:pk>/{name}/", view, name=f"leaders_leader_{name}")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        hidden = ["version"] if self.has_change_permission(request, obj) else []
        return [*LeaderForm.Meta.fields, *hidden]

    def get_form(self, request, obj=None, change=False, **kwargs):
        # The version is a field of the form, not a column that people type.
        kwargs["fields"] = LeaderForm.Meta.fields
        form = super().get_form(request, obj, change, **kwargs)
        form.by = request.user
        return form

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        """Above the form: what the leader is, what may be done, and what was."""
        # Not the form's own, which may hold what was typed and refused.
        is_sent = request.method == "POST"
        leader = self.get_queryset(request).get(pk=obj.pk) if is_sent else obj
        context |= {
            "leader": leader,
            "acts": self.acts_on(leader, request.user),
            "sanctions": leader.sanctions.select_related("imposed_by", "lifted_by")
            if leader.was_suspended
            else [],
            "events": history_of(leader, latest=50),
            "mails": OutboxMail.objects.about(leader)[:20],
            "applications": _applications_of(leader),
            "additions": STAFF_PAGES.of(leader),
            **address.context_of(leader, request.user),
            **notes.context_of(leader, request.user),
        }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def save_model(
        self, request: HttpRequest, obj: Leader, form: LeaderForm, change: bool
    ) -> None:
        """Write only what the form holds: the status is never overwritten."""
        obj.version += 1
        with history.acting(
            request.user,
            act=_t("Change the agency or the address of the profile"),
        ):
            if "slug" in form.changed_data:
                OldSlug.objects.filter(slug=obj.slug).delete()
                OldSlug.objects.update_or_create(
                    slug=form.initial["slug"], defaults={"leader": obj}
                )
            obj.save(update_fields=[*LeaderForm.Meta.fields, *_FOLLOWS])
            refresh_words(obj)
        for words in warnings_of(form):
            self.message_user(request, words, messages.WARNING)

    def form_of(
        self, record: Leader, name: str, data: Any, *, initial: dict[str, Any]
    ) -> ActForm:
        form = self.act_forms[name]
        if issubclass(form, LeavingForm):
            return form(data, initial=initial, leader=record)
        return super().form_of(record, name, data, initial=initial)

    def effects_of(self, record: Leader, name: str) -> list[str]:
        """What happens besides, where the step lets the leader go."""
        return effects_of(record, self.machine.table.steps[name])

    def acts_on(self, record: Leader, by: User) -> list[Act]:
        acts = super().acts_on(record, by)
        if by.has_perm(membership.HIDE):
            name = "show" if record.is_hidden else "hide"
            url = reverse(f"admin:leaders_leader_{name}", args=[record.pk])
            label = membership.act_of_hiding(not record.is_hidden)
            acts.append(Act(name, label, url, is_direct=False, reasons=()))
        return acts

    @admin.display(description=_("Region and state"), ordering="state")
    def where(self, leader: Leader) -> str:
        return f"{leader.region_name}, {leader.state_name}"

    @admin.display(description=_("Agency matched"))
    def is_matched(self, leader: Leader) -> str:
        return _t("Not yet") if leader.agency_id is None else _t("Yes")

    @admin.display(description=_("Status"), ordering="status")
    def state_of_it(self, leader: Leader) -> SafeString:
        words = leader.get_status_display()
        if leader.is_hidden:
            words = _t("%(status)s, hidden") % {"status": words}
        kind = "wrong" if leader.is_hidden else _KIND.get(LeaderStatus(leader.status))
        return format_html(
            '<span class="status status--{}">{}</span>', kind or "none", words
        )


def _applications_of(leader: Leader) -> list[Application]:
    """All that the person sent, the newest first; a draft is their own."""
    sent = Application.objects.sent().filter(applicant=leader.user_id)
    return list(sent.order_by("-submitted_at", "-pk")[:20])


#: What follows from the ZIP code, and what every change writes.
_FOLLOWS = ["state", "city", "lat", "lng", "version", "updated_at"]
