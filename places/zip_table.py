"""What the `zipcodes` and `tzfpy` packages know, as rows of our tables.

For `manage.py load_zips` alone: together they take some 200 MB.
"""

from collections import Counter
from collections.abc import Iterable

from places.choices import Abroad
from places.models import ZipAbroad, ZipPlace
from places.states import STATES
from places.zones import IN_STATE, zone_in


def places_in(rows: Iterable[dict]) -> list[ZipPlace]:
    """The places of the 56 jurisdictions, each with the zone of its coordinates."""
    places = [_place(row) for row in rows if row["state"] in STATES]
    _find_zones(places)
    return places


def abroad_in(rows: Iterable[dict]) -> list[ZipAbroad]:
    """The codes outside them: military posts and the freely associated states."""
    return [_abroad(row) for row in rows if row["state"] not in STATES]


def _place(row: dict) -> ZipPlace:
    # 0°, 0° is the package's way of saying that it does not know.
    lat, lng = float(row["lat"] or 0), float(row["long"] or 0)
    known = bool(lat or lng)
    return ZipPlace(
        zip=row["zip_code"],
        city=row["city"],
        state=row["state"],
        county=row["county"] or "",
        lat=lat if known else None,
        lng=lng if known else None,
    )


def _abroad(row: dict) -> ZipAbroad:
    # AE, AP and AA are military; the package calls the office a town: "Fpo".
    office, state = row["city"].upper(), row["state"]
    kind = state if state in Abroad.values else office
    return ZipAbroad(zip=row["zip_code"], kind=kind if kind in Abroad.values else "APO")


def _find_zones(places: list[ZipPlace]) -> None:
    """Give each place the zone of its point; one without, that of its neighbours."""
    # Its shapes of all zones take some 35 MB.
    import tzfpy

    lost = []
    for place in places:
        if place.has_point:
            lat, lng = place.point
            place.zone = zone_in(place.state, tzfpy.get_tz(lng, lat))
        if not place.zone:
            lost.append(place)
    found = [place for place in places if place.zone]
    by_county = _most(found, "county")
    by_city = _most(found, "city")
    for place in lost:
        place.zone = (
            by_county.get((place.state, place.county))
            or by_city.get((place.state, place.city))
            or _of_nearest(place, found)
            or IN_STATE[place.state][0]
        )


def _most(places: Iterable[ZipPlace], column: str) -> dict[tuple[str, str], str]:
    """The zone that most places of a state's county, or town, have."""
    counts: dict[tuple[str, str], Counter] = {}
    for place in places:
        if name := getattr(place, column):
            counts.setdefault((place.state, name), Counter())[place.zone] += 1
    return {key: zones.most_common(1)[0][0] for key, zones in counts.items()}


def _of_nearest(place: ZipPlace, found: Iterable[ZipPlace]) -> str:
    """The zone of the next ZIP code in the state's order, which follows the map."""
    number = int(place.zip)
    near = [other for other in found if other.state == place.state]
    nearest = min(near, key=lambda one: abs(int(one.zip) - number), default=None)
    return nearest.zone if nearest else ""
