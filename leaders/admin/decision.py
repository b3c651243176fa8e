"""The decision, in two pages: what is decided, then exactly what is sent.

The buttons that decide stand only on the second page, which shows one outcome with its
mail and what follows from it. Sending carries a digest of that page: where it would no
longer be so, the mail is shown anew and asked about again.
"""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foundation.acts import Act, ActsAdmin, Plan, ReasonForm, Watched
from foundation.formfields import Prose
from foundation.http import PersonRequest
from foundation.machines import Choice
from foundation.refusals import Refused, refuse_stale
from foundation.rehearsal import Planned, Unread
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
            "Stands in the mail, word for word. Needed unless you accept: say why, "
            "kindly and plainly."
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
        """Outcome and message as they were typed; only of a valid form."""
        return self.cleaned_data["outcome"], self.cleaned_data["message"]


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
    """Ask for the decision, show what is sent, decide; the last by its own buttons."""
    application = whole_or_404(request, pk)
    choice = vetting.MACHINE.choice(application, "decide", by=request.user)
    if not choice.is_allowed:
        raise PermissionDenied
    form = DecisionForm(request.POST or None, initial=_at_first(application))
    plan = None
    if form.is_valid() and "change" not in request.POST:
        said = form.typed
        try:
            if {"decide", "send"} & request.POST.keys():
                return _decide(admin, request, application, form)
            refuse_stale(application, seen=form.seen, by=request.user)
        except Refused as refused:
            application = whole_or_404(request, pk)
            choice = vetting.MACHINE.choice(application, "decide", by=request.user)
            if refused.sentences:
                form.refuse(refused, version=_version(form, application, refused))
        if not choice.reasons:
            plan = plan_of(application, *said)
    return _page(admin, request, application, choice, form, plan)


def _version(form: DecisionForm, application: Application, refused: Refused) -> int:
    return form.seen if isinstance(refused, Unread) else application.version


def _at_first(application: Application) -> dict[str, Any]:
    return {
        "version": application.version,
        "outcome": application.recommended_outcome,
    }


def plan_of(application: Application, outcome: str, message: str) -> Plan:
    """The mail of this decision, and what sending it does."""
    letter = preview(application, outcome=outcome, message=message)
    mail = Planned(application.name, letter.subject, letter.text, letter.html)
    return Plan([mail], effects(application, outcome))


def _decide(
    admin: ActsAdmin[Application],
    request: PersonRequest,
    application: Application,
    form: DecisionForm,
) -> HttpResponse:
    """Do what was typed and say what was done; raise `Refused` or `Unread`."""
    by, act, watched = request.user, str(_("Decide")), None
    if "send" in request.POST:
        shown = request.POST.get("shown", "")
        watched = Watched(shown, lambda row: plan_of(row, *form.typed))
        done = vetting.decide_and_send(
            application, by=by, seen=form.seen, look=watched, **form.said
        )
        words = _t("Decided and sent.")
    else:
        done = vetting.MACHINE.move(
            application, "decide", by=by, seen=form.seen, **form.said
        )
        words = _t("Decided. Nothing is sent yet.")
    mails = watched.mails if watched else []
    admin.message_user(request, f"{words} {admin.done_of(done, act, mails, by)}")
    return redirect(admin.page_url(application.pk))


def _page(
    admin: ActsAdmin[Application],
    request: PersonRequest,
    application: Application,
    choice: Choice,
    form: DecisionForm,
    plan: Plan | None,
) -> HttpResponse:
    context = {
        "application": application,
        "form": form,
        "reasons": form.unsaid(choice.reasons),
        "is_barred": bool(choice.reasons),
        "may_send": request.user.has_perm(vetting.RELEASE),
        "plan": plan,
        "back": admin.page_url(application.pk),
    }
    if plan is not None:
        outcome, message = form.typed
        context |= {
            "outcome": Outcome(outcome).label,
            "preview": preview(application, outcome=outcome, message=message),
            "may_match": outcome == Outcome.ACCEPT and not application.agency_id,
        }
    title = _t("Decide: %(who)s") % {"who": application}
    return admin.page(request, "admin/leaders/decide.html", title, **context)
