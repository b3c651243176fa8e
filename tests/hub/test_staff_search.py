"""One search for the staff: names, addresses, references; roles are respected."""

import re

import pytest

from tests.factories import (
    make_application,
    make_leader,
    make_reservation,
    make_screening,
    make_staff,
    make_verified_user,
)
from tests.people import signed_in
from tests.queries import count_queries

pytestmark = pytest.mark.django_db


def _found(client, typed) -> dict[str, list[str]]:
    """The names that the page shows, by the heading of their group."""
    page = client.get("/admin/search/", {"q": typed})
    assert page.status_code == 200
    sections = re.findall(
        r'<h2 id="group-\d+">([^<]+)</h2>(.*?)</section>', page.content.decode(), re.S
    )
    return {
        title: re.findall(r'<li><a href="[^"]+">([^<]*)</a>', body)
        for title, body in sections
    }


def test_name_finds_leaders_and_what_they_host():
    leader = make_leader(name="Maria Hollis")
    make_screening(host=leader, title="An evening in the library")
    make_leader(name="Somebody Else")

    found = _found(signed_in(make_staff()), "hollis")

    assert found["Leaders"] == ["Maria Hollis"]
    assert found["Screenings"] == ["An evening in the library"]


@pytest.mark.parametrize("typed", ["{}", "A-{}", "a-{} ", " {} "])
def test_reference_finds_its_application(typed):
    application = make_application()
    make_application()

    found = _found(
        signed_in(make_staff("Reviewer")), typed.format(application.reference.upper())
    )

    assert found == {"Applications": [str(application)]}


def test_code_finds_the_screening_and_its_reservations():
    screening = make_screening(title="An evening", code="7k2m9q")
    reservation = make_reservation(screening)

    found = _found(signed_in(make_staff()), "7K2-M9Q")

    assert found == {
        "Screenings": ["An evening"],
        "Reservations": [str(reservation)],
    }


def test_address_finds_all_records_of_a_person_however_it_is_typed():
    leader = make_leader(
        name="Ana Diaz", user=make_verified_user(email="ana@agency.example.org")
    )
    make_reservation(make_screening(), email="ana@agency.example.org")

    found = _found(signed_in(make_staff()), " <ANA@Agency.example.org>".strip("< >"))

    assert found["Leaders"] == ["Ana Diaz"]
    assert len(found["Reservations"]) == 1
    assert found["Accounts"] == [str(leader.user)]


def test_part_of_an_address_finds_no_leader_and_no_guest():
    leader = make_leader(user=make_verified_user(email="ana@agency.example.org"))
    make_reservation(make_screening(), email="ana@agency.example.org")

    found = _found(signed_in(make_staff()), "ana@agency")

    # The list of accounts finds parts, for those who may open it.
    assert found == {"Accounts": [str(leader.user)]}


def test_reviewer_finds_nobody_by_address_and_no_accounts():
    user = make_verified_user(email="ana@agency.example.org", display_name="Ana Diaz")
    make_leader(name="Ana Diaz", user=user)
    make_reservation(make_screening(), email="ana@agency.example.org")
    client = signed_in(make_staff("Reviewer"))

    assert _found(client, "ana@agency.example.org") == {}
    assert _found(client, "Ana Diaz") == {"Leaders": ["Ana Diaz"]}


def test_draft_is_the_applicants_own():
    draft = make_application("draft")

    assert _found(signed_in(make_staff()), draft.reference).get("Applications") is None


@pytest.mark.parametrize("typed", ["", "   ", "%", "'\"", "x" * 7_000, "@", "a@", "-"])
def test_anything_may_be_typed(typed):
    page = signed_in(make_staff()).get("/admin/search/", {"q": typed})

    assert page.status_code == 200


def test_search_box_stands_on_every_staff_page_and_keeps_what_was_typed():
    client = signed_in(make_staff("Reviewer"))

    home = client.get("/admin/").content.decode()
    page = client.get("/admin/search/", {"q": "nobody <b>"}).content.decode()

    assert 'action="/admin/search/"' in home
    assert 'value="nobody &lt;b&gt;"' in page
    assert "Nothing you may open fits “nobody &lt;b&gt;”." in page


def test_many_hits_are_cut_and_lead_to_the_list():
    for number in range(12):
        make_leader(name=f"Robin Hale {number}")
    client = signed_in(make_staff())

    found = _found(client, "robin hale")
    page = client.get("/admin/search/", {"q": "robin hale"}).content.decode()

    assert len(found["Leaders"]) == 10
    assert 'href="/admin/leaders/leader/?q=robin+hale"' in page


def test_search_costs_the_same_with_many():
    client = signed_in(make_staff())
    client.get("/admin/search/", {"q": "sample"})
    counts = []
    for more in (1, 12):
        for _ in range(more):
            leader = make_leader(name="Sample Person")
            make_reservation(make_screening(host=leader, title="Sample evening"))
        with count_queries() as queries:
            client.get("/admin/search/", {"q": "sample"})
        counts.append(len(queries))
        assert not queries.repeated

    assert counts[0] == counts[1] <= 12
