"""Letting a leader go shows each mail that what was chosen for their evenings sends."""

import pytest
from django.urls import reverse

from foundation.models import OutboxMail
from screenings.models import HostOffer
from tests.factories import make_leader, make_reservation, make_screening, make_staff
from tests.forms import press
from tests.pages import Page
from tests.people import signed_in
from tests.screenings.test_offers import make_hostless, make_offer

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return signed_in(make_staff())


def _told(mails):
    return [(mail.subject, mail.text.split("/reservations/")[0]) for mail in mails]


def _address(leader, name):
    if name == "hide":
        return reverse("admin:leaders_leader_hide", args=[leader.pk])
    return reverse("admin:leaders_leader_act", args=[leader.pk, name])


def _typed(leader, screening, way):
    typed = {"version": leader.version, "reason": "Moved away."}
    typed[f"thing_{screening.code}"] = way
    if way == "cancel":
        typed["notice"] = "The host cannot come."
    if way == "offer":
        typed[f"taker_{screening.code}"] = make_leader(name="Ben Winter").pk
    return typed


@pytest.mark.parametrize("way", ["network", "mine", "offer", "cancel"])
@pytest.mark.parametrize("name", ["suspend", "retire", "died", "hide"])
def test_page_shows_what_is_sent_for_each_way(name, way, client):
    screening = make_screening()
    make_reservation(screening)
    leader, typed = screening.host, _typed(screening.host, screening, way)
    OutboxMail.objects.all().delete()

    page = client.post(_address(leader, name), typed)
    shown = page.context["plan"]
    written = OutboxMail.objects.count()
    digest = Page(page.content.decode()).forms[-1].fields["shown"]
    client.post(_address(leader, name), typed | {"shown": digest})

    screening.refresh_from_db()
    assert screening.host is None
    assert _told(shown.mails) == _told(OutboxMail.objects.order_by("pk"))
    assert written == 0


def test_offers_to_the_leader_who_goes_are_told_of(client):
    offer = make_offer()
    leader = offer.leader
    OutboxMail.objects.all().delete()

    page = client.get(_address(leader, "suspend"))
    press(
        client,
        _address(leader, "suspend"),
        {"version": leader.version, "reason": "A complaint."},
    )

    offer.refresh_from_db()
    assert offer.status == "withdrawn"
    assert _told(page.context["plan"].mails) == _told(OutboxMail.objects.order_by("pk"))


def test_offer_and_its_withdrawal_are_sent_as_shown(client):
    screening, leader = make_hostless(), make_leader(name="Ben Winter")
    offer_page = reverse("admin:screenings_screening_offer", args=[screening.pk])
    typed = {"version": screening.version, "leader": leader.pk}
    OutboxMail.objects.all().delete()
    shown = list(client.post(offer_page, typed).context["plan"].mails)
    press(client, offer_page, typed)
    withdraw = reverse("admin:screenings_screening_withdraw_offer", args=[screening.pk])
    version = {"version": HostOffer.objects.get().version}
    shown += client.post(withdraw, version).context["plan"].mails

    press(client, withdraw, version)

    assert _told(shown) == _told(OutboxMail.objects.order_by("pk"))
    assert [mail.who for mail in shown] == ["Ben Winter", "Ben Winter"]


def test_taking_on_what_is_offered_shows_the_mail_to_the_leader(client):
    offer = make_offer()
    address = reverse("admin:screenings_screening_take_on", args=[offer.screening_id])
    typed = {"version": offer.screening.version}
    OutboxMail.objects.all().delete()

    page = client.post(address, typed)
    before = OutboxMail.objects.count()
    press(client, address, typed)

    assert before == 0
    assert _told(page.context["plan"].mails) == _told(OutboxMail.objects.order_by("pk"))
