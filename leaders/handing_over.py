"""What becomes of the applications that a member of the staff reads, when they leave.

They go to a colleague who may vet them, or back to the queue. One that waits for the
applicant's answer cannot wait without a reader: it goes to whoever ends the role.
"""

from django.db.models import Count, Exists, Q
from django.utils.translation import gettext as _t
from django.utils.translation import ngettext

from accounts.models import User
from foundation import history
from foundation.refusals import Refused
from foundation.words import in_words
from leaders import access, vetting
from leaders.choices import OPEN_STATUSES, ApplicationStatus
from leaders.models import Application, Leader

_READ = (ApplicationStatus.IN_REVIEW, ApplicationStatus.INFO_REQUESTED)


def held_by(person: User) -> list[str]:
    """The applications in hand, and where they go."""
    numbers = Application.objects.filter(assignee=person).aggregate(
        reading=Count("pk", filter=Q(status=ApplicationStatus.IN_REVIEW)),
        waiting=Count("pk", filter=Q(status=ApplicationStatus.INFO_REQUESTED)),
    )
    reading, waiting = numbers["reading"], numbers["waiting"]
    sentences = []
    if reading:
        sentences.append(
            ngettext(
                "%(n)s application in review goes to whom you choose, or back to the "
                "queue.",
                "%(n)s applications in review go to whom you choose, or back to the "
                "queue.",
                reading,
            )
            % {"n": in_words(reading).capitalize()}
        )
    if waiting:
        sentences.append(
            ngettext(
                "%(n)s application that waits for an answer goes to whom you choose, "
                "or to you.",
                "%(n)s applications that wait for an answer go to whom you choose, or "
                "to you.",
                waiting,
            )
            % {"n": in_words(waiting).capitalize()}
        )
    return sentences


def needs_account(person: User) -> str:
    """Why a leader's or an applicant's own account stays open, or ""."""
    leads = Leader.objects.filter(user=person, status__in=access.OWNERS)
    applies = Application.objects.filter(applicant=person, status__in=OPEN_STATUSES)
    found = User.objects.filter(pk=person.pk).values(
        leads=Exists(leads), applies=Exists(applies)
    )
    said = found.first() or {}
    if said.get("leads"):
        return _t("This person is a leader too. Take the role away: the account stays.")
    if said.get("applies"):
        return _t("This person applies to lead. Take the role away: the account stays.")
    return ""


def hand_over(person: User, to: User | None, by: User) -> None:
    """Give the applications in hand to somebody who may vet them; raises `Refused`."""
    rows = Application.objects.select_for_update(no_key=True, of=["self"])
    held = rows.select_related("applicant", "agency").filter(assignee=person)
    for application in held.order_by("pk"):
        if application.status in _READ:
            _hand_over(application, to, by)


def _hand_over(application: Application, to: User | None, by: User) -> None:
    reader = to if to and may_read(application, to) else None
    if reader is None and application.status == ApplicationStatus.INFO_REQUESTED:
        reader = by if may_read(application, by) else None
        if reader is None:
            raise Refused(
                _t("%(code)s waits for an answer. Choose a colleague who may vet it.")
                % {"code": application.code}
            )
    application.assignee = reader
    if reader is None:
        application.status = ApplicationStatus.SUBMITTED
        act = _t("Put back in the queue: the reader left the staff")
    else:
        act = _t("Handed over to %(name)s: the reader left the staff") % {
            "name": reader
        }
    application.version += 1
    with history.acting(by, act=act):
        application.save()


def may_read(application: Application, person: User) -> bool:
    """Whether somebody may have this application in hand."""
    return person.has_perm(vetting.CLAIM) and not vetting.conflict(application, person)
