"""What each step of an application demands, writes and tells, from draft to decision.

The steps themselves stand in `leaders.statuses`. A rule says who may make a step and
what may stand in the way; the function below it is what the step writes.
"""

from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foundation.machines import Machine, guard
from foundation.working_days import office_day
from leaders import access, conflicts, emails, profiles, promises
from leaders.choices import LapseReason, Outcome
from leaders.models import Application, InfoRequest
from leaders.statuses import APPLICATION

MACHINE: Machine[Application] = Machine(APPLICATION, Application)

CLAIM = "leaders.claim_application"
RECOMMEND = "leaders.recommend_application"
DECIDE = "leaders.decide_application"
RELEASE = "leaders.release_application"


# Who may do it, where a permission's name does not say it


def is_applicant(application: Application, by: User) -> bool:
    return by.pk == application.applicant_id


def may_send(outcome: Outcome) -> Callable[[Application, User], bool]:
    """Whether somebody may send this outcome: nobody may, once another is decided."""

    def question(application: Application, by: User) -> bool:
        return application.outcome in ("", outcome) and by.has_perm(RELEASE)

    return question


# What must be true; the sentence is for when it is not


@guard(_("Some required questions have no answer yet."))
def is_complete(application: Application, by: User | None) -> bool:
    return application.is_complete


@guard(_("Confirm your e-mail address first."))
def has_verified_address(application: Application, by: User | None) -> bool:
    return access.has_verified_address(application.applicant)


@guard(_("This person is in the network already."))
def is_not_a_leader_yet(application: Application, by: User | None) -> bool:
    return not hasattr(application.applicant, "leader")


@guard(_("This is your own application. A colleague has to take it."))
def is_not_own(application: Application, by: User | None) -> bool:
    return by is None or by.pk != application.applicant_id


def _names_you(application: Application, by: User | None) -> Promise:
    if application.is_spoken_for_by_supervisor:
        return _("The applicant names you as supervisor. Ask a colleague.")
    return _("The applicant names you as who can speak for them. Ask a colleague.")


@guard(_names_you)
def is_not_speaking_for_them(application: Application, by: User | None) -> bool:
    return by is None or not conflicts.speaks_for(application, by)


@guard(_("You work for the same agency. Ask a colleague."))
def is_not_of_own_agency(application: Application, by: User | None) -> bool:
    return by is None or not conflicts.of_one_agency(application, by)


@guard(_("You have this application already."))
def is_not_mine_yet(application: Application, by: User | None) -> bool:
    return by is None or by.pk != application.assignee_id


@guard(_("Somebody else has this application. Take it over first."))
def is_mine(application: Application, by: User | None) -> bool:
    return by is not None and by.pk == application.assignee_id


@guard(_("You recommended this yourself. Another person has to decide."))
def is_for_a_second_person(application: Application, by: User | None) -> bool:
    is_first = by is not None and by.pk == application.recommended_by_id
    return not (settings.TWO_PERSON_RULE and is_first)


@guard(_("The applicant has a newer application that is still open."))
def is_the_only_open_one(application: Application, by: User | None) -> bool:
    return not any(other.is_open for other in application.others)


@guard(_("This draft was never sent, so there is nothing to read."))
def was_sent(application: Application, by: User | None) -> bool:
    return application.is_sent


#: Nobody vets their own application, a colleague's, or one that names them.
IMPARTIAL = (is_not_own, is_not_speaking_for_them, is_not_of_own_agency)


def conflict(application: Application, by: User) -> str:
    """Return why this person must not vet this application; "" where they may."""
    reasons = (question.reason(application, by) for question in IMPARTIAL)
    return next((reason for reason in reasons if reason), "")


# The applicant's steps


@MACHINE.step(
    "submit",
    permission=is_applicant,
    guards=[is_complete, has_verified_address, is_not_a_leader_yet],
)
def submit(application: Application, by: User | None) -> None:
    application.submitted_at = timezone.now()


@MACHINE.tells("submit")
def tell_receipt(application: Application, by: User | None) -> None:
    emails.send_receipt(application)


@MACHINE.step("respond", permission=is_applicant)
def respond(application: Application, by: User | None, *, answer: str) -> None:
    """Keep the answer; the application goes back to whoever asked."""
    question = application.info_requests.get(closed_at=None)
    question.answer = answer
    question.answered_at = question.closed_at = timezone.now()
    question.save()


@MACHINE.tells("respond")
def tell_answer(application: Application, by: User | None) -> None:
    answered = application.info_requests.exclude(answered_at=None)
    question = answered.latest("answered_at")
    emails.send_answer_came(application, question)
    emails.send_answer_receipt(application, question)


@MACHINE.step("withdraw", permission=is_applicant)
def withdraw(application: Application, by: User | None) -> None:
    """Stop; what was told already stays on record."""
    close_question(application)
    if application.released_at is None:
        forget_decision(application)


@MACHINE.tells("withdraw")
def tell_withdrawn(application: Application, by: User | None) -> None:
    if application.is_sent:
        emails.send_withdrawn(application)


# The reviewer's steps


@MACHINE.step("claim", permission=CLAIM, guards=IMPARTIAL)
@MACHINE.step("take_over", permission=CLAIM, guards=[*IMPARTIAL, is_not_mine_yet])
def take(application: Application, by: User | None) -> None:
    application.assignee = by


@MACHINE.tells("claim")
def tell_reading(application: Application, by: User | None) -> None:
    emails.send_reading(application)


@MACHINE.step("let_go", permission=CLAIM, guards=[is_mine])
def let_go(application: Application, by: User | None) -> None:
    application.assignee = None


@MACHINE.step("ask", permission=CLAIM, guards=[*IMPARTIAL, is_mine])
def ask(application: Application, by: User | None, *, question: str) -> None:
    """Put a question to the applicant, with a day to answer it by."""
    application.info_requests.create(
        question=question,
        asked_by=by,
        due_on=office_day() + promises.ANSWER_WITHIN,
    )


@MACHINE.tells("ask")
def tell_question(application: Application, by: User | None) -> None:
    emails.send_question(application, application.info_requests.get(closed_at=None))


@MACHINE.shows("ask")
def show_question(application: Application, by: User | None, *, question: str) -> None:
    asked = InfoRequest(question=question, due_on=office_day() + promises.ANSWER_WITHIN)
    emails.send_question(application, asked)


@MACHINE.step("recommend", permission=RECOMMEND, guards=[*IMPARTIAL, is_mine])
def recommend(
    application: Application, by: User | None, *, outcome: str, reason: str
) -> None:
    """Write the advice; the decision is another person's."""
    application.recommended_outcome = Outcome(outcome)
    application.recommendation = reason
    application.recommended_by = by
    application.recommended_at = timezone.now()


# The program manager's steps


@MACHINE.step("send_back", permission=DECIDE, guards=IMPARTIAL)
def send_back(application: Application, by: User | None) -> None:
    """Let whoever recommended look again: the question is theirs to answer.

    Where they have left the staff, it is for whoever sends it back.
    """
    first = application.recommended_by
    may_read = first is not None and first.is_active and first.has_perm(CLAIM)
    application.assignee = first if may_read else by
    forget_advice(application)


@MACHINE.step("decide", permission=DECIDE, guards=[*IMPARTIAL, is_for_a_second_person])
def decide(
    application: Application,
    by: User | None,
    *,
    outcome: str,
    reason: str,
    message: str = "",
) -> None:
    """Write the decision; nobody is told before it is released."""
    application.outcome = Outcome(outcome)
    application.decision_reason = reason
    application.decision_message = message
    application.decided_by = by
    application.decided_at = timezone.now()
    application.two_person = settings.TWO_PERSON_RULE


@MACHINE.step("revise", permission=DECIDE, guards=IMPARTIAL)
def revise(application: Application, by: User | None) -> None:
    forget_decision(application)


@MACHINE.step(
    "accept",
    permission=may_send(Outcome.ACCEPT),
    guards=[*IMPARTIAL, is_not_a_leader_yet],
)
def accept(application: Application, by: User | None) -> None:
    """Admit the applicant: the profile is opened in the same transaction."""
    sign_release(application, by)
    profiles.open_profile(application)


@MACHINE.step("waitlist", permission=may_send(Outcome.WAITLIST), guards=IMPARTIAL)
@MACHINE.step("decline", permission=may_send(Outcome.DECLINE), guards=IMPARTIAL)
def sign_release(application: Application, by: User | None) -> None:
    application.released_by = by
    application.released_at = timezone.now()


@MACHINE.tells("accept", "waitlist", "decline")
def tell_decision(application: Application, by: User | None) -> None:
    emails.send_decision(application)


@MACHINE.step(
    "reopen",
    permission=DECIDE,
    guards=[*IMPARTIAL, was_sent, is_not_a_leader_yet, is_the_only_open_one],
)
def reopen(application: Application, by: User | None) -> None:
    """Read it anew: whoever reopens it has it, and the old advice is gone."""
    forget_advice(application)
    application.assignee = by
    application.lapse_reason = ""


@MACHINE.tells("reopen")
def tell_reopened(application: Application, by: User | None) -> None:
    emails.send_reopened(application)


# The portal's own steps


@MACHINE.step("lapse_draft")
def lapse_draft(application: Application, by: User | None) -> None:
    application.lapse_reason = LapseReason.DRAFT_LEFT


@MACHINE.step("lapse_silent")
def lapse_silent(application: Application, by: User | None) -> None:
    application.lapse_reason = LapseReason.NO_ANSWER
    close_question(application)


@MACHINE.tells("lapse_draft", "lapse_silent")
def tell_lapsed(application: Application, by: User | None) -> None:
    emails.send_lapsed(application)


# What several steps write


def close_question(application: Application) -> None:
    application.info_requests.filter(closed_at=None).update(closed_at=timezone.now())


def forget_decision(application: Application) -> None:
    application.outcome = ""
    application.decision_reason = application.decision_message = ""
    application.decided_by = application.decided_at = None
    application.released_by = application.released_at = None


def forget_advice(application: Application) -> None:
    forget_decision(application)
    application.recommended_outcome = application.recommendation = ""
    application.recommended_by = application.recommended_at = None


# Deciding and telling


def release(
    application: Application, *, by: User, seen: int | None = None
) -> Application:
    """Send the decision that was taken, and for "accept" open the leader's profile.

    Raises `Refused`; `ValueError` where nothing is decided. One transaction.
    """
    sending = {
        Outcome.ACCEPT: "accept",
        Outcome.WAITLIST: "waitlist",
        Outcome.DECLINE: "decline",
    }
    name = sending[Outcome(application.outcome)]
    return MACHINE.move(application, name, by=by, seen=seen)


@transaction.atomic
def decide_and_send(
    application: Application,
    *,
    by: User,
    seen: int,
    outcome: str,
    reason: str,
    message: str,
    look: Callable[[Application], None] | None = None,
) -> Application:
    """Decide and tell in one act; of two managers at once one wins, one `Refused`.

    `look` sees the locked row before anything is written, and may refuse.
    """
    decided = MACHINE.move(
        application,
        "decide",
        by=by,
        seen=seen,
        look=look,
        outcome=outcome,
        reason=reason,
        message=message,
    )
    return release(decided, by=by, seen=seen + 1)
