"""What the database holds true of ZIP codes and agencies."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from places.models import Agency
from tests.factories import make_agency, make_zip_place

pytestmark = pytest.mark.django_db


def _refused(make, **fields):
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        make(**fields)
    return caught.value.__cause__.diag.constraint_name


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"kind": "militia"}, "places_agency_kind_is_known"),
        ({"size": "huge"}, "places_agency_size_is_known"),
        ({"state": "AE"}, "places_agency_state_is_known"),
        ({"ori": "W1"}, "places_agency_ori_is_well_formed"),
        ({"ori": ""}, "places_agency_ori_is_well_formed"),
        ({"lat": 43.0}, "places_agency_lat_with_lng"),
        ({"lat": 43.0, "lng": 200.0}, "places_agency_lat_with_lng"),
    ],
)
def test_agency_constraint_refuses(fields, constraint):
    assert _refused(make_agency, **fields) == constraint


def test_agency_ori_belongs_to_one_agency():
    make_agency(ori="WI0410200")

    assert "ori" in _refused(make_agency, ori="WI0410200")


def test_agencies_without_an_ori_are_many():
    for _ in range(2):
        agency = Agency(name="Sample", kind="sheriff", state="WI", ori="")
        agency.full_clean()
        agency.save()

    assert Agency.objects.filter(ori=None).count() == 2


def test_agency_ori_is_folded_to_capitals():
    agency = Agency(name="Sample", kind="sheriff", state="WI", ori="wi0410200")

    agency.clean()

    assert agency.ori == "WI0410200"


def test_agency_with_one_coordinate_hears_why():
    with pytest.raises(ValidationError, match="Give both coordinates or neither"):
        Agency(name="Sample", kind="sheriff", state="WI", lat=43.0).full_clean()


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"zip": "5315"}, "places_zipplace_zip_is_five_digits"),
        ({"lat": None}, "places_zipplace_lat_with_lng"),
        ({"lat": 91.0}, "places_zipplace_lat_with_lng"),
    ],
)
def test_zip_constraint_refuses(fields, constraint):
    assert _refused(make_zip_place, **fields) == constraint


def test_zip_place_reads_as_an_address_line():
    place = make_zip_place("53154")

    assert str(place) == "Oak Creek, WI 53154"
    assert str(place.region) == "Midwestern"
