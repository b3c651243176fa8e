"""`manage.py load_zips`, on a few rows and once on the whole package."""

import sys
from types import SimpleNamespace

import pytest
from django.core.management import call_command

from places.models import ZipPlace
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
