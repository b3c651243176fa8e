"""Saving a published screening asks before guests are told."""

from datetime import timedelta

import pytest

from foundation.models import OutboxMail
from foundation.refusals import Refused
from screenings import hosting
from screenings.models import Screening
from tests.factories import make_reservation, make_screening, make_zip_place
from tests.pages import Page
from tests.screenings.test_host_pages import filled, text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _zip_codes():
    make_zip_place("53154")


@pytest.fixture
def screening(client):
    screening = make_screening(venue="Oak Crek Library")
    make_reservation(screening)
    OutboxMail.objects.all().delete()
    client.force_login(screening.host.user)
    return screening


def save(client, screening, **changes):
    return client.post(screening.address_of("edit"), filled(screening, **changes))


def test_first_press_saves_nothing_and_shows_the_mail(client, screening):
    page = text(save(client, screening, venue="Oak Creek Library"))

    assert "Changed: " + screening.title in page
    assert "Oak Crek Library" in page
    assert "Oak Creek Library" in page
    assert "Save and tell 1 guest" in page
    assert "Save without telling" in page
    assert Screening.objects.get().venue == "Oak Crek Library"
    assert OutboxMail.objects.count() == 0


@pytest.mark.parametrize(("told", "mails"), [("yes", 1), ("no", 0)])
def test_second_press_saves_with_or_without_a_mail(told, mails, client, screening):
    asked = save(client, screening, venue="Oak Creek Library")
    fields = filled(screening) | Page(text(asked)).forms[-1].fields
    fields.pop("again", None)

    client.post(screening.address_of("edit"), fields | {"told": told})

    saved = Screening.objects.get()
    assert (saved.venue, saved.sequence) == ("Oak Creek Library", 1)
    assert OutboxMail.objects.count() == mails


def test_change_of_date_is_never_silent(client, screening):
    later = (screening.day + timedelta(days=3)).isoformat()

    page = text(save(client, screening, day=later))

    assert "Save and tell 1 guest" in page
    assert "Save without telling" not in page
    answer = text(save(client, screening, day=later, told="no"))
    assert "so they must be told" in answer
    assert Screening.objects.get().day == screening.day


@pytest.mark.parametrize("name", sorted({*hosting.MATERIAL} - hosting.SMALL))
def test_only_small_things_are_mended_in_silence(name, screening):
    edited = Screening.objects.get()
    edited.link = "https://meet.sample.example/b" if name == "mode" else ""
    setattr(edited, name, _other(name, screening))

    with pytest.raises(Refused, match="must be told"):
        hosting.save(edited, by=screening.host.user, seen=edited.version, silently=True)


def _other(name, screening):
    others = {
        "film_id": make_screening("draft").film_id,
        "mode": "both",
        "day": screening.day + timedelta(days=1),
        "starts": screening.starts.replace(minute=30),
        "ends": screening.ends.replace(minute=30),
        "zone": "America/Denver",
        "state": "MI",
        "zip": "53402",
        "link": "https://meet.sample.example/a",
    }
    return others.get(name, "Racine")


def test_second_press_is_refused_where_somebody_was_first(client, screening):
    asked = save(client, screening, venue="Oak Creek Library")
    fields = filled(screening) | Page(text(asked)).forms[-1].fields
    fields.pop("again", None)
    Screening.objects.update(version=screening.version + 1)

    answer = text(client.post(screening.address_of("edit"), fields | {"told": "yes"}))

    assert 'value="Oak Creek Library"' in answer
    assert Screening.objects.get().venue == "Oak Crek Library"


def test_nobody_is_asked_where_nobody_has_a_seat(client):
    screening = make_screening()
    client.force_login(screening.host.user)

    response = save(client, screening, venue="Oak Creek Hall")

    assert response.status_code == 302
    assert Screening.objects.get().venue == "Oak Creek Hall"


def test_going_on_changing_keeps_what_was_typed(client, screening):
    answer = text(save(client, screening, venue="Oak Creek Library", again="1"))

    assert 'value="Oak Creek Library"' in answer
    assert "Save changes" in answer
