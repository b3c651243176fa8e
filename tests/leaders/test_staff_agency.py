"""The agency that a member of the staff works for bars them from its applications."""

import pytest

from accounts import staff
from foundation.refusals import Refused
from leaders import vetting
from tests.factories import make_agency, make_application, make_staff
from tests.people import signed_in

pytestmark = pytest.mark.django_db

OWN = "You work for the same agency. Ask a colleague."


def test_own_agency_bars_vetting_from_the_next_page_on():
    manager, reviewer, agency = make_staff(), make_staff("Reviewer"), make_agency()
    application = make_application(agency=agency)
    client = signed_in(reviewer)
    page = f"/admin/leaders/application/{application.pk}/review/"
    assert OWN not in client.get(page).content.decode()

    staff.say_agency(reviewer, agency, by=manager, seen=0)

    assert OWN in client.get(page).content.decode()
    reviewer.refresh_from_db()
    with pytest.raises(Refused, match="same agency"):
        vetting.MACHINE.move(type(application)(pk=application.pk), "claim", by=reviewer)


def test_agency_that_was_typed_is_known_by_name_and_state():
    manager, reviewer = make_staff(), make_staff("Reviewer")
    staff.say_agency(
        reviewer, make_agency(name="Oak Creek Police", state="WI"), by=manager, seen=0
    )
    reviewer.refresh_from_db()

    there = make_application(agency_name="OAK CREEK POLICE")
    elsewhere = make_application(agency_name="Oak Hill Police")

    assert vetting.conflict(there, reviewer) == OWN
    assert vetting.conflict(elsewhere, reviewer) == ""


def test_whoever_has_no_agency_has_no_conflict():
    manager, reviewer, agency = make_staff(), make_staff("Reviewer"), make_agency()
    application = make_application(agency=agency)
    staff.say_agency(reviewer, agency, by=manager, seen=0)
    staff.say_agency(reviewer, None, by=manager, seen=1)
    reviewer.refresh_from_db()

    assert vetting.conflict(application, reviewer) == ""
    assert reviewer.has_no_agency


def test_nobody_changes_their_own_agency_but_says_it_at_first():
    manager, agency = make_staff(), make_agency()
    staff.say_agency(manager, agency, by=manager, seen=0)
    manager.refresh_from_db()

    with pytest.raises(Refused, match="A colleague has to change your agency"):
        staff.say_agency(manager, None, by=manager, seen=1)


@pytest.mark.parametrize("says", ["Sample Police, WI", "None", "Not known yet"])
def test_own_page_says_the_agency(says):
    reviewer = make_staff("Reviewer")
    agencies = {"Sample Police, WI": make_agency(name="Sample Police"), "None": None}
    by = make_staff()
    for agency in [agencies[says]] if says in agencies else []:
        staff.say_agency(reviewer, agency, by=by, seen=0)

    page = signed_in(reviewer).get("/accounts/profile/").content.decode()

    assert says in page


def test_form_takes_an_agency_and_then_none():
    manager, reviewer, agency = make_staff(), make_staff("Reviewer"), make_agency()
    client = signed_in(manager)
    path = f"/admin/accounts/staffperson/{reviewer.pk}/act/agency/"

    client.post(
        path, {"version": 0, "works_for": "agency", "agency": agency.name.upper()}
    )
    reviewer.refresh_from_db()
    first = reviewer.agency
    client.post(path, {"version": 1, "works_for": "none", "agency": ""})
    reviewer.refresh_from_db()

    assert first == agency
    assert (reviewer.agency, reviewer.has_no_agency) == (None, True)
