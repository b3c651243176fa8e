"""`manage.py load_zips`, on a few rows and once on the whole package."""

import sys
from types import SimpleNamespace

import pytest
from django.core.management import call_command

from places.models import ZipAbroad, ZipPlace
from places.states import STATES
from places.zones import ZONES
from tests.factories import make_zip_place

pytestmark = pytest.mark.django_db


def _row(zip, **changes):
    return {
        "zip_code": zip,
        "city": "Sample",
        "state": "WI",
        "county": "Sample County",
        "timezone": "America/Chicago",
        "lat": "43.0",
        "long": "-88.0",
    } | changes


@pytest.fixture
def package(monkeypatch):
    rows = []
    fake = SimpleNamespace(list_all=lambda: rows)
    monkeypatch.setitem(sys.modules, "zipcodes", fake)
    return rows


def test_load_zips_skips_what_lies_outside_and_says_so(package, capsys):
    package += [_row("53154"), _row("09001", state="AE"), _row("96941", state="FM")]

    call_command("load_zips")

    assert [place.zip for place in ZipPlace.objects.all()] == ["53154"]
    assert capsys.readouterr().out == (
        "Loaded 1 ZIP codes, 0 of them without coordinates; "
        "skipped 2 outside the 56 jurisdictions (AE 1, FM 1).\n"
    )


def test_load_zips_reads_zero_zero_as_unknown(package):
    package += [_row("20001", lat="0", long="0.0000"), _row("53154")]

    call_command("load_zips")

    assert not ZipPlace.objects.get(pk="20001").has_point
    assert ZipPlace.objects.get(pk="53154").has_point


def test_load_zips_mends_a_zone_that_is_none(package):
    package += [_row("99634", state="AK", timezone="Napakiak")]

    call_command("load_zips")

    assert ZipPlace.objects.get().zone == "America/Anchorage"


def test_load_zips_takes_the_zone_from_the_coordinates(package):
    package += [_row("37405", state="TN", lat="35.0768", long="-85.3082")]

    call_command("load_zips")

    assert ZipPlace.objects.get().zone == "America/New_York"


@pytest.mark.parametrize(
    ("changes", "zone"),
    [
        ({"county": "Hamilton County"}, "America/New_York"),
        ({"county": "", "city": "Chattanooga"}, "America/New_York"),
        ({"county": "", "city": "Nowhere"}, "America/Chicago"),
    ],
)
def test_load_zips_asks_neighbours_about_a_place_without_coordinates(
    package, changes, zone
):
    chattanooga = {"county": "Hamilton County", "city": "Chattanooga"}
    package += [
        _row("37402", state="TN", lat="35.0456", long="-85.3097", **chattanooga),
        _row("38002", state="TN", lat="35.2840", long="-89.7410", county="Shelby"),
        _row("38001", **{"state": "TN", "lat": "0", "long": "0"} | changes),
    ]

    call_command("load_zips")

    assert ZipPlace.objects.get(pk="38001").zone == zone


def test_load_zips_believes_no_point_beyond_the_border(package):
    juarez = {"lat": "31.69", "long": "-106.42"}
    package += [_row("79901", state="TX", lat="31.7587", long="-106.4869")]
    package += [_row("79999", state="TX", **juarez)]

    call_command("load_zips")

    assert ZipPlace.objects.get(pk="79999").zone == "America/Denver"


def test_load_zips_again_sets_a_zone_right_and_says_so(package, capsys):
    make_zip_place("37405", state="TN", zone="America/Chicago")
    package += [_row("37405", state="TN", lat="35.0768", long="-85.3082")]

    call_command("load_zips")
    first = capsys.readouterr().out
    call_command("load_zips")
    again = capsys.readouterr().out

    assert ZipPlace.objects.get().zone == "America/New_York"
    assert "1 ZIP codes changed their time zone." in first
    assert "America/Chicago → America/New_York: 1" in first
    assert "changed" not in again


def test_load_zips_keeps_what_lies_abroad(package):
    package += [_row("09012", state="AE", city="Apo"), _row("96941", state="FM")]

    call_command("load_zips")
    call_command("load_zips")

    kinds = list(ZipAbroad.objects.order_by("zip").values_list("zip", "kind"))
    assert kinds == [("09012", "APO"), ("96941", "FM")]


def test_load_zips_again_follows_the_package(package):
    make_zip_place("53154", city="Old Name")
    package += [_row("53154", city="New Name")]

    call_command("load_zips")
    call_command("load_zips")

    assert ZipPlace.objects.get().city == "New Name"


def test_load_zips_if_empty_leaves_a_full_table_alone(package, capsys):
    make_zip_place("53154", city="Old Name")
    package += [_row("53154", city="New Name")]

    call_command("load_zips", "--if-empty")

    assert ZipPlace.objects.get().city == "Old Name"
    assert capsys.readouterr().out == "ZIP codes are loaded already.\n"


def test_load_zips_takes_the_whole_package(capsys):
    call_command("load_zips")

    places = ZipPlace.objects.all()
    assert places.count() == 41_958
    assert set(places.values_list("state", flat=True).distinct()) == set(STATES)
    assert set(places.values_list("zone", flat=True).distinct()) <= set(ZONES)
    assert places.filter(lat=0, lng=0).count() == 0
    assert "skipped 831 outside" in capsys.readouterr().out
    assert ZipAbroad.objects.count() == 831
    assert ZipAbroad.objects.filter(kind="APO").count() == 403
    assert ZipAbroad.objects.filter(kind="PW").count() == 2
