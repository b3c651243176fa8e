"""Private words are planted in every private field; no page of others may show one."""

import logging
import re
from datetime import timedelta

import pytest
import time_machine

from foundation.logs import JsonLines
from leaders.models import Application, Leader
from places.states import STATES
from screenings.models import Reservation, Screening
from tests.authorisation.world import World, public_paths
from tests.factories import (
    make_application,
    make_leader,
    make_reservation,
    make_screening,
    make_staff,
)
from tests.forms import opened
from tests.people import signed_in

pytestmark = pytest.mark.django_db

#: Stands in every private field, followed by the field's name.
CANARY = "kanarienvogel"


def _bird(name: str) -> str:
    return f"{CANARY}{name}"


def _found(text: str) -> set[str]:
    return set(re.findall(rf"{CANARY}[a-z]*", text.lower()))


@pytest.fixture
def planted(world: World) -> World:
    """The world, with a canary in every field that is not for everyone."""
    own = world.people["host"].leader
    _plant_account(own.user, "leader")
    # Everything a leader need not show; the name has to be public.
    secretive = make_leader(
        name="Pat Quiet",
        slug="pat-quiet",
        rank=_bird("rank"),
        agency_name=_bird("agency"),
        city=_bird("city"),
        public_fields=["name"],
        portrait="",
    )
    _plant_account(secretive.user, "secretive")
    suspended = make_leader("suspended", name=_bird("suspended"), about=_bird("about"))
    suspended.sanctions.update(reason=_bird("sanction"))
    hidden = make_leader(
        is_hidden=True, name=_bird("hidden"), about=_bird("hiddentext")
    )
    _plant_account(hidden.user, "hidden")
    _plant_application(world)
    make_screening(host=secretive, film=Screening.objects.first().film)
    _plant_screenings()
    return world


def _plant_account(user, name: str) -> None:
    user.email = f"{_bird(name)}@sample.example"
    user.display_name = _bird(f"{name}account")
    user.save()
    user.emailaddress_set.update(email=user.email)


def _plant_application(world: World) -> None:
    told = {
        "why": _bird("why"),
        "experience": _bird("experience"),
        "supervisor_name": _bird("supervisor"),
        "supervisor_email": f"{_bird('supervisor')}@sample.example",
        "name": _bird("applicant"),
        "agency_name": _bird("applicantagency"),
    }
    Application.objects.update(**told)
    applicant = world.people["applicant"]
    _plant_account(applicant, "applicant")
    declined = make_application("declined", **told)
    Application.objects.filter(pk=declined.pk).update(
        decision_reason=_bird("decision"),
        decision_message=_bird("message"),
        recommendation=_bird("recommendation"),
    )
    asked = make_application("info_requested", **told)
    asked.info_requests.update(question=_bird("question"))


def _plant_screenings() -> None:
    """Online links and staff's notes on each screening, and guests with needs."""
    for screening in Screening.objects.all():
        screening.mode = "both"
        screening.link = f"https://{_bird('link')}.sample.example/"
        screening.staff_note = _bird("note")
        if screening.status in ("draft", "submitted"):
            screening.title = _bird("draft")
            screening.description = _bird("draftwords")
        screening.save()
    published = Screening.objects.filter(status="published")
    for number, screening in enumerate(published):
        make_reservation(
            screening,
            email=f"{_bird('guest')}{number}@sample.example",
            first_name=_bird("guestname"),
            need=_bird("need"),
        )


def _more_paths() -> list[str]:
    """Searches for what is private, and every list in each of its forms."""
    birds = ["", *(_bird(name) for name in ("rank", "agency", "city", "guest", "why"))]
    paths = [f"/search/?q={bird}" for bird in birds if bird]
    for path in ("leaders", "screenings", "films", "resources", "screenings/past"):
        paths += [f"/{path}/?q={bird}" for bird in birds]
        paths += [f"/{path}.json?q={bird}" for bird in birds]
    paths += ["/screenings.ics", "/screenings/past.ics", "/sitemap.xml"]
    paths += ["/leaders/?zip=53154&within=50", "/screenings/?zip=53154&within=50"]
    paths += ["/near/?zip=53154", "/screenings.json?zip=53154"]
    paths += [f"/leaders/{state.slug}/" for state in STATES.values()][:60:7]
    paths += ["/leaders/wi/", "/leaders/wi.json", "/screenings/wi.ics"]
    paths += [leader.get_absolute_url() for leader in Leader.objects.all()]
    for screening in Screening.objects.all():
        paths += [screening.get_absolute_url(), screening.address_of("calendar")]
        paths += [screening.address_of("reserve")]
    return paths


# The address of a page must not betray what its form was filled with: of a search
# for a canary only its repetition in the box is expected.
def _shown(response, path: str) -> set[str]:
    text = response.getvalue().decode(errors="replace")
    if "?q=" in path:
        asked = path.rpartition("=")[2]
        if asked and response.get("Content-Type", "").startswith("text/html"):
            return _found(text) - {asked}
        return _found(text) - {asked} if asked else _found(text)
    return _found(text)


def test_no_public_page_shows_what_is_private(client, planted):
    leaks = {}

    for path in [*public_paths(planted), *_more_paths()]:
        if path.startswith(("/outbox/", "/styleguide/")):
            continue  # in development only
        response = client.get(path, follow=True)
        if found := _shown(response, path):
            leaks[path] = found

    assert leaks == {}


@pytest.mark.parametrize("field", ["rank", "agency", "city", "hidden", "suspended"])
def test_search_does_not_find_by_what_is_private(client, planted, field):
    bird = _bird(field)

    for path in ("/search/", "/leaders/"):
        html = client.get(path, {"q": bird}).content.decode()

        assert "Pat Quiet" not in html, path
        assert html.lower().count(bird) <= html.lower().count("value=") + 8
    told = client.get("/leaders.json", {"q": bird}).json()
    assert told["total"] == 0


def test_leader_sees_nothing_private_of_other_leaders(planted):
    other = planted.people["other leader"].leader
    client = signed_in(other.user)
    own = make_screening("held", host=other)
    paths = [*public_paths(planted), *_more_paths(), "/desk/", "/leaders/profile/edit/"]
    paths += ["/screenings/new/", own.address_of("guests"), own.address_of("edit")]
    for screening in Screening.objects.exclude(host=other):
        paths += [
            screening.address_of(name)
            for name in ("edit", "preview", "guests", "cancel", "publish", "discard")
        ]
    leaks = {}

    for path in paths:
        if path.startswith(("/outbox/", "/styleguide/")):
            continue
        response = client.get(path, follow=True)
        if found := _shown(response, path):
            leaks[path] = found

    assert leaks == {}


def test_those_a_private_word_is_for_do_read_it(client, planted):
    """The net has no holes: where the words belong, they are found."""
    host = signed_in(planted.people["host"])
    manager = signed_in(planted.people["program manager"])
    screening = Screening.objects.get(
        host=planted.people["host"].leader, status="published"
    )
    guest = screening.reservations.filter(status="confirmed").first()
    decided = Application.objects.exclude(decision_reason="").first()

    def read(reader, path):
        return _found(reader.get(path).content.decode())

    assert {_bird("need"), _bird("guestname")} <= read(
        host, screening.address_of("guests")
    )
    Screening.objects.filter(pk=screening.pk).update(mode="both", online_capacity=20)
    Reservation.objects.filter(pk=guest.pk).update(attends="online")
    with time_machine.travel(screening.starts_at - timedelta(hours=2)):
        assert _bird("link") in read(client, guest.get_absolute_url())
    assert {_bird("why"), _bird("supervisor"), _bird("decision")} <= read(
        manager, f"/admin/leaders/application/{decided.pk}/review/"
    )


def test_guest_with_a_pending_seat_does_not_see_the_link(client, planted):
    pending = Reservation.objects.filter(status="pending").first()

    html = client.get(pending.get_absolute_url()).content.decode().lower()

    assert _bird("link") not in html
    assert _bird("need") not in html


def test_reviewer_who_may_not_see_guests_sees_none(planted):
    client = signed_in(planted.people["reviewer"])

    for screening in Screening.objects.all():
        path = f"/admin/screenings/screening/{screening.pk}/change/"
        html = client.get(path).content.decode().lower()

        assert not {_bird("guest"), _bird("guestname"), _bird("need")} & _found(html)


def test_no_log_line_holds_what_is_private(client, planted, caplog):
    caplog.set_level(logging.DEBUG)
    manager = signed_in(make_staff())
    applicant = signed_in(planted.people["applicant"])
    screening = Screening.objects.filter(status="published").first()
    guest = screening.reservations.filter(status="confirmed").first()

    client.post(
        screening.address_of("reserve"),
        {
            "email": f"{_bird('asker')}@sample.example",
            "party_size": 1,
            "first_name": _bird("asker"),
            "need": _bird("askerneed"),
            "opened": opened(),
        },
    )
    client.post(
        "/contact/",
        {
            "name": _bird("writer"),
            "email": f"{_bird('writer')}@sample.example",
            "subject": _bird("subject"),
            "message": _bird("letter"),
            "opened": opened(),
        },
    )
    client.post(
        "/accounts/login/",
        {"login": f"{_bird('login')}@sample.example", "password": _bird("password")},
    )
    client.get(guest.get_absolute_url())
    client.get(guest.get_absolute_url() + "elsewhere/")
    client.get("/search/", {"q": _bird("query")})
    applicant.post("/leaders/application/withdraw/")
    for application in Application.objects.all():
        manager.get(f"/admin/leaders/application/{application.pk}/review/")
    manager.post(f"/admin/screenings/screening/{screening.pk}/act/cancel/", {})

    lines = [
        JsonLines().format(record)
        for record in caplog.records
        if record.name != "django.db.backends"  # silent outside development
    ]
    assert any("Not Found" in line for line in lines)
    assert [line for line in lines if _found(line)] == []
    token = guest.get_absolute_url().split("/")[2]
    assert [line for line in lines if token in line] == []
