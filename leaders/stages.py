"""Which applications stand in which stage, for the queue and for what counts them."""

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from leaders.choices import WAITING_FOR_STAFF, ApplicationStatus

_S = ApplicationStatus

#: The statuses of each stage. "mine" asks besides who has the application.
STAGES: dict[str, tuple[Promise, tuple[ApplicationStatus, ...]]] = {
    "mine": (_("Mine"), (_S.IN_REVIEW, _S.INFO_REQUESTED)),
    "unassigned": (_("Unassigned"), (_S.SUBMITTED,)),
    "waiting": (_("Waiting for the applicant"), (_S.INFO_REQUESTED,)),
    "to-decide": (_("Awaiting a decision"), (_S.RECOMMENDED,)),
    "decided": (_("Decided, not sent"), (_S.DECIDED,)),
    "waitlist": (_("On the waitlist"), (_S.WAITLISTED,)),
    "closed": (_("Closed"), (_S.ACCEPTED, _S.DECLINED, _S.WITHDRAWN, _S.LAPSED)),
    "all": (_("All"), tuple(_S)),
}


def in_stage(name: str, person: User) -> Q:
    """Return which applications stand in a stage, for one person of the staff."""
    _label, statuses = STAGES[name]
    rule = Q(status__in=statuses)
    return rule & Q(assignee=person) if name == "mine" else rule


def is_being_vetted() -> Q:
    """Whatever needs somebody of the staff, or waits for the applicant's answer."""
    return Q(status__in=[*WAITING_FOR_STAFF, _S.INFO_REQUESTED])
