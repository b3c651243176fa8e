"""The staff site: Django admin with our address, our look and fewer ways to fail."""

from django.contrib import admin, messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache


class StaffSite(admin.AdminSite):
    """Where program managers and reviewers work."""

    site_header = _("Not In Our Town Network: staff")
    site_title = _("Network staff")
    index_title = _("What needs you")
    site_url = "/"
    enable_nav_sidebar = False

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

    def changelist_view(self, request, extra_context=None) -> HttpResponse:
        """The list under its own name, rather than "Select … to change"."""
        title = str(self.opts.verbose_name_plural).capitalize()
        context = {"title": title, **(extra_context or {})}
        # Forged ids, dates and pages reach the database layer as they came.
        try:
            response = super().changelist_view(request, context)
            if hasattr(response, "render") and not response.is_rendered:
                response.render()
            return response
        except (ValueError, ValidationError, OverflowError):
            self.message_user(
                request, _("That choice did not make sense."), messages.ERROR
            )
            return HttpResponseRedirect(request.path)

    def render_change_form(self, request, context, *args, **kwargs) -> HttpResponse:
        """A record under its own name, rather than "View …" or "Change …"."""
        if context.get("original") is not None:
            context.update(title=self.name_of(context["original"]), subtitle=None)
        return super().render_change_form(request, context, *args, **kwargs)

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


def __getattr__(name: str):
    if name == "staff_site":
        return admin.site
    raise AttributeError(name)
