"""What the worker does by the clock for applications."""

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.refusals import Refused
from foundation.scheduler import BATCH, job
from foundation.working_days import office_day
from leaders import promises, vetting
from leaders.choices import ApplicationStatus
from leaders.models import Application

_DAY = 24 * 3600


@job(
    "lapse-applications",
    every=_DAY,
    purpose=_(
        "Close drafts left alone and applications whose question was not answered."
    ),
)
def lapse_applications(*, dry_run: bool = False) -> str:
    """Close drafts left alone and applications whose question was not answered."""
    drafts = Application.objects.filter(
        status=ApplicationStatus.DRAFT,
        updated_at__lt=timezone.now() - promises.DRAFT_KEPT,
    )
    silent = Application.objects.filter(
        status=ApplicationStatus.INFO_REQUESTED,
        info_requests__closed_at=None,
        info_requests__due_on__lt=office_day(),
    )
    done = {
        name: _lapse(name, rows, dry_run=dry_run)
        for name, rows in (("lapse_draft", drafts), ("lapse_silent", silent))
    }
    words = _("Closed %(drafts)s drafts and %(silent)s applications without an answer.")
    if dry_run:
        words = _(
            "Would close %(drafts)s drafts and %(silent)s applications without an "
            "answer."
        )
    return words % {"drafts": done["lapse_draft"], "silent": done["lapse_silent"]}


def _lapse(name: str, rows: QuerySet[Application], *, dry_run: bool) -> int:
    if dry_run:
        return rows.count()
    closed = 0
    for application in rows.order_by("pk")[:BATCH]:
        try:
            vetting.MACHINE.move(application, name, seen=application.version)
            closed += 1
        except Refused:
            continue  # The person acted between the list and the lock.
    return closed
