"""The decision: outcome, reason, the exact mail, and two buttons."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foundation.acts import Act, ActsAdmin, ReasonForm
from foundation.formfields import Prose
from foundation.http import PersonRequest
from foundation.machines import Choice
from foundation.refusals import Refused
from leaders import promises, vetting
from leaders.admin.rows import whole_or_404
from leaders.admin.steps import effects, preview
from leaders.choices import Outcome
from leaders.models import Application


class DecisionForm(ReasonForm):
    """What is decided, why, and what the applicant reads about it.

    The message is sent as it is typed: nothing in it is a placeholder.
    """

    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
    )
    message = Prose(
        label=_("Message to the applicant"),
        max_length=promises.REASON_LETTERS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "cols": 60}),
        help_text=_(
            "Stands in the mail below, word for word. Needed unless you accept: say "
            "why, kindly and plainly."
        ),
    )
    field_order = ["outcome", "reason", "message"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_hard = cleaned.get("outcome") in (Outcome.DECLINE, Outcome.WAITLIST)
        if is_hard and "message" in cleaned and not cleaned["message"]:
            self.add_error("message", _("Write to the applicant why."))
        return cleaned

    @property
    def typed(self) -> tuple[str, str]:
        """Outcome and message as they stand in the form, valid or not."""
        if not self.is_bound:
            return self.initial["outcome"] or Outcome.DECLINE, ""
        outcome = self.data.get("outcome", "")
        if outcome not in Outcome.values:
            outcome = Outcome.DECLINE
        return outcome, self.cleaned_data.get("message", "")


def act_on(application: Application, by: User) -> list[Act]:
    """The button to the decision's page, where deciding comes next."""
    url = reverse("admin:leaders_application_decide", args=[application.pk])
    return [
        Act("decide", choice.label, url, False, choice.reasons, is_main=True)
        for choice in vetting.MACHINE.choices(application, by=by)
        if choice.name == "decide"
    ]


def page(
    admin: ActsAdmin[Application], request: PersonRequest, pk: int
) -> HttpResponse:
    """Preview, decide, or decide and send; the last two by their own buttons."""
    application = whole_or_404(request, pk)
    choice = vetting.MACHINE.choice(application, "decide", by=request.user)
    if not choice.is_allowed:
        raise PermissionDenied
    form = DecisionForm(request.POST or None, initial=_at_first(application))
    wants_it = {"decide", "send"} & request.POST.keys()
    if wants_it and form.is_valid():
        try:
            done = _decide(application, form, by=request.user, send="send" in wants_it)
        except Refused as refused:
            application = whole_or_404(request, pk)
            choice = vetting.MACHINE.choice(application, "decide", by=request.user)
            form.refuse(refused, version=application.version)
        else:
            admin.message_user(request, done)
            return redirect(admin.page_url(pk))
    return _page(admin, request, application, choice, form)


def _at_first(application: Application) -> dict[str, Any]:
    return {
        "version": application.version,
        "outcome": application.recommended_outcome,
    }


def _decide(
    application: Application, form: DecisionForm, *, by: User, send: bool
) -> str:
    """Do what was typed and return what was done, in words; raise `Refused`."""
    if send:
        vetting.decide_and_send(application, by=by, seen=form.seen, **form.said)
        return _t("Decided and sent.")
    vetting.MACHINE.move(application, "decide", by=by, seen=form.seen, **form.said)
    return _t("Decided. Nothing is sent yet.")


def _page(
    admin: ActsAdmin[Application],
    request: PersonRequest,
    application: Application,
    choice: Choice,
    form: DecisionForm,
) -> HttpResponse:
    form.is_valid()
    outcome, message = form.typed
    context = {
        "application": application,
        "form": form,
        "reasons": form.unsaid(choice.reasons),
        "is_barred": bool(choice.reasons),
        "may_send": request.user.has_perm(vetting.RELEASE),
        "preview": preview(application, outcome=outcome, message=message),
        "effects": effects(application, outcome),
        "back": admin.page_url(application.pk),
    }
    title = _t("Decide: %(who)s") % {"who": application}
    return admin.page(request, "admin/leaders/decide.html", title, **context)
