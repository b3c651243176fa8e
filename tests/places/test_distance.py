"""Miles between places, against pairs measured by hand on a map."""

import pytest

from places.distance import miles_from, near
from places.models import ZipPlace
from tests.factories import make_zip_place

pytestmark = pytest.mark.django_db

# zip, latitude, longitude (degrees), as the zipcodes package has them.
BILLINGS = ("59101", 45.7742, -108.4898)
SHERIDAN = ("82801", 44.7929, -106.9579)
EWA = ("96701", 21.3908, -157.9332)
HONOLULU = ("96813", 21.3179, -157.8521)
SAN_JUAN = ("00901", 18.4656, -66.1057)
MIAMI = ("33101", 25.7791, -80.1978)
ANCHORAGE = ("99501", 61.2116, -149.8761)
OAK_CREEK = ("53154", 42.8892, -87.9027)
MILWAUKEE = ("53202", 43.0505, -87.8968)
GUAM = ("96910", 13.4443, 144.7863)
ATTU = ("99591", 52.8, 173.2)
ADAK = ("99546", 51.88, -176.65)


def _place(where):
    zip, lat, lng = where
    return make_zip_place(zip, lat=lat, lng=lng)


@pytest.mark.parametrize(
    ("one", "other", "miles"),
    [
        (BILLINGS, SHERIDAN, 101.1),
        (EWA, HONOLULU, 7.3),
        (SAN_JUAN, MIAMI, 1038),
        (OAK_CREEK, MILWAUKEE, 11.1),
        (ANCHORAGE, HONOLULU, 2777),
        (GUAM, HONOLULU, 3798),
    ],
)
def test_near_measures_what_the_map_says(one, other, miles):
    place, far = _place(one), _place(other)

    found = near(ZipPlace.objects.exclude(pk=place.pk), place, 5000).get()

    assert found == far
    assert found.miles == pytest.approx(miles, rel=0.01)


def test_near_leaves_out_what_is_farther():
    place, milwaukee = _place(OAK_CREEK), _place(MILWAUKEE)
    _place(BILLINGS)

    assert set(near(ZipPlace.objects.all(), place, 12)) == {place, milwaukee}
    assert set(near(ZipPlace.objects.all(), place, 11)) == {place}


def test_near_leaves_out_the_corners_of_its_box():
    place = _place(OAK_CREEK)
    # 9 miles north and 9 miles east: inside the square of 10 miles, not the circle.
    make_zip_place("00002", lat=42.8892 + 9 / 69.09, lng=-87.9027 + 9 / 50.63)

    assert [found.zip for found in near(ZipPlace.objects.all(), place, 10)] == ["53154"]


def test_near_looks_across_the_180th_meridian():
    adak, attu = _place(ADAK), _place(ATTU)

    found = set(near(ZipPlace.objects.all(), adak, 500))
    back = set(near(ZipPlace.objects.all(), attu, 500))

    assert found == back == {adak, attu}


def test_near_finds_nothing_where_coordinates_are_unknown():
    place = _place(OAK_CREEK)
    nowhere = make_zip_place("20001", lat=None, lng=None)

    assert list(near(ZipPlace.objects.all(), nowhere, 5000)) == []
    assert list(near(ZipPlace.objects.all(), place, 13_000)) == [place]


def test_near_measures_the_place_itself_as_zero():
    place = _place(OAK_CREEK)

    assert near(ZipPlace.objects.all(), place, 0.1).get().miles == pytest.approx(0)


def test_miles_from_tells_nothing_of_what_lies_nowhere():
    place = _place(OAK_CREEK)
    make_zip_place("20001", lat=None, lng=None)

    found = ZipPlace.objects.annotate(miles=miles_from(place)).order_by("zip")

    assert [row.miles for row in found] == [None, pytest.approx(0)]
