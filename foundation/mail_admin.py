"""The outbox and the worker's jobs in the staff site: to look at, not to change.

A mail has no address to edit: the record it is about has (`foundation.anew`).
"""

from datetime import datetime

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from foundation import scheduler
from foundation.admin import ReadOnlyAdmin
from foundation.anew import way_of
from foundation.models import JobRun, MailState, OutboxMail
from foundation.promises import MAIL_IS_LATE
from foundation.words import in_words

NOTHING = "–"


@admin.register(OutboxMail)
class OutboxMailAdmin(ReadOnlyAdmin):
    """The mails and their state; links and codes are blanked, account mail unread."""

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

    def get_urls(self) -> list[URLPattern]:
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
        """The list, with a warning where mail waits for too long."""
        late = OutboxMail.objects.due().filter(
            send_at__lt=timezone.now() - MAIL_IS_LATE
        )
        if request.method == "GET" and late.exists():
            words = _t(
                "Mail has been waiting for over %(time)s. Is the worker running?"
            ) % {"time": in_words(MAIL_IS_LATE)}
            self.message_user(request, words, messages.WARNING)
        return super().changelist_view(request, extra_context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url="", extra_context=None
    ) -> HttpResponse:
        """One mail, with a button where it was given up."""
        mail = self.get_object(request, object_id)
        may_act = mail is not None and self.has_resend_permission(request)
        context = _mended(mail) if may_act else {}
        context |= extra_context or {}
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
    def send_selected_again(
        self, request: HttpRequest, queryset: QuerySet[OutboxMail]
    ) -> None:
        self._tell(request, sum(mail.send_again() for mail in queryset))

    def _tell(self, request: HttpRequest, count: int) -> None:
        if count:
            words = ngettext(
                "One mail is tried again.", "%(n)s mails are tried again.", count
            )
            self.message_user(request, words % {"n": count})
        else:
            words = _t(
                "Only a mail that was given up can be sent again. Account mail never "
                "is: ask the person to request a new one."
            )
            self.message_user(request, words, messages.ERROR)

    def name_of(self, obj: OutboxMail) -> str:
        return obj.subject_for_staff

    @admin.display(description=_("mail"))
    def what(self, mail: OutboxMail) -> str:
        return mail.subject_for_staff

    @admin.display(description=_("text"))
    def words(self, mail: OutboxMail) -> str:
        return mail.text_for_staff

    @admin.display(description=_("about"))
    def regards(self, mail: OutboxMail) -> str:
        kind = mail.about_type
        if kind is None or mail.is_private:
            return NOTHING
        name = f"{kind.name} {mail.about_id}"
        try:
            url = reverse(
                f"admin:{kind.app_label}_{kind.model}_change", args=[mail.about_id]
            )
        except NoReverseMatch:
            return name
        return format_html('<a href="{}">{}</a>', url, name)

    @admin.display(description=_("written"), ordering="created_at")
    def written(self, mail: OutboxMail) -> str:
        return _moment(mail.created_at)

    @admin.display(description=_("next attempt"))
    def due(self, mail: OutboxMail) -> str:
        return _moment(mail.send_at) if mail.state == MailState.QUEUED else NOTHING


@admin.register(JobRun)
class JobRunAdmin(ReadOnlyAdmin):
    """When each job ran last, and what it did."""

    list_display = ["name", "purpose", "ended_at", "is_ok", "outcome", "next_at"]
    list_display_links = None
    ordering = ["name"]

    @admin.display(description=_("what for"))
    def purpose(self, run: JobRun) -> str:
        job = scheduler.discover().get(run.name)
        return str(job.purpose) if job else _t("No longer a job.")


def _mended(mail: OutboxMail) -> dict[str, object]:
    """What this page offers for a mail that did not arrive: where it is put right."""
    if mail.state not in (MailState.FAILED, MailState.QUEUED):
        return {}
    found = way_of(mail)
    urls = {"correct_url": "", "anew_url": ""}
    if found is not None:
        way, record = found
        urls["correct_url"] = way.correct_url(record, mail.to)
        urls["anew_url"] = way.anew_url(record, mail.to)
    return {
        # What is worded anew tells what holds now; as it stands it may be stale.
        "may_send_again": mail.may_be_sent_again and not urls["anew_url"],
        "is_for_reader_alone": mail.is_private,
        **urls,
    }


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")
