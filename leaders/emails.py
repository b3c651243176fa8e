"""The mails of joining and leading, one function for each.

Each is queued in the caller's transaction; a key makes it unique where a second one
would be a mistake.
"""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from foundation import outbox
from leaders.choices import Outcome
from leaders.models import Application, InfoRequest, Leader


def _link(name: str, *args: Any) -> str:
    return settings.SITE_URL + reverse(name, args=args)


def _to_applicant(
    application: Application, name: str, *, key: str | None = None, **more
):
    return outbox.compose(
        f"leaders/email/{name}",
        {
            "code": application.code,
            "name": application.name,
            "status_url": _link("leaders:application"),
            **more,
        },
        to=application.applicant.email,
        about=application,
        key=f"application:{application.pk}:{key}" if key else None,
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
        about=application,
        key=f"application:{application.pk}:answered:{request.pk}",
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
        was_sent=application.submitted_at is not None,
        apply_url=_link("leaders:apply"),
    )


def _decision(application: Application, *, outcome: str, message: str) -> dict:
    return {
        "code": application.code,
        "name": application.name,
        "message": message,
        "is_accepted": outcome == Outcome.ACCEPT,
        "is_waitlisted": outcome == Outcome.WAITLIST,
        "status_url": _link("leaders:application"),
        "onboarding_url": _link("leaders:onboarding"),
        "SITE_NAME": settings.SITE_NAME,
        "SITE_URL": settings.SITE_URL,
    }


def decision_mail(
    application: Application, *, outcome: str, message: str
) -> dict[str, str]:
    """The decision mail as it would be sent: its subject and its text."""
    context = _decision(application, outcome=outcome, message=message)
    subject = render_to_string("leaders/email/decision_subject.txt", context)
    text = render_to_string("leaders/email/decision_message.txt", context)
    return {"subject": " ".join(subject.split()), "text": text.strip() + "\n"}


def send_decision(application: Application) -> None:
    """Tell the applicant what was decided; the accepted are welcomed."""
    outbox.compose(
        "leaders/email/decision",
        _decision(
            application,
            outcome=application.outcome,
            message=application.decision_message,
        ),
        to=application.applicant.email,
        about=application,
        key=f"application:{application.pk}:decision:{application.version}",
    )


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
