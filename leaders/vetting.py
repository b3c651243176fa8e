"""What may become of an application: one table, from draft to decision.

The buttons, the reasons beside a greyed-out one, the manual's diagram and the database
trigger are all made from `MACHINE`. This module names no model, because the models
name it.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as _n

from foundation.transitions import Machine, Transition
from leaders import emails
from leaders.choices import (
    OPEN_STATUSES,
    ApplicationStatus,
    LapseReason,
    Outcome,
)

_S = ApplicationStatus

#: Days without an answer or without a word after which an application lapses.
ANSWER_DAYS = 30
DRAFT_DAYS = 60


# Who may do it


def is_applicant(application: Any, by: Any) -> bool:
    return by is not None and by.pk == application.applicant_id


def _may_send(outcome: Outcome) -> Callable[[Any, Any], bool]:
    def question(application: Any, by: Any) -> bool:
        return application.outcome == outcome and by.has_perm(
            "leaders.release_application"
        )

    return question


# What may stand in the way: each answers with the sentence to read, or nothing


def is_complete(application: Any, by: Any) -> str | None:
    if not application.is_complete:
        return _("Some required questions have no answer yet.")
    return None


def address_is_verified(application: Any, by: Any) -> str | None:
    from leaders.access import has_verified_address

    if not has_verified_address(by):
        return _("Confirm your e-mail address first.")
    return None


def not_yet_leader(application: Any, by: Any) -> str | None:
    if hasattr(application.applicant, "leader"):
        return _("This person is in the network already.")
    return None


def not_own(application: Any, by: Any) -> str | None:
    if by is not None and by.pk == application.applicant_id:
        return _("This is your own application. A colleague has to take it.")
    return None


def not_own_agency(application: Any, by: Any) -> str | None:
    return conflict(application, by)


def not_mine_already(application: Any, by: Any) -> str | None:
    if application.assignee_id == by.pk:
        return _("You have this application already.")
    return None


def is_mine(application: Any, by: Any) -> str | None:
    if application.assignee_id != by.pk:
        return _("Somebody else has this application. Take it over first.")
    return None


def is_another_person(application: Any, by: Any) -> str | None:
    if settings.TWO_PERSON_RULE and application.recommended_by_id == by.pk:
        return _("You recommended this yourself. Another person has to decide.")
    return None


def no_other_open(application: Any, by: Any) -> str | None:
    others = getattr(application, "others", None)
    if others is None:
        mine = type(application).objects.filter(applicant=application.applicant_id)
        others = mine.exclude(pk=application.pk)
    if any(other.status in OPEN_STATUSES for other in others):
        return _("The applicant has a newer application that is still open.")
    return None


def was_sent(application: Any, by: Any) -> str | None:
    if application.submitted_at is None:
        return _("This draft was never sent, so there is nothing to read.")
    return None


def conflict(application: Any, by: Any) -> str | None:
    """Return why this person must not vet this application, or None.

    Staff who lead or apply themselves have an agency; nobody vets their own colleague
    or somebody who named them as supervisor.
    """
    if by is None:
        return None
    if by.email == application.supervisor_email:
        return _("The applicant names you as supervisor. Ask a colleague.")
    agencies = getattr(by, "_own_agencies", None)
    if agencies is None:
        agencies = by._own_agencies = _agencies_of(by)
    for pk, name, state in agencies:
        same_record = pk is not None and pk == application.agency_id
        same_name = (
            state == application.state
            and _plain(name) == _plain(application.agency_name)
            and _plain(name)
        )
        if same_record or same_name:
            return _("You work for the same agency. Ask a colleague.")
    return None


def _agencies_of(by: Any) -> list[tuple[int | None, str, str]]:
    from leaders.models import Application, Leader

    columns = ("agency_id", "agency_name", "state")
    mine = Leader.objects.order_by().filter(user=by).values_list(*columns)
    asked = Application.objects.order_by().filter(applicant=by, state__gt="")
    return list(mine.union(asked.values_list(*columns)))


def _plain(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())


# What each step writes


def _submit(application: Any, by: Any, data: dict) -> None:
    application.submitted_at = timezone.now()


def _take(application: Any, by: Any, data: dict) -> None:
    application.assignee = by


def _let_go(application: Any, by: Any, data: dict) -> None:
    application.assignee = None


def _recommend(application: Any, by: Any, data: dict) -> None:
    application.recommended_outcome = Outcome(data["outcome"])
    application.recommendation = data["reason"]
    application.recommended_by = by
    application.recommended_at = timezone.now()


def _decide(application: Any, by: Any, data: dict) -> None:
    application.outcome = Outcome(data["outcome"])
    application.decision_reason = data["reason"]
    application.decision_message = data.get("message", "")
    application.decided_by = by
    application.decided_at = timezone.now()
    application.two_person = settings.TWO_PERSON_RULE


def _forget_decision(application: Any, by: Any, data: dict) -> None:
    application.outcome = ""
    application.decision_reason = application.decision_message = ""
    application.decided_by = application.decided_at = None
    application.released_by = application.released_at = None


def _forget_advice(application: Any, by: Any, data: dict) -> None:
    _forget_decision(application, by, data)
    application.recommended_outcome = application.recommendation = ""
    application.recommended_by = application.recommended_at = None


def _send_back(application: Any, by: Any, data: dict) -> None:
    # Whoever recommended keeps it: a colleague's question is theirs to answer.
    application.assignee = application.recommended_by
    _forget_advice(application, by, data)


def _reopen(application: Any, by: Any, data: dict) -> None:
    _forget_advice(application, by, data)
    application.assignee = by
    application.lapse_reason = ""


def _withdraw(application: Any, by: Any, data: dict) -> None:
    if application.released_at is None:
        _forget_decision(application, by, data)


def _release(application: Any, by: Any, data: dict) -> None:
    application.released_by = by
    application.released_at = timezone.now()


def _lapse(reason: LapseReason) -> Callable[[Any, Any, dict], None]:
    def apply(application: Any, by: Any, data: dict) -> None:
        application.lapse_reason = reason

    return apply


# What follows, in the same transaction


def _ask(application: Any, by: Any, data: dict) -> None:
    request = application.info_requests.create(
        question=data["question"],
        asked_by=by,
        due_on=timezone.localdate() + timedelta(days=ANSWER_DAYS),
    )
    emails.send_question(application, request)


def _answer(application: Any, by: Any, data: dict) -> None:
    request = application.info_requests.get(closed_at=None)
    request.answer = data["answer"]
    request.answered_at = request.closed_at = timezone.now()
    request.save()
    emails.send_answer_came(application, request)


def _close_question(application: Any, by: Any, data: dict) -> None:
    application.info_requests.filter(closed_at=None).update(closed_at=timezone.now())


def _tell_receipt(application: Any, by: Any, data: dict) -> None:
    emails.send_receipt(application)


def _tell_reading(application: Any, by: Any, data: dict) -> None:
    emails.send_reading(application)


def _tell_withdrawn(application: Any, by: Any, data: dict) -> None:
    _close_question(application, by, data)
    if application.submitted_at is not None:
        emails.send_withdrawn(application)


def _tell_reopened(application: Any, by: Any, data: dict) -> None:
    emails.send_reopened(application)


def _tell_lapsed(application: Any, by: Any, data: dict) -> None:
    _close_question(application, by, data)
    emails.send_lapsed(application)


def _tell_decision(application: Any, by: Any, data: dict) -> None:
    emails.send_decision(application)


def _admit(application: Any, by: Any, data: dict) -> None:
    from leaders.profiles import open_profile

    open_profile(application)
    emails.send_decision(application)


_CLAIM = "leaders.claim_application"
_RECOMMEND = "leaders.recommend_application"
_DECIDE = "leaders.decide_application"

MACHINE = Machine(
    "status",
    [
        Transition(
            "submit",
            (_S.DRAFT,),
            _S.SUBMITTED,
            _n("Send application"),
            permission=is_applicant,
            guards=(is_complete, address_is_verified, not_yet_leader),
            apply=_submit,
            after=_tell_receipt,
            mails=_n("The applicant gets a receipt with the reference."),
        ),
        Transition(
            "claim",
            (_S.SUBMITTED,),
            _S.IN_REVIEW,
            _n("Claim"),
            permission=_CLAIM,
            guards=(not_own, not_own_agency),
            apply=_take,
            after=_tell_reading,
            mails=_n("The applicant hears, once, that a person is reading."),
        ),
        Transition(
            "take_over",
            (_S.IN_REVIEW,),
            _S.IN_REVIEW,
            _n("Take over"),
            permission=_CLAIM,
            guards=(not_own, not_own_agency, not_mine_already),
            apply=_take,
        ),
        Transition(
            "let_go",
            (_S.IN_REVIEW,),
            _S.SUBMITTED,
            _n("Put back in the queue"),
            permission=_CLAIM,
            guards=(is_mine,),
            apply=_let_go,
        ),
        Transition(
            "ask",
            (_S.IN_REVIEW,),
            _S.INFO_REQUESTED,
            _n("Ask the applicant"),
            permission=_CLAIM,
            guards=(not_own, not_own_agency, is_mine),
            needs=(("question", _n("Write the question.")),),
            after=_ask,
            mails=_n("The applicant gets the question and a link to answer it."),
        ),
        Transition(
            "respond",
            (_S.INFO_REQUESTED,),
            _S.IN_REVIEW,
            _n("Send answer"),
            permission=is_applicant,
            needs=(("answer", _n("Write your answer.")),),
            after=_answer,
            mails=_n("The reviewer who asked hears that the answer is there."),
        ),
        Transition(
            "recommend",
            (_S.IN_REVIEW,),
            _S.RECOMMENDED,
            _n("Recommend"),
            permission=_RECOMMEND,
            guards=(not_own, not_own_agency, is_mine),
            needs=(
                ("outcome", _n("Choose what you recommend.")),
                ("reason", _n("Give a reason.")),
            ),
            apply=_recommend,
        ),
        Transition(
            "send_back",
            (_S.RECOMMENDED,),
            _S.IN_REVIEW,
            _n("Send back to the reviewer"),
            permission=_DECIDE,
            guards=(not_own, not_own_agency),
            needs=(("reason", _n("Say what is missing.")),),
            apply=_send_back,
        ),
        Transition(
            "decide",
            (_S.RECOMMENDED,),
            _S.DECIDED,
            _n("Decide"),
            permission=_DECIDE,
            guards=(not_own, not_own_agency, is_another_person),
            needs=(
                ("outcome", _n("Choose an outcome.")),
                ("reason", _n("Give a reason.")),
            ),
            apply=_decide,
        ),
        Transition(
            "revise",
            (_S.DECIDED,),
            _S.RECOMMENDED,
            _n("Take back the decision"),
            permission=_DECIDE,
            guards=(not_own, not_own_agency),
            needs=(("reason", _n("Say why you take it back.")),),
            apply=_forget_decision,
        ),
        Transition(
            "accept",
            (_S.DECIDED,),
            _S.ACCEPTED,
            _n("Send: accepted"),
            permission=_may_send(Outcome.ACCEPT),
            guards=(not_own, not_own_agency, not_yet_leader),
            apply=_release,
            after=_admit,
            mails=_n("The applicant is welcomed and asked to publish a profile."),
        ),
        Transition(
            "waitlist",
            (_S.DECIDED,),
            _S.WAITLISTED,
            _n("Send: on the waitlist"),
            permission=_may_send(Outcome.WAITLIST),
            guards=(not_own, not_own_agency),
            apply=_release,
            after=_tell_decision,
            mails=_n("The applicant gets the decision."),
        ),
        Transition(
            "decline",
            (_S.DECIDED,),
            _S.DECLINED,
            _n("Send: not accepted"),
            permission=_may_send(Outcome.DECLINE),
            guards=(not_own, not_own_agency),
            apply=_release,
            after=_tell_decision,
            mails=_n("The applicant gets the decision."),
        ),
        Transition(
            "withdraw",
            OPEN_STATUSES,
            _S.WITHDRAWN,
            _n("Withdraw"),
            permission=is_applicant,
            apply=_withdraw,
            after=_tell_withdrawn,
            mails=_n("The applicant gets a confirmation, unless it was a draft."),
        ),
        Transition(
            "reopen",
            (_S.WAITLISTED, _S.DECLINED, _S.WITHDRAWN, _S.LAPSED),
            _S.IN_REVIEW,
            _n("Reopen"),
            permission=_DECIDE,
            guards=(not_own, not_own_agency, was_sent, not_yet_leader, no_other_open),
            needs=(("reason", _n("Say why it is reopened.")),),
            apply=_reopen,
            after=_tell_reopened,
            mails=_n("The applicant hears that we are reading it again."),
        ),
        Transition(
            "lapse_draft",
            (_S.DRAFT,),
            _S.LAPSED,
            _n("Close a draft nobody sent"),
            apply=_lapse(LapseReason.DRAFT_LEFT),
            after=_tell_lapsed,
            mails=_n("The person hears that the draft was closed."),
        ),
        Transition(
            "lapse_silent",
            (_S.INFO_REQUESTED,),
            _S.LAPSED,
            _n("Close for want of an answer"),
            apply=_lapse(LapseReason.NO_ANSWER),
            after=_tell_lapsed,
            mails=_n("The applicant hears that it was closed and how to return."),
        ),
    ],
)

_SENDING = {
    Outcome.ACCEPT: "accept",
    Outcome.WAITLIST: "waitlist",
    Outcome.DECLINE: "decline",
}


def release(application: Any, *, by: Any, seen: int | None = None) -> Any:
    """Send the decision that was taken, and for "accept" open the leader's profile.

    Raises `Refused`; all of it is one transaction.
    """
    name = _SENDING.get(application.outcome, "decline")
    return MACHINE.move(application, name, by=by, seen=seen)


@transaction.atomic
def decide_and_send(
    application: Any, *, by: Any, seen: int, outcome: str, reason: str, message: str
) -> Any:
    """Decide and tell in one act; of two managers at once one wins, one `Refused`."""
    decided = MACHINE.move(
        application,
        "decide",
        by=by,
        seen=seen,
        outcome=outcome,
        reason=reason,
        message=message,
    )
    return release(decided, by=by)


def add_working_days(day: date, number: int) -> date:
    """Return the day `number` working days (Monday to Friday) after `day`."""
    while number > 0:
        day += timedelta(days=1)
        if day.weekday() < 5:
            number -= 1
    return day


def first_look_by(application: Any) -> date:
    """The day by which somebody has begun to read, as we promise applicants."""
    day = timezone.localdate(application.submitted_at)
    return add_working_days(day, settings.FIRST_LOOK_WORKING_DAYS)


def answer_by(application: Any) -> date:
    """The day by which the applicant has an answer."""
    day = timezone.localdate(application.submitted_at)
    return add_working_days(day, settings.ANSWER_WORKING_DAYS)
