"""Deciding: the exact mail, two buttons, two people."""

import pytest

from foundation.models import OutboxMail
from foundation.outbox import Letter
from leaders.admin.matching import match_agency
from tests.factories import make_agency, make_application, make_staff
from tests.forms import press, version_in
from tests.mail import mails_to
from tests.pages import text_of
from tests.people import signed_in

pytestmark = pytest.mark.django_db

QUEUE = "/admin/leaders/application/"


def test_decision_page_shows_the_exact_mail():
    application = make_application(status="recommended")
    client = signed_in(make_staff())
    typed = {
        "version": application.version,
        "outcome": "decline",
        "reason": "Not now.",
        "message": "Please {name} {{ SECRET_KEY }} apply again.",
    }
    address = f"{QUEUE}{application.pk}/decide/"

    preview = client.post(address, typed | {"preview": "1"})
    application.refresh_from_db()
    status = application.status
    press(client, address, typed | {"send": "1"})

    mail = mails_to(application.applicant.email)[-1]
    shown = preview.context["preview"]
    assert status == "recommended"
    assert shown == Letter(mail.subject, mail.text, mail.html)
    assert "Please {name} {{ SECRET_KEY }} apply again." in mail.text


def test_decide_without_sending_writes_no_mail_and_release_follows():
    application = make_application(status="recommended")
    client = signed_in(make_staff())
    before = OutboxMail.objects.count()

    client.post(
        f"{QUEUE}{application.pk}/decide/",
        {
            "version": application.version,
            "outcome": "accept",
            "reason": "Good.",
            "decide": "1",
        },
    )
    application.refresh_from_db()
    decided, written = application.status, OutboxMail.objects.count()
    press(
        client,
        f"{QUEUE}{application.pk}/act/accept/",
        {"version": application.version},
    )

    application.refresh_from_db()
    assert (decided, written) == ("decided", before)
    assert application.status == "accepted"
    assert application.leader.status == "onboarding"


def test_decision_of_a_hard_outcome_needs_a_message():
    application = make_application(status="recommended")

    page = signed_in(make_staff()).post(
        f"{QUEUE}{application.pk}/decide/",
        {
            "version": application.version,
            "outcome": "decline",
            "reason": "Not now.",
            "send": "1",
        },
    )

    application.refresh_from_db()
    assert "Write to the applicant why." in page.content.decode()
    assert application.status == "recommended"


@pytest.mark.parametrize("part", ["decide/", "act/send_back/", "act/accept/"])
def test_reviewers_do_not_reach_decisions(part):
    application = make_application(status="recommended")

    answer = signed_in(make_staff("Reviewer")).get(f"{QUEUE}{application.pk}/{part}")

    assert answer.status_code == 403


def test_decision_page_bars_whoever_recommended():
    manager = make_staff()
    application = make_application(status="recommended", recommended_by=manager)

    text = text_of(signed_in(manager), f"{QUEUE}{application.pk}/decide/")

    assert "You recommended this yourself. Another person has to decide." in text
    assert 'name="send"' not in text


def test_decision_that_somebody_took_first_keeps_what_was_typed():
    application = make_application(status="recommended")
    first = signed_in(make_staff(display_name="Mara Winter"))
    second = signed_in(make_staff())
    address = f"{QUEUE}{application.pk}/decide/"
    typed = {"version": application.version, "outcome": "accept"}
    first.post(address, typed | {"reason": "A good fit.", "decide": "1"})

    page = second.post(address, typed | {"reason": "My own long reason.", "send": "1"})

    text = page.content.decode()
    assert page.status_code == 200
    assert "Mara Winter changed this on" in text
    assert "My own long reason." in text
    assert 'name="send"' not in text


def test_decision_on_a_changed_record_is_sent_by_the_second_press():
    application = make_application(status="recommended")
    colleague = make_staff(display_name="Mara Winter")
    client = signed_in(make_staff())
    address = f"{QUEUE}{application.pk}/decide/"
    typed = {"outcome": "accept", "reason": "A good fit.", "send": "1"}
    seen = application.version
    match_agency(application, make_agency(), by=colleague, seen=seen)

    page = client.post(address, typed | {"version": seen})
    application.refresh_from_db()
    before = application.status
    again = press(client, address, typed | {"version": version_in(page)})

    application.refresh_from_db()
    assert page.status_code == 200
    assert "Mara Winter changed this on" in page.content.decode()
    assert before == "recommended"
    assert again.status_code == 302
    assert application.status == "accepted"
