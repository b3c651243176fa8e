"""The staff site: Django admin with our address, our look and fewer ways to fail."""

from collections.abc import Iterable
from functools import reduce
from operator import and_, or_
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.exceptions import (
    DisallowedModelAdminLookup,
    DisallowedModelAdminToField,
)
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import get_fields_from_path, lookup_spawns_duplicates
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from foundation import fulltext

#: Words of one search in a list; those after them are not looked at.
_WORDS_OF_A_SEARCH = 8

#: What is said of a date, a key or a page that somebody made up.
_NO_SENSE = _("That choice did not make sense.")


class StaffSite(admin.AdminSite):
    """Where program managers and reviewers work."""

    site_header = _("Not In Our Town Network: staff")
    site_title = _("Network staff")
    index_title = _("What needs you")
    site_url = "/"
    enable_nav_sidebar = False

    def register(
        self,
        model_or_iterable: Any,
        admin_class: type[admin.ModelAdmin] | None = None,
        **options: Any,
    ) -> None:
        """Take our own lists; those of libraries answer for columns nobody may see."""
        if admin_class is not None and issubclass(admin_class, BaseAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        """Staff only; the second factor is asked for by the middleware."""
        return request.user.is_active and request.user.is_staff

    @method_decorator(never_cache)
    @login_not_required
    def login(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        """Send everybody to the one way of signing in, where limits and factors are."""
        where = request.GET.get("next", "")
        if not url_has_allowed_host_and_scheme(
            where, {request.get_host()}, require_https=request.is_secure()
        ):
            where = reverse("admin:index")
        if self.has_permission(request):
            return HttpResponseRedirect(where)
        if request.user.is_authenticated:
            # Signing in again would not help: a redirect here would never end.
            raise PermissionDenied
        return redirect_to_login(where)

    def password_change(  # type: ignore[override]  # a redirect is no TemplateResponse
        self, request: HttpRequest, extra_context=None
    ) -> HttpResponse:
        """Lead to the account's own page, which asks for proof and tells the owner."""
        return HttpResponseRedirect(reverse("account_change_password"))


class BaseAdmin(admin.ModelAdmin):
    """What every staff list and form shares."""

    list_per_page = 50
    list_max_show_all = 200
    show_full_result_count = False
    save_on_top = False
    actions_on_bottom = False
    show_facets = admin.ShowFacets.NEVER

    def lookup_allowed(
        self, lookup: str, value: Any, request: HttpRequest | None = None
    ) -> bool:
        """Tell whether the address of the list may hold this: declared filters only.

        Whatever else it could ask for would be answered by the number of rows, also
        about columns that the list does not show.
        """
        return lookup in self._declared_lookups(request)

    def _declared_lookups(self, request: HttpRequest | None) -> set[str]:
        filters = self.get_list_filter(request) if request else self.list_filter
        names = {name for each in filters for name in self._lookups_of(each)}
        if self.date_hierarchy:
            parts = ("year", "month", "day")
            names |= {f"{self.date_hierarchy}__{part}" for part in parts}
        return names

    def _lookups_of(self, declared: Any) -> Iterable[str]:
        """The keys of an address that one entry of `list_filter` reads."""
        if isinstance(declared, type):
            return [declared.parameter_name]
        path = declared if isinstance(declared, str) else declared[0]
        field = get_fields_from_path(self.model, path)[-1]
        known = ["exact", "isnull"]
        if isinstance(field, models.DateField):
            known = ["gte", "lt", "isnull"]
        elif field.is_relation:
            known = [f"{field.target_field.name}__exact", "isnull"]
        return [f"{path}__{lookup}" for lookup in known]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Narrow to rows that hold every word, whatever its accents and hyphens.

        A field of `search_fields` holds a part of a word, or is compared as its
        look-up says (`email__iexact`). Quotes hold a phrase, a minus leaves out.
        """
        fields = self.get_search_fields(request)
        terms = list(fulltext.bits(search_term))[:_WORDS_OF_A_SEARCH]
        for typed, bits, is_left_out in terms if fields else []:
            rule = _holds(fields, typed, bits[:_WORDS_OF_A_SEARCH])
            queryset = queryset.exclude(rule) if is_left_out else queryset.filter(rule)
        return queryset, any(lookup_spawns_duplicates(self.opts, one) for one in fields)

    def get_object(self, request: HttpRequest, object_id, from_field=None):
        """The record, read once: a page above the form needs it too."""
        asked = (self.opts.label, str(object_id), from_field)
        known_as, known = getattr(request, "record_in_hand", (None, None))
        if known_as != asked:
            known = super().get_object(request, object_id, from_field)
            request.record_in_hand = (asked, known)
        return known

    def get_actions(self, request: HttpRequest) -> dict:
        # Nothing is deleted in bulk: history and mail hang on each record.
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def get_action_choices(self, request: HttpRequest, default_choices=None) -> list:
        """The acts on several rows, under words rather than Django's line of dashes."""
        return super().get_action_choices(request, [("", _t("Choose what to do"))])

    def changelist_view(self, request, extra_context=None) -> HttpResponse:
        """The list under its own name, rather than "Select … to change"."""
        title = str(self.opts.verbose_name_plural).capitalize()
        context = {"title": title, **(extra_context or {})}
        if not self._knows_kind_of(request.POST.getlist(ACTION_CHECKBOX_NAME)):
            self.message_user(request, _NO_SENSE, messages.ERROR)
            return HttpResponseRedirect(request.path)
        try:
            return super().changelist_view(request, context)
        except (DisallowedModelAdminLookup, DisallowedModelAdminToField):
            words = _("This list cannot be narrowed in that way. Use its filters.")
        self.message_user(request, words, messages.ERROR)
        return HttpResponseRedirect(request.path)

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """The list as asked for; what cannot be read in the address gets a sentence."""
        try:
            return super().get_changelist_instance(request)
        except IncorrectLookupParameters:
            # Forged dates, keys and pages; Django leads back to the whole list.
            self.message_user(request, _NO_SENSE, messages.ERROR)
            raise

    def _knows_kind_of(self, keys: Iterable[str]) -> bool:
        """Whether keys of rows, as a form sent them, are of the kind this table has."""
        try:
            for key in keys:
                self.opts.pk.to_python(key)
        except ValidationError:
            return False
        return True

    def render_change_form(self, request, context, *args, **kwargs) -> HttpResponse:
        """A record under its own name, rather than "View …" or "Change …"."""
        if context.get("original") is not None:
            context.update(title=self.name_of(context["original"]), subtitle=None)
        return super().render_change_form(request, context, *args, **kwargs)

    def page(
        self, request: HttpRequest, template: str, title: str, **context: Any
    ) -> TemplateResponse:
        """A page of our own in the frame of the staff site, under this list."""
        frame = {**self.admin_site.each_context(request), "opts": self.opts}
        return TemplateResponse(request, template, {**frame, "title": title, **context})

    def name_of(self, obj) -> str:
        """What a record's page is headed with."""
        return str(obj)


class ReadOnlyAdmin(BaseAdmin):
    """A list whose records nobody types over, adds or deletes here."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False


def _holds(fields: Iterable[str], typed: str, bits: Iterable[str]) -> Q:
    """Whether a row is as `typed`, or holds each of the bits in one of its fields."""
    whole = [field for field in fields if field.endswith("exact")]
    parts = [f"{field}__plain__icontains" for field in fields if field not in whole]
    rule = _any_of(whole, typed)
    return rule | reduce(and_, (_any_of(parts, bit) for bit in bits)) if parts else rule


def _any_of(lookups: Iterable[str], value: str) -> Q:
    return reduce(or_, (Q((lookup, value)) for lookup in lookups), Q())
