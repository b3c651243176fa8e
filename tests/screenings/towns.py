"""Towns and screenings around Miles City, to find what is near."""

from datetime import time, timedelta

from django.utils import timezone

from screenings.models import Screening
from screenings.times import Hours
from tests.factories import make_film, make_leader, make_screening, make_zip_place

MILES_CITY = {"zip": "59301", "city": "Miles City", "state": "MT"}
HERE = {**MILES_CITY, "lat": 46.4083, "lng": -105.8406}
GLENDIVE = {  # 71.9 miles from Miles City
    "zip": "59330",
    "city": "Glendive",
    "state": "MT",
    "venue": "Glendive Library",
    "lat": 47.1053,
    "lng": -104.7125,
}
DENVER = {  # 462 miles from Miles City
    "zip": "80202",
    "city": "Denver",
    "state": "CO",
    "venue": "Denver Library",
    "lat": 39.75,
    "lng": -105.0,
}
HYBRID = {"mode": "both", "link": "https://meet.example/x", "online_capacity": 30}
ONLINE = {
    "mode": "online",
    "link": "https://meet.example/x",
    **dict.fromkeys(("venue", "street", "city", "state", "zip", "step_free"), ""),
    **dict.fromkeys(("lat", "lng")),
}
LIST, DATA, CALENDAR = (f"/screenings{end}?zip=59301" for end in ("/", ".json", ".ics"))


def make_miles_city():
    return make_zip_place(**HERE, county="Custer County", zone="America/Denver")


def make_many(number, place):
    """So many screenings like one, a day apart, without each one's steps."""
    one = make_screening(host=make_leader(), film=make_film(), **place)
    names = (
        *("film_id", "host_id", "title", "summary", "audiences", "zone", "venue"),
        *("street", "city", "state", "zip", "lat", "lng", "capacity", "captions"),
        *("step_free", "sign_language", "police_presence", "mode", "link"),
        "online_capacity",
    )
    rows = [
        Screening(slug="x", **{name: getattr(one, name) for name in names})
        for _ in range(number)
    ]
    first = timezone.localdate() + timedelta(days=3)
    for place_in_row, row in enumerate(rows):
        day = first + timedelta(days=place_in_row % 200)
        row.set_hours(Hours(day, time(18), time(20), None, one.zone))
    Screening.objects.bulk_create(rows)
    Screening.objects.filter(status="draft").update(
        status="published", published_at=timezone.now()
    )
