"""Sample screenings that hosts left to the network; one is offered to a leader."""

from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from accounts.models import User
from foundation import history
from leaders.models import Leader
from screenings import offers
from screenings.models import HostOffer, Screening

#: How many evenings are without a host; the first is offered.
_HOSTLESS = 2


def leave_to_the_network(asked: Leader, manager: User) -> None:
    """Take the hosts from some evenings to come; offer the first to `asked`."""
    soon = timezone.now() + timedelta(days=14)
    rows = Screening.objects.going_ahead().exclude(host=asked)
    left = list(rows.filter(starts_at__gt=soon).order_by("starts_at", "pk")[:_HOSTLESS])
    with history.acting(manager, act="Became the network’s", why="The host moved."):
        Screening.objects.filter(pk__in=[row.pk for row in left]).update(
            host=None, version=F("version") + 1
        )
    with history.acting(manager, act=f"Offered it to {asked}"):
        HostOffer.objects.create(
            screening=left[0],
            leader=asked,
            offered_by=manager,
            answer_by=offers.answer_by(),
        )
        Screening.objects.filter(pk=left[0].pk).update(version=F("version") + 1)
