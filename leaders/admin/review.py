"""One application on one page: answers, evidence, history and what may be done."""

from typing import Any

from django import forms
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from foundation.formfields import Prose
from foundation.history import Event, history_of
from foundation.models import OutboxMail
from foundation.transitions import Transition
from leaders import emails, vetting
from leaders.access import verified_addresses
from leaders.admin.acts import ActForm, ReasonForm
from leaders.answers import parts_of
from leaders.choices import Outcome
from leaders.models import Application, Leader


class AskForm(ActForm):
    """A question to the applicant, mailed as it is written."""

    question = Prose(
        label=gettext_lazy("Your question"),
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 5, "cols": 60}),
        help_text=gettext_lazy("One plain question. The applicant gets it by mail."),
    )


class RecommendForm(ActForm):
    """What the reviewer advises, and why."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("You recommend to"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
    )
    reason = Prose(
        label=gettext_lazy("Why"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6, "cols": 60}),
        help_text=gettext_lazy("The person who decides reads it. It is not mailed."),
    )


class ReleaseForm(ActForm):
    """Asks nothing, but the page shows the mail before the button sends it."""


#: The steps of staff on one application; the decision has a page of its own.
ACT_FORMS = {
    "take_over": ActForm,
    "let_go": ActForm,
    "ask": AskForm,
    "recommend": RecommendForm,
    "send_back": ReasonForm,
    "revise": ReasonForm,
    "accept": ReleaseForm,
    "waitlist": ReleaseForm,
    "decline": ReleaseForm,
    "reopen": ReasonForm,
}


class ReviewPage:
    """The page of one application; a part of `ApplicationAdmin`."""

    def review_view(self: Any, request: HttpRequest, pk: int) -> HttpResponse:
        """Show everything needed to vet one application. Changes nothing."""
        application = self.whole_application(request, pk)
        by = request.user
        may_see_contacts = application.assignee_id == by.pk or by.has_perm(
            "leaders.decide_application"
        )
        topics = application.topic_labels
        parts = parts_of(application, topics, for_staff=True)
        if not may_see_contacts:
            parts = [part for part in parts if part.slug != "supervisor"]
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"{application.code}: {application.name}",
            "application": application,
            "parts": parts,
            "may_see_contacts": may_see_contacts,
            "evidence": _evidence(application, may_see_contacts),
            "conflict": vetting.conflict(application, by),
            "earlier": [other for other in application.others if other.is_sent],
            "acts": self.acts_on(application, by),
            "decide": self.decide_act(application, by),
            "match_url": reverse("admin:leaders_application_match", args=[pk])
            if by.has_perm("leaders.claim_application")
            else "",
            "questions": application.info_requests.select_related("asked_by"),
            "mails": OutboxMail.objects.about(application)[:30],
            "events": _since_sent(history_of(application)),
        }
        return TemplateResponse(request, "admin/leaders/review.html", context)

    def whole_application(self: Any, request: HttpRequest, pk: int) -> Any:
        """The application with all its page needs, and `others` of the same person.

        One query for both; 404 for a draft, or for somebody who may not look.
        """
        through = Application.topics.through.objects
        person = Application.objects.filter(pk=pk).order_by().values("applicant")
        rows = list(
            Application.objects.filter(applicant=person[:1])
            .select_related(
                "applicant__leader",
                "agency",
                "assignee",
                "recommended_by",
                "decided_by",
                "released_by",
                "leader",
            )
            .annotate(
                is_verified=Exists(verified_addresses(OuterRef("applicant"))),
                topic_labels=ArraySubquery(
                    through.filter(application=OuterRef("pk"))
                    .order_by("topic__order", "topic__label")
                    .values("topic__label")
                ),
            )
        )
        application = next((row for row in rows if row.pk == pk), None)
        if application is None or not application.is_sent:
            raise Http404
        if not self.has_view_permission(request, application):
            raise Http404
        application.others = [row for row in rows if row.pk != pk]
        return application

    def act_context(
        self: Any, record: Application, transition: Transition
    ) -> dict[str, Any]:
        """The mail that a release sends, exactly as it will read."""
        if transition.name not in ("accept", "waitlist", "decline"):
            return {}
        return {
            "preview": preview(
                record, outcome=record.outcome, message=record.decision_message
            ),
            "effects": effects(record, record.outcome),
        }


def preview(application: Application, *, outcome: str, message: str) -> dict[str, str]:
    """The decision mail as it would be sent now: to, subject and text."""
    return emails.decision_mail(application, outcome=outcome, message=message)


def effects(application: Application, outcome: str) -> list[str]:
    """What sending this decision will do, one sentence each."""
    mail = _("A mail goes to %(name)s.") % {"name": application.name}
    if outcome == Outcome.ACCEPT:
        coverage = Leader.objects.listed().coverage()
        number = coverage.around(application.state)
        words = ngettext(
            "The %(region)s region has %(n)s listed leader. It gains one when the "
            "profile is published.",
            "The %(region)s region has %(n)s listed leaders. It gains one when the "
            "profile is published.",
            number,
        )
        return [
            mail,
            _("A leader’s profile is opened. Nobody sees it until it is published."),
            words % {"region": application.region, "n": number},
        ]
    if outcome == Outcome.WAITLIST:
        return [mail, _("The application stays open on the waitlist.")]
    return [mail, _("The application is closed. It can be reopened with a reason.")]


def _since_sent(events: list[Event]) -> list[Event]:
    """Newest first, down to the sending: what was changed in the draft is private."""
    sending = vetting.MACHINE.transitions["submit"].label
    places = [place for place, event in enumerate(events) if event.what == sending]
    return events[: places[-1] + 1] if places else events


def _evidence(application: Any, may_see_contacts: bool) -> list[tuple[str, str]]:
    """What the portal itself knows about the answers, as (label, finding)."""
    coverage = Leader.objects.listed().coverage()
    facts = [
        (
            _("E-mail address"),
            _("Confirmed by a code") if application.is_verified else _("Not confirmed"),
        ),
        (_("Address domains"), _domains(application)),
        (
            _("Matched agency"),
            str(application.agency or _("Not matched yet")),
        ),
        (
            _("Leaders in the region"),
            f"{application.region}: {coverage.around(application.state)}",
        ),
        (
            _("Leaders in the state"),
            f"{application.state_name}: {coverage.in_state(application.state)}",
        ),
        (
            _("Sent"),
            f"{date_format(application.submitted_at, 'F j, Y')} "
            f"({_days(application.days_waiting)})",
        ),
    ]
    if may_see_contacts:
        facts.insert(1, (_("Address"), application.applicant.email))
    return facts


def _domains(application: Application) -> str:
    """Whether applicant and supervisor write from the same place."""
    own = application.applicant.email.rpartition("@")[2]
    theirs = application.supervisor_email.rpartition("@")[2]
    if own == theirs:
        return _("The supervisor’s address is at the same domain, %s") % own
    return _("Applicant at %(own)s, supervisor at %(theirs)s") % {
        "own": own,
        "theirs": theirs,
    }


def _days(number: int) -> str:
    return ngettext("%(n)s day ago", "%(n)s days ago", number) % {"n": number}
