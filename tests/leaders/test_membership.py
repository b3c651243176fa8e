"""What may become of a leader, and how a profile goes out of sight."""

import pytest

from foundation.refusals import Changed, Refused
from leaders import membership
from leaders.membership import MACHINE
from leaders.models import Leader
from tests.factories import make_leader, make_staff, make_verified_user
from tests.mail import mails_to
from tests.people import signed_in

pytestmark = pytest.mark.django_db


def _refusal(leader, name, **data):
    with pytest.raises(Refused) as refused:
        MACHINE.move(leader, name, **data)
    return refused.value.sentences


def test_activate_lists_the_leader_and_mails_the_address():
    leader = make_leader("onboarding")

    listed = MACHINE.move(leader, "activate", by=leader.user)

    assert listed.activated_at is not None
    assert list(Leader.objects.listed()) == [leader]
    (mail,) = mails_to(leader.user.email)
    assert mail.subject == "Your profile is published"
    assert leader.get_absolute_url() in mail.text


def test_activate_needs_consent_and_help():
    leader = make_leader("onboarding", consent_version="", help_offered=[])

    sentences = _refusal(leader, "activate", by=leader.user)

    assert sentences == [
        "Give your name, your rank and at least one kind of help first.",
        "A leader is listed by name. Agree that we may show yours.",
    ]


def test_activate_is_for_the_leader_alone():
    leader = make_leader("onboarding")

    assert _refusal(leader, "activate", by=make_staff()) == ["You may not do this."]


def test_paused_leader_is_shown_but_not_listed():
    leader = make_leader()

    MACHINE.move(leader, "pause", by=leader.user)

    assert list(Leader.objects.listed()) == []
    assert list(Leader.objects.shown()) == [leader]


def test_another_leader_cannot_pause_me():
    leader, other = make_leader(), make_leader()

    assert _refusal(leader, "pause", by=other.user) == ["You may not do this."]


def test_suspend_needs_a_reason_and_the_right():
    leader = make_leader()

    assert _refusal(leader, "suspend", by=make_staff()) == ["Give the reason."]
    assert _refusal(leader, "suspend", by=make_staff("Reviewer"), reason="x") == [
        "You may not do this."
    ]


def test_suspend_takes_effect_at_the_next_request_of_a_live_session():
    leader = make_leader()
    client, visitor = signed_in(leader.user), signed_in(None)
    before = client.get("/leaders/profile/edit/").status_code

    MACHINE.move(leader, "suspend", by=make_staff(), reason="A complaint.")

    assert before == 200
    for address in ("edit/", "portrait/"):
        assert client.get(f"/leaders/profile/{address}").status_code == 404
    assert client.post("/leaders/profile/away/", {"back": "1"}).status_code == 404
    assert visitor.get(leader.get_absolute_url()).status_code == 404
    assert visitor.get("/leaders.json").json()["total"] == 0


def test_suspension_is_a_record_of_its_own_and_can_be_lifted():
    leader, manager = make_leader(), make_staff()

    suspended = MACHINE.move(leader, "suspend", by=manager, reason="A complaint.")
    back = MACHINE.move(suspended, "reinstate", by=manager, reason="Unfounded.")

    sanction = back.sanctions.get()
    assert back.status == "active"
    assert (sanction.reason, sanction.imposed_by) == ("A complaint.", manager)
    assert (sanction.lift_reason, sanction.lifted_by) == ("Unfounded.", manager)
    subjects = [mail.subject for mail in mails_to(leader.user.email)]
    assert subjects == [
        "Your place in the network is suspended",
        "You are back in the network",
    ]


def test_mail_of_a_suspension_keeps_the_reason_to_staff():
    leader = make_leader()

    MACHINE.move(leader, "suspend", by=make_staff(), reason="A named complaint.")

    (mail,) = mails_to(leader.user.email)
    assert "A named complaint." not in mail.text + mail.html


def test_staff_do_not_suspend_themselves():
    manager = make_staff()
    leader = make_leader(user=manager)

    sentences = _refusal(leader, "suspend", by=manager, reason="x")

    assert sentences == ["This is your own profile. Ask a colleague."]


def test_hidden_profile_is_gone_at_once_and_comes_back():
    leader, manager, visitor = make_leader(), make_staff(), signed_in(None)

    hidden = membership.set_hidden(
        leader, True, by=manager, seen=leader.version, reason="A doubt."
    )
    gone = visitor.get(leader.get_absolute_url()).status_code
    membership.set_hidden(
        hidden, False, by=manager, seen=hidden.version, reason="Cleared."
    )

    assert gone == 404
    assert hidden.status == "active"
    assert visitor.get(leader.get_absolute_url()).status_code == 200


def test_hiding_needs_the_right_a_reason_and_a_fresh_view():
    leader, manager = make_leader(), make_staff()

    with pytest.raises(Refused, match="You may not do this"):
        membership.set_hidden(leader, True, by=leader.user, seen=0, reason="x")
    with pytest.raises(Refused, match="Give the reason"):
        membership.set_hidden(leader, True, by=manager, seen=0, reason="")
    with pytest.raises(Changed):
        membership.set_hidden(leader, True, by=manager, seen=9, reason="x")


def test_person_without_leader_record_meets_nothing():
    client = signed_in(make_verified_user())

    for address in (
        "/leaders/onboarding/",
        "/leaders/profile/edit/",
        "/leaders/profile/portrait/",
    ):
        assert client.get(address).status_code == 404
