"""Matching the agency that an applicant typed."""

import pytest

from places.models import Agency
from tests.factories import (
    make_agency,
    make_application,
    make_staff,
)
from tests.forms import seen_on, version_in
from tests.pages import text_of
from tests.people import signed_in

pytestmark = pytest.mark.django_db

QUEUE = "/admin/leaders/application/"


def test_agency_is_matched_within_the_state_and_kept_for_the_leader():
    right = Agency.objects.create(
        name="Oak Creek Police Department", kind="local-police", state="WI"
    )
    elsewhere = Agency.objects.create(
        name="Oak Creek Police Department", kind="local-police", state="CO"
    )
    application = make_application(status="accepted", agency_name="Oak Creek PD")
    client = signed_in(make_staff())
    address = f"{QUEUE}{application.pk}/match/"

    text = text_of(client, address)
    client.post(address, {"version": seen_on(client, address), "agency": elsewhere.pk})
    application.refresh_from_db()
    wrong = application.agency
    client.post(address, {"version": seen_on(client, address), "agency": right.pk})

    application.refresh_from_db()
    assert f'value="{right.pk}"' in text
    assert f'value="{elsewhere.pk}"' not in text
    assert wrong is None
    assert application.agency == application.leader.agency == right


def test_agency_that_somebody_matched_first_is_not_overwritten():
    first, second = make_agency(), make_agency()
    application = make_application()
    winner, loser = make_staff(display_name="Mara Winter"), make_staff("Reviewer")
    address = f"{QUEUE}{application.pk}/match/"
    typed = {"version": application.version}
    signed_in(winner).post(address, typed | {"agency": first.pk})
    client = signed_in(loser)

    page = client.post(address, typed | {"agency": second.pk})
    application.refresh_from_db()
    kept = application.agency
    again = client.post(address, {"version": version_in(page), "agency": second.pk})

    application.refresh_from_db()
    assert page.status_code == 200
    assert "Mara Winter changed this on" in page.content.decode()
    assert page.context["chosen"] == str(second.pk)
    assert kept == first
    assert again.status_code == 302
    assert application.agency == second


@pytest.mark.parametrize(
    "agency", ["x", "0", pytest.param("9" * 30, id="far too many digits"), "-1"]
)
def test_forged_agency_is_a_sentence(agency):
    application = make_application()
    client = signed_in(make_staff())
    address = f"{QUEUE}{application.pk}/match/"

    page = client.post(address, {"version": application.version, "agency": agency})

    assert page.status_code == 200
    assert "Pick an agency from the list." in page.content.decode()


@pytest.mark.parametrize(
    ("stands", "typed"),
    [
        ("Cañon City Police Department", "Canon City PD"),
        ("Canon City Police Department", "Cañon City PD"),
        ("Winston Salem Police Department", "Winston-Salem Police"),
        ("Winston-Salem Police Department", "Winston Salem Police"),
        ("Prince George's County Police", "Prince George’s County Police"),
        ("St. Paul Police Department", "St Paul Sheriff’s Office"),
    ],
)
def test_agency_is_found_however_it_is_spelled(stands, typed):
    right = make_agency(name=stands)
    make_agency(name="Oak Creek Police Department")
    application = make_application(agency_name=typed)

    page = signed_in(make_staff()).get(f"{QUEUE}{application.pk}/match/")

    assert list(page.context["agencies"]) == [right]
