"""A screening without a host is offered to a leader, and is theirs once they accept."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from foundation.refusals import Refused
from leaders import membership
from leaders.leaving import Settled
from screenings import leaving, lifecycle, offers, takers
from screenings.jobs import lapse_offers
from screenings.models import HostOffer
from screenings.promises import OFFER_ENDS_BEFORE
from tests.factories import (
    make_leader,
    make_reservation,
    make_screening,
    make_staff,
    move_leader,
)
from tests.mail import links_in, mails_to
from tests.people import signed_in

pytestmark = pytest.mark.django_db

WHY = {"reason": "A complaint is being looked into."}


def make_hostless(status="published", **overrides):
    """A screening that a leader left to the network."""
    screening = make_screening(status, **overrides)
    membership.MACHINE.move(screening.host, "suspend", by=make_staff(), **WHY)
    screening.refresh_from_db()
    return screening


def make_offer(leader=None, *, by=None, **overrides):
    screening = make_hostless(**overrides)
    leader, by = leader or make_leader(), by or make_staff()
    return offers.offer(screening, leader.pk, by=by, seen=screening.version)


def accept(offer, **given):
    by = offer.leader.user
    return offers.answer(offer, "accept", by=by, seen=offer.version, **given)


def hostless_now(offer):
    offer.screening.refresh_from_db()
    return offer.screening.host_id is None


# Offering


def test_until_accepted_nobody_is_named_as_host(client):
    leader = make_leader(name="Quirina Zzyzx")

    offer = make_offer(leader)

    page = client.get(offer.screening.get_absolute_url()).content.decode()
    assert hostless_now(offer)
    assert "Quirina Zzyzx" not in page


def test_leader_is_mailed_the_way_to_the_page():
    offer = make_offer()

    (mail,) = mails_to(offer.leader.user.email)
    assert mail.subject == f"Will you host “{offer.screening.title}”?"
    assert offer.get_absolute_url() in links_in(mail)
    assert "Reply-To" not in mail.headers


def test_leader_has_three_working_days():
    # A Wednesday before Thanksgiving: Thursday is a holiday.
    asked = datetime(2026, 11, 25, 10, tzinfo=ZoneInfo("America/New_York"))

    until = offers.answer_by(asked)

    assert until.isoformat() == "2026-12-01T23:59:00-05:00"


def test_offer_never_stands_later_than_promised_before_the_evening():
    starts_at = timezone.now() + timedelta(hours=60)

    offer = make_offer(starts_at=starts_at)

    assert offer.ends_at == offer.screening.starts_at - OFFER_ENDS_BEFORE


def test_what_starts_soon_is_not_offered():
    screening = make_hostless(starts_at=timezone.now() + timedelta(hours=40))

    with pytest.raises(Refused, match="too soon to wait"):
        offers.offer(
            screening, make_leader().pk, by=make_staff(), seen=screening.version
        )


def test_postponed_screening_is_offered():
    offer = make_offer(status="postponed")

    assert accept(offer).status == "accepted"


@pytest.mark.parametrize("status", ["onboarding", "paused", "suspended", "alumni"])
def test_only_active_leaders_are_asked(status):
    screening = make_hostless()

    with pytest.raises(Refused, match="cannot take it on"):
        offers.offer(
            screening, make_leader(status).pk, by=make_staff(), seen=screening.version
        )


def test_reviewers_offer_nothing():
    screening = make_hostless()

    with pytest.raises(Refused):
        offers.offer(
            screening,
            make_leader().pk,
            by=make_staff("Reviewer"),
            seen=screening.version,
        )


def test_second_press_is_one_offer():
    screening, leader, by = make_hostless(), make_leader(), make_staff()
    seen = screening.version

    for _ in range(2):
        offers.offer(screening, leader.pk, by=by, seen=seen)

    assert HostOffer.objects.count() == 1


def test_database_keeps_one_open_offer_for_each_screening():
    offer = make_offer()
    fields = {"screening": offer.screening, "leader": make_leader()}

    with pytest.raises(IntegrityError), transaction.atomic():
        HostOffer.objects.create(
            **fields, offered_by=offer.offered_by, answer_by=offer.answer_by
        )


def test_nearest_leaders_stand_on_top_with_their_miles():
    screening = make_hostless()
    near = make_leader(name="Near", lat=42.9, lng=-87.9)
    far = make_leader(name="Far", lat=32.8, lng=-96.8, city="Dallas", state="TX")

    groups = takers.grouped_for(screening, [far, near])

    ((label, rows),) = groups
    assert label == "The nearest"
    assert rows[0] == (
        str(near.pk),
        "Near, Lieutenant, Oak Creek, WI (Midwestern region), 1 mile away",
    )
    assert rows[1][0] == str(far.pk)


# Answering


def test_whoever_accepts_is_the_host():
    offer = make_offer()

    accepted = accept(offer, note="Gladly.")

    screening = offer.screening
    screening.refresh_from_db()
    assert (accepted.status, accepted.note) == ("accepted", "Gladly.")
    assert screening.host == offer.leader
    assert lifecycle.is_host(screening, offer.leader.user)


@pytest.mark.parametrize("step", ["accept", "decline"])
def test_whoever_offered_is_mailed_the_answer(step):
    offer = make_offer(by=make_staff())

    offers.answer(
        offer, step, by=offer.leader.user, seen=offer.version, note="So it is."
    )

    (mail,) = mails_to(offer.offered_by.email)
    words = {"accept": "hosts it", "decline": "declined"}[step]
    assert mail.subject == f"{offer.leader.name} {words}: {offer.screening.title}"
    assert "So it is." in mail.text


def test_guests_are_not_mailed_and_see_the_new_host(client):
    offer = make_offer(make_leader(name="Quirina Zzyzx"))
    guest = make_reservation(offer.screening)

    accept(offer)

    page = client.get(offer.screening.get_absolute_url()).content.decode()
    assert "Quirina Zzyzx" in page
    assert mails_to(guest.email) == []


def test_whoever_declines_leaves_it_to_the_network():
    offer = make_offer()

    offers.answer(offer, "decline", by=offer.leader.user, seen=offer.version)

    assert hostless_now(offer)


def test_nobody_answers_for_somebody_else():
    offer = make_offer()

    with pytest.raises(Refused):
        offers.answer(offer, "accept", by=make_leader().user, seen=offer.version)

    assert hostless_now(offer)


def test_who_is_away_comes_back_first():
    offer = make_offer()
    move_leader(offer.leader, "pause")
    offer.refresh_from_db()

    with pytest.raises(Refused, match="Press “I’m back”"):
        accept(offer)


def test_answer_comes_too_late():
    offer = make_offer()

    with (
        time_machine.travel(offer.answer_by + timedelta(minutes=1)),
        pytest.raises(Refused, match="time to answer is over"),
    ):
        accept(offer)


# What ends an offer


def test_staff_withdraw_it_and_the_leader_hears():
    offer = make_offer()

    offers.MACHINE.move(offer, "withdraw", by=make_staff(), seen=offer.version)

    *_, mail = mails_to(offer.leader.user.email)
    assert mail.subject == f"No longer offered to you: {offer.screening.title}"
    with pytest.raises(Refused, match="The program office changed this"):
        accept(offer)


def test_who_takes_it_on_ends_the_offer():
    offer, manager = make_offer(), make_staff()
    offer.screening.refresh_from_db()

    leaving.take_on(offer.screening, by=manager, seen=offer.screening.version)

    offer.refresh_from_db()
    assert offer.status == "withdrawn"


def test_cancelling_ends_the_offer():
    offer = make_offer()

    lifecycle.MACHINE.move(offer.screening, "cancel", by=make_staff(), reason="Ill.")

    offer.refresh_from_db()
    assert offer.status == "withdrawn"
    *_, mail = mails_to(offer.leader.user.email)
    assert mail.subject == f"No longer offered to you: {offer.screening.title}"


@pytest.mark.parametrize("step", ["suspend", "retire", "died"])
def test_offer_ends_with_its_leader(step):
    offer = make_offer()

    membership.MACHINE.move(offer.leader, step, by=make_staff(), **WHY)

    offer.refresh_from_db()
    assert offer.status == "withdrawn"
    (mail,) = mails_to(offer.offered_by.email)
    assert mail.subject == f"The leader you asked has left: {offer.screening.title}"
    assert len(mails_to(offer.leader.user.email)) == {"suspend": 2}.get(step, 1)


def test_hidden_leaders_offer_ends():
    offer = make_offer()

    membership.set_hidden(
        offer.leader, True, by=make_staff(), seen=offer.leader.version, **WHY
    )

    offer.refresh_from_db()
    assert offer.status == "withdrawn"


def test_offer_lapses_and_its_evening_returns_to_the_lane():
    offer = make_offer()
    lane = type(offer.screening).objects.without_anybody()
    was_in_lane = lane.exists()

    with time_machine.travel(offer.answer_by + timedelta(minutes=1)):
        said = lapse_offers(dry_run=False)
        again = lapse_offers(dry_run=False)

    offer.refresh_from_db()
    assert (said, again) == ("Closed 1 offer.", "Closed 0 offers.")
    assert offer.status == "lapsed"
    assert (was_in_lane, lane.exists()) == (False, True)
    (mail,) = mails_to(offer.offered_by.email)
    assert mail.subject.startswith("No answer from")


def test_offer_lapses_before_an_evening_that_is_near():
    offer = make_offer(starts_at=timezone.now() + timedelta(hours=60))

    with time_machine.travel(offer.ends_at + timedelta(minutes=1)):
        lapse_offers(dry_run=False)

    offer.refresh_from_db()
    assert offer.status == "lapsed"


def test_dry_run_lapses_nothing():
    offer = make_offer()

    with time_machine.travel(offer.answer_by + timedelta(minutes=1)):
        said = lapse_offers(dry_run=True)

    offer.refresh_from_db()
    assert (said, offer.status) == ("Would close 1 offer.", "open")


# At the moment somebody leaves


def test_leader_goes_and_another_is_asked():
    screening, other = make_screening(), make_leader()
    settled = Settled(
        {screening.code: leaving.OFFER}, takers={screening.code: str(other.pk)}
    )

    membership.MACHINE.move(
        screening.host, "suspend", by=make_staff(), **WHY, settled=settled
    )

    offer = HostOffer.objects.get()
    assert (offer.screening, offer.leader, offer.status) == (screening, other, "open")
    assert hostless_now(offer)


def test_nobody_goes_where_the_taker_cannot_take_it_on():
    screening, other = make_screening(), make_leader("paused")
    settled = Settled(
        {screening.code: leaving.OFFER}, takers={screening.code: str(other.pk)}
    )

    with pytest.raises(Refused):
        membership.MACHINE.move(
            screening.host, "suspend", by=make_staff(), **WHY, settled=settled
        )

    screening.host.refresh_from_db()
    assert screening.host.status == "active"


@pytest.mark.parametrize(
    ("taker", "words"),
    [
        ("", "Pick the leader to offer it to."),
        ("own", "This leader cannot take it on. Pick one of the list."),
        ("999999", "This leader cannot take it on. Pick one of the list."),
        ("x" * 10_000, "This leader cannot take it on. Pick one of the list."),
    ],
)
def test_page_refuses_a_forged_taker_and_keeps_the_choice(taker, words):
    screening = make_screening()
    make_leader()
    url = reverse("admin:leaders_leader_act", args=[screening.host.pk, "suspend"])
    key = str(screening.host.pk) if taker == "own" else taker

    page = (
        signed_in(make_staff())
        .post(
            url,
            {
                "version": screening.host.version,
                **WHY,
                f"thing_{screening.code}": "offer",
                f"taker_{screening.code}": key,
            },
        )
        .content.decode()
    )

    assert words in page
    screening.host.refresh_from_db()
    assert screening.host.status == "active"


def test_page_asks_no_more_for_many_evenings(django_assert_max_num_queries):
    screening = make_screening()
    make_screening(host=screening.host)
    client = signed_in(make_staff())
    url = reverse("admin:leaders_leader_act", args=[screening.host.pk, "suspend"])
    client.get(url)
    with django_assert_max_num_queries(40) as few:
        client.get(url)
    for _ in range(4):
        make_reservation(make_screening(host=screening.host))
        make_leader()

    with django_assert_max_num_queries(len(few)):
        client.get(url)
