"""The box for a ZIP code."""

import pytest
from django import forms

from places.fields import ZipField
from places.formfields import ZipFormField, place_for
from places.models import ZipAbroad
from tests.factories import make_zip_place
from tests.queries import count_queries

pytestmark = pytest.mark.django_db
UNKNOWN = "We could not find that ZIP code. Check the five digits."


class ZipForm(forms.Form):
    zip = ZipFormField()


def _errors(form):
    return form.errors.get("zip", [])


@pytest.mark.parametrize("typed", ["53154", " 53154 ", "53154-1234", "531541234"])
def test_zip_cleans_to_five_digits(typed):
    make_zip_place("53154")

    form = ZipForm({"zip": typed})

    assert _errors(form) == []
    assert form.cleaned_data["zip"] == "53154"


@pytest.mark.parametrize(
    "typed",
    [
        "53154\u20131234",
        "53154\u20111234",
        "53154 - 1234",
        "53154\u00a01234",
        "53154-",
        "\u200e53154\u202c",
        "\ufeff53154",
        "５３１５４",
        "５３１５４－１２３４",
    ],
)
def test_zip_is_read_however_it_was_pasted(typed):
    make_zip_place("53154")

    assert ZipFormField().clean(typed) == "53154"
    assert ZipField().clean(typed, None) == "53154"
    assert ZipField().formfield().clean(typed) == "53154"


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        pytest.param(
            "APO",
            "09012 is a military address (APO). Enter the ZIP code of a town in a "
            "state or territory of the United States.",
            id="an army post",
        ),
        pytest.param(
            "DPO",
            "09012 is a military address (DPO). Enter the ZIP code of a town in a "
            "state or territory of the United States.",
            id="an embassy",
        ),
        pytest.param(
            "PW",
            "09012 lies in Palau, which this network does not cover. Enter the ZIP "
            "code of a town in a state or territory of the United States.",
            id="Palau",
        ),
    ],
)
def test_zip_abroad_is_known_and_helped(kind, sentence):
    ZipAbroad.objects.create(zip="09012", kind=kind)

    assert _errors(ZipForm({"zip": "09012-1234"})) == [sentence]


def test_military_zip_that_is_listed_under_a_state_is_helped():
    make_zip_place("09980", state="NJ", city="Dpo", lat=None, lng=None)

    assert _errors(ZipForm({"zip": "09980"})) == [
        "09980 is a military address (DPO). Enter the ZIP code of a town in a state or "
        "territory of the United States."
    ]


@pytest.mark.parametrize(
    "typed",
    [
        "53155",
        "5315",
        "ABCDE",
        "٥٣١٥٤",
        "53154-12",
        "53154\x00",
        pytest.param("5" * 10_000, id="far too many digits"),
        "' OR 1=1 --",
    ],
)
def test_zip_refuses_what_it_cannot_find(typed):
    make_zip_place("53154")

    assert _errors(ZipForm({"zip": typed})) == [UNKNOWN]


def test_zip_asks_for_an_answer_where_needed():
    assert _errors(ZipForm({"zip": ""})) == ["This is still missing."]


def test_zip_may_be_left_empty():
    assert ZipFormField(required=False).clean("") == ""


def test_zip_refuses_a_code_without_coordinates_where_they_are_needed():
    make_zip_place("20001", lat=None, lng=None)

    with pytest.raises(forms.ValidationError, match="not where it lies"):
        ZipFormField(needs_point=True).clean("20001")
    assert ZipFormField().clean("20001") == "20001"


def test_place_for_remembers_what_the_form_found():
    place = make_zip_place("53154")
    with count_queries() as queries:
        cleaned = ZipFormField().clean("53154")
        found = place_for(cleaned)

    assert found == place
    assert len(queries) == 1


def test_place_for_finds_plain_digits():
    place = make_zip_place("53154")

    assert place_for("53154") == place
    assert place_for("00000") is None


def test_cleaned_zip_can_be_saved_as_text():
    make_zip_place("53154")
    cleaned = ZipFormField().clean("53154")

    make_zip_place("53155", county=cleaned)

    assert place_for("53155").county == "53154"
