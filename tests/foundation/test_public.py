"""Nobody's phone number or e-mail address stands in words that everyone reads."""

import re

import pytest
from django import forms
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from foundation.contacts import contacts_in
from foundation.public import PublicLine, PublicProse, spare_staff, warnings_of
from tests.factories import make_help_line
from tests.queries import count_queries

# A number that nobody knows is looked for among the records.
pytestmark = pytest.mark.django_db


class Profile(forms.Form):
    about = PublicProse(label="In your own words", required=False)
    rank = PublicLine(label="Rank", required=False)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Call 414-555-0123.", ["414-555-0123"]),
        ("(414) 555 0142 x5", ["(414) 555 0142 x5"]),
        ("at 414.555.0199 or 4145550123", ["414.555.0199", "4145550123"]),
        ("４１４–５５５–０１２３", ["414–555–0123"]),
        ("\u202a(555) 010-1234\u202c", ["(555) 010-1234"]),
        ("call me at 555-0142", ["555-0142"]),
        ("+44 20 7946 0958", ["+44 20 7946 0958"]),
        ("1-414-CALL-ANA", ["1-414-CALL-ANA"]),
        ("Write to Ana.Ruiz@Sample.Example.", ["Ana.Ruiz@Sample.Example"]),
        ("mailto:ana@agency.gov", ["ana@agency.gov"]),
        ("ana (at) agency [dot] gov", ["ana@agency.gov"]),
        ("ａｎａ＠agency.gov", ["ana@agency.gov"]),
        ("josé@município.org", ["josé@município.org"]),
        ("414-555-0123, ana@a.org, 414-555-0123", ["414-555-0123", "ana@a.org"]),
    ],
)
def test_contact_is_found_however_it_is_written(text, found):
    assert contacts_in(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Doors open at 6:30, the film runs 7:00-8:15 pm on 05/12/2027.",
        "We seat 100-2000 people; built 1999-2005; budget $1,500,000.",
        "ZIP 53154-1234, lot 12, bus 10@5.30pm, @niot",
        "Join https://meet.example/j/4145550123 with code 123456",
        "In danger call 911. Call or text 988, or 741741.",
        "FBI 1-800-225-5324 or 1-800-CALL-FBI, VictimConnect 1-855-4-VICTIM",
        "VictimConnect (855) 484-2846 ext. 3",
    ],
)
def test_numbers_that_are_nobodys_pass(text):
    assert contacts_in(text) == []


@pytest.mark.parametrize(
    "name", ["hub/get_help_now", "hub/_always", "hub/hate_crimes", "partials/call_911"]
)
def test_numbers_that_the_portal_prints_itself_pass(name):
    page = settings.BASE_DIR / f"templates/{name}.html"
    words = re.sub("<[^>]+>|{[%{].*?[%}]}", " ", page.read_text())

    assert contacts_in(words) == []


def test_number_of_a_help_line_passes_while_visitors_see_it():
    make_help_line("shown", phone="1-414-555-0123")
    make_help_line("waiting", phone="1-414-555-0124")

    assert contacts_in("Call 414-555-0123 or 414-555-0124.") == ["414-555-0124"]


def test_many_numbers_ask_the_records_once():
    text = ", ".join(f"414-555-{number:04}" for number in range(200))

    with count_queries() as queries:
        contacts_in(text)

    assert len(queries) == 1


def test_form_refuses_a_contact_beside_the_field():
    form = Profile({"about": "Call 414-555-0123 or ana@a.org.", "rank": "Captain"})

    assert form.errors == {
        "about": [
            "Everyone may read this. Take out “414-555-0123”, “ana@a.org”: people "
            "reach each other through the portal. Numbers of help lines may stay."
        ]
    }


def test_text_that_stands_already_is_saved_until_it_is_changed():
    standing = {"about": "Call 414-555-0123.\nAna", "rank": "Chief 414-555-0123"}

    same = Profile(
        {**standing, "about": "Call 414-555-0123.\r\nAna "}, initial=standing
    )
    changed = Profile({**standing, "about": "Call 414-555-0123!"}, initial=standing)

    assert same.is_valid()
    assert list(changed.errors) == ["about"]


def test_staff_are_warned_and_not_refused():
    form = Profile({"about": "Call 414-555-0123.", "rank": "Captain"})
    spare_staff(form)

    assert form.is_valid()
    assert warnings_of(form) == [
        "Everyone may read “414-555-0123” under “In your own words”. Is that meant?"
    ]


@given(
    st.text(st.one_of(st.sampled_from("@.-() 1234567890+aX\n\ud800"), st.characters()))
)
def test_any_text_is_looked_through(text):
    assert all(words.strip() for words in contacts_in(text))
