"""The sample network is whole, made up, and the same everywhere."""

from collections import Counter
from dataclasses import dataclass
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import OutputWrapper
from django.db import transaction
from django.db.models import F
from django.test import override_settings
from django.utils import timezone

from foundation.models import OutboxMail
from leaders.choices import ApplicationStatus
from leaders.models import Application, Leader
from niot_portal import checks
from niot_portal.models import SampleNetwork
from niot_portal.sample import DOMAIN, network, people
from niot_portal.sample.people import PEOPLE, print_sample_people
from niot_portal.sample.portraits import draw
from places.models import Agency
from places.states import REGIONS
from screenings.choices import ScreeningStatus
from screenings.models import Reservation, Screening
from tests.factories import make_film, make_topic

pytestmark = pytest.mark.django_db
User = get_user_model()


@dataclass
class Sample:
    """The network made twice: the first is a picture only, the second is there."""

    first: list[tuple]


@pytest.fixture(scope="module")
def sample(django_db_setup, django_db_blocker, tmp_path_factory):
    """Make the network once for all tests here; each undoes what it changes."""
    quick = override_settings(
        MEDIA_ROOT=tmp_path_factory.mktemp("sample"),
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    )
    with quick, django_db_blocker.unblock(), transaction.atomic():
        call_command("load_zips", verbosity=0)
        for slug in ("waking-in-oak-creek", "camdens-turn", "welcome-signs"):
            make_film(slug=slug, title=slug.replace("-", " ").title(), minutes=20)
        for number in range(8):
            make_topic(f"topic-{number}")
        with transaction.atomic():
            network.load()
            first = _picture()
            transaction.set_rollback(True)
        assert network.load() is True
        yield Sample(first)
        transaction.set_rollback(True)


def _picture() -> list[tuple]:
    """What a visitor would see of the network, without the database's own numbers."""
    return [
        *Leader.objects.order_by("slug").values_list(
            "slug", "status", "state", "about"
        ),
        *Screening.objects.order_by("code").values_list(
            "code", "title", "status", "starts_at", "capacity", "seats_taken"
        ),
        *Application.objects.order_by("reference").values_list("reference", "status"),
    ]


def test_sample_network_is_whole(sample):
    leaders = Leader.objects.all()
    assert leaders.count() == 61
    assert {leader.region for leader in leaders} == set(REGIONS)
    assert Screening.objects.count() == 200
    assert set(Application.objects.values_list("status", flat=True)) == set(
        ApplicationStatus
    )
    found = set(Screening.objects.values_list("status", flat=True))
    assert found == set(ScreeningStatus) - {ScreeningStatus.REPORTED}
    assert Screening.objects.going_ahead().count() > 30
    assert Screening.objects.past().count() > 80
    assert leaders.exclude(portrait="").count() == 30


def test_sample_network_has_the_agencies_of_its_people(sample):
    assert Agency.objects.count() > 60
    assert not Agency.objects.exclude(name__endswith="(sample)").exists()
    # The one whom staff accepted lately is left to match.
    assert Leader.objects.filter(agency=None).count() == 1
    assert Application.objects.filter(status="submitted", agency=None).exists()


def test_sample_network_is_plainly_made_up(sample):
    assert not User.objects.exclude(email__endswith=f"@{DOMAIN}").exists()
    assert not Leader.objects.exclude(agency_name__endswith=" (sample)").exists()
    assert not OutboxMail.objects.exclude(to__endswith=f"@{DOMAIN}").exists()
    guests = Reservation.objects.exclude(email=None)
    assert not guests.exclude(email__endswith=f"@{DOMAIN}").exists()
    named = Screening.objects.exclude(venue="").exclude(venue__startswith="Sample ")
    assert not named.exists()


def test_sample_network_counts_its_seats(sample):
    confirmed = Counter()
    for pk, seats in Reservation.objects.confirmed().values_list(
        "screening", "party_size"
    ):
        confirmed[pk] += seats
    taken = dict(
        Screening.objects.values_list("pk", F("seats_taken") + F("online_taken"))
    )
    assert {pk: seats for pk, seats in taken.items() if seats} == dict(confirmed)
    assert any(screening.is_full for screening in Screening.objects.going_ahead())


def test_sample_network_keeps_no_guest_longer_than_promised(sample):
    assert not Reservation.objects.to_purge().exists()
    assert Reservation.objects.exclude(purged_at=None).exists()


def test_sample_network_has_no_date_out_of_order(sample):
    for row in Application.objects.exclude(submitted_at=None):
        steps = [
            row.created_at,
            row.submitted_at,
            row.recommended_at,
            row.decided_at,
            row.released_at,
        ]
        dated = [step for step in steps if step is not None]
        assert dated == sorted(dated), row
        assert dated[-1] <= timezone.now()
    assert not Screening.objects.filter(published_at__gt=timezone.now()).exists()


def test_sample_network_is_made_once(sample):
    before = _picture(), User.objects.count(), OutboxMail.objects.count()

    assert network.load() is False

    assert (_picture(), User.objects.count(), OutboxMail.objects.count()) == before


def test_sample_network_is_refused_in_production(sample, settings):
    settings.DEVELOPMENT = False

    (error,) = checks.no_sample_people(None, databases=["default"])

    assert error.id == "niot.E002"


def test_sample_network_of_before_the_mark_is_marked(sample):
    SampleNetwork.objects.all().delete()

    assert network.load() is False
    assert SampleNetwork.objects.count() == 1


def test_sample_network_is_the_same_everywhere(sample):
    assert _picture() == sample.first


def test_portraits_differ_and_stay_the_same():
    assert draw(1, woman=True) == draw(1, woman=True)
    assert len({draw(number, woman=False) for number in range(12)}) == 12


def test_load_sample_prints_nothing_when_asked_to_be_quiet(sample):
    out = StringIO()

    call_command("load_sample", verbosity=0, stdout=out)

    assert out.getvalue() == ""


# Being somebody


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.key)
def test_try_signs_in_by_one_press(client, sample, person):
    response = client.post(f"/try/{person.key}/")

    assert response.url == person.begins
    desk = client.get("/desk/")
    assert desk.status_code == 200
    assert person.email in desk.content.decode()


@pytest.mark.parametrize("key", ["reviewer", "manager"])
def test_try_opens_the_staff_site(client, sample, key):
    client.post(f"/try/{key}/")

    assert client.get("/admin/").status_code == 200


def test_try_changes_nothing_when_only_looked_at(client, sample):
    assert client.get("/try/leader/")["Location"] == "/try/"
    assert client.get("/desk/").status_code == 302


def test_sample_people_sign_in_with_the_password_that_is_printed(client, sample):
    out = StringIO()
    print_sample_people(OutputWrapper(out))

    assert people.PASSWORD in out.getvalue()
    assert people.TOTP_SECRET in out.getvalue()
    for person in PEOPLE:
        assert person.email in out.getvalue()
        assert client.login(email=person.email, password=people.PASSWORD)
