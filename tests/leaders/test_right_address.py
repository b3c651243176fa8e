"""A wrong address is mended on the application or the leader, never on a mail."""

import pytest
from allauth.account.models import EmailAddress

from accounts.models import User
from foundation.history import history_of
from foundation.models import MailState, OutboxMail
from tests.factories import (
    make_application,
    make_leader,
    make_staff,
    make_user,
    make_verified_user,
)
from tests.forms import seen_on
from tests.mail import mails_to, make_mail
from tests.people import signed_in

pytestmark = pytest.mark.django_db

NEW = "right@agency.example.org"


def _url(record) -> str:
    kind = record._meta.model_name
    return f"/admin/leaders/{kind}/{record.pk}/correct-address/"


def _correct(client, record, address=NEW, reason="The person called."):
    typed = {"address": address, "reason": reason, "version": record.version}
    return client.post(_url(record), typed, follow=True)


def _failed(**more) -> OutboxMail:
    mail = make_mail(**more)
    OutboxMail.objects.filter(pk=mail.pk).update(state=MailState.FAILED, attempts=8)
    return mail


def test_address_of_a_leader_is_mended_with_a_reason_in_the_history():
    leader = make_leader()
    manager = make_staff(display_name="Mara Winter")

    answer = _correct(signed_in(manager), leader, " RIGHT@Agency.example.org ")

    leader.user.refresh_from_db()
    event = history_of(leader)[0]
    assert leader.user.email == NEW
    assert (event.who, event.what, event.why) == (
        "Mara Winter",
        "Correct the e-mail address",
        "The person called.",
    )
    assert "The address is corrected" in answer.content.decode()


def test_new_address_counts_as_proven_only_after_a_sign_in():
    leader = make_leader()
    old = leader.user.email

    _correct(signed_in(make_staff()), leader)

    rows = EmailAddress.objects.filter(user=leader.user)
    assert list(rows.values_list("email", "verified", "primary")) == [
        (NEW, False, True)
    ]
    assert not EmailAddress.objects.filter(email=old).exists()


def test_sessions_of_the_person_end_at_once():
    leader = make_leader()
    client = signed_in(leader.user)
    assert client.get("/desk/").status_code == 200

    _correct(signed_in(make_staff()), leader)

    assert client.get("/desk/").status_code == 302


def test_both_addresses_are_told_in_account_mail():
    leader = make_leader()
    old = leader.user.email
    OutboxMail.objects.all().delete()

    _correct(signed_in(make_staff()), leader)

    (told_old,), (told_new,) = mails_to(old), mails_to(NEW)
    assert (told_old.is_private, told_new.is_private) == (True, True)
    assert "no longer signs in" in told_old.text
    assert NEW not in told_old.text
    assert "/account/login/" in told_new.text or "/login/" in told_new.text


def test_address_that_was_never_confirmed_is_not_told():
    user = make_user(email="typo@agency.example.org")
    application = make_application(applicant=make_verified_user())
    type(application).objects.filter(pk=application.pk).update(applicant=user)
    OutboxMail.objects.all().delete()

    _correct(signed_in(make_staff()), application)

    assert mails_to("typo@agency.example.org") == []
    assert User.objects.get(pk=user.pk).email == NEW


def test_mail_that_failed_is_made_anew_and_the_old_one_is_never_sent():
    application = make_application()
    old = application.applicant.email
    OutboxMail.objects.all().delete()
    failed = _failed(to=old, about=application, subject="Your application", key="a:1")

    _correct(signed_in(make_staff()), application)

    failed.refresh_from_db()
    anew = OutboxMail.objects.get(to=NEW, is_private=False)
    assert (failed.to, failed.state) == (old, MailState.WITHHELD)
    assert (anew.subject, anew.text, anew.state) == (
        "Your application",
        failed.text,
        MailState.QUEUED,
    )
    assert anew.about == application
    assert anew.message_id != failed.message_id


def test_mail_that_arrived_and_account_mail_are_not_made_anew():
    leader = make_leader()
    old = leader.user.email
    OutboxMail.objects.all().delete()
    sent = make_mail(to=old, about=leader)
    OutboxMail.objects.filter(pk=sent.pk).update(state=MailState.KEPT)
    code = _failed(to=old, about=leader.user, is_private=True, text="Code 482913")

    _correct(signed_in(make_staff()), leader)

    code.refresh_from_db()
    assert code.state == MailState.WITHHELD
    assert [mail.is_private for mail in mails_to(NEW)] == [True]
    assert "482913" not in mails_to(NEW)[0].text


def test_address_somebody_has_is_refused_and_what_was_typed_is_kept():
    leader = make_leader()
    old = leader.user.email
    make_verified_user(email="taken@agency.example.org")

    page = _correct(signed_in(make_staff()), leader, "taken@agency.example.org")

    leader.user.refresh_from_db()
    assert leader.user.email == old
    assert "Another account has this address." in page.content.decode()
    assert 'value="taken@agency.example.org"' in page.content.decode()
    assert "The person called." in page.content.decode()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Give the right address."),
        ("nobody", "Give one address with one @ in it"),
        ("a b@agency.example.org", "without a space in it"),
    ],
)
def test_bad_address_is_explained(typed, sentence):
    leader = make_leader()

    page = _correct(signed_in(make_staff()), leader, typed)

    assert sentence in page.content.decode()


def test_reason_is_needed():
    leader = make_leader()
    old = leader.user.email

    _correct(signed_in(make_staff()), leader, reason="")

    leader.user.refresh_from_db()
    assert leader.user.email == old


def test_second_of_two_colleagues_reads_who_was_first():
    leader = make_leader()
    first = signed_in(make_staff(display_name="Mara Winter"))
    second = signed_in(make_staff())

    _correct(first, leader)
    page = _correct(second, leader, "other@agency.example.org")

    leader.user.refresh_from_db()
    assert leader.user.email == NEW
    assert "Mara Winter changed this" in page.content.decode()


def test_address_of_somebody_on_the_staff_is_not_for_colleagues():
    leader = make_leader(user=make_staff("Reviewer"))
    old = leader.user.email

    page = _correct(signed_in(make_staff()), leader)

    leader.user.refresh_from_db()
    assert leader.user.email == old
    assert "changes the address on their account’s page" in page.content.decode()


def test_reviewer_may_not(client):
    application = make_application()
    reviewer = signed_in(make_staff("Reviewer"))

    assert reviewer.get(_url(application)).status_code == 403
    assert _correct(reviewer, application).status_code == 403
    assert not User.objects.filter(email=NEW).exists()


def test_page_says_what_will_happen_and_changes_nothing():
    leader = make_leader()
    old = leader.user.email
    client = signed_in(make_staff())

    version = seen_on(client, _url(leader))

    leader.user.refresh_from_db()
    assert version == str(leader.version)
    assert leader.user.email == old
