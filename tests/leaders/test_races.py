"""Two people, or two clicks, at the same moment: one winner, one sentence."""

import threading

import pytest
from django.db import connection

from foundation.history import last_change
from foundation.refusals import Refused
from foundation.words import moment_in_words
from leaders import membership, vetting
from leaders.models import Application, Leader
from tests.factories import (
    make_application,
    make_leader,
    make_staff,
    make_topic,
    make_verified_user,
)
from tests.forms import shown_by
from tests.mail import mails_to
from tests.people import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def _together(*calls):
    """Run the calls at once in threads; return each result or exception."""
    barrier = threading.Barrier(len(calls))
    results = [None] * len(calls)

    def run(number, call):
        try:
            barrier.wait(timeout=10)
            results[number] = call()
        except Exception as error:
            results[number] = error
        finally:
            connection.close()

    threads = [
        threading.Thread(target=run, args=(number, call))
        for number, call in enumerate(calls)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return results


def test_two_managers_deciding_at_once_get_one_winner_and_one_sentence():
    application = make_application(status="recommended")
    managers = [make_staff(), make_staff()]

    def decide(manager):
        def call():
            return vetting.decide_and_send(
                application,
                by=manager,
                seen=application.version,
                outcome="accept",
                reason="Good.",
                message="",
            )

        return call

    results = _together(*(decide(manager) for manager in managers))

    refused = [result for result in results if isinstance(result, Refused)]
    won = [result for result in results if isinstance(result, Application)]
    assert (len(won), len(refused)) == (1, 1)
    decided = won[0].decided_by
    when = moment_in_words(last_change(application).at)
    assert refused[0].sentences == [
        f"{decided} changed this on {when}: “Send: accepted”.",
        "What you typed is still here.",
    ]
    assert Leader.objects.count() == 1
    welcomes = [
        mail
        for mail in mails_to(application.applicant.email)
        if mail.subject == "Welcome to the network"
    ]
    assert len(welcomes) == 1


def test_two_managers_on_the_decision_page_both_get_an_answer():
    application = make_application(status="recommended")
    managers = [make_staff(), make_staff()]
    clients = [signed_in(manager) for manager in managers]
    address = f"/admin/leaders/application/{application.pk}/decide/"
    typed = {
        "version": application.version,
        "outcome": "decline",
        "reason": "Not now.",
        "message": "Not this time.",
    }
    typed = shown_by(clients[0], address, typed) | {"send": "1"}

    results = _together(*(lambda c=c: c.post(address, typed) for c in clients))

    (lost,) = [result for result in results if result.status_code == 200]
    (won,) = [result for result in results if result.status_code == 302]
    application.refresh_from_db()
    winner = clients[managers.index(application.decided_by)]
    assert "Decided and sent." in winner.get(won["Location"]).content.decode()
    page = lost.content.decode()
    assert f"{application.decided_by} changed this on" in page
    assert "Not this time." in page


def test_double_click_sends_one_application():
    application = make_application(status="draft", topics=[make_topic()])
    client = signed_in(application.applicant)
    other = signed_in(application.applicant)

    results = _together(
        lambda: client.post("/leaders/application/review/", {"version": 0}),
        lambda: other.post("/leaders/application/review/", {"version": 0}),
    )

    assert {result["Location"] for result in results} == {"/leaders/application/"}
    application.refresh_from_db()
    assert (application.status, application.version) == ("submitted", 1)
    assert len(mails_to(application.applicant.email)) == 1


def test_two_starts_make_one_draft():
    user = make_verified_user()
    clients = [signed_in(user), signed_in(user)]

    results = _together(*(lambda c=c: c.post("/leaders/apply/start/") for c in clients))

    assert {result["Location"] for result in results} == {"/leaders/application/"}
    assert Application.objects.filter(applicant=user).count() == 1


def test_two_tabs_that_save_one_part_are_told_who_was_first():
    application = make_application(status="draft")
    clients = [signed_in(application.applicant) for _ in range(2)]
    address = "/leaders/application/agency/"
    # Neither ZIP code can be kept as one; each stays as it was typed.
    typed = [
        {"agency_name": f"Agency {n}", "zip": f"{n}", "version": 0} for n in (1, 2)
    ]

    results = _together(
        *(
            lambda c=c, t=t: c.post(address, t)
            for c, t in zip(clients, typed, strict=True)
        )
    )

    application.refresh_from_db()
    pages = [result.content.decode() for result in results]
    first = int(application.agency_name.removeprefix("Agency "))
    won, lost = pages[first - 1], pages[2 - first]
    assert application.version == 1
    assert f'"zip": ["{first}"]' in application.as_typed
    assert "The rest of this part is saved." in won
    assert "You changed this in another window on" in lost
    assert f'value="Agency {3 - first}"' in lost
    assert f'value="{3 - first}"' in lost


def test_two_new_starts_copy_one_application_once():
    application = make_application(status="withdrawn", topics=[make_topic()])
    user = application.applicant
    clients = [signed_in(user), signed_in(user)]

    address, again = "/leaders/apply/start/", {"again": "yes"}
    results = _together(*(lambda c=c: c.post(address, again) for c in clients))

    draft = Application.objects.get(applicant=user, status="draft")
    assert {result["Location"] for result in results} == {"/leaders/application/"}
    assert draft.why == application.why
    assert list(draft.topics.all()) == list(application.topics.all())


def test_section_saved_while_sending_never_changes_what_was_sent():
    application = make_application(
        status="draft", supervisor_name="As checked", topics=[make_topic()]
    )
    client = signed_in(application.applicant)
    other = signed_in(application.applicant)
    review, section = (
        f"/leaders/application/{part}/" for part in ("review", "supervisor")
    )
    late = {"supervisor_name": "Late", "supervisor_email": "late@sample.example"}

    _together(
        lambda: client.post(review, {"version": 0}),
        lambda: other.post(section, {**late, "version": 0}),
    )

    application.refresh_from_db()
    is_as_checked = application.supervisor_name == "As checked"
    assert (application.status == "submitted") == is_as_checked
    client.post(review, {"version": application.version})
    application.refresh_from_db()
    assert application.status == "submitted"
    version = application.version
    later = {"supervisor_name": "Later", "supervisor_email": "later@sample.example"}
    other.post(section, {**later, "version": version})
    application.refresh_from_db()
    assert application.supervisor_name != "Later"
    assert application.version == version


def test_saving_a_profile_never_undoes_a_suspension():
    leader = make_leader()
    manager = make_staff()
    client = signed_in(leader.user)
    typed = {
        "version": leader.version,
        "name": leader.name,
        "rank": leader.rank,
        "service": leader.service,
        "years_of_service": 15,
        "help_offered": ["call"],
        "languages": ["en"],
        "public_fields": ["name"],
        "agree": "on",
    }

    _together(
        lambda: client.post("/leaders/profile/edit/", typed),
        lambda: membership.MACHINE.move(
            leader, "suspend", by=manager, reason="A complaint."
        ),
    )

    leader.refresh_from_db()
    assert leader.status == "suspended"


def test_namesakes_accepted_at_once_get_two_addresses():
    applications = [
        make_application(status="decided", name="Ana Ruiz") for _ in range(2)
    ]
    manager = make_staff()

    results = _together(
        *(lambda each=each: vetting.release(each, by=manager) for each in applications)
    )

    assert [result.status for result in results] == ["accepted", "accepted"]
    assert set(Leader.objects.values_list("slug", flat=True)) == {
        "ana-ruiz",
        "ana-ruiz-2",
    }
