"""Lists, details, forms and the vetting desk in a real browser: axe and width."""

import pytest

from tests.browser.conftest import DESK, PHONE
from tests.factories import (
    make_application,
    make_film,
    make_leader,
    make_reservation,
    make_resource,
    make_screening,
    make_staff,
    make_user,
    make_zip_place,
)
from tests.people import signed_in

SIZES = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])


@pytest.fixture
def host(transactional_db):
    make_zip_place()
    return make_leader(name="Nora Lantern")


@pytest.fixture
def judged(live_server, page, faults_of, overflow_of):
    """Open pages as somebody; return the faults and the overflow of each.

    Nothing on them may be refused by the content security policy.
    """
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))

    def judge(addresses, size, *, user=None) -> dict:
        if user is not None:
            cookie = signed_in(user).cookies["sessionid"].value
            page.context.add_cookies(
                [{"name": "sessionid", "value": cookie, "url": live_server.url}]
            )
        page.set_viewport_size(size)
        found = {}
        for address in addresses:
            answer = page.goto(live_server.url + address)
            found[address] = (answer.status, faults_of(page), overflow_of(page))
        assert [text for text in said if "Content Security Policy" in text] == []
        return found

    return judge


def _clean(addresses) -> dict:
    return dict.fromkeys(addresses, (200, [], 0))


@SIZES
def test_public_pages_are_clean_for_axe(host, judged, size):
    film = make_film(title="The lantern")
    guide = make_resource(title="Lantern guide")
    coming = make_screening(host=host, film=film, title="Lantern night")
    off = make_screening("cancelled", host=host, film=film)
    over = make_screening("held", host=host, film=film)
    full = make_screening(host=host, film=film, capacity=1)
    make_reservation(full)
    addresses = [
        "/screenings/",
        "/screenings/?zip=53154",
        "/near/?zip=53154",
        "/screenings/?zip=99999",
        "/screenings/past/",
        "/screenings/host/",
        coming.get_absolute_url(),
        coming.address_of("reserve"),
        off.get_absolute_url(),
        over.get_absolute_url(),
        make_screening("postponed", host=host, film=film).get_absolute_url(),
        full.get_absolute_url(),
        full.address_of("reserve"),
        full.address_of("reserve_sent"),
        make_reservation(coming).get_absolute_url(),
        make_reservation(coming, "pending").get_absolute_url(),
        make_reservation(over).get_absolute_url(),
        "/leaders/",
        "/leaders/wi/",
        "/leaders/ak/",
        host.get_absolute_url(),
        "/leaders/apply/",
        "/films/",
        film.get_absolute_url(),
        "/resources/",
        "/resources/?q=lantern",
        "/resources/?q=zebra",
        guide.get_absolute_url(),
    ]

    assert judged(addresses, size) == _clean(addresses)


@SIZES
def test_host_pages_are_clean_for_axe(host, judged, size):
    coming, draft = make_screening(host=host), make_screening("draft", host=host)
    off = make_screening("cancelled", host=host)
    addresses = [
        "/screenings/new/",
        *(coming.address_of(page) for page in ("guests", "edit", "postpone", "cancel")),
        draft.address_of("preview"),
        draft.address_of("publish"),
        draft.address_of("discard"),
        off.address_of("cancel"),
        "/leaders/onboarding/done/",
        "/leaders/profile/edit/",
        "/leaders/profile/portrait/",
    ]

    assert judged(addresses, size, user=host.user) == _clean(addresses)


@SIZES
def test_new_leader_pages_are_clean_for_axe(transactional_db, judged, size):
    leader = make_leader("onboarding")
    addresses = ["/leaders/onboarding/", "/leaders/profile/portrait/", "/desk/"]

    assert judged(addresses, size, user=leader.user) == _clean(addresses)


@SIZES
def test_applicant_pages_are_clean_for_axe(transactional_db, judged, size):
    person = make_user()
    make_application("draft", applicant=person)
    addresses = [
        "/leaders/application/",
        *(
            f"/leaders/application/{part}/"
            for part in (
                "you",
                "agency",
                "experience",
                "supervisor",
                "consent",
                "review",
            )
        ),
        "/leaders/application/withdraw/",
    ]

    assert judged(addresses, size, user=person) == _clean(addresses)


@SIZES
def test_vetting_desk_is_clean_for_axe(host, judged, size):
    waiting = make_application("submitted")
    advised = make_application("recommended")
    looked_at = make_screening("submitted")
    applications = "/admin/leaders/application/"
    addresses = [
        "/admin/",
        applications,
        f"{applications}{waiting.pk}/review/",
        f"{applications}{waiting.pk}/match/",
        f"{applications}{advised.pk}/decide/",
        f"/admin/leaders/leader/{host.pk}/change/",
        f"/admin/leaders/leader/{host.pk}/act/suspend/",
        "/admin/screenings/screening/",
        f"/admin/screenings/screening/{looked_at.pk}/change/",
        f"/admin/screenings/screening/{looked_at.pk}/act/approve/",
    ]

    assert judged(addresses, size, user=make_staff()) == _clean(addresses)
