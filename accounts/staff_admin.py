"""People with a role: who they are, and what a program manager does about them."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts import emails, factor_resets, remembered, staff
from accounts.choices import InvitationStatus
from accounts.models import Invitation, StaffPerson, User
from accounts.promises import INVITATION_WORKS
from accounts.roles import KEEP, PROGRAM_MANAGER, REVIEWER
from accounts.second_factor import FACTORS
from accounts.staff_acts import ACTS, StaffAct
from accounts.staff_forms import InviteForm
from foundation.acts import Act
from foundation.admin import ReadOnlyAdmin
from foundation.history import history_of
from foundation.http import PersonRequest
from foundation.outbox import Letter
from foundation.refusals import Refused, who_was_first
from foundation.versions import VersionedForm
from foundation.words import in_words, moment_in_words, short_day

INVITED, LEFT = "invited", "left"


class RoleFilter(admin.SimpleListFilter):
    title = _("role")
    parameter_name = "role"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin
    ) -> list[tuple[str, Any]]:
        return [
            ("reviewer", REVIEWER),
            ("manager", PROGRAM_MANAGER),
            (INVITED, _("Invited, not come yet")),
            (LEFT, _("Left the staff")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        groups = {"reviewer": REVIEWER, "manager": PROGRAM_MANAGER}
        if (value := self.value()) in groups:
            return queryset.filter(groups__name=groups[value])
        if value == INVITED:
            return queryset.filter(invited_until__isnull=False)
        return queryset.filter(is_staff=False) if value == LEFT else queryset


@admin.register(StaffPerson)
class PeopleAdmin(ReadOnlyAdmin):
    """Everybody who has or had a role. Program managers and superusers see it."""

    list_display = ["person", "role", "state", "works_for", "seen", "factor", "email"]
    list_display_links = ["person"]
    list_filter = [RoleFilter]
    list_select_related = ["agency"]
    search_fields = ["email", "display_name"]
    search_help_text = _("Name or address")
    ordering = ["-is_staff", "display_name", "pk"]
    change_list_template = "admin/accounts/people.html"

    def get_urls(self) -> list[URLPattern]:
        return [
            self._path("invite/", self.invite_view, "invite"),
            self._path("<int:pk>/act/<slug:name>/", self.act_view, "act"),
            *super().get_urls(),
        ]

    def _path(self, route: str, view: Callable, name: str) -> URLPattern:
        return path(
            route, self.admin_site.admin_view(view), name=f"accounts_staffperson_{name}"
        )

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(KEEP)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(KEEP)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS)
        asked = Invitation.objects.filter(
            user=OuterRef("pk"), status=InvitationStatus.OPEN
        )
        return (
            super()
            .get_queryset(request)
            .filter(
                Q(is_staff=True) | Q(is_superuser=True) | Q(left_staff_at__isnull=False)
            )
            .annotate(
                has_factor=Exists(factors),
                invited_until=Subquery(asked.values("ends_at")),
            )
            .prefetch_related("groups")
        )

    # The list

    @admin.display(description=_("name"), ordering="display_name")
    def person(self, person: User) -> str:
        return str(person)

    @admin.display(description=_("role"))
    def role(self, person: User) -> str:
        names = [_t("Superuser")] if person.is_superuser else []
        return ", ".join([*names, *filter(None, [staff.role_of(person)])]) or "–"

    @admin.display(description=_("status"))
    def state(self, person: Any) -> str:
        if not person.is_staff:
            return _t("Left on %(day)s") % {"day": short_day(person.left_staff_at)}
        if not person.is_active:
            return _t("Closed")
        if person.invited_until is None:
            return _t("Active")
        words = _t("Invited until %(when)s")
        if person.invited_until <= timezone.now():
            words = _t("Invited; the link ended on %(when)s")
        return words % {"when": moment_in_words(person.invited_until)}

    @admin.display(description=_("agency"))
    def works_for(self, person: User) -> str:
        if person.agency:
            return str(person.agency)
        return _t("None") if person.has_no_agency else _t("Not known yet")

    @admin.display(description=_("last sign-in"), ordering="last_login")
    def seen(self, person: User) -> str:
        if person.last_login is None:
            return _t("Never")
        return str(short_day(timezone.localtime(person.last_login)))

    @admin.display(description=_("second step"), boolean=True)
    def factor(self, person: Any) -> bool:
        return person.has_factor

    # One person

    def change_view(  # type: ignore[override]  # whoever comes here is signed in
        self,
        request: PersonRequest,
        object_id: str,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """What is known of the person’s role, and the buttons about it."""
        person = self.get_object(request, object_id)
        if not self.has_view_permission(request):
            raise PermissionDenied
        if person is None:
            raise Http404
        if request.method not in ("GET", "HEAD"):
            raise PermissionDenied
        remembered.begin(person)
        context = {
            "person": person,
            "facts": self._facts(person),
            "reset": factor_resets.open_of(person),
            "acts": self._acts_on(person, request.user),
            "events": history_of(person, latest=50),
        }
        return self.page(request, "admin/accounts/person.html", str(person), **context)

    def _facts(self, person: User) -> list[tuple[str, str]]:
        factor = _t("Set up") if self.factor(person) else _t("None")
        return [
            (_t("E-mail address"), person.email),
            (_t("Role"), self.role(person)),
            (_t("Status"), self.state(person)),
            (_t("Agency"), self.works_for(person)),
            (_t("Last sign-in"), self.seen(person)),
            (_t("Second step"), factor),
        ]

    def _acts_on(self, person: User, by: User) -> list[Act]:
        acts = [
            Act(name, str(act.label), self._act_url(person, name), False, reasons)
            for name, act in ACTS.items()
            if act.is_offered(person)
            for reasons in [tuple(filter(None, [act.why_not(person, by)]))]
        ]
        return sorted(acts, key=lambda act: bool(act.reasons))

    def _act_url(self, person: User, name: str) -> str:
        return reverse("admin:accounts_staffperson_act", args=[person.pk, name])

    def _page_url(self, person: User) -> str:
        return reverse("admin:accounts_staffperson_change", args=[person.pk])

    def act_view(self, request: PersonRequest, pk: int, name: str) -> HttpResponse:
        """Say what a button will do and what it mails; do it by POST."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        person = self.get_queryset(request).filter(pk=pk).first()
        act = ACTS.get(name)
        if person is None or act is None:
            raise Http404
        if request.method in ("GET", "HEAD"):
            remembered.begin(person)
        if not act.is_offered(person):
            # Somebody was first, or this is the second press of a button.
            words = who_was_first(person, request.user)
            self.message_user(request, words, messages.WARNING)
            return redirect(self._page_url(person))
        form = act.form_for(person, request.POST if request.method == "POST" else None)
        if form.is_bound and form.is_valid():
            try:
                act.do(person, request.user, form.seen, _said(form))
            except Refused as refused:
                person = self.get_queryset(request).get(pk=pk)
                record: Any = act.about(person) or person
                form.refuse(refused, version=record.version)
            else:
                self.message_user(request, str(act.done))
                return redirect(self._page_url(person))
        return self._ask(request, person, act, form)

    def _ask(
        self, request: PersonRequest, person: User, act: StaffAct, form: VersionedForm
    ) -> HttpResponse:
        reason = act.why_not(person, request.user)
        context = {
            "record": person,
            "form": form,
            "reasons": form.unsaid([reason] if reason else []),
            "is_barred": bool(reason),
            "effects": act.effects(person),
            "preview": act.letter(person, request.user),
            "back": self._page_url(person),
            "submit": act.label,
        }
        return self.page(request, "admin/accounts/act.html", str(act.label), **context)

    def invite_view(self, request: PersonRequest) -> HttpResponse:
        """Ask somebody to the staff: first the mail, then the button that sends it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = InviteForm(request.POST if request.method == "POST" else None)
        letter = None
        if form.is_bound and form.is_valid():
            letter = _letter_of(form)
            mark = _mark_of(form, letter)
            if constant_time_compare(form.cleaned_data["shown"], mark):
                try:
                    return self._invite(request, form)
                except Refused as refused:
                    form.add_error(None, refused.sentences)
                    letter = None
            else:
                form.carry(mark)
        context = {
            "form": form,
            "effects": [
                _t(
                    "%(address)s gets the mail below. Its link works once, and "
                    "for %(time)s."
                )
                % {
                    "address": form.cleaned_data["email"],
                    "time": in_words(INVITATION_WORKS),
                },
                _t("The role counts from now on. You can withdraw it here."),
            ]
            if letter
            else [],
            "preview": letter,
            "back": reverse("admin:accounts_staffperson_changelist"),
            "submit": _t("Send the invitation")
            if letter
            else _t("Show the invitation"),
            "is_list": True,
        }
        title = _t("Invite somebody to the staff")
        return self.page(request, "admin/accounts/act.html", title, **context)

    def _invite(self, request: PersonRequest, form: InviteForm) -> HttpResponse:
        data = form.cleaned_data
        staff.invite(
            data["email"],
            role=data["role"],
            name=data["name"],
            by=request.user,
            agency=data["agency"],
            has_no_agency=data["agency"] is None,
        )
        words = _t("%(name)s is invited, and has a mail.") % {"name": data["name"]}
        self.message_user(request, words)
        return redirect("admin:accounts_staffperson_changelist")


def _said(form: VersionedForm) -> dict[str, Any]:
    return {name: value for name, value in form.said.items() if name != "works_for"}


def _letter_of(form: InviteForm) -> Letter:
    data = form.cleaned_data
    return emails.invitation_letter(data["name"], data["role"])


def _mark_of(form: InviteForm, letter: Letter) -> str:
    """What tells this invitation, and the mail that was shown of it, from others."""
    data = form.cleaned_data
    what = [data["email"], data["role"], str(data["agency"]), letter.text]
    return salted_hmac(__name__, "\n".join(what), algorithm="sha256").hexdigest()
