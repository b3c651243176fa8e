"""What may become of an application, step by step."""

from datetime import UTC, date, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from foundation.history import history_of, last_change
from foundation.models import OutboxMail
from foundation.refusals import Changed, Refused
from foundation.words import moment_in_words
from leaders import jobs, vetting
from leaders.choices import ApplicationStatus
from leaders.models import Application, Leader
from leaders.vetting import MACHINE
from tests.factories import (
    make_application,
    make_leader,
    make_staff,
    make_user,
    make_verified_user,
)
from tests.mail import links_in, mails_to

pytestmark = pytest.mark.django_db


def _refusal(application, name, **data):
    with pytest.raises(Refused) as refused:
        MACHINE.move(application, name, **data)
    return refused.value.sentences


def test_submit_sends_a_receipt_with_reference_and_promise():
    application = make_application()

    (mail,) = mails_to(application.applicant.email)

    assert mail.subject == f"We have your application {application.code}"
    assert links_in(mail)[0] == "/leaders/application/"
    assert mail.about == application


def test_submit_refuses_an_incomplete_draft():
    application = make_application(status="draft", why="")

    sentences = _refusal(application, "submit", by=application.applicant)

    assert sentences == ["Some required questions have no answer yet."]


def test_submit_refuses_an_unconfirmed_address():
    application = make_application(status="draft", applicant=make_user())

    sentences = _refusal(application, "submit", by=application.applicant)

    assert sentences == ["Confirm your e-mail address first."]


def test_submit_refuses_another_person():
    application = make_application(status="draft")

    sentences = _refusal(application, "submit", by=make_verified_user())

    assert sentences == ["You may not do this."]


def test_claim_tells_the_applicant_once():
    application = make_application()
    first, second = make_staff("Reviewer"), make_staff("Reviewer")

    claimed = MACHINE.move(application, "claim", by=first)
    released = MACHINE.move(claimed, "let_go", by=first)
    again = MACHINE.move(released, "claim", by=second)

    assert again.assignee == second
    subjects = [mail.subject for mail in mails_to(application.applicant.email)]
    assert subjects == [
        f"We have your application {application.code}",
        f"A person is reading your application {application.code}",
    ]


def test_take_over_changes_who_has_it():
    application = make_application(status="in_review")
    colleague = make_staff("Reviewer")

    taken = MACHINE.move(application, "take_over", by=colleague)

    assert (taken.status, taken.assignee) == ("in_review", colleague)


def test_recommend_is_for_whoever_has_it():
    application = make_application(status="in_review")

    sentences = _refusal(
        application,
        "recommend",
        by=make_staff("Reviewer"),
        outcome="accept",
        reason="Good.",
    )

    assert sentences == ["Somebody else has this application. Take it over first."]


def test_recommend_needs_an_outcome_and_a_reason():
    application = make_application(status="in_review")

    sentences = _refusal(application, "recommend", by=application.assignee)

    assert sentences == ["Choose what you recommend.", "Give a reason."]


def test_nobody_vets_their_own_application():
    reviewer = make_staff("Reviewer")
    application = make_application(status="draft", applicant=reviewer)
    application = MACHINE.move(application, "submit", by=reviewer)

    sentences = _refusal(application, "claim", by=reviewer)

    assert sentences[0] == "This is your own application. A colleague has to take it."


def test_nobody_vets_a_colleague_of_the_same_agency():
    reviewer = make_staff("Reviewer")
    make_leader(user=reviewer, agency_name="OAK CREEK Police Dept.", state="WI")
    application = make_application(agency_name="Oak Creek police dept", state="WI")

    sentences = _refusal(application, "claim", by=reviewer)

    assert sentences == ["You work for the same agency. Ask a colleague."]


def test_agency_of_the_same_name_in_another_state_is_no_conflict():
    reviewer = make_staff("Reviewer")
    make_leader(user=reviewer, agency_name="Springfield Police", state="IL")
    application = make_application(agency_name="Springfield Police", state="MO")

    assert MACHINE.move(application, "claim", by=reviewer).assignee == reviewer


def test_supervisor_does_not_vet_whoever_names_them():
    reviewer = make_staff("Reviewer")
    application = make_application(supervisor_email=reviewer.email)

    sentences = _refusal(application, "claim", by=reviewer)

    assert sentences == ["The applicant names you as supervisor. Ask a colleague."]


def test_supervisor_is_known_by_each_of_their_addresses():
    reviewer = make_staff("Reviewer")
    EmailAddress.objects.create(user=reviewer, email="chief@sample.example")
    application = make_application(supervisor_email="Chief@sample.example")

    sentences = _refusal(application, "claim", by=reviewer)

    assert sentences == ["The applicant names you as supervisor. Ask a colleague."]


def test_two_people_vet_each_application():
    manager = make_staff()
    application = make_application(status="recommended", recommended_by=manager)

    sentences = _refusal(
        application, "decide", by=manager, outcome="accept", reason="Good."
    )

    assert sentences == ["You recommended this yourself. Another person has to decide."]


def test_one_person_decides_where_the_rule_is_off(settings):
    settings.TWO_PERSON_RULE = False
    manager = make_staff()
    application = make_application(status="recommended", recommended_by=manager)

    decided = MACHINE.move(
        application, "decide", by=manager, outcome="accept", reason="Good."
    )

    assert (decided.status, decided.two_person) == ("decided", False)


def test_reviewer_cannot_decide():
    application = make_application(status="recommended")

    sentences = _refusal(
        application,
        "decide",
        by=make_staff("Reviewer"),
        outcome="accept",
        reason="Good.",
    )

    assert sentences == ["You may not do this."]


def test_decide_tells_nobody():
    application = make_application(status="recommended")
    before = OutboxMail.objects.count()

    MACHINE.move(
        application, "decide", by=make_staff(), outcome="decline", reason="Not now."
    )

    assert OutboxMail.objects.count() == before


def test_decide_refuses_a_stale_view():
    application = make_application(status="recommended")

    with pytest.raises(Changed):
        MACHINE.move(
            application,
            "decide",
            by=make_staff(),
            seen=application.version - 1,
            outcome="accept",
            reason="Good.",
        )


def test_release_of_an_acceptance_opens_a_profile_in_onboarding():
    application = make_application(
        status="accepted", name="Ana Ruiz", consent_to=["name", "rank"]
    )

    leader = Leader.objects.get(user=application.applicant)

    assert (leader.status, leader.slug) == ("onboarding", "ana-ruiz")
    assert leader.public_fields == ["name", "rank"]
    assert leader.consent_version == ""
    assert leader.agency_name == application.agency_name
    mail = mails_to(application.applicant.email)[-1]
    assert mail.subject == "Welcome to the network"
    assert links_in(mail)[0] == "/leaders/onboarding/"


@pytest.mark.parametrize(
    ("status", "outcome"), [("waitlisted", "waitlist"), ("declined", "decline")]
)
def test_release_of_another_outcome_makes_no_leader(status, outcome):
    application = make_application(status=status)

    assert application.outcome == outcome
    assert not Leader.objects.filter(user=application.applicant).exists()
    text = mails_to(application.applicant.email)[-1].text
    assert "Thank you for applying." in text


def test_release_follows_the_decision_only():
    application = make_application(status="decided", outcome="decline")

    sentences = _refusal(application, "accept", by=make_staff())

    assert sentences == ["You may not do this."]


def test_release_of_what_nobody_decided_is_an_error():
    application = make_application(status="recommended")

    with pytest.raises(ValueError, match="is not a valid Outcome"):
        vetting.release(application, by=make_staff())


@pytest.mark.parametrize("step", ["accept", "waitlist", "decline"])
def test_nothing_can_be_sent_before_it_is_decided(step):
    application = make_application(status="recommended")

    sentences = _refusal(application, step, by=make_staff())

    assert sentences == ["This is not possible now: the status is “Recommended”."]


def test_namesakes_get_addresses_of_their_own():
    make_application(status="accepted", name="Ana Ruiz")
    make_application(status="accepted", name="Ana Ruiz")

    assert sorted(Leader.objects.values_list("slug", flat=True)) == [
        "ana-ruiz",
        "ana-ruiz-2",
    ]


def test_decide_and_send_is_one_transaction(monkeypatch):
    application = make_application(status="recommended")

    def broken(application):
        raise RuntimeError("no room")

    monkeypatch.setattr("leaders.profiles.open_profile", broken)
    with pytest.raises(RuntimeError):
        vetting.decide_and_send(
            application,
            by=make_staff(),
            seen=application.version,
            outcome="accept",
            reason="Good.",
            message="",
        )

    application.refresh_from_db()
    assert application.status == "recommended"


def test_message_of_the_decision_is_sent_as_it_is_typed():
    application = make_application(status="recommended")
    typed = "{{ application.why }} {name} {% now 'Y' %} <b>"

    vetting.decide_and_send(
        application,
        by=make_staff(),
        seen=application.version,
        outcome="decline",
        reason="Not now.",
        message=typed,
    )

    mail = mails_to(application.applicant.email)[-1]
    assert typed in mail.text
    assert "<b>" not in mail.html


def test_send_back_keeps_the_reviewer_and_clears_the_advice():
    application = make_application(status="recommended")
    reviewer = application.recommended_by

    back = MACHINE.move(
        application, "send_back", by=make_staff(), reason="Which school?"
    )

    assert (back.status, back.assignee) == ("in_review", reviewer)
    assert back.recommended_at is None


def test_revise_takes_an_unsent_decision_back():
    application = make_application(status="decided")

    revised = MACHINE.move(application, "revise", by=make_staff(), reason="Too soon.")

    assert (revised.status, revised.outcome) == ("recommended", "")


def test_answer_brings_the_application_back_to_the_same_reviewer():
    application = make_application(status="info_requested")
    reviewer = application.assignee

    answered = MACHINE.move(
        application, "respond", by=application.applicant, answer="The middle school."
    )

    assert (answered.status, answered.assignee) == ("in_review", reviewer)
    assert answered.info_requests.get().answer == "The middle school."
    (mail,) = mails_to(reviewer.email)
    assert mail.subject == f"{application.name} answered: application {answered.code}"
    assert links_in(mail)[0] == (f"/admin/leaders/application/{application.pk}/review/")


@pytest.mark.parametrize(
    "status",
    [
        "draft",
        "submitted",
        "in_review",
        "info_requested",
        "recommended",
        "decided",
    ],
)
def test_withdraw_works_at_any_open_status(status):
    application = make_application(status=status)

    withdrawn = MACHINE.move(application, "withdraw", by=application.applicant)

    assert (withdrawn.status, withdrawn.outcome) == ("withdrawn", "")
    told = mails_to(application.applicant.email)
    assert (bool(told) and told[-1].subject.endswith("is withdrawn")) == (
        status != "draft"
    )


def test_withdraw_closes_the_open_question():
    application = make_application(status="info_requested")

    MACHINE.move(application, "withdraw", by=application.applicant)

    assert application.info_requests.get().closed_at is not None


def test_reopen_starts_the_reading_again():
    application = make_application(status="declined")
    manager = make_staff()

    opened = MACHINE.move(application, "reopen", by=manager, reason="An appeal.")

    assert (opened.status, opened.assignee, opened.outcome) == (
        "in_review",
        manager,
        "",
    )
    assert opened.released_at is None


def test_reopen_refuses_while_a_newer_one_is_open():
    application = make_application(status="declined")
    make_application(status="draft", applicant=application.applicant)

    sentences = _refusal(application, "reopen", by=make_staff(), reason="An appeal.")

    assert sentences == ["The applicant has a newer application that is still open."]


def test_history_names_who_did_what_and_why():
    application = make_application(status="recommended")

    event = history_of(application)[0]

    assert (event.what, event.who, event.why) == (
        "Recommend",
        str(application.recommended_by),
        "A good fit.",
    )


def test_withdraw_from_the_waitlist_keeps_what_was_decided():
    application = make_application(status="waitlisted")

    withdrawn = MACHINE.move(application, "withdraw", by=application.applicant)

    assert (withdrawn.status, withdrawn.outcome) == ("withdrawn", "waitlist")


def _first(application, *, by):
    with pytest.raises(Changed) as changed:
        MACHINE.move(application, "withdraw", by=by, seen=0)
    return changed.value.sentences


def test_applicant_hears_who_was_first_without_the_inner_steps():
    application = make_application(status="decided")
    when = moment_in_words(last_change(application).at)

    sentences = _first(application, by=application.applicant)

    assert sentences == [
        f"The program office changed this on {when}: “Final review”.",
        "What you typed is still here.",
    ]


def test_staff_hear_who_was_first_by_name_and_step():
    application = make_application(status="decided")
    when = moment_in_words(last_change(application).at)

    sentences = _first(application, by=make_staff())

    assert sentences[0] == f"{application.decided_by} changed this on {when}: “Decide”."


def test_staff_read_their_own_application_as_applicants_do():
    applicant = make_staff("Reviewer")
    application = make_application(status="decided", applicant=applicant)
    when = moment_in_words(last_change(application).at)

    sentences = _first(application, by=applicant)

    assert sentences[0] == (
        f"The program office changed this on {when}: “Final review”."
    )


def test_staff_read_that_the_applicant_was_first():
    application = make_application(status="submitted")

    assert application.role_of(application.applicant) == "The applicant"
    assert application.role_of(make_staff()) == ""


def test_applicant_reads_a_refused_step_in_the_public_words():
    application = make_application(status="recommended")

    sentences = _refusal(
        application, "respond", by=application.applicant, answer="The middle school."
    )

    assert sentences == ["This is not possible now: the status is “Final review”."]


@pytest.mark.parametrize("status", ApplicationStatus.values)
def test_every_status_has_a_public_label(status):
    application = Application(status=status)

    assert application.public_status
    assert "recommend" not in application.public_status.lower()


def test_promised_days_skip_holidays_and_count_at_the_office():
    sent_on_the_18th_there = datetime(2026, 11, 19, 4, 30, tzinfo=UTC)
    application = Application(submitted_at=sent_on_the_18th_there)

    assert application.first_look_by == date(2026, 11, 25)
    assert application.decision_by == date(2026, 12, 10)


def test_lapse_closes_old_drafts_and_unanswered_questions():
    old = make_application(status="draft")
    fresh = make_application(status="draft")
    silent = make_application(status="info_requested")
    Application.objects.filter(pk=old.pk).update(
        updated_at=timezone.now() - timedelta(days=61)
    )
    silent.info_requests.update(due_on=timezone.localdate() - timedelta(days=1))

    said = jobs.lapse_applications()
    again = jobs.lapse_applications()

    assert said == "Closed 1 drafts and 1 applications without an answer."
    assert again == "Closed 0 drafts and 0 applications without an answer."
    found = dict(Application.objects.values_list("pk", "lapse_reason"))
    assert found == {old.pk: "draft-left", fresh.pk: "", silent.pk: "no-answer"}


def test_lapse_dry_run_changes_nothing():
    old = make_application(status="draft")
    Application.objects.filter(pk=old.pk).update(
        updated_at=timezone.now() - timedelta(days=61)
    )

    said = jobs.lapse_applications(dry_run=True)

    assert said == "Would close 1 drafts and 0 applications without an answer."
    old.refresh_from_db()
    assert old.status == "draft"
