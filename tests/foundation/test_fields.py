"""What the portal's own field types refuse, in forms and in the database."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, connection, transaction

from foundation import fields, formfields

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "text", ["a\nb", "a\x00b", "a\u202eb", "a\x85b", "a\u2028b", "a\ud800b"]
)
def test_line_refuses_what_breaks_a_line(text):
    with pytest.raises(ValidationError):
        formfields.Line().clean(text)


def test_line_keeps_names_of_every_script():
    assert formfields.Line().clean("  José Núñez 山田 ") == "José Núñez 山田"


def test_line_joins_a_letter_and_its_accent():
    assert formfields.Line().clean("Jose\u0301") == "José"


def test_prose_keeps_line_breaks_and_refuses_controls():
    assert formfields.Prose().clean("one\r\ntwo") == "one\ntwo"
    with pytest.raises(ValidationError):
        formfields.Prose().clean("one\x07two")


def test_mail_is_lower_case_and_fits_its_column():
    assert formfields.Mail().clean("Officer@Sample.Example") == "officer@sample.example"
    with pytest.raises(ValidationError):
        formfields.Mail().clean("a" * 250 + "@sample.example")


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "ftp://a.example", "http://"]
)
def test_web_takes_http_addresses_only(address):
    with pytest.raises(ValidationError):
        formfields.Web().clean(address)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (fields.CountField(lo=1, hi=10), 11),
        pytest.param(
            fields.CountField(lo=1, hi=10), 2**80, id="beyond what a database counts"
        ),
        (fields.MomentField(), "9999-12-31T23:59:00-05:00"),
        (fields.MomentField(), "0001-01-01T00:00:00Z"),
        (fields.DayField(), "1999-12-31"),
    ],
)
def test_bounded_field_refuses_what_is_out_of_range(field, value):
    field.set_attributes_from_name("value")

    with pytest.raises(ValidationError):
        field.clean(value, None)


def test_database_refuses_a_moment_in_the_year_10000():
    with (
        pytest.raises((IntegrityError, DataError)),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO accounts_user (password, is_superuser, email, display_name, "
            "is_staff, is_active, date_joined) VALUES ('', false, 'a@sample.example', "
            "'', false, true, '9999-12-31 23:59-05')"
        )
