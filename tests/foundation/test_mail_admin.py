"""Staff see that mail goes out, and none of the doors it opens."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from accounts import roles
from foundation import scheduler
from foundation.blanking import blanked
from foundation.models import MailState, OutboxMail
from tests.factories import make_leader, make_user, make_verified_user
from tests.mail import make_mail
from tests.people import signed_in
from tests.queries import count_queries

pytestmark = pytest.mark.django_db

LIST = "/admin/foundation/outboxmail/"


@pytest.fixture
def manager():
    roles.sync()
    user = make_verified_user(is_staff=True)
    user.groups.add(Group.objects.get(name=roles.PROGRAM_MANAGER))
    return signed_in(user)


@pytest.fixture
def reviewer():
    roles.sync()
    user = make_verified_user(is_staff=True)
    user.groups.add(Group.objects.get(name=roles.REVIEWER))
    return signed_in(user)


def _failed(**more) -> OutboxMail:
    mail = make_mail(**more)
    OutboxMail.objects.filter(pk=mail.pk).update(
        state=MailState.FAILED, attempts=8, last_error="The mail server answered 550."
    )
    return mail


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("See https://portal.example/reservations/1a-abcdefgh/ now", "See [link] now"),
        ("Your code is 482913.", "Your code is [code]."),
        ("Code: BCDF-GH2K", "Code: [code]"),
        ("Code 4x7k2m at the door", "Code [code] at the door"),
        (
            "On Tuesday, May 5, 2026 at 7:30 p.m.",
            "On Tuesday, May 5, 2026 at 7:30 p.m.",
        ),
        ("Room 12B, 1200 Main Street", "Room 12B, 1200 Main Street"),
    ],
)
def test_text_loses_links_and_codes_only(text, shown):
    assert blanked(text) == shown


def test_mail_is_shown_without_its_links(manager):
    mail = make_mail(text="Confirm: https://portal.example/reservations/1a-secret/\n")

    page = manager.get(f"{LIST}{mail.pk}/change/").content.decode()

    assert "Confirm: [link]</div>" in page
    assert "secret" not in page


def test_of_account_mail_only_the_state_is_shown(manager):
    mail = make_mail(
        is_private=True, subject="Your 482913", text="Your code is 482913."
    )

    pages = [
        manager.get(address).content.decode()
        for address in (LIST, f"{LIST}{mail.pk}/change/")
    ]

    for page in pages:
        assert "482913" not in page
        assert "Account mail" in page
        assert "Waiting to be sent" in page


def test_record_tells_of_its_mails_without_the_doors_they_open(manager):
    leader = make_leader()
    make_mail(about=leader, subject="See https://portal.example/x/ now")
    make_mail(about=leader, is_private=True, subject="Your code is 482913")

    page = manager.get(f"/admin/leaders/leader/{leader.pk}/change/").content.decode()

    assert "<li>See [link] now<br>" in page
    assert "<li>Account mail<br>" in page
    assert "482913" not in page


def test_nothing_can_be_changed_by_a_form(manager):
    mail = make_mail()
    before = OutboxMail.objects.values().get()

    changed = manager.post(f"{LIST}{mail.pk}/change/", {"state": "sent", "text": "x"})

    assert changed.status_code == 403
    assert manager.get(f"{LIST}add/").status_code == 403
    assert manager.post(f"{LIST}{mail.pk}/delete/").status_code == 403
    assert OutboxMail.objects.values().get() == before


def test_failed_mail_is_sent_again_by_a_button(manager):
    mail = _failed()
    page = manager.get(f"{LIST}{mail.pk}/change/").content.decode()
    assert f'action="{LIST}{mail.pk}/send-again/"' in page

    response = manager.post(f"{LIST}{mail.pk}/send-again/", follow=True)

    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.last_error) == (MailState.QUEUED, 0, "")
    assert "One mail is tried again." in response.content.decode()


def test_failed_mails_are_sent_again_from_the_list(manager):
    failed, sent = _failed(), make_mail()
    OutboxMail.objects.filter(pk=sent.pk).update(state=MailState.KEPT)

    manager.post(
        LIST,
        {"action": "send_selected_again", "_selected_action": [failed.pk, sent.pk]},
    )

    states = dict(OutboxMail.objects.values_list("pk", "state"))
    assert states == {failed.pk: MailState.QUEUED, sent.pk: MailState.KEPT}


def test_sending_again_needs_a_post_and_the_right(manager, reviewer):
    mail = _failed()

    response = manager.get(f"{LIST}{mail.pk}/send-again/")
    assert response["Location"] == f"{LIST}{mail.pk}/"
    assert reviewer.post(f"{LIST}{mail.pk}/send-again/").status_code == 403
    reviewer.post(
        LIST, {"action": "send_selected_again", "_selected_action": [mail.pk]}
    )

    mail.refresh_from_db()
    assert mail.state == MailState.FAILED
    assert reviewer.get(f"{LIST}{mail.pk}/change/").status_code == 403


def test_mail_that_was_not_given_up_is_refused_with_a_sentence(manager):
    mail = make_mail()

    response = manager.post(f"{LIST}{mail.pk}/send-again/", follow=True)

    assert "Only a mail that was given up" in response.content.decode()


def test_mail_that_waits_too_long_is_pointed_out(manager, time_machine):
    make_mail()
    assert "Is the worker running?" not in manager.get(LIST).content.decode()
    time_machine.move_to(timezone.now() + timedelta(minutes=11))

    assert "Is the worker running?" in manager.get(LIST).content.decode()


def test_record_the_mail_is_about_is_linked(manager):
    user = make_user()
    mail = make_mail(about=user)

    page = manager.get(f"{LIST}{mail.pk}/change/").content.decode()

    assert f"/admin/accounts/user/{user.pk}/change/" in page


def test_lists_cost_the_same_with_many(manager):
    manager.get(LIST)
    counts = []
    for more in (3, 30):
        for _ in range(more):
            make_mail()
        with count_queries() as queries:
            manager.get(LIST)
        counts.append(len(queries))
        assert not queries.repeated

    assert counts[0] == counts[1] <= 12


def test_jobs_show_what_they_did(manager):
    scheduler.discover()
    scheduler.run("purge-mail")

    page = manager.get("/admin/foundation/jobrun/").content.decode()

    assert "Blanked 0 mails." in page
    assert "Blank the words and the address of mails older than 30 days." in page


@pytest.mark.parametrize("key", ["0", "999999999999999999999"])
def test_forged_key_is_not_found(manager, key):
    assert manager.get(f"{LIST}{key}/change/")["Location"] == "/admin/"
    assert manager.post(f"{LIST}{key}/send-again/").status_code == 404
