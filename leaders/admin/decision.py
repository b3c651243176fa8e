"""The decision: outcome, reason, the exact mail, and two buttons."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.formfields import Prose
from foundation.refusals import Refused
from leaders import vetting
from leaders.admin.acts import Act, ActForm
from leaders.admin.review import effects, preview
from leaders.choices import Outcome
from leaders.models import Application


class DecisionForm(ActForm):
    """What is decided, why, and what the applicant reads about it.

    The message is sent as it is typed: nothing in it is a placeholder.
    """

    outcome = forms.ChoiceField(
        label=gettext_lazy("Outcome"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
    )
    reason = Prose(
        label=gettext_lazy("Reason"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4, "cols": 60}),
        help_text=gettext_lazy("Staff read it in the history. It is not mailed."),
    )
    message = Prose(
        label=gettext_lazy("Message to the applicant"),
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "cols": 60}),
        help_text=gettext_lazy(
            "Stands in the mail below, word for word. Needed unless you accept: say "
            "why, kindly and plainly."
        ),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_hard = cleaned.get("outcome") in (Outcome.DECLINE, Outcome.WAITLIST)
        if is_hard and "message" in cleaned and not cleaned["message"]:
            self.add_error("message", _("Write to the applicant why."))
        return cleaned


class DecisionPages:
    """The page where a program manager decides; a part of `ApplicationAdmin`."""

    def decide_act(self: Any, application: Application, by: Any) -> Act | None:
        """The button to the decision page, or None where it makes no sense."""
        for transition, reasons in vetting.MACHINE.available(application, by):
            if transition.name == "decide":
                url = reverse("admin:leaders_application_decide", args=[application.pk])
                return Act("decide", _("Decide"), url, False, reasons)
        return None

    def decide_view(self: Any, request: HttpRequest, pk: int) -> HttpResponse:
        """Preview, decide, or decide and send; the last two by their own buttons."""
        application = self.whole_application(request, pk)
        transition = vetting.MACHINE.transitions["decide"]
        if not transition.allows(application, request.user):
            raise PermissionDenied
        if request.method == "POST":
            form = DecisionForm(request.POST)
            wants = {"decide", "send"} & set(request.POST)
            if form.is_valid() and wants:
                return self._decide(request, application, form, send="send" in wants)
        else:
            form = DecisionForm(
                initial={
                    "version": application.version,
                    "outcome": application.recommended_outcome,
                }
            )
        outcome, message = _typed(form)
        reasons = (
            transition.reasons(application, request.user)
            if application.status in transition.sources
            else [_("The status is “%s” now.") % application.get_status_display()]
        )
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Decide: %(who)s") % {"who": application},
            "application": application,
            "form": form,
            "reasons": reasons,
            "may_send": request.user.has_perm("leaders.release_application"),
            "preview": preview(application, outcome=outcome, message=message),
            "effects": effects(application, outcome),
            "back": self.page_url(pk),
        }
        return TemplateResponse(request, "admin/leaders/decide.html", context)

    def _decide(
        self: Any,
        request: HttpRequest,
        application: Application,
        form: DecisionForm,
        *,
        send: bool,
    ) -> HttpResponse:
        said, seen = form.said, form.cleaned_data["version"]
        try:
            if send:
                vetting.decide_and_send(application, by=request.user, seen=seen, **said)
                sentence = _("Decided and sent.")
            else:
                vetting.MACHINE.move(
                    application, "decide", by=request.user, seen=seen, **said
                )
                sentence = _("Decided. Nothing is sent yet.")
        except Refused as refused:
            for reason in refused.sentences:
                self.message_user(request, reason, messages.ERROR)
        else:
            self.message_user(request, sentence, messages.SUCCESS)
        return redirect(self.page_url(application.pk))


def _typed(form: DecisionForm) -> tuple[str, str]:
    """Outcome and message as they stand in the form, valid or not."""
    if not form.is_bound:
        return form.initial["outcome"] or Outcome.DECLINE, ""
    outcome = form.data.get("outcome", "")
    if outcome not in Outcome.values:
        outcome = Outcome.DECLINE
    return outcome, form.cleaned_data.get("message", "")
