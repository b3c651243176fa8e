"""Answered questions that stay to be read, and a new start from what came before."""

from datetime import timedelta

import pytest

from leaders import promises
from leaders.models import Application
from leaders.vetting import MACHINE
from tests.factories import (
    make_agency,
    make_application,
    make_leader,
    make_staff,
    make_topic,
    make_verified_user,
)
from tests.mail import mails_to
from tests.people import signed_in
from tests.queries import count_queries

pytestmark = pytest.mark.django_db

_MINE = "/leaders/application/"
_START = "/leaders/apply/start/"


def _answered(times: int = 1) -> Application:
    """An application whose applicant answered as many questions, still in review."""
    reviewer = make_staff("Reviewer")
    application = make_application("in_review", assignee=reviewer)
    for number in range(times):
        MACHINE.move(application, "ask", by=reviewer, question=f"Question {number}?")
        said = f"Answer {number}."
        MACHINE.move(application, "respond", by=application.applicant, answer=said)
    return application


def test_all_rounds_stay_on_the_status_page_with_their_dates():
    application = _answered(2)
    first = application.info_requests.first()
    first.asked_at -= timedelta(days=40)
    first.answered_at -= timedelta(days=35)
    first.save()

    text = signed_in(application.applicant).get(_MINE).content.decode()

    order = [
        text.index(words)
        for words in (
            first.asked_at.strftime("%B"),
            "Question 0?",
            "Answer 0.",
            "Question 1?",
            "Answer 1.",
        )
    ]
    assert order == sorted(order)
    assert f'datetime="{first.asked_at:%Y-%m-%dT}' in text
    assert f'datetime="{first.answered_at:%Y-%m-%dT}' in text


@pytest.mark.parametrize("status", ["recommended", "decided", "accepted"])
def test_rounds_stay_whatever_comes_after(status):
    application = make_application(status)
    application.info_requests.create(
        question="Which school?",
        asked_by=application.assignee,
        due_on="2027-05-12",
        answer="The middle school.",
        answered_at=application.recommended_at,
        closed_at=application.recommended_at,
    )

    text = signed_in(application.applicant).get(_MINE).content.decode()

    assert "Which school?" in text
    assert "The middle school." in text


def test_question_that_was_closed_says_so():
    application = make_application("info_requested")
    MACHINE.move(application, "lapse_silent")

    text = signed_in(application.applicant).get(_MINE).content.decode()

    assert "Which school did you work with?" in text
    assert "Closed without an answer on" in text


def test_more_rounds_cost_no_more_queries():
    client = signed_in(_answered(6).applicant)
    client.get(_MINE)

    with count_queries() as queries:
        client.get(_MINE)

    assert len(queries) <= 9
    assert queries.repeated == []


def test_answer_is_receipted_with_the_question_and_without_the_answer():
    application = _answered()

    mail = mails_to(application.applicant.email)[-1]

    assert mail.subject == f"We have your answer: application {application.code}"
    assert "Question 0?" in mail.text
    assert "/leaders/application/" in mail.text
    assert "Question 0?" in mail.html
    assert "Answer 0." not in mail.text + mail.html


def test_each_answer_has_one_receipt():
    application = _answered(2)

    subjects = [mail.subject for mail in mails_to(application.applicant.email)]

    receipt = f"We have your answer: application {application.code}"
    assert subjects.count(receipt) == 2


@pytest.mark.parametrize("status", ["withdrawn", "lapsed"])
def test_new_application_begins_from_the_old_one(status):
    topic = make_topic()
    old = make_application(
        status,
        topics=[topic],
        speaker="board",
        no_supervisor="elected",
        supervisor_role="Chair",
    )
    client = signed_in(old.applicant)

    page = client.get(_MINE).content.decode()
    begun = client.post(_START, {"again": "yes"}, follow=True)

    new = Application.objects.get(status="draft")
    same = ("name", "rank", "why", "zip", "state", "lat", "speaker", "no_supervisor")
    assert "Start again from your last application" in page
    assert "Your earlier answers are copied." in begun.content.decode()
    assert [getattr(new, n) for n in same] == [getattr(old, n) for n in same]
    assert list(new.topics.all()) == [topic]
    assert new.reference != old.reference


def test_consent_and_what_staff_matched_are_asked_anew():
    old = make_application("withdrawn", agency=make_agency())
    client = signed_in(old.applicant)

    client.post(_START, {"again": "yes"})

    new = Application.objects.get(status="draft")
    text = client.get(_MINE).content.decode()
    assert (new.consent_to, new.consent_version, new.consented_at) == ([], "", None)
    assert new.agency is None
    assert "Not started" in text


def test_what_was_typed_wrong_is_copied_too():
    old = make_application("draft", as_typed='{"agency": {"zip": ["1"]}}')
    client = signed_in(old.applicant)
    MACHINE.move(old, "withdraw", by=old.applicant)

    client.post(_START, {"again": "yes"})

    assert 'value="1"' in client.get(f"{_MINE}agency/").content.decode()


def test_new_application_may_begin_empty():
    old = make_application("withdrawn")
    client = signed_in(old.applicant)

    page = client.get(_START).content.decode()
    client.post(_START)

    assert "Start with empty pages" in page
    assert Application.objects.get(status="draft").why == ""


def test_first_application_has_nothing_to_begin_from():
    client = signed_in(make_verified_user())
    make_application("withdrawn", why="Somebody else’s words.")

    page = client.get(_START).content.decode()
    client.post(_START, {"again": "yes"})

    assert "Start again" not in page
    assert Application.objects.get(status="draft").why == ""


def test_declined_person_begins_again_from_the_day_we_named(monkeypatch):
    old = make_application("declined")
    client = signed_in(old.applicant)

    early = client.get(_MINE).content.decode()
    refused = client.post(_START, {"again": "yes"}).content.decode()
    monkeypatch.setattr(promises, "REAPPLY_AFTER", timedelta(0))
    late = client.get(_MINE).content.decode()
    client.post(_START, {"again": "yes"})

    assert "Start again" not in early
    assert "You can apply again from" in refused
    assert "Start again from your last application" in late
    assert Application.objects.get(status="draft").why == old.why


@pytest.mark.parametrize("status", ["submitted", "waitlisted", "accepted"])
def test_application_that_is_something_offers_no_new_start(status):
    application = make_application(status)

    page = signed_in(application.applicant).get(_MINE).content.decode()

    assert "Start again" not in page


def test_leader_is_led_from_publishing_to_the_page_and_a_first_screening():
    leader = make_leader()

    page = signed_in(leader.user).get("/leaders/onboarding/done/").content.decode()

    assert f'href="{leader.get_absolute_url()}"' in page
    assert 'href="/screenings/new/"' in page


def test_leader_who_has_not_published_is_led_to_that_first():
    client = signed_in(make_leader("onboarding").user)

    answer = client.get("/leaders/onboarding/done/")

    assert answer["Location"] == "/leaders/onboarding/"


def test_hidden_leader_is_not_told_that_the_page_is_public():
    leader = make_leader(is_hidden=True)

    page = signed_in(leader.user).get("/leaders/onboarding/done/").content.decode()

    assert "Your profile is not shown now" in page
    assert leader.get_absolute_url() not in page


def test_draft_without_answers_offers_nothing_to_copy():
    draft = make_application("draft")
    person = draft.applicant
    client = signed_in(person)
    MACHINE.move(draft, "withdraw", by=person)
    client.post(_START)
    MACHINE.move(Application.objects.get(status="draft"), "withdraw", by=person)

    page = client.get(_MINE).content.decode()
    start = client.get(_START).content.decode()

    assert "Start a new application" in page
    assert "Start again" not in page
    # The one before it has answers still.
    assert "Start again from your last application" in start
