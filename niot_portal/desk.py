"""Where everybody who signs in begins: what needs them, and the way to the rest."""

from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.models import own_name
from foundation.words import short_day
from leaders import joining
from leaders.choices import ApplicationStatus, LeaderStatus
from leaders.models import Leader
from niot_portal.staff_home import needs_of
from screenings.choices import ScreeningStatus
from screenings.models import Screening

#: A host with more screenings than this has lived here for decades.
_MOST = 200
#: How many of the past ones the desk lists.
_PAST = 10
#: A screening this many days away wants a look at its guests.
_SOON = 10


@dataclass(frozen=True)
class Task:
    """One line of the task list; `kind` and `label` are a status partial's."""

    title: str
    url: str
    text: str = ""
    kind: str = ""
    label: str = ""


@dataclass
class Evenings:
    """A leader's screenings, by what can be done with them."""

    coming: list[Screening] = field(default_factory=list)
    begun: list[Screening] = field(default_factory=list)
    past: list[Screening] = field(default_factory=list)


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Show a signed-in person what needs them: leader, applicant, staff or neither."""
    user = request.user
    leader = Leader.objects.filter(user=user).first()
    context: dict = {
        "leader": leader,
        "own_name": own_name(user),
        "crumbs": [(gettext_lazy("My desk"), "")],
    }
    if user.is_staff:
        context["needs"] = needs_of(user)
    if leader is not None:
        evenings = _evenings(leader)
        context |= {
            "evenings": evenings,
            "tasks": _tasks(leader, evenings),
            "may_post": leader.status == LeaderStatus.ACTIVE,
            "may_go_away": leader.status in (LeaderStatus.ACTIVE, LeaderStatus.PAUSED),
        }
    else:
        application = joining.latest_application(user)
        context["application"] = application
        if application and application.status != ApplicationStatus.DRAFT:
            context["progress"] = joining.progress(application)
            context["question"] = joining.open_question(application)
    return render(request, "desk/desk.html", context)


def _evenings(leader: Leader) -> Evenings:
    """Sort the leader's screenings, read in one query."""
    S = ScreeningStatus
    evenings = Evenings()
    now = timezone.now()
    rows = Screening.objects.filter(host=leader).select_related("film")
    for row in rows.defer("search", "words", "film__search", "film__words").order_by(
        "starts_at", "pk"
    )[:_MOST]:
        row.host = leader
        if row.status in (S.DRAFT, S.SUBMITTED):
            evenings.begun.append(row)
        elif not row.is_listed:
            continue  # discarded before anybody saw it
        elif row.status == S.POSTPONED or (row.ends_at and row.ends_at >= now):
            evenings.coming.append(row)
        else:
            evenings.past.append(row)
    evenings.past = evenings.past[: -_PAST - 1 : -1]
    return evenings


def _tasks(leader: Leader, evenings: Evenings) -> list[Task]:
    """What waits for the leader, the most pressing first."""
    if leader.status == LeaderStatus.ONBOARDING:
        return [
            Task(
                _("Finish your profile and publish it"),
                reverse("leaders:onboarding"),
                _("Then you are listed and can post screenings."),
                "wait",
                _("To do"),
            )
        ]
    if leader.status not in (LeaderStatus.ACTIVE, LeaderStatus.PAUSED):
        return []
    tasks = [task for row in evenings.coming if (task := _about_coming(row))]
    tasks += [_about_begun(row) for row in evenings.begun]
    if not (evenings.coming or evenings.begun) and leader.status == LeaderStatus.ACTIVE:
        tasks.append(
            Task(
                _("Post your next screening")
                if evenings.past
                else _("Post your first screening"),
                reverse("screenings:new"),
                _("Pick a film, and the form is half filled in."),
            )
        )
    return tasks


def _about_coming(screening: Screening) -> Task | None:
    if screening.is_postponed:
        return Task(
            _("Give “%(title)s” a new date") % {"title": screening.title},
            screening.address_of("edit"),
            _("It is postponed, and its guests are waiting to hear."),
            "wait",
            _("To do"),
        )
    if screening.is_cancelled or screening.starts_local is None:
        return None
    days = (
        screening.starts_local.date()
        - timezone.now().astimezone(screening.starts_local.tzinfo).date()
    ).days
    if days > _SOON:
        return None
    return Task(
        _("Look who comes to “%(title)s”") % {"title": screening.title},
        screening.address_of("guests"),
        f"{screening.when}. {screening.seats_line}.",
        "now",
        _("Soon") if days > 0 else _("Today"),
    )


def _about_begun(screening: Screening) -> Task:
    if screening.status == ScreeningStatus.DRAFT:
        return Task(
            _("Finish the draft “%(title)s”") % {"title": screening.title},
            screening.address_of("edit"),
            screening.when,
            "wait",
            _("Draft"),
        )
    if screening.staff_note:
        return Task(
            _("Staff ask for a change to “%(title)s”") % {"title": screening.title},
            screening.address_of("edit"),
            screening.staff_note,
            "wait",
            _("To do"),
        )
    return Task(
        _("“%(title)s” is with staff for a first look") % {"title": screening.title},
        screening.address_of("preview"),
        _("Sent on %(day)s. Nothing to do now.")
        % {"day": short_day(screening.submitted_at)},
        "",
        _("Waiting for staff"),
    )
