"""The forms of the staff's steps on an application, and what sending will do."""

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from foundation.acts import ActForm, ReasonForm
from foundation.formfields import Prose
from foundation.outbox import Letter
from leaders import emails, promises
from leaders.choices import Outcome
from leaders.models import Application, Leader


class AskForm(ActForm):
    """A question to the applicant, mailed as it is written."""

    question = Prose(
        label=_("Your question"),
        max_length=promises.QUESTION_LETTERS,
        widget=forms.Textarea(attrs={"rows": 5, "cols": 60}),
        help_text=_("One plain question. The applicant gets it by mail."),
    )


class RecommendForm(ActForm):
    """What the reviewer advises, and why."""

    outcome = forms.ChoiceField(
        label=_("You recommend to"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
    )
    reason = Prose(
        label=_("Why"),
        max_length=promises.REASON_LETTERS,
        widget=forms.Textarea(attrs={"rows": 6, "cols": 60}),
        help_text=_("The person who decides reads it. It is not mailed."),
    )


class ReleaseForm(ActForm):
    """Asks nothing, but the page shows the mail before the button sends it."""


#: The steps of staff on one application; the decision has a page of its own.
ACT_FORMS: dict[str, type[ActForm]] = {
    "claim": ActForm,
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

#: The steps that send a decision.
RELEASES = frozenset({"accept", "waitlist", "decline"})


def preview(application: Application, *, outcome: str, message: str) -> Letter:
    """The decision mail as it would be sent now."""
    return emails.decision_mail(application, outcome=outcome, message=message)


def effects(application: Application, outcome: str) -> list[str]:
    """What follows from sending this decision besides the mail, one sentence each."""
    if outcome == Outcome.ACCEPT:
        return [
            _t("A leader’s profile is opened. Nobody sees it until it is published."),
            *_about_the_agency(application),
            _gain(application),
        ]
    if outcome == Outcome.WAITLIST:
        return [_t("The application stays open on the waitlist.")]
    return [_t("The application is closed. It can be reopened with a reason.")]


def _about_the_agency(application: Application) -> list[str]:
    """What to know of the agency before somebody of it is admitted."""
    if application.agency_id is None:
        return [
            _t(
                "The agency is not matched to the list yet. The profile begins with "
                "what the applicant typed: %(agency)s."
            )
            % {"agency": application.agency_name}
        ]
    number = Leader.objects.listed().filter(agency=application.agency_id).count()
    if not number:
        return []
    words = ngettext(
        "This agency has %(n)s listed leader already.",
        "This agency has %(n)s listed leaders already.",
        number,
    )
    return [words % {"n": number}]


def _gain(application: Application) -> str:
    number = Leader.objects.listed().coverage().around(application.state)
    words = ngettext(
        "The %(region)s region has %(n)s listed leader. It gains one when the "
        "profile is published.",
        "The %(region)s region has %(n)s listed leaders. It gains one when the "
        "profile is published.",
        number,
    )
    return words % {"region": application.region, "n": number}
