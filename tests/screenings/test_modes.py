"""Switching between in person and online keeps what was typed, for the host alone."""

import pytest

from screenings.forms import ScreeningForm
from screenings.models import Screening
from tests.factories import make_screening, make_zip_place
from tests.screenings.test_host_pages import filled, text
from tests.screenings.test_new_dates import found, public_outputs, read

pytestmark = pytest.mark.django_db

LINK = "https://meet.sample.example/marked"


@pytest.fixture(autouse=True)
def _zip_codes():
    make_zip_place("53154")


def switch(client, screening, mode, **changes):
    client.force_login(screening.host.user)
    screening = Screening.objects.get(pk=screening.pk)
    places = {"online_capacity": "30"} if mode == "online" else {}
    data = filled(screening, mode=mode, told="yes", **places, **changes)
    client.post(screening.address_of("edit"), data)
    return Screening.objects.get(pk=screening.pk)


def test_place_comes_back_after_a_time_online(client):
    screening = make_screening(venue="Marked Hall")

    online = switch(client, screening, "online", link=LINK)
    back = switch(client, online, "in-person")

    assert (online.mode, online.link) == ("online", LINK)
    assert (online.venue, online.zip, online.state, online.lat) == ("", "", "", None)
    names = ("venue", "street", "city", "zip", "state", "step_free")
    assert [getattr(back, name) for name in names] == [
        getattr(screening, name) for name in names
    ]
    assert (back.link, back.kept_aside) == ("", {"link": LINK})


def test_form_shows_what_is_kept(client):
    online = switch(client, make_screening(venue="Marked Hall"), "online", link=LINK)

    page = text(client.get(online.address_of("edit")))

    assert 'value="Marked Hall"' in page
    assert ScreeningForm(instance=online)["zip"].value() == "53154"


def test_nobody_else_reads_what_is_kept(client):
    screening = make_screening(venue="Marked Hall", street="1 Marked Street")
    online = switch(client, screening, "online", link=LINK)
    client.logout()

    pages = read(client, public_outputs(online))

    assert found(["Marked Hall", "Marked Street", "53154-", LINK], pages) == []


def test_link_of_an_evening_in_person_is_kept_and_not_told(client):
    screening = make_screening()
    both = switch(client, screening, "both", link=LINK)

    back = switch(client, both, "in-person")

    assert back.link == ""
    assert ScreeningForm(instance=back)["link"].value() == LINK
