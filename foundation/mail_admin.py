"""The outbox and the worker's jobs in the staff site: to look at, not to change."""

import re
from datetime import datetime, timedelta

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import NoReverseMatch, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from foundation import scheduler
from foundation.admin import BaseAdmin
from foundation.models import JobRun, MailState, OutboxMail

LATE = timedelta(minutes=10)
_LINK = re.compile(r"(?:https?://|www\.)\S+")
# What a person could be asked to type: long figures, and words that mix both. The
# reference of an application ("A-7K3MZQ") opens nothing: staff need it.
_CODE = re.compile(
    r"\b(?<!\bA-)(?:\d[\d-]{4,}\d|[A-Z0-9]{4}-[A-Z0-9]{4}"
    r"|(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z0-9]{6,})\b"
)


def blanked(text: str) -> str:
    """Return a mail's text without the links and codes that open its reader's doors."""
    return _CODE.sub("[code]", _LINK.sub("[link]", text))


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")


class _LookedAt(BaseAdmin):
    """A table the portal writes and staff read."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False


@admin.register(OutboxMail)
class OutboxMailAdmin(_LookedAt):
    list_display = ["what", "to", "state", "written", "attempts", "last_error"]
    list_filter = ["state", "created_at"]
    search_fields = ["to"]
    search_help_text = _("An address, or a part of it.")
    ordering = ["-pk"]
    fieldsets = [
        (None, {"fields": ["what", "to", "words", "regards"]}),
        (
            _("Delivery"),
            {
                "fields": [
                    "state",
                    "attempts",
                    "last_error",
                    "written",
                    "due",
                    "sent_at",
                ]
            },
        ),
    ]
    actions = ["send_selected_again"]

    def get_urls(self) -> list:
        again = path(
            "<int:pk>/send-again/",
            self.admin_site.admin_view(self.send_again_view),
            name="foundation_outboxmail_send_again",
        )
        return [again, *super().get_urls()]

    def has_resend_permission(self, request: HttpRequest) -> bool:
        """Tell whether the person may send a failed mail again."""
        return request.user.has_perm("foundation.resend_outboxmail")

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        waiting = OutboxMail.objects.due().filter(send_at__lt=timezone.now() - LATE)
        if request.method == "GET" and waiting.exists():
            self.message_user(
                request,
                _("Mail has been waiting for over ten minutes. Is the worker running?"),
                messages.WARNING,
            )
        return super().changelist_view(request, extra_context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url="", extra_context=None
    ) -> HttpResponse:
        mail = self.get_object(request, object_id)
        may_send = (
            mail is not None
            and mail.state == MailState.FAILED
            and mail.purged_at is None
            and self.has_resend_permission(request)
        )
        context = {"may_send_again": may_send, **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)

    @method_decorator(require_POST)
    def send_again_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Queue one failed mail anew."""
        if not self.has_resend_permission(request):
            raise PermissionDenied
        mail = OutboxMail.objects.filter(pk=pk).first()
        if mail is None:
            raise Http404
        self._tell(request, int(mail.send_again()))
        return HttpResponseRedirect(
            reverse("admin:foundation_outboxmail_change", args=[pk])
        )

    @admin.action(
        description=_("Send again (only what was given up)"), permissions=["resend"]
    )
    def send_selected_again(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._tell(request, sum(mail.send_again() for mail in queryset))

    def _tell(self, request: HttpRequest, count: int) -> None:
        if count:
            words = ngettext(
                "One mail is tried again.", "%d mails are tried again.", count
            )
            self.message_user(request, words % count if count > 1 else words)
        else:
            self.message_user(
                request,
                _("Only a mail that was given up can be sent again."),
                messages.ERROR,
            )

    @admin.display(description=_("mail"))
    def what(self, mail: OutboxMail) -> str:
        if mail.is_private:
            return _("Account mail")
        return blanked(mail.subject) or _("Mail no longer kept")

    def name_of(self, obj: OutboxMail) -> str:
        return self.what(obj)

    @admin.display(description=_("text"))
    def words(self, mail: OutboxMail) -> str:
        if mail.purged_at:
            return _("No longer kept.")
        if mail.is_private:
            return _("Account mail is read by its owner alone.")
        return blanked(mail.text).strip()

    @admin.display(description=_("about"))
    def regards(self, mail: OutboxMail) -> str | SafeString:
        if mail.about_type is None or mail.is_private:
            return "–"
        kind = mail.about_type
        try:
            url = reverse(
                f"admin:{kind.app_label}_{kind.model}_change", args=[mail.about_id]
            )
        except NoReverseMatch:
            return f"{kind.name} {mail.about_id}"
        return format_html('<a href="{}">{} {}</a>', url, kind.name, mail.about_id)

    @admin.display(description=_("written"), ordering="created_at")
    def written(self, mail: OutboxMail) -> str:
        return _moment(mail.created_at)

    @admin.display(description=_("next attempt"))
    def due(self, mail: OutboxMail) -> str:
        return _moment(mail.send_at) if mail.state == MailState.QUEUED else "–"


@admin.register(JobRun)
class JobRunAdmin(_LookedAt):
    list_display = ["name", "purpose", "ended_at", "is_ok", "outcome", "next_at"]
    list_display_links = None
    ordering = ["name"]

    @admin.display(description=_("what for"))
    def purpose(self, run: JobRun) -> str:
        job = scheduler.discover().get(run.name)
        return job.words if job else _("No longer a job.")
