"""Finding a screening: filters, distance, feeds, and what each costs."""

from datetime import date, time, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from foundation.words import when
from screenings.filters import days_of
from screenings.models import Reservation, Screening
from screenings.times import Hours
from tests.factories import (
    make_film,
    make_leader,
    make_reservation,
    make_screening,
    make_zip_place,
)
from tests.queries import count_queries

pytestmark = pytest.mark.django_db

OAK_CREEK = {"zip": "53154", "city": "Oak Creek", "lat": 42.88, "lng": -87.9}
MADISON = {"zip": "53703", "city": "Madison", "lat": 43.08, "lng": -89.38}  # 76 miles
DENVER = {"zip": "80202", "city": "Denver", "lat": 39.75, "lng": -105.0}
NOWHERE = {
    "mode": "online",
    "venue": "",
    "street": "",
    "city": "",
    "state": "",
    "zip": "",
    "step_free": "",
    "lat": None,
    "lng": None,
    "link": "https://meet.example/x",
}


def read(path):
    response = Client().get(path)
    assert response.status_code == 200
    return response.content.decode()


def rows(path):
    return [row["code"] for row in Client().get(path).json()["rows"]]


def codes(*screenings):
    return [screening.code for screening in screenings]


# What is listed


def test_list_shows_what_was_published_and_nothing_else():
    shown = [make_screening(s) for s in ("published", "postponed", "cancelled")]
    for status in ("draft", "submitted", "withdrawn", "held"):
        make_screening(status)

    assert sorted(rows("/screenings.json")) == sorted(codes(*shown))


@pytest.mark.parametrize("status", ["draft", "submitted", "withdrawn"])
def test_what_is_not_published_shows_nowhere(status):
    hidden = make_screening(status, title="Hidden canary")

    for path in (
        "/screenings/",
        "/screenings/wi/",
        "/screenings/past/",
        "/screenings.json",
        "/screenings.ics",
        hidden.film.get_absolute_url(),
        hidden.host.get_absolute_url(),
    ):
        assert "Hidden canary" not in Client().get(path).content.decode(), path


def test_postponed_screening_has_no_times_in_data_but_the_planned_one():
    screening = make_screening("postponed")

    (row,) = Client().get("/screenings.json").json()["rows"]

    assert (row["starts_at"], row["ends_at"]) == (None, None)
    assert row["planned_for"] == screening.starts_local.isoformat()
    assert row["postpone_reason"] == screening.postpone_reason
    assert row["is_open"] is False


def test_postponed_screening_is_planned_and_no_more_in_calendars():
    screening = make_screening(
        "postponed", mode="online", link="https://meet.example/x"
    )

    text = Client().get("/screenings.ics").content.decode().replace("\r\n ", "")

    assert f"SUMMARY:Postponed: {screening.title}" in text
    assert "Was planned for" in text
    assert "stands on the page of your reservation" not in text
    assert "GEO:" not in text


def test_postponed_screening_says_in_its_row_when_it_was_planned_for():
    screening = make_screening("postponed")

    row = read("/screenings/").split('class="event-list"')[1]

    planned = when(screening.starts_local, "Central Time")
    assert f"Was planned for {planned}" in row
    assert "Postponed" in row
    assert "<time" not in row


def test_past_has_what_is_over_newest_first():
    old = make_screening("held", starts_at=timezone.now() - timedelta(days=30))
    new = make_screening("held", starts_at=timezone.now() - timedelta(days=3))
    make_screening()

    assert rows("/screenings/past.json") == codes(new, old)


def test_heading_counts_without_those_called_off():
    make_screening()
    make_screening()
    make_screening("cancelled")

    assert "2 screenings to come" in read("/screenings/")


def test_empty_list_offers_the_next_step():
    body = read("/screenings/al/")

    assert "No screening is planned in Alabama yet." in body
    assert 'href="/leaders/al/"' in body
    assert 'href="/screenings/host/"' in body


def test_state_page_holds_its_state_only():
    here = make_screening()
    make_screening(state="CO", **DENVER)

    assert rows("/screenings/wi.json") == codes(here)
    assert "1 screening in Wisconsin" in read("/screenings/wi/")


@pytest.mark.parametrize("path", ["/screenings/zz/", "/screenings/zz.json"])
def test_state_that_does_not_exist_is_not_found(path):
    assert Client().get(path).status_code == 404


def test_state_in_capitals_leads_to_its_page():
    response = Client().get("/screenings/WI/")

    assert response.status_code == 301
    assert response["Location"] == "/screenings/wi/"


# Filters


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ("state=co", {"state": "CO", **DENVER}),
        ("mode=online", NOWHERE),
        ("audience=students&audience=faith", {"audiences": ["faith"]}),
        ("access=captions", {"captions": "yes"}),
        ("access=step-free", {"step_free": "yes"}),
        ("access=asl", {"sign_language": "yes"}),
        ("when=week", {"starts_at": timezone.now() + timedelta(days=2)}),
    ],
)
def test_filter_keeps_what_fits(query, fields):
    plain = {"captions": "no", "step_free": "no", "sign_language": "no"}
    wanted = make_screening(**{**plain, **fields})
    make_screening(**plain)

    assert rows(f"/screenings.json?{query}") == codes(wanted)


def test_filter_by_film_and_by_seats_left():
    film = make_film()
    wanted = make_screening(film=film, capacity=5)
    make_reservation(make_screening(film=film, capacity=1))
    make_screening()

    assert rows(f"/screenings.json?film={film.slug}&seats=on") == codes(wanted)


def test_access_filters_add_up():
    wanted = make_screening(captions="yes", step_free="yes")
    make_screening(captions="yes", step_free="no")

    assert rows("/screenings.json?access=captions&access=step-free") == codes(wanted)


@pytest.mark.parametrize(
    ("span", "first", "after"),
    [
        ("week", "2026-12-20", "2026-12-27"),
        ("month", "2026-12-01", "2027-01-01"),
        ("next-month", "2027-01-01", "2027-02-01"),
        ("quarter", "2026-12-20", "2027-03-21"),
    ],
)
def test_spans_of_days(span, first, after):
    found = days_of(span, date(2026, 12, 20))

    assert tuple(map(str, found)) == (first, after)


@pytest.mark.parametrize(
    "query",
    [
        "zip=00000",
        "zip=abc",
        "zip=%F0%9F%92%A9",
        "within=7",
        pytest.param("within=" + "9" * 5000, id="a distance of far too many digits"),
        "state=zz",
        "film=nothing",
        "mode=by-radio",
        "audience=everybody&audience=faith",
        "access=none",
        "when=2027-02-29",
        "order=sideways",
        "page=nonsense",
        "page=-1&order=near&zip=53154",
        pytest.param(
            "page=" + "9" * 400 + "&order=near&zip=53154",
            id="a page of far too many digits",
        ),
        "unknown=1&zip=53154",
        "zip=%3Cscript%3E&zip=53154",
    ],
)
@pytest.mark.parametrize(
    "path", ["/screenings/", "/screenings.json", "/screenings.ics", "/screenings/past/"]
)
def test_bad_filters_answer_200_and_keep_the_list(path, query):
    make_zip_place("53154")
    make_screening()

    assert Client().get(f"{path}?{query}").status_code == 200


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("zip=00000", "We could not find that ZIP code. Check the five digits."),
        ("within=7", "Pick from the list: this one we do not know."),
    ],
)
def test_bad_filter_says_so_beside_the_field(query, sentence):
    assert sentence in read(f"/screenings/?{query}")


# Distance


def test_near_keeps_the_circle_and_says_how_far():
    make_zip_place("53154", **{k: OAK_CREEK[k] for k in ("lat", "lng")})
    near = make_screening(**OAK_CREEK)
    make_screening(**MADISON)

    body = read("/screenings/?zip=53154&within=50")

    assert rows("/screenings.json?zip=53154&within=50") == codes(near)
    assert "1 screening within 50 miles of Oak Creek, WI 53154</h2>" in body
    assert "less than a mile away" in body


def test_near_lists_online_ones_too():
    make_zip_place("53154", lat=42.88, lng=-87.9)
    near, online = make_screening(), make_screening(**NOWHERE)
    make_screening(state="CO", **DENVER)

    found = Client().get("/screenings.json?zip=53154").json()

    assert [row["code"] for row in found["rows"]] == codes(near)
    assert [row["code"] for row in found["online"]] == codes(online)


def test_page_widens_the_circle_and_says_so():
    make_zip_place("53154", lat=42.88, lng=-87.9)
    make_screening(**MADISON)

    body = read("/screenings/?zip=53154&within=25")

    assert "There is no screening within 25 miles of Oak Creek, WI 53154." in body
    assert "This list shows those within 100 miles." in body
    assert "76 miles away" in body


def test_page_widens_to_the_whole_country_at_last():
    make_zip_place("53154", lat=42.88, lng=-87.9)
    far = make_screening(state="CO", **DENVER)

    body = read("/screenings/?zip=53154")

    assert "There is no screening within 250 miles of Oak Creek, WI 53154." in body
    assert far.get_absolute_url() in body


def test_online_events_elsewhere_do_not_count_as_near():
    make_zip_place("53154", lat=42.88, lng=-87.9)
    make_screening(state="CO", mode="both", link="https://meet.example/x", **DENVER)
    make_screening(**MADISON)

    assert "within 100 miles" in read("/screenings/?zip=53154&within=25")


def test_feeds_never_widen():
    make_zip_place("53154", lat=42.88, lng=-87.9)
    make_screening(**MADISON)

    assert rows("/screenings.json?zip=53154&within=25") == []
    assert b"VEVENT" not in Client().get("/screenings.ics?zip=53154&within=25").content


def test_nearest_first_orders_by_miles():
    make_zip_place("53154", lat=42.88, lng=-87.9)
    soon = timezone.now() + timedelta(days=2)
    far = make_screening(starts_at=soon, **MADISON)
    near = make_screening(**OAK_CREEK)

    body = read("/screenings/?zip=53154&within=100&order=near")

    assert body.index(near.get_absolute_url()) < body.index(far.get_absolute_url())


# Feeds have the page's filter


def test_page_links_to_feeds_with_its_filter():
    make_zip_place("53154")

    body = read("/screenings/?zip=53154&access=captions&nonsense=1")

    assert "/screenings.ics?zip=53154&amp;access=captions" in body
    assert "/screenings.json?zip=53154&amp;access=captions" in body


def test_feed_tells_nothing_private():
    screening = make_screening(
        mode="both", link="https://meet.example/secret", host=make_leader()
    )
    Reservation.objects.create(screening=screening, email="ada@sample.example")

    text = Client().get("/screenings.json").content.decode()

    assert "secret" not in text
    assert "@" not in text


def test_json_says_how_many_there_are():
    for _ in range(3):
        make_screening()

    found = Client().get("/screenings.json").json()

    assert (found["total"], found["total_is_capped"]) == (3, False)


def test_pages_go_on_and_back_by_date():
    host, film = make_leader(), make_film()
    for days in range(1, 26):
        make_screening(
            host=host, film=film, starts_at=timezone.now() + timedelta(days=days)
        )

    first = read("/screenings/")
    onward = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    second = read("/screenings/" + onward.replace("&amp;", "&"))

    assert first.count('class="event-row') == 20
    assert second.count('class="event-row') == 5
    assert 'rel="prev"' in second


# Cost


def _fill(number):
    host, film = make_leader(), make_film()
    one = make_screening(host=host, film=film)
    kept = [
        *("film_id", "host_id", "title", "summary", "audiences", "zone", "venue"),
        *("street", "city", "state", "zip", "lat", "lng", "capacity", "captions"),
        *("step_free", "sign_language", "police_presence"),
    ]
    fields = {name: getattr(one, name) for name in kept}
    first = timezone.localdate() + timedelta(days=3)
    rows = [Screening(slug="x", **fields) for _ in range(number)]
    for place, row in enumerate(rows):
        day = first + timedelta(days=place)
        row.set_hours(Hours(day, time(18), time(20), None, one.zone))
    Screening.objects.bulk_create(rows)
    Screening.objects.filter(status="draft").update(
        status="published", published_at=timezone.now()
    )
    return one


@pytest.mark.parametrize("number", [3, 300])
@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/screenings/", 3),
        ("/screenings/?zip=53154&within=25", 4),
        ("/screenings/?zip=53154&order=near", 4),
        ("/screenings/wi/", 3),
        ("/screenings/past/", 3),
        ("/screenings.json?zip=53154", 4),
        ("/screenings.ics", 3),
    ],
)
def test_list_costs_few_queries_however_long(path, most, number):
    make_zip_place("53154")
    _fill(number)

    with count_queries() as queries:
        assert Client().get(path).status_code == 200

    assert len(queries) <= most
    assert queries.repeated == []


@pytest.mark.parametrize("number", [3, 300])
def test_pages_of_one_thing_cost_few_queries(number):
    one = _fill(number)

    for path, most in (
        (one.get_absolute_url(), 1),
        (one.address_of("calendar"), 1),
        (one.film.get_absolute_url(), 3),
        (one.host.get_absolute_url(), 3),
    ):
        with count_queries() as queries:
            assert Client().get(path).status_code == 200
        assert len(queries) <= most, path
        assert queries.repeated == []


def test_public_pages_set_no_cookie_and_may_be_kept():
    screening = make_screening()

    for path in ("/screenings/", screening.get_absolute_url(), "/screenings/host/"):
        response = Client().get(path)

        assert response.cookies == {}
        assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
        assert "Cookie" not in response.get("Vary", "")
