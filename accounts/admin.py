"""Accounts in the staff site: program managers may look, superusers may change."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts import (
    staff,
    staff_admin,  # noqa: F401
)
from accounts.models import User
from accounts.roles import PROGRAM_MANAGER
from accounts.second_factor import FACTORS
from foundation.admin import BaseAdmin

# Roles are data of the code, and sign-in's own tables hold secrets: none is for a form.
for model in (
    Group,
    EmailAddress,
    Authenticator,
    SocialAccount,
    SocialApp,
    SocialToken,
    UserSession,
):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


class UserForm(forms.ModelForm):
    """What a superuser changes of an account."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        groups = {group.name for group in cleaned.get("groups", ())}
        stays = cleaned.get("is_active", True) and cleaned.get("is_staff", True)
        # All who give or take a role stand in this line.
        list(Group.objects.select_for_update(no_key=True).filter(name=PROGRAM_MANAGER))
        goes = not stays or ("groups" in cleaned and PROGRAM_MANAGER not in groups)
        if goes and staff.is_last_manager(self.instance):
            raise forms.ValidationError(staff.is_last())
        return cleaned


@admin.register(User)
class UserAdmin(BaseAdmin):
    form = UserForm
    list_display = [
        "email",
        "display_name",
        "roles",
        "is_staff",
        "has_factor",
        "joined",
    ]
    list_filter = ["is_staff", "is_active", "groups"]
    search_fields = ["email", "display_name"]
    ordering = ["email"]
    fieldsets = [
        (None, {"fields": ["email", "display_name", "is_active"]}),
        (_("Rights"), {"fields": ["is_staff", "is_superuser", "groups"]}),
        (_("Sign-in"), {"fields": ["has_factor", "last_login", "joined"]}),
    ]
    readonly_fields = ["email", "has_factor", "last_login", "joined"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS)
        return (
            super()
            .get_queryset(request)
            .annotate(factor=Exists(factors))
            .prefetch_related("groups")
        )

    def formfield_for_manytomany(self, db_field, request: HttpRequest, **kwargs):
        kwargs["widget"] = forms.CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj=None) -> list[str]:
        # Nobody saws off the branch they sit on: the last superuser must stay one.
        own = ["is_active", "is_staff", "is_superuser"] if obj == request.user else []
        return [*self.readonly_fields, *own]

    def has_add_permission(self, request: HttpRequest) -> bool:
        # By sign-up, or `manage.py invite_staff`.
        return False

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return request.user.is_superuser

    def save_model(self, request: HttpRequest, obj: User, form, change: bool) -> None:
        obj.version += 1
        if "is_staff" in form.changed_data:
            obj.left_staff_at = None if obj.is_staff else timezone.now()
        super().save_model(request, obj, form, change)
        if {"is_active", "is_staff", "is_superuser"} & set(form.changed_data):
            # Rights taken away end at once, and those given begin with a new sign-in.
            obj.sign_out_everywhere()

    @admin.display(description=_("roles"))
    def roles(self, user: User) -> str:
        names = [group.name for group in user.groups.all()]
        return ", ".join(["Superuser", *names] if user.is_superuser else names) or "–"

    @admin.display(description=_("second factor"), boolean=True, ordering="factor")
    def has_factor(self, user: User) -> bool:
        return user.factor

    @admin.display(description=_("joined"), ordering="date_joined")
    def joined(self, user: User) -> str:
        return date_format(timezone.localtime(user.date_joined), "DATE_FORMAT")
