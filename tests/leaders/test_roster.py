"""The leaders' list and a leader's page for staff."""

import pytest

from leaders.models import OldSlug
from places.models import ZipPlace
from tests.factories import (
    make_leader,
    make_staff,
    make_zip_place,
)
from tests.forms import press, version_in
from tests.pages import text_of
from tests.people import signed_in

pytestmark = pytest.mark.django_db

QUEUE = "/admin/leaders/application/"


def _leader_page(leader):
    return f"/admin/leaders/leader/{leader.pk}/change/"


def test_manager_suspends_and_hides_from_the_leaders_page():
    leader = make_leader()
    client = signed_in(make_staff())
    base = f"/admin/leaders/leader/{leader.pk}/"

    text = text_of(client, _leader_page(leader))
    seen = {"version": leader.version}
    empty = client.post(f"{base}act/suspend/", {**seen, "reason": ""})
    press(client, f"{base}act/suspend/", {**seen, "reason": "A complaint."})
    leader.refresh_from_db()
    client.post(f"{base}hide/", {"version": leader.version, "reason": "A doubt."})

    leader.refresh_from_db()
    assert f'href="{base}act/suspend/"' in text
    assert empty.status_code == 200
    assert (leader.status, leader.is_hidden) == ("suspended", True)
    assert leader.sanctions.get().reason == "A complaint."


def test_reviewer_reads_the_leaders_page_and_changes_nothing():
    leader = make_leader()
    client = signed_in(make_staff("Reviewer"))
    base = f"/admin/leaders/leader/{leader.pk}/"

    text = text_of(client, _leader_page(leader))

    assert leader.user.email not in text
    assert "act/suspend" not in text
    assert client.post(f"{base}act/suspend/", {"version": 0}).status_code == 403
    assert client.post(f"{base}hide/", {"version": 0}).status_code == 403
    assert client.post(_leader_page(leader), {"slug": "x"}).status_code == 403


def test_staff_change_the_address_and_the_old_one_redirects():
    ZipPlace.objects.create(
        zip="60601", city="Chicago", state="IL", lat=41.9, lng=-87.6, zone="x"
    )
    leader = make_leader(slug="ana-diaz")

    signed_in(make_staff()).post(
        _leader_page(leader),
        {
            "version": leader.version,
            "slug": "ana-ruiz",
            "agency_name": "Chicago Police Department",
            "agency": "",
            "agency_kind": "local-police",
            "agency_size": "over-1000",
            "zip": "60601",
            "status": "removed",
        },
    )

    leader.refresh_from_db()
    assert (leader.slug, leader.state, leader.status) == ("ana-ruiz", "IL", "active")
    assert OldSlug.objects.get(slug="ana-diaz").leader == leader
    assert signed_in(None).get("/leaders/ana-diaz/")["Location"] == "/leaders/ana-ruiz/"


def test_address_somebody_else_had_is_refused():
    other, leader = make_leader(), make_leader()
    OldSlug.objects.create(slug="ana-diaz", leader=other)

    page = signed_in(make_staff()).post(
        _leader_page(leader),
        {
            "version": leader.version,
            "slug": "ana-diaz",
            "agency_name": "X",
            "agency_kind": "local-police",
            "agency_size": "1-10",
            "zip": "53154",
        },
    )

    assert "Another leader had this address before." in page.content.decode()


def _facts(leader, **changes):
    return {
        "version": leader.version,
        "slug": leader.slug,
        "agency_name": leader.agency_name,
        "agency": "",
        "agency_kind": leader.agency_kind,
        "agency_size": leader.agency_size,
        "zip": leader.zip,
    } | changes


def test_leader_changed_by_somebody_first_keeps_what_was_typed():
    make_zip_place()
    leader = make_leader()
    first = signed_in(make_staff(display_name="Mara Winter"))
    second = signed_in(make_staff())
    first.post(_leader_page(leader), _facts(leader, agency_name="Harbor Police"))

    page = second.post(_leader_page(leader), _facts(leader, agency_name="Bay Police"))
    leader.refresh_from_db()
    kept = leader.agency_name
    typed = _facts(leader, agency_name="Bay Police", version=version_in(page))
    again = second.post(_leader_page(leader), typed)

    leader.refresh_from_db()
    text = page.content.decode()
    assert page.status_code == 200
    assert "Mara Winter changed this on" in text
    assert "Change the agency or the address of the profile" in text
    assert 'value="Bay Police"' in text
    assert kept == "Harbor Police"
    assert again.status_code == 302
    assert leader.agency_name == "Bay Police"


def test_leader_page_with_an_error_shows_the_leader_as_stored():
    leader = make_leader(slug="ana-ruiz")

    page = signed_in(make_staff()).post(
        _leader_page(leader), _facts(leader, slug="x", zip="00000")
    )

    text = page.content.decode()
    assert 'href="/leaders/ana-ruiz/"' in text
    assert 'value="x"' in text


def test_profile_hidden_by_somebody_first_keeps_the_reason():
    leader = make_leader()
    first = signed_in(make_staff(display_name="Mara Winter"))
    second = signed_in(make_staff())
    base = f"/admin/leaders/leader/{leader.pk}/"
    seen = {"version": leader.version}
    first.post(f"{base}hide/", {**seen, "reason": "A doubt."})

    page = second.post(f"{base}hide/", {**seen, "reason": "A complaint."})

    text = page.content.decode()
    assert page.status_code == 200
    assert "Mara Winter changed this on" in text
    assert "“Hide the profile”" in text
    assert "A complaint." in text


def test_hidden_profile_is_shown_again():
    leader = make_leader(is_hidden=True)
    client = signed_in(make_staff())

    text = text_of(client, _leader_page(leader))
    client.post(
        f"/admin/leaders/leader/{leader.pk}/show/",
        {"version": leader.version, "reason": "Cleared up."},
    )

    leader.refresh_from_db()
    assert f'href="/admin/leaders/leader/{leader.pk}/show/"' in text
    assert leader.is_hidden is False
