"""One application for staff: what its page shows, and the steps from it."""

import pytest

from leaders.admin.matching import match_agency
from leaders.models import Application
from leaders.vetting import MACHINE
from tests.factories import (
    make_agency,
    make_application,
    make_staff,
)
from tests.forms import press, version_in
from tests.mail import mails_to
from tests.pages import text_of
from tests.people import signed_in
from tests.queries import count_queries

pytestmark = pytest.mark.django_db

QUEUE = "/admin/leaders/application/"


def test_review_page_shows_answers_evidence_history_and_mail():
    reviewer = make_staff("Reviewer")
    application = make_application(status="in_review", assignee=reviewer)

    text = text_of(signed_in(reviewer), f"{QUEUE}{application.pk}/review/")

    for expected in (
        application.why,
        application.supervisor_email,
        "Confirmed by a code",
        "Not matched yet",
        "Midwestern: 0",
        "Send application",
        f"We have your application {application.code}",
    ):
        assert expected in text


def test_review_page_keeps_addresses_to_whoever_has_it():
    application = make_application(status="in_review")
    address = f"{QUEUE}{application.pk}/review/"

    other = text_of(signed_in(make_staff("Reviewer")), address)
    manager = text_of(signed_in(make_staff()), address)

    for contact in (application.supervisor_email, application.applicant.email):
        assert contact not in other
        assert contact in manager


def test_review_page_greys_out_what_is_not_possible_with_its_reason():
    application = make_application(status="in_review")

    text = text_of(
        signed_in(make_staff("Reviewer")), f"{QUEUE}{application.pk}/review/"
    )

    assert "Somebody else has this application. Take it over first." in text
    assert f'href="{QUEUE}{application.pk}/act/recommend/"' not in text
    assert f'action="{QUEUE}{application.pk}/act/take_over/"' in text


def test_review_page_names_a_conflict():
    reviewer = make_staff("Reviewer")
    application = make_application(supervisor_email=reviewer.email)

    text = text_of(signed_in(reviewer), f"{QUEUE}{application.pk}/review/")

    assert "The applicant names you as supervisor." in text


def test_review_page_of_a_draft_is_not_found():
    application = make_application(status="draft")
    client = signed_in(make_staff())

    assert client.get(f"{QUEUE}{application.pk}/review/").status_code == 404
    assert client.get(f"{QUEUE}{application.pk}/act/claim/").status_code == 404
    assert client.get(f"{QUEUE}{application.pk}/decide/").status_code == 404


def test_review_page_tells_nothing_of_the_draft():
    application = make_application(status="draft", rank="Secret first rank")
    Application.objects.filter(pk=application.pk).update(rank="Sergeant")
    application.refresh_from_db()
    MACHINE.move(application, "submit", by=application.applicant)

    text = text_of(signed_in(make_staff()), f"{QUEUE}{application.pk}/review/")

    assert "Secret first rank" not in text
    assert "Changed" not in text


def test_review_page_shows_earlier_applications_of_the_person():
    earlier = make_application(status="withdrawn")
    application = make_application(applicant=earlier.applicant)

    text = text_of(signed_in(make_staff()), f"{QUEUE}{application.pk}/review/")

    assert f'href="{QUEUE}{earlier.pk}/review/">{earlier.code}' in text


@pytest.mark.parametrize("act", ["claim", "let_go", "ask", "recommend", "reopen"])
def test_get_changes_nothing(act):
    application = make_application(status="in_review")
    before = Application.objects.filter(pk=application.pk).values().get()

    signed_in(make_staff()).get(f"{QUEUE}{application.pk}/act/{act}/")

    assert Application.objects.filter(pk=application.pk).values().get() == before


def test_recommend_and_ask_through_their_pages():
    reviewer = make_staff("Reviewer")
    client = signed_in(reviewer)
    asked = make_application(status="in_review", assignee=reviewer)
    advised = make_application(status="in_review", assignee=reviewer)

    press(
        client,
        f"{QUEUE}{asked.pk}/act/ask/",
        {"version": asked.version, "question": "Which school?"},
    )
    client.post(
        f"{QUEUE}{advised.pk}/act/recommend/",
        {"version": advised.version, "outcome": "accept", "reason": "Good."},
    )

    asked.refresh_from_db()
    advised.refresh_from_db()
    assert (asked.status, advised.status) == ("info_requested", "recommended")
    assert "Which school?" in mails_to(asked.applicant.email)[-1].text


def test_act_keeps_what_was_typed_beside_the_error():
    reviewer = make_staff("Reviewer")
    application = make_application(status="in_review", assignee=reviewer)

    page = signed_in(reviewer).post(
        f"{QUEUE}{application.pk}/act/recommend/",
        {"version": application.version, "reason": "Typed already."},
    )

    assert page.status_code == 200
    assert "Typed already." in page.content.decode()


@pytest.mark.parametrize(
    "version", ["", "x", "-1", pytest.param("9" * 30, id="far too many digits")]
)
def test_act_refuses_a_forged_version(version):
    reviewer = make_staff("Reviewer")
    application = make_application()

    page = signed_in(reviewer).post(
        f"{QUEUE}{application.pk}/act/claim/", {"version": version}
    )

    application.refresh_from_db()
    assert page.status_code == 200
    assert application.status == "submitted"


@pytest.mark.parametrize(
    "status",
    [
        "submitted",
        "in_review",
        "info_requested",
        "recommended",
        "decided",
        "accepted",
        "declined",
    ],
)
@pytest.mark.parametrize("role", ["Reviewer", "Program manager"])
def test_review_page_asks_the_database_twelve_times_at_most(status, role):
    reviewer = make_staff("Reviewer")
    application = make_application(status=status, assignee=reviewer)
    client = signed_in(reviewer if role == "Reviewer" else make_staff(role))
    client.get(QUEUE)

    with count_queries() as queries:
        text_of(client, f"{QUEUE}{application.pk}/review/")

    assert len(queries) <= 12
    assert queries.repeated == []


def test_step_after_somebody_elses_keeps_what_was_typed():
    reviewer = make_staff("Reviewer")
    application = make_application(status="in_review", assignee=reviewer)
    colleague = make_staff("Reviewer", display_name="Mara Winter")
    seen = application.version
    MACHINE.move(application, "take_over", by=colleague, seen=seen)

    page = signed_in(reviewer).post(
        f"{QUEUE}{application.pk}/act/recommend/",
        {"version": seen, "outcome": "accept", "reason": "My own long reason."},
    )

    text = page.content.decode()
    assert page.status_code == 200
    assert "Mara Winter changed this on" in text
    assert "“Take over”" in text
    assert "My own long reason." in text
    assert text.count("Somebody else has this application.") == 1
    assert version_in(page) == str(seen + 1)


def test_step_on_a_changed_record_is_made_by_the_second_press():
    reviewer = make_staff("Reviewer")
    application = make_application(status="in_review", assignee=reviewer)
    address = f"{QUEUE}{application.pk}/act/recommend/"
    typed = {"outcome": "accept", "reason": "A good fit."}
    seen = application.version
    match_agency(application, make_agency(), by=make_staff(), seen=seen)
    client = signed_in(reviewer)

    page = client.post(address, typed | {"version": seen})
    again = client.post(address, typed | {"version": version_in(page)})

    application.refresh_from_db()
    assert page.status_code == 200
    assert again.status_code == 302
    assert application.status == "recommended"
