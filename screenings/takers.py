"""Whom a screening without a host may be offered to: the nearest leaders first.

One query reads the leaders, however many screenings are to be offered.
"""

from django.db.models import F
from django.utils.translation import gettext as _t

from foundation.words import miles_away
from leaders.leaving import Grouped
from leaders.models import Leader
from places.distance import miles_between
from screenings.models import Screening
from screenings.promises import LEADERS_OFFERED, NEAREST_LEADERS

Point = tuple[float, float]


def leaders_around(point: Point | None, *, but: Leader | None = None) -> list[Leader]:
    """The listed leaders nearest to `point`, at most `LEADERS_OFFERED` of them."""
    rows = Leader.objects.listed().exclude(pk=but.pk if but else None)
    order = [F("sort_name").asc(), F("pk").asc()]
    if point:
        # Good enough to choose which to read; the miles are reckoned on the globe.
        square = (F("lat") - point[0]) * (F("lat") - point[0])
        square += (F("lng") - point[1]) * (F("lng") - point[1])
        order.insert(0, square.asc(nulls_last=True))
    known = rows.only("name", "sort_name", "rank", "city", "state", "lat", "lng")
    return list(known.order_by(*order)[:LEADERS_OFFERED])


def grouped_for(screening: Screening, leaders: list[Leader]) -> Grouped:
    """A list to pick from: the nearest with their miles, then the others by name."""
    point = point_of(screening)
    by_miles = sorted(
        (miles_between(point, (leader.lat, leader.lng)), leader.pk, leader)
        for leader in leaders
        if point and leader.lat is not None and leader.lng is not None
    )[:NEAREST_LEADERS]
    near = [(str(key), _line(leader, miles)) for miles, key, leader in by_miles]
    are_near = {key for key, _line_ in near}
    others = [
        (str(leader.pk), _line(leader))
        for leader in sorted(leaders, key=lambda one: (one.sort_name, one.pk))
        if str(leader.pk) not in are_near
    ]
    groups = [(_t("The nearest"), near), (_t("Others, by name"), others)]
    return [(label, rows) for label, rows in groups if rows]


def point_of(screening: Screening) -> Point | None:
    """Where the screening is; None for one that is only online."""
    place = screening.planned
    if not place.has_place or place.lat is None or place.lng is None:
        return None
    return (place.lat, place.lng)


def _line(leader: Leader, miles: float | None = None) -> str:
    where = f"{leader.city}, {leader.state}" if leader.city else leader.state_name
    parts = [leader.name, leader.rank, f"{where} ({leader.region_name})"]
    if miles is not None:
        parts.append(miles_away(miles))
    return ", ".join(part for part in parts if part)
