"""What the staff's pages read of an application, in few queries, with its types."""

from typing import TYPE_CHECKING, TypedDict

from django.contrib.admin.views.main import ChangeList
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest

from foundation.http import PersonRequest
from leaders.access import verified_addresses
from leaders.models import Application, Leader

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class QueueNumbers(TypedDict):
    """Listed leaders where the applicant works."""

    in_state: int
    in_region: int


class WholeFacts(TypedDict):
    """Whether the address is confirmed, and the topics in order."""

    is_verified: bool
    topic_labels: list[str]


if TYPE_CHECKING:
    QueueRow = WithAnnotations[Application, QueueNumbers]
    WholeApplication = WithAnnotations[Application, WholeFacts]


class QueueList(ChangeList):
    """Gives each row how many leaders its state and region have: one query for all."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        coverage = Leader.objects.listed().coverage()
        for row in self.result_list:
            row.in_state = coverage.in_state(row.state)
            row.in_region = coverage.around(row.state)


def whole_or_404(request: PersonRequest, pk: int) -> "WholeApplication":
    """The application with all its pages need, and its `others` of the same person.

    One query for both; 404 for a draft, or for somebody who may not look.
    """
    person = Application.objects.filter(pk=pk).order_by().values("applicant")
    rows = list(_whole().filter(applicant=person[:1]))
    application = next((row for row in rows if row.pk == pk), None)
    if application is None or not application.is_sent:
        raise Http404
    if not request.user.has_perm("leaders.view_application"):
        raise Http404
    application.others = [row for row in rows if row.pk != pk]
    return application


def _whole():
    through = Application.topics.through.objects
    return Application.objects.select_related(
        "applicant__leader",
        "agency",
        "assignee",
        "recommended_by",
        "decided_by",
        "released_by",
        "leader",
    ).annotate(
        is_verified=Exists(verified_addresses(OuterRef("applicant"))),
        topic_labels=ArraySubquery(
            through.filter(application=OuterRef("pk"))
            .order_by("topic__order", "topic__label")
            .values("topic__label")
        ),
    )
