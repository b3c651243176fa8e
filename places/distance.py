"""Distances in SQL without PostGIS: a bounding box, then the haversine formula."""

from math import asin, cos, degrees, pi, radians, sin, sqrt
from typing import TypeVar

from django.db.models import Case, F, FloatField, Q, QuerySet, Value, When
from django.db.models.functions import (
    ASin,
    Cast,
    Cos,
    Least,
    Power,
    Radians,
    Sin,
    Sqrt,
)

from places.models import ZipPlace

#: Mean radius of the Earth (IUGG), in miles.
EARTH = 3958.7613

Rows = TypeVar("Rows", bound=QuerySet)


def near(
    queryset: Rows, place: ZipPlace, miles: float, lat: str = "lat", lng: str = "lng"
) -> Rows:
    """Narrow `queryset` to rows within `miles` of `place`; each gets `.miles`.

    `lat` and `lng` name the columns in degrees (`"venue__lat"` works); a row whose
    coordinates are null is never near. The order stays the caller's. A place without
    coordinates is near nothing: ask `place.has_point` first, or let `ZipFormField`
    do so with `needs_point=True`.
    """
    if not place.has_point:
        return queryset.annotate(miles=Value(None, output_field=FloatField())).none()
    return (
        queryset.filter(_box(place, miles, lat, lng))
        .annotate(miles=_haversine(place, lat, lng))
        .filter(miles__lte=miles)
    )


def miles_from(place: ZipPlace, lat: str = "lat", lng: str = "lng") -> Case:
    """The distance of each row from `place` in miles, null where a row has no point.

    For lists that also hold what lies nowhere (online events); `near()` is quicker
    where it does. `place` must have a point.
    """
    return _haversine(place, lat, lng)


def miles_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The miles between two points in degrees, for a list that is read already."""
    north, east = map(radians, one)
    up, right = map(radians, other)
    half = sin((up - north) / 2) ** 2
    half += cos(north) * cos(up) * sin((right - east) / 2) ** 2
    return 2 * EARTH * asin(sqrt(min(half, 1.0)))


def _box(place: ZipPlace, miles: float, lat: str, lng: str) -> Q:
    """The degrees that a circle of `miles` cannot leave: what an index can answer."""
    north, middle = place.point
    angle = miles / EARTH
    high = degrees(angle)
    box = Q(**{f"{lat}__range": (north - high, north + high)})
    width = sin(angle) / cos(radians(north)) if angle < pi / 2 else 1
    if abs(north) + high >= 90 or width >= 1:
        return box & Q(**{f"{lng}__isnull": False})
    west, east = middle - degrees(asin(width)), middle + degrees(asin(width))
    # Guam looks east and the Aleutians west across the 180th meridian.
    if west < -180:
        return box & (Q(**{f"{lng}__gte": west + 360}) | Q(**{f"{lng}__lte": east}))
    if east > 180:
        return box & (Q(**{f"{lng}__gte": west}) | Q(**{f"{lng}__lte": east - 360}))
    return box & Q(**{f"{lng}__range": (west, east)})


def _haversine(place: ZipPlace, lat: str, lng: str) -> Case:
    north, east = map(radians, place.point)
    half_lat = Power(Sin((Radians(F(lat)) - north) / 2.0), 2)
    half_lng = Power(Sin((Radians(F(lng)) - east) / 2.0), 2)
    chord = half_lat + Cos(Radians(F(lat))) * cos(north) * half_lng
    # Rounding may leave 1.0000000000000002 for the far side of the world.
    miles = Cast(2 * EARTH * ASin(Sqrt(Least(chord, Value(1.0)))), FloatField())
    # PostgreSQL's LEAST passes over nulls: what lies nowhere would lie on that side.
    has_point = Q(**{f"{lat}__isnull": False, f"{lng}__isnull": False})
    return Case(When(has_point, then=miles), output_field=FloatField())
