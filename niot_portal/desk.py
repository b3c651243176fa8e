"""Where everybody who signs in begins: what needs them, and the way to the rest."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.models import User, own_name
from foundation.http import PersonRequest
from leaders import joining
from leaders.access import WORKING
from leaders.choices import ApplicationStatus, LeaderStatus
from leaders.models import Leader
from niot_portal.staff_home import needs_of
from niot_portal.tasks import hosted_by, tasks_of


@require_safe
def desk(request: PersonRequest) -> HttpResponse:
    """Show a signed-in person what needs them: leader, applicant, staff or neither."""
    leader = Leader.objects.filter(user=request.user).first()
    context: dict[str, Any] = {
        "leader": leader,
        "own_name": own_name(request.user),
        "crumbs": [(_("My desk"), "")],
    }
    if request.user.is_staff:
        context["needs"] = needs_of(request.user)
    context |= _leading(leader) if leader else _applying(request.user)
    return render(request, "desk/desk.html", context)


def _leading(leader: Leader) -> dict[str, Any]:
    """What `desk/_leader.html` shows."""
    hosted = hosted_by(leader)
    return {
        "hosted": hosted,
        "tasks": tasks_of(leader, hosted),
        "may_post": leader.status == LeaderStatus.ACTIVE,
        "may_go_away": leader.status in WORKING,
    }


def _applying(user: User) -> dict[str, Any]:
    """What `desk/_applicant.html` shows, where there is an application."""
    application = joining.latest_application(user)
    if application is None or application.status == ApplicationStatus.DRAFT:
        return {"application": application}
    return {
        "application": application,
        "progress": joining.progress(application),
        "question": joining.open_question(application),
    }
