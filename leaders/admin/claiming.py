"""Claiming several applications at once: their mails are read before the button."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import ngettext

from foundation.acts import ActsAdmin, Plan, Watched
from foundation.http import PersonRequest
from foundation.refusals import Refused
from foundation.rehearsal import Planned, Unread, sentence_of
from leaders import vetting
from leaders.models import Application


@dataclass(frozen=True)
class Claim:
    """One application on the page: what claiming it does, or why it cannot be."""

    application: Application
    plan: Plan
    reasons: tuple[str, ...]

    @property
    def name(self) -> str:
        """What the form calls the digest of its plan."""
        return f"shown-{self.application.pk}"


def answer(
    admin: ActsAdmin[Application], request: PersonRequest, chosen: QuerySet
) -> HttpResponse | None:
    """Show what claiming the chosen ones sends; claim those that were shown."""
    rows = chosen.select_related("applicant", "agency").order_by("submitted_at", "pk")
    if "confirmed" not in request.POST:
        return _ask(admin, request, list(rows))
    return _claim(admin, request, list(rows))


def _ask(
    admin: ActsAdmin[Application], request: PersonRequest, rows: list[Application]
) -> HttpResponse:
    claims = [_look_at(admin, request, row) for row in rows]
    context = {
        "claims": claims,
        "possible": sum(not claim.reasons for claim in claims),
        "checkbox": ACTION_CHECKBOX_NAME,
        "list_url": reverse("admin:leaders_application_changelist"),
    }
    title = _t("Claim selected applications")
    return admin.page(request, "admin/leaders/claim.html", title, **context)


def _look_at(
    admin: ActsAdmin[Application], request: PersonRequest, row: Application
) -> Claim:
    choice = vetting.MACHINE.choice(row, "claim", by=request.user)
    plan = Plan() if choice.reasons else _plan(admin, request, row)
    return Claim(row, plan, choice.reasons)


def _plan(
    admin: ActsAdmin[Application], request: PersonRequest, row: Application
) -> Plan:
    return admin.plan_of(row, "claim", by=request.user)


def _claim(
    admin: ActsAdmin[Application], request: PersonRequest, rows: list[Application]
) -> HttpResponse | None:
    claimed = 0
    unread: list[Application] = []
    sent: list[Planned] = []
    for row in rows:
        shown = request.POST.get(f"shown-{row.pk}", "")
        watched = Watched(shown, lambda fresh: _plan(admin, request, fresh))
        try:
            vetting.MACHINE.move(row, "claim", by=request.user, look=watched)
        except Unread:
            unread.append(row)
        except Refused as refused:
            admin.message_user(request, f"{row}: {refused}", messages.WARNING)
        else:
            claimed += 1
            sent += watched.mails or []
    if claimed:
        words = ngettext(
            "You have %(n)s more application.",
            "You have %(n)s more applications.",
            claimed,
        )
        said = f"{words % {'n': claimed}} {sentence_of(sent)}"
        admin.message_user(request, said, messages.SUCCESS)
    # What was not read yet, or changed meanwhile, is shown and asked about again.
    return _ask(admin, request, unread) if unread else None
