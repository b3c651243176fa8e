"""Applying, as the applicant meets it."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress

from leaders import promises
from leaders.admin.matching import match_agency
from leaders.models import Application
from leaders.vetting import MACHINE
from resources.models import Topic
from tests.factories import (
    make_agency,
    make_application,
    make_leader,
    make_staff,
    make_user,
    make_verified_user,
    make_zip_place,
)
from tests.forms import seen_on, version_in
from tests.mail import mails_to
from tests.people import signed_in
from tests.queries import count_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def oak_creek():
    return make_zip_place(lat=42.88, lng=-87.9)


@pytest.fixture
def topic():
    return Topic.objects.create(slug="schools", label="Schools", group="schools")


def _answers(topic):
    return {
        "you": {
            "name": "Ana Ruiz",
            "rank": "Sergeant",
            "service": "sworn",
            "years_of_service": "12",
        },
        "agency": {
            "agency_name": "Oak Creek Police Department",
            "agency_kind": "local-police",
            "agency_size": "51-100",
            "zip": "53154-1234",
        },
        "experience": {
            "why": "To help.",
            "experience": "",
            "topics": [topic.pk],
            "languages": ["en", "es"],
        },
        "supervisor": {
            "supervisor_name": "Chief One",
            "supervisor_email": "Chief@Sample.example",
        },
        "consent": {"consent_to": ["name", "rank"], "agree": "on"},
    }


def _save(client, address, answers, **how):
    """Send a page's form with the version that the page carries."""
    return client.post(address, answers | {"version": seen_on(client, address)}, **how)


def test_visitor_reads_the_page_and_is_led_to_sign_in_and_back():
    client = signed_in(None)

    page = client.get("/leaders/apply/")
    start = client.get("/leaders/apply/start/")

    assert "What happens then" in page.content.decode()
    assert page.headers["Cache-Control"] == "public, max-age=60"
    assert start["Location"] == "/accounts/login/?next=/leaders/apply/start/"


def test_looking_at_the_start_makes_no_draft():
    client = signed_in(make_verified_user())

    client.get("/leaders/apply/start/")

    assert not Application.objects.exists()


def test_whole_way_from_start_to_receipt(oak_creek, topic):
    user = make_verified_user()
    client = signed_in(user)

    client.post("/leaders/apply/start/")
    assert "0 of 5 complete" in client.get("/leaders/application/").content.decode()
    places = [
        _save(client, f"/leaders/application/{slug}/", answers)["Location"]
        for slug, answers in _answers(topic).items()
    ]
    sent = _save(client, "/leaders/application/review/", {}, follow=True)

    assert places == [
        "/leaders/application/agency/",
        "/leaders/application/experience/",
        "/leaders/application/supervisor/",
        "/leaders/application/consent/",
        "/leaders/application/review/",
    ]
    application = Application.objects.get()
    assert (application.status, application.zip) == ("submitted", "53154")
    assert (application.state, application.city) == ("WI", "Oak Creek")
    assert application.supervisor_email == "chief@sample.example"
    assert application.consent_version
    assert "We have your application" in sent.content.decode()
    assert len(mails_to(user.email)) == 1


def test_section_keeps_what_was_typed_beside_the_error(oak_creek):
    application = make_application(status="draft", agency_name="")
    client = signed_in(application.applicant)

    page = client.post(
        "/leaders/application/agency/",
        {"agency_name": "Fairview Police", "agency_kind": "local-police", "zip": "1"},
    )

    text = page.content.decode()
    assert page.status_code == 200
    assert "Fairview Police" in text
    assert "We could not find that ZIP code. Check the five digits." in text
    application.refresh_from_db()
    assert application.agency_name == ""


def test_section_saved_in_another_window_is_not_overwritten():
    application = make_application(status="draft")
    client = signed_in(application.applicant)
    address = "/leaders/application/supervisor/"
    typed = {"version": 0, "supervisor_email": "chief@sample.example"}
    client.post(address, typed | {"supervisor_name": "First Chief"})

    page = client.post(address, typed | {"supervisor_name": "Second Chief"})
    application.refresh_from_db()
    kept = application.supervisor_name
    again = client.post(
        address,
        typed | {"supervisor_name": "Second Chief", "version": version_in(page)},
    )

    application.refresh_from_db()
    text = page.content.decode()
    assert page.status_code == 200
    assert "You changed this in another window on" in text
    assert "“Save “Who can speak for you””" in text
    assert 'value="Second Chief"' in text
    assert kept == "First Chief"
    assert again.status_code == 302
    assert application.supervisor_name == "Second Chief"


def test_application_changed_in_another_window_is_read_again_before_it_is_sent(topic):
    application = make_application(status="draft", topics=[topic])
    client = signed_in(application.applicant)
    seen = seen_on(client, "/leaders/application/review/")
    _save(
        client,
        "/leaders/application/supervisor/",
        {"supervisor_name": "New Chief", "supervisor_email": "new@sample.example"},
    )

    page = client.post("/leaders/application/review/", {"version": seen})
    application.refresh_from_db()
    before = application.status
    client.post("/leaders/application/review/", {"version": version_in(page)})

    application.refresh_from_db()
    assert "You changed this in another window on" in page.content.decode()
    assert "New Chief" in page.content.decode()
    assert before == "draft"
    assert application.status == "submitted"


def test_section_ignores_forged_fields(oak_creek, topic):
    application = make_application(status="draft")
    client = signed_in(application.applicant)
    other = make_user()

    _save(
        client,
        "/leaders/application/you/",
        _answers(topic)["you"]
        | {
            "status": "accepted",
            "outcome": "accept",
            "applicant": other.pk,
            "reference": "aaaaaa",
            "agency": "1",
            "assignee": other.pk,
            "submitted_at": "2026-01-01",
        },
    )

    fresh = Application.objects.get(pk=application.pk)
    assert (fresh.name, fresh.status, fresh.outcome) == ("Ana Ruiz", "draft", "")
    assert (fresh.applicant, fresh.reference) == (
        application.applicant,
        application.reference,
    )
    assert (fresh.assignee, fresh.submitted_at) == (None, None)


def test_second_address_of_the_applicant_is_no_supervisor():
    application = make_application(status="draft")
    EmailAddress.objects.create(
        user=application.applicant, email="second@sample.example"
    )
    client = signed_in(application.applicant)

    page = client.post(
        "/leaders/application/supervisor/",
        {"supervisor_name": "Me", "supervisor_email": "Second@sample.example"},
    )

    assert "This is your own address." in page.content.decode()


def test_supervisor_is_somebody_else():
    application = make_application(status="draft")
    client = signed_in(application.applicant)

    page = client.post(
        "/leaders/application/supervisor/",
        {
            "supervisor_name": "Me",
            "supervisor_email": application.applicant.email.upper(),
        },
    )

    assert "This is your own address." in page.content.decode()


def test_consent_needs_the_name_and_the_agreement():
    application = make_application(status="draft", consent_to=[], consent_version="")
    client = signed_in(application.applicant)

    page = client.post("/leaders/application/consent/", {"consent_to": ["rank"]})

    assert "A leader is listed by name." in page.content.decode()
    application.refresh_from_db()
    assert application.consent_version == ""


def test_unknown_section_is_not_found():
    application = make_application(status="draft")

    page = signed_in(application.applicant).get("/leaders/application/nothing/")

    assert page.status_code == 404


def test_incomplete_draft_is_not_sent():
    application = make_application(status="draft", why="")
    client = signed_in(application.applicant)

    page = client.post("/leaders/application/review/", {"version": 0})

    assert "Some required questions have no answer yet." in page.content.decode()
    application.refresh_from_db()
    assert application.status == "draft"


def test_sending_too_often_is_told_and_sends_nothing():
    application = make_application(status="draft", why="")
    client = signed_in(application.applicant)

    answers = [
        client.post("/leaders/application/review/", {"version": 0}) for _ in range(11)
    ]

    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert "Wait an hour, then send." in answers[-1].content.decode()


def test_sent_application_cannot_be_edited():
    application = make_application()
    client = signed_in(application.applicant)

    page = client.post(
        "/leaders/application/supervisor/",
        {"supervisor_name": "Other", "supervisor_email": "other@sample.example"},
    )

    assert page["Location"] == "/leaders/application/"
    application.refresh_from_db()
    assert application.supervisor_name != "Other"


def test_status_page_says_who_acts_next_and_by_when():
    application = make_application()

    text = (
        signed_in(application.applicant).get("/leaders/application/").content.decode()
    )

    assert application.code in text
    assert "A person of the program begins to read it." in text
    assert "at the latest" in text


@pytest.mark.parametrize("status", ["recommended", "decided"])
def test_status_page_never_tells_what_is_not_sent(status):
    application = make_application(status=status, outcome="decline")

    text = (
        signed_in(application.applicant).get("/leaders/application/").content.decode()
    )

    assert "final review" in text
    assert "Thank you for applying." not in text
    assert "A good fit." not in text


@pytest.mark.parametrize(
    "status",
    [
        "draft",
        "submitted",
        "in_review",
        "info_requested",
        "recommended",
        "decided",
        "accepted",
        "waitlisted",
        "declined",
        "withdrawn",
        "lapsed",
    ],
)
def test_status_page_costs_the_same_in_every_status(status):
    application = make_application(status=status)
    client = signed_in(application.applicant)
    client.get("/leaders/application/")

    with count_queries() as queries:
        page = client.get("/leaders/application/")

    assert page.status_code == 200
    assert len(queries) <= 9
    assert queries.repeated == []


def test_withdraw_asks_before_it_acts():
    application = make_application()
    client = signed_in(application.applicant)

    asked = client.get("/leaders/application/withdraw/")
    application.refresh_from_db()
    before = application.status
    client.post("/leaders/application/withdraw/")

    application.refresh_from_db()
    assert "Withdraw your application?" in asked.content.decode()
    assert (before, application.status) == ("submitted", "withdrawn")


def test_question_is_answered_on_the_site():
    application = make_application(status="info_requested")
    client = signed_in(application.applicant)

    asked = client.get("/leaders/application/answer/").content.decode()
    empty = client.post("/leaders/application/answer/", {"answer": " "})
    client.post("/leaders/application/answer/", {"answer": "The middle school."})

    assert "Which school did you work with?" in asked
    assert empty.status_code == 200
    application.refresh_from_db()
    assert application.status == "in_review"
    assert application.info_requests.get().answer == "The middle school."


def test_answer_to_a_closed_question_keeps_what_was_typed():
    application = make_application(status="info_requested")
    client = signed_in(application.applicant)
    MACHINE.move(application, "lapse_silent")

    page = client.post("/leaders/application/answer/", {"answer": "My long answer."})

    text = page.content.decode()
    assert page.status_code == 200
    assert "This question was closed on" in text
    assert "My long answer." in text


def test_second_answer_from_another_window_keeps_what_was_typed():
    application = make_application(status="info_requested")
    client = signed_in(application.applicant)
    client.post("/leaders/application/answer/", {"answer": "The middle school."})

    same = client.post("/leaders/application/answer/", {"answer": "The middle school."})
    other = client.post("/leaders/application/answer/", {"answer": "My long answer."})

    text = other.content.decode()
    assert same["Location"] == "/leaders/application/"
    assert other.status_code == 200
    assert "You answered this in another window on" in text
    assert "My long answer." in text
    assert application.info_requests.get().answer == "The middle school."


def test_answer_is_taken_whatever_staff_did_besides():
    application = make_application(status="info_requested")
    client = signed_in(application.applicant)
    match_agency(application, make_agency(), by=make_staff(), seen=application.version)

    client.post("/leaders/application/answer/", {"answer": "The middle school."})

    application.refresh_from_db()
    assert application.status == "in_review"


def test_leader_cannot_start_another_application():
    leader = make_leader()
    client = signed_in(leader.user)

    page = client.post("/leaders/apply/start/")

    assert "You are in the network already." in page.content.decode()
    assert not Application.objects.exists()


def test_unconfirmed_address_cannot_start():
    client = signed_in(make_user())

    page = client.post("/leaders/apply/start/")

    assert "Confirm your e-mail address first." in page.content.decode()
    assert not Application.objects.exists()


def test_declined_person_may_start_again_after_some_time(monkeypatch):
    application = make_application(status="declined")
    client = signed_in(application.applicant)

    early = client.post("/leaders/apply/start/")
    monkeypatch.setattr(promises, "REAPPLY_AFTER", timedelta(0))
    late = client.post("/leaders/apply/start/")

    assert "You can apply again from" in early.content.decode()
    assert late["Location"] == "/leaders/application/"
    assert Application.objects.open().get().status == "draft"


def test_pages_of_an_applicant_show_nothing_of_others():
    other = make_application(name="Somebody Else")
    client = signed_in(make_verified_user())

    pages = [
        client.get(f"/leaders/application/{part}")
        for part in ("", "review/", "withdraw/", "answer/", "you/")
    ]

    assert {page.status_code for page in pages} == {302}
    other.refresh_from_db()
    assert other.status == "submitted"


def test_decision_shows_on_the_page_once_it_is_sent():
    application = make_application(status="decided", outcome="decline")
    MACHINE.move(application, "decline", by=make_staff())

    text = (
        signed_in(application.applicant).get("/leaders/application/").content.decode()
    )

    assert "Thank you for applying." in text
    assert "Agreed." not in text
