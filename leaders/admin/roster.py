"""The leaders: who is listed, who is away, who is hidden or suspended."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from foundation import history
from foundation.history import history_of
from foundation.models import OutboxMail
from foundation.public import PublicLine, spare_staff, warnings_of
from foundation.refusals import Refused
from leaders import membership
from leaders.admin.acts import Act, ActForm, ActsAdmin, ReasonForm
from leaders.choices import LeaderStatus
from leaders.forms import PlaceFromZip
from leaders.models import Leader, OldSlug
from leaders.profiles import refresh_words
from places.staff_filters import RegionFilter, StateFilter

_KIND = {
    LeaderStatus.ONBOARDING: "now",
    LeaderStatus.ACTIVE: "done",
    LeaderStatus.PAUSED: "wait",
    LeaderStatus.SUSPENDED: "wrong",
}


class LeaderForm(PlaceFromZip):
    """What staff keep up to date: the agency and the address of the profile."""

    class Meta:
        model = Leader
        fields = ["slug", "agency_name", "agency", "agency_kind", "agency_size", "zip"]
        field_classes = {"agency_name": PublicLine}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        spare_staff(self)

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        taken = OldSlug.objects.filter(slug=slug).exclude(leader=self.instance)
        if taken.exists():
            raise forms.ValidationError(_("Another leader had this address before."))
        return slug


@admin.register(Leader)
class LeaderAdmin(ActsAdmin):
    """Leaders are made by accepting an application, and never deleted."""

    machine = membership.MACHINE
    act_forms = {
        "pause": ActForm,
        "resume": ActForm,
        "suspend": ReasonForm,
        "reinstate": ReasonForm,
        "retire": ReasonForm,
        "remove": ReasonForm,
    }
    main_acts = frozenset({"resume", "reinstate"})
    form = LeaderForm
    change_form_template = "admin/leaders/leader.html"
    list_display = ["name", "rank", "where", "agency_name", "is_matched", "standing"]
    list_filter = ["status", "is_hidden", RegionFilter, StateFilter]
    list_select_related = ["agency"]
    search_fields = ["name", "agency_name", "city"]
    search_help_text = _("Name, agency or town")
    raw_id_fields = ["agency"]
    ordering = ["sort_name", "pk"]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.sight_view)
        return [
            path("<int:pk>/sight/", view, name="leaders_leader_sight"),
            *super().get_urls(),
        ]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return LeaderForm.Meta.fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Above the form: what the leader is, what may be done, and what was."""
        leader = self.get_object(request, object_id)
        more = {}
        if leader is not None and request.method == "GET":
            more = {
                "leader": leader,
                "acts": [
                    *self.acts_on(leader, request.user),
                    *self._sight(request, leader),
                ],
                "sanctions": leader.sanctions.select_related("imposed_by", "lifted_by"),
                "events": history_of(leader, latest=50),
                "mails": OutboxMail.objects.about(leader)[:20],
            }
        return super().change_view(
            request, object_id, form_url, {**(extra_context or {}), **more}
        )

    def save_model(
        self, request: HttpRequest, obj: Any, form: Any, change: bool
    ) -> None:
        """Write only what the form holds: the status is never overwritten."""
        with history.acting(request.user, act="Change the agency or the address"):
            if "slug" in form.changed_data:
                OldSlug.objects.filter(slug=obj.slug).delete()
                OldSlug.objects.update_or_create(
                    slug=form.initial["slug"], defaults={"leader": obj}
                )
            obj.save(update_fields=[*LeaderForm.Meta.fields, *_FROM_ZIP, "updated_at"])
            refresh_words(obj)
        for words in warnings_of(form):
            self.message_user(request, words, messages.WARNING)

    def sight_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hide a profile from everyone at once, or show it again."""
        leader = self.record_or_404(request, pk)
        if not request.user.has_perm("leaders.hide_leader"):
            raise PermissionDenied
        form = ReasonForm(request.POST or None, initial={"version": leader.version})
        if request.method == "POST" and form.is_valid():
            try:
                membership.set_hidden(
                    leader,
                    not leader.is_hidden,
                    by=request.user,
                    seen=form.cleaned_data["version"],
                    reason=form.cleaned_data["reason"],
                )
            except Refused as refused:
                self.message_user(request, str(refused), messages.ERROR)
            else:
                words = (
                    _("The profile is shown again.")
                    if leader.is_hidden
                    else _("The profile is hidden.")
                )
                self.message_user(request, words, messages.SUCCESS)
            return redirect(self.page_url(pk))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _sight_label(leader),
            "record": leader,
            "form": form,
            "reasons": [],
            "back": self.page_url(pk),
        }
        return TemplateResponse(request, "admin/act.html", context)

    def _sight(self, request: HttpRequest, leader: Leader) -> list[Act]:
        if not request.user.has_perm("leaders.hide_leader"):
            return []
        url = reverse("admin:leaders_leader_sight", args=[leader.pk])
        return [Act("sight", _sight_label(leader), url, False, [])]

    @admin.display(description=_("Region and state"), ordering="state")
    def where(self, leader: Leader) -> str:
        return f"{leader.region_name}, {leader.state_name}"

    @admin.display(description=_("Agency matched"))
    def is_matched(self, leader: Leader) -> str:
        return _t("Not yet") if leader.agency_id is None else _t("Yes")

    @admin.display(description=_("Status"), ordering="status")
    def standing(self, leader: Leader) -> SafeString:
        words = leader.get_status_display()
        if leader.is_hidden:
            words = _t("%(status)s, hidden") % {"status": words}
        kind = "wrong" if leader.is_hidden else _KIND.get(LeaderStatus(leader.status))
        return format_html(
            '<span class="status status--{}">{}</span>', kind or "none", words
        )


_FROM_ZIP = ["state", "city", "lat", "lng"]


def _sight_label(leader: Leader) -> str:
    return _t("Show the profile") if leader.is_hidden else _t("Hide the profile")
