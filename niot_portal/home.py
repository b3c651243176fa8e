"""The front door."""

from dataclasses import dataclass

from django.db.models import Count, F, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from foundation.http import public_page
from leaders.models import Leader
from places.tiles import Tile, tiles
from screenings.choices import ScreeningStatus
from screenings.models import Screening

#: How many screenings the front door announces.
NEXT = 5
_ALL_TAKEN = F("seats_taken") + F("online_taken")


@dataclass(frozen=True)
class Network:
    """The network in numbers, each counted when the page is made.

    `seats` are those confirmed at screenings that were held.
    """

    leaders: int
    states: int
    held: int
    seats: int
    tiles: list[Tile]


@public_page(shows=["leaders", "screenings", "library"])
def home(request: HttpRequest) -> HttpResponse:
    """Welcome a visitor, show what is next and how far the network reaches."""
    going_ahead = Screening.objects.going_ahead().for_cards()
    context = {
        "screenings": list(going_ahead.order_by("starts_at", "pk")[:NEXT]),
        "network": _network(),
    }
    return render(request, "hub/home.html", context)


def _network() -> Network:
    coverage = Leader.objects.listed().coverage()
    held = Screening.objects.filter(
        status__in=[ScreeningStatus.HELD, ScreeningStatus.REPORTED]
    ).aggregate(number=Count("pk"), seats=Sum(_ALL_TAKEN, default=0))
    return Network(
        leaders=coverage.total,
        states=sum(number > 0 for number in coverage.states.values()),
        held=held["number"],
        seats=held["seats"],
        tiles=tiles(
            coverage.states,
            lambda state: reverse("leaders:by_state", args=[state.slug]),
        ),
    )
