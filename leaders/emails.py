"""The mails of joining and leading, one function for each.

Each is queued in the caller's transaction; a key makes it unique where a second one
would be a mistake.
"""

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from foundation import outbox
from leaders.choices import Outcome
from leaders.models import Application, InfoRequest, Leader


def _link(name: str, *args: int | str) -> str:
    return settings.SITE_URL + reverse(name, args=args)


def _for_applicant(application: Application, **more: object) -> dict[str, object]:
    return {
        "code": application.code,
        "name": application.name,
        "status_url": _link("leaders:application"),
        **more,
    }


def _to_applicant(
    application: Application, name: str, *, key: str, **more: object
) -> None:
    outbox.compose(
        f"leaders/email/{name}",
        _for_applicant(application, **more),
        to=application.applicant.email,
        who=application.name,
        about=application,
        key=f"application:{application.pk}:{key}",
    )


def send_receipt(application: Application) -> None:
    """Tell the applicant that the application arrived and what happens when."""
    _to_applicant(
        application,
        "receipt",
        key="receipt",
        first_look_by=application.first_look_by,
        decision_by=application.decision_by,
    )


def send_reading(application: Application) -> None:
    """Tell the applicant, once, that a person is reading."""
    _to_applicant(application, "reading", key="reading")


def send_question(application: Application, request: InfoRequest) -> None:
    """Put a reviewer's question to the applicant."""
    _to_applicant(
        application,
        "question",
        key=f"question:{request.pk}",
        question=request.question,
        due_on=request.due_on,
        answer_url=_link("leaders:answer"),
    )


def send_answer_came(application: Application, request: InfoRequest) -> None:
    """Tell the reviewer that the applicant answered."""
    outbox.compose(
        "leaders/email/answer_came",
        {
            "code": application.code,
            "name": application.assignee.display_name,
            "applicant": application.name,
            "review_url": _link("admin:leaders_application_review", application.pk),
        },
        to=application.assignee.email,
        who=str(application.assignee),
        about=application,
        key=f"application:{application.pk}:answered:{request.pk}",
    )


def send_answer_receipt(application: Application, request: InfoRequest) -> None:
    """Tell the applicant that the answer came; its words stay on their own page."""
    _to_applicant(
        application,
        "answer_receipt",
        key=f"answer-receipt:{request.pk}",
        question=request.question,
        answered_at=request.answered_at,
        decision_by=application.decision_by,
    )


def send_withdrawn(application: Application) -> None:
    """Confirm that the application was withdrawn."""
    _to_applicant(application, "withdrawn", key=f"withdrawn:{application.version}")


def send_reopened(application: Application) -> None:
    """Tell the applicant that the application is read again."""
    _to_applicant(application, "reopened", key=f"reopened:{application.version}")


def send_lapsed(application: Application) -> None:
    """Tell the person that the application was closed, and how to come back."""
    _to_applicant(
        application,
        "lapsed",
        key=f"lapsed:{application.version}",
        was_sent=application.is_sent,
        apply_url=_link("leaders:apply"),
    )


def _decision(outcome: str, message: str) -> dict[str, object]:
    return {
        "message": message,
        "is_accepted": outcome == Outcome.ACCEPT,
        "is_waitlisted": outcome == Outcome.WAITLIST,
        "onboarding_url": _link("leaders:onboarding"),
    }


def decision_mail(
    application: Application, *, outcome: str, message: str
) -> outbox.Letter:
    """The decision mail as it would be sent, for whoever decides to read."""
    return outbox.worded(
        "leaders/email/decision",
        _for_applicant(application, **_decision(outcome, message)),
    )


def send_decision(application: Application) -> None:
    """Tell the applicant what was decided; the accepted are welcomed."""
    _to_applicant(
        application,
        "decision",
        key=f"decision:{application.version}",
        **_decision(application.outcome, application.decision_message),
    )


def goes_to_nobody(address: str) -> bool:
    """Whether the address is that of a leader who has died: no mail goes there."""
    theirs = Q(user__email=address) | Q(user__emailaddress__email=address)
    return Leader.objects.who_died().filter(theirs).exists()


def _to_leader(leader: Leader, name: str) -> None:
    outbox.compose(
        f"leaders/email/{name}",
        {
            "leader": leader,
            "name": leader.name,
            "profile_url": settings.SITE_URL + leader.get_absolute_url(),
            "edit_url": _link("leaders:edit_profile"),
            "office": settings.PROGRAM_OFFICE_EMAIL,
        },
        to=leader.user.email,
        who=leader.name,
        about=leader,
        key=f"leader:{leader.pk}:{name}:{leader.version}",
    )


def send_listed(leader: Leader) -> None:
    """Tell the leader that the profile is public, and where."""
    _to_leader(leader, "listed")


def send_suspended(leader: Leader) -> None:
    """Tell the leader that the profile is off and whom to write to."""
    _to_leader(leader, "suspended")


def send_reinstated(leader: Leader) -> None:
    """Tell the leader that the suspension is over."""
    _to_leader(leader, "reinstated")
