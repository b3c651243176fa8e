"""An address that only takes a form leads to the page with the form."""

import pytest

from foundation.tokens import token_for
from tests.authorisation.runner import rows
from tests.factories import make_reservation, make_screening, make_verified_user
from tests.people import signed_in

pytestmark = pytest.mark.django_db


def test_no_address_of_the_portal_answers_get_with_a_bare_refusal():
    """The matrix has a row for each address (its own test), and each is tried there."""
    refused = [
        row for row in rows() if row.method == "GET" and "M" in row.answers.values()
    ]

    assert refused == []


def test_button_that_comes_back_by_get_leads_to_its_page_and_says_so():
    client = signed_in(make_verified_user())

    response = client.get("/leaders/profile/away/", follow=True)

    assert response.redirect_chain[0] == ("/leaders/profile/", 302)


def test_person_is_told_that_nothing_was_done():
    client = signed_in(make_verified_user())

    client.get("/leaders/profile/away/")

    page = client.get("/desk/").content.decode()
    assert "Nothing was done yet. Press the button here once more." in page


def test_visitor_is_led_there_without_a_cookie(client):
    reservation = make_reservation(make_screening(), "pending")
    page = f"/reservations/{token_for('reservation', reservation)}/"

    response = client.get(f"{page}cancel/")

    assert response["Location"] == page
    assert not response.cookies


def test_link_that_opens_nothing_is_not_found_however_it_is_asked(client):
    assert client.get("/reservations/1-nothing/cancel/").status_code == 404


@pytest.mark.parametrize("code", ["AAAAAA-there", "ZZZZZZ-nothing"])
def test_private_and_missing_are_answered_alike(code):
    """The page above decides; the way there tells nothing."""
    client = signed_in(make_verified_user())

    response = client.get(f"/screenings/{code}/guests/answer/7/")

    assert response.status_code in (302, 404)
    assert client.get(f"/screenings/{code}/guests/").status_code == 404


def test_post_where_only_reading_is_meant_is_still_refused(client):
    assert client.post("/").status_code == 405
