"""A leader has died: no mail, no sign-in; a mistake is taken back."""

from datetime import date

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.urls import reverse

from foundation import outbox
from foundation.models import MailState, OutboxMail
from foundation.refusals import Refused
from foundation.sending import deliver_next
from leaders import membership
from leaders.models import Leader
from tests.factories import make_leader, make_screening, make_staff
from tests.mail import mails_to
from tests.people import signed_in

pytestmark = pytest.mark.django_db


def record_death(leader, by=None, **given):
    return membership.MACHINE.move(leader, "died", by=by or make_staff(), **given)


def take_back(leader, by=None):
    choices = membership.MACHINE.choices(leader, by=by or make_staff())
    (name,) = [choice.name for choice in choices]
    return membership.MACHINE.move(
        leader, name, by=by or make_staff(), reason="It was somebody of that name."
    )


EVERY = ["onboarding", "active", "paused", "suspended", "alumni", "removed"]


@pytest.mark.parametrize("status", EVERY)
def test_death_of_a_leader_of_any_status_is_recorded(status):
    leader = record_death(make_leader(status), died_on=date(2026, 5, 1))

    assert (leader.status, leader.died_on) == ("died", date(2026, 5, 1))


@pytest.mark.parametrize("status", EVERY)
def test_mistake_is_taken_back_to_what_was(status):
    leader = record_death(make_leader(status), died_on=date(2026, 5, 1))

    leader = take_back(leader)

    assert (leader.status, leader.died_on) == (status, None)


def test_nothing_is_mailed_about_it():
    screening = make_screening()

    record_death(screening.host)

    assert mails_to(screening.host.user.email) == []


def test_what_waits_and_what_comes_later_is_never_sent():
    leader = make_leader()
    other = EmailAddress.objects.create(
        user=leader.user, email="other@sample.example", verified=True
    )
    outbox.queue(to=leader.user.email, subject="Waits", text="Waits")

    record_death(leader)
    outbox.queue(to=other.email, subject="Later", text="Later")

    states = {deliver_next().state, deliver_next().state}
    assert states == {MailState.WITHHELD}
    assert not OutboxMail.objects.exclude(state=MailState.WITHHELD).exists()


def test_mails_to_others_go(mailoutbox):
    record_death(make_leader())
    outbox.queue(to="guest@sample.example", subject="A mail", text="A mail")

    assert deliver_next().state != MailState.WITHHELD


def test_mail_goes_again_once_the_mistake_is_taken_back():
    leader = take_back(record_death(make_leader()))
    outbox.queue(to=leader.user.email, subject="A mail", text="A mail")

    assert deliver_next().state != MailState.WITHHELD


def test_sign_in_is_closed_and_sessions_end():
    leader = make_leader()
    client = signed_in(leader.user)
    was_in = client.get("/desk/").status_code

    record_death(leader)

    leader.user.refresh_from_db()
    assert (was_in, client.get("/desk/").status_code) == (200, 302)
    assert not leader.user.is_active


def test_sign_in_opens_again_where_the_death_closed_it():
    leader = take_back(record_death(make_leader()))

    leader.user.refresh_from_db()
    assert leader.user.is_active


def test_account_that_was_closed_before_stays_closed():
    leader = make_leader()
    leader.user.is_active = False
    leader.user.save()

    take_back(record_death(leader))

    leader.user.refresh_from_db()
    assert not leader.user.is_active


def test_profile_disappears(client):
    leader = make_leader()

    record_death(leader)

    assert client.get(leader.get_absolute_url()).status_code == 404
    assert not Leader.objects.shown().exists()


def test_evening_to_come_becomes_the_networks(client):
    screening = make_screening(host=make_leader(name="Quirina Zzyzx"))

    record_death(screening.host)

    screening.refresh_from_db()
    page = client.get(screening.get_absolute_url()).content.decode()
    assert (screening.host, screening.status) == (None, "published")
    words = ["Quirina Zzyzx", "uspended", "emoved", "has died", "Has died"]
    assert [word for word in words if word in page] == []


def test_past_evening_names_nobody(client):
    screening = make_screening("held", host=make_leader(name="Quirina Zzyzx"))

    record_death(screening.host)

    page = client.get(screening.get_absolute_url()).content.decode()
    assert "Quirina Zzyzx" not in page


def test_reviewers_record_no_death():
    with pytest.raises(Refused):
        record_death(make_leader(), by=make_staff("Reviewer"))


def test_database_knows_what_the_dead_were():
    leader = record_death(make_leader())

    with pytest.raises(IntegrityError), transaction.atomic():
        Leader.objects.filter(pk=leader.pk).update(status_before_death="")


# On the staff's page


@pytest.fixture
def page():
    """A manager's browser and the page of the act for one leader."""
    leader = make_leader()
    url = reverse("admin:leaders_leader_act", args=[leader.pk, "died"])
    return signed_in(make_staff()), url, leader


def test_page_says_what_will_happen(page):
    client, url, leader = page
    draft = make_screening("draft", host=leader)

    text = client.get(url).content.decode()

    assert "No mail goes to the leader any more" in text
    assert f"The draft “{draft.title}” is discarded." in text


def test_date_and_note_are_optional(page):
    client, url, leader = page

    client.post(url, {"version": leader.version})

    leader.refresh_from_db()
    assert (leader.status, leader.died_on) == ("died", None)


def test_date_to_come_is_refused(page):
    client, url, leader = page

    answer = client.post(url, {"version": leader.version, "died_on": "2999-01-01"})

    assert "This day is still to come." in answer.content.decode()
    leader.refresh_from_db()
    assert leader.status == "active"


def test_leaders_page_offers_one_way_back(page):
    client, _url, leader = page
    record_death(leader)

    text = client.get(
        reverse("admin:leaders_leader_change", args=[leader.pk])
    ).content.decode()

    assert text.count("Take back: the leader has not died") == 1
