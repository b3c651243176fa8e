"""How far an applicant has come: whether they may start, and what happens next."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foundation.words import short_day
from foundation.working_days import office_day
from leaders import promises
from leaders.access import has_verified_address
from leaders.choices import ApplicationStatus, LapseReason, LeaderStatus
from leaders.models import Application, InfoRequest, Leader

_S = ApplicationStatus


@dataclass(frozen=True)
class Obstacle:
    """Why somebody cannot start now, and where to go instead."""

    sentence: str | Promise
    url: str = ""
    label: str | Promise = ""


@dataclass(frozen=True)
class Progress:
    """How far an application has come, in plain words.

    `kind` is a status partial's; `next_step` says who acts and by when.
    """

    kind: str
    headline: str | Promise
    next_step: str | Promise
    by: date | None = None


def open_application(user: User) -> Application | None:
    """The one application of a person that may still become something."""
    return Application.objects.open().filter(applicant=user).first()


def latest_application(user: User) -> Application | None:
    """The open application, or else the newest closed one."""
    mine = Application.objects.filter(applicant=user).order_by("-pk")
    return open_application(user) or mine.first()


def open_question(application: Application) -> InfoRequest | None:
    if application.status != _S.INFO_REQUESTED:
        return None
    return application.info_requests.filter(closed_at=None).first()


def obstacle(user: User) -> Obstacle | None:
    """Return what keeps a person from starting an application, or None."""
    if Leader.objects.filter(user=user).exists():
        return Obstacle(
            _("You are in the network already."), "/desk/", _("Go to my desk")
        )
    if not has_verified_address(user):
        return Obstacle(
            _("Confirm your e-mail address first. We sent you a code."),
            "/accounts/email/",
            _("Confirm my address"),
        )
    if (day := may_apply_again_on(user.pk)) and day > office_day():
        return Obstacle(
            _("You can apply again from %(day)s on.") % {"day": short_day(day)},
            "/leaders/application/",
            _("Read our answer"),
        )
    return None


def may_apply_again_on(person: int) -> date | None:
    """The day from which somebody (by key) we did not accept may apply again."""
    released = (
        Application.objects.filter(applicant=person, status=_S.DECLINED)
        .order_by("-released_at")
        .values_list("released_at", flat=True)
        .first()
    )
    if released is None:
        return None
    return office_day(released) + promises.REAPPLY_AFTER


_FINAL_REVIEW = (
    "now",
    _("Your application is in its final review."),
    _("The program office writes to you with an answer."),
)
#: A status partial's kind, the headline and the next step, for each status; a lapse
#: has two reasons and is told by them.
_WORDS: dict[str, tuple[str, Promise, Promise]] = {
    _S.SUBMITTED: (
        "now",
        _("We have your application."),
        _("A person of the program begins to read it."),
    ),
    _S.IN_REVIEW: (
        "now",
        _("A person is reading your application."),
        _("We write to you with an answer, or with a question."),
    ),
    _S.INFO_REQUESTED: (
        "wait",
        _("We have a question for you."),
        _("You answer it on this site. Then we read on."),
    ),
    _S.RECOMMENDED: _FINAL_REVIEW,
    _S.DECIDED: _FINAL_REVIEW,
    _S.ACCEPTED: (
        "done",
        _("Welcome. You are a leader."),
        _("Your desk has everything else."),
    ),
    _S.WAITLISTED: (
        "wait",
        _("You are on the waitlist."),
        _("We write to you when a place opens in your region. Nothing to do now."),
    ),
    _S.DECLINED: (
        "",
        _("We did not accept your application this time."),
        _("You may apply again from this day on:"),
    ),
    _S.WITHDRAWN: (
        "",
        _("You withdrew your application."),
        _("You can apply again at any time."),
    ),
    LapseReason.NO_ANSWER: (
        "",
        _("We closed your application because our question had no answer."),
        _("Write to the program office to have it opened again, or start anew."),
    ),
    LapseReason.DRAFT_LEFT: (
        "",
        _("We closed your draft because it was not sent."),
        _("You can apply again at any time."),
    ),
}


def progress(application: Application) -> Progress:
    """Say how far a sent application has come, who acts next, and by when."""
    kind, headline, next_step = _WORDS[application.lapse_reason or application.status]
    if application.status == _S.ACCEPTED and _has_to_publish(application):
        next_step = _("You look through your profile and publish it.")
    return Progress(kind, headline, next_step, _by(application))


def may_start_again(application: Application, far: Progress) -> bool:
    """Whether a new one may begin from this, which came to nothing, `far` as it is."""
    if application.status == _S.DECLINED:
        return far.by is not None and far.by <= office_day()
    return application.status in (_S.WITHDRAWN, _S.LAPSED)


def _by(application: Application) -> date | None:
    if application.status == _S.SUBMITTED:
        return application.first_look_by
    if application.status in (_S.IN_REVIEW, _S.RECOMMENDED, _S.DECIDED):
        return application.decision_by
    if application.status == _S.DECLINED:
        return may_apply_again_on(application.applicant_id)
    return None


def _has_to_publish(application: Application) -> bool:
    preparing = Leader.objects.filter(status=LeaderStatus.ONBOARDING)
    return preparing.filter(user=application.applicant_id).exists()
