"""For whose eyes the e-mail addresses of an application are, page by page."""

import pytest

from leaders.access import may_see_addresses
from leaders.vetting import MACHINE
from tests.factories import (
    make_application,
    make_leader,
    make_staff,
    make_verified_user,
)
from tests.pages import text_of
from tests.people import signed_in

pytestmark = pytest.mark.django_db

QUEUE = "/admin/leaders/application/"
APPLICANT = "ana.ruiz@quiet-canary.example"
SUPERVISOR = "chief.ortega@other-canary.example"


@pytest.fixture
def staff():
    """One person of each kind, by how they stand to `application`."""
    return {
        "holder": make_staff("Reviewer"),
        "former holder": make_staff("Reviewer"),
        "other reviewer": make_staff("Reviewer"),
        "program manager": make_staff("Program manager"),
    }


@pytest.fixture
def application(staff):
    """An application in review, whose first reader handed it over."""
    made = make_application(
        status="in_review",
        assignee=staff["former holder"],
        applicant=make_verified_user(email=APPLICANT, display_name="Ana Ruiz"),
        name="Ana Ruiz",
        supervisor_name="Chief Ortega",
        supervisor_email=SUPERVISOR,
    )
    return MACHINE.move(made, "take_over", by=staff["holder"])


SEES = {
    "holder": True,
    "former holder": False,
    "other reviewer": False,
    "program manager": True,
}


@pytest.mark.parametrize(("who", "sees"), SEES.items())
def test_addresses_are_for_whoever_has_it_and_whoever_decides(
    staff, application, who, sees
):
    assert may_see_addresses(application, staff[who]) is sees


@pytest.mark.parametrize(("who", "sees"), SEES.items())
def test_review_page_shows_the_answers_to_all_and_the_addresses_to_some(
    staff, application, who, sees
):
    text = text_of(signed_in(staff[who]), f"{QUEUE}{application.pk}/review/")

    for answer in ("Ana Ruiz", application.agency_name, "Chief Ortega"):
        assert answer in text
    assert (APPLICANT in text, SUPERVISOR in text) == (sees, sees)
    assert ("canary" in text) == sees


@pytest.mark.parametrize("who", SEES)
@pytest.mark.parametrize(
    "page",
    [
        pytest.param("?stage=all", id="queue"),
        pytest.param("?stage=all&q=Ruiz", id="search"),
        pytest.param("{pk}/match/", id="match the agency"),
        pytest.param("{pk}/act/take_over/", id="take over"),
        pytest.param("{pk}/act/ask/", id="ask"),
        pytest.param("{pk}/act/recommend/", id="recommend"),
    ],
)
def test_other_pages_show_the_addresses_to_nobody(staff, application, who, page):
    text = text_of(signed_in(staff[who]), QUEUE + page.format(pk=application.pk))

    assert "Ana Ruiz" in text
    assert "canary" not in text


@pytest.mark.parametrize("who", SEES)
@pytest.mark.parametrize("address", [APPLICANT, SUPERVISOR, "canary"])
def test_search_of_the_queue_finds_nobody_by_address(staff, application, who, address):
    text = text_of(signed_in(staff[who]), f"{QUEUE}?stage=all&q={address}")

    assert application.code not in text


def test_leaders_page_shows_no_address_of_the_leader():
    leader = make_leader(user=make_verified_user(email=APPLICANT))
    client = signed_in(make_staff("Reviewer"))

    assert "canary" not in text_of(client, f"/admin/leaders/leader/{leader.pk}/change/")
    assert "canary" not in text_of(client, "/admin/leaders/leader/")
