"""What the database refuses about applications and leaders, whoever asks."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from leaders.choices import ApplicationStatus, LeaderStatus
from leaders.models import Application, InfoRequest, Leader
from leaders.statuses import APPLICATION, LEADER
from tests.factories import (
    make_application,
    make_leader,
    make_staff,
    make_verified_user,
)

pytestmark = pytest.mark.django_db


def _refused(call):
    """Return the text of the database's refusal, or "" when it agrees."""
    try:
        with transaction.atomic():
            call()
            transaction.set_rollback(True)
    except DatabaseError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("status", ApplicationStatus.values)
def test_trigger_of_applications_refuses_what_the_table_does_not_have(status):
    application = make_application(status=status)
    rows = Application.objects.filter(pk=application.pk)

    refused = {
        target
        for target in ApplicationStatus.values
        if "Invalid transition"
        in _refused(lambda target=target: rows.update(status=target))
    }

    legal = {end for start, end in APPLICATION.edges if start == status}
    assert refused == set(ApplicationStatus.values) - legal - {status}


@pytest.mark.parametrize("status", LeaderStatus.values)
def test_trigger_of_leaders_refuses_what_the_table_does_not_have(status):
    leader = make_leader(status)
    rows = Leader.objects.filter(pk=leader.pk)

    refused = {
        target
        for target in LeaderStatus.values
        if "Invalid transition"
        in _refused(lambda target=target: rows.update(status=target))
    }

    legal = {end for start, end in LEADER.edges if start == status}
    assert refused == set(LeaderStatus.values) - legal - {status}


def test_trigger_holds_for_raw_sql():
    application = make_application()

    def statement():
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE leaders_application SET status = 'accepted' WHERE id = %s",
                [application.pk],
            )

    assert "Invalid transition" in _refused(statement)


def test_application_begins_as_a_draft():
    user = make_verified_user()

    text = _refused(lambda: Application.objects.create(applicant=user, status="lapsed"))

    assert "Cannot insert rows" in text


def test_leader_begins_in_onboarding():
    leader = make_leader("onboarding")
    leader.pk, leader.slug = None, "another-leader"
    leader.user, leader.status = make_verified_user(), "active"

    assert "Cannot insert rows" in _refused(lambda: leader.save(force_insert=True))


def test_person_has_one_open_application():
    application = make_application()

    with pytest.raises(IntegrityError, match="one_open_each"), transaction.atomic():
        Application.objects.create(applicant=application.applicant)


def test_person_may_apply_again_after_withdrawing():
    application = make_application(status="withdrawn")

    again = make_application(applicant=application.applicant)

    assert again.status == "submitted"


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("name", ""),
        ("rank", ""),
        ("years_of_service", None),
        ("agency_name", ""),
        ("agency_kind", ""),
        ("agency_size", ""),
        ("zip", "1234"),
        ("state", ""),
        ("why", ""),
        ("supervisor_email", ""),
        ("consent_to", ["rank"]),
        ("consent_version", ""),
        ("speaker", ""),
        ("speaker", "board"),
        ("as_typed", '{"agency": {"zip": ["1"]}}'),
    ],
)
def test_sent_application_keeps_its_required_answers(column, value):
    application = make_application()
    rows = Application.objects.filter(pk=application.pk)

    text = _refused(lambda: rows.update(**{column: value}))

    assert "sent_is_complete" in text


@pytest.mark.parametrize(
    ("status", "changes", "constraint"),
    [
        ("in_review", {"assignee": None}, "read_by_somebody"),
        ("recommended", {"recommended_by": None}, "recommended_by_somebody"),
        ("recommended", {"recommendation": ""}, "recommended_by_somebody"),
        ("decided", {"decided_by": None}, "decided_by_somebody"),
        ("decided", {"decision_reason": ""}, "decided_by_somebody"),
        ("declined", {"released_by": None}, "released_by_somebody"),
        ("declined", {"outcome": "accept"}, "released_as_decided"),
        ("lapsed", {"lapse_reason": ""}, "lapsed_with_reason"),
        ("submitted", {"lapse_reason": "no-answer"}, "lapsed_with_reason"),
        ("submitted", {"submitted_at": None}, "sent_with_time"),
        ("draft", {"agency_kind": "militia"}, "choices_are_known"),
        ("draft", {"speaker": "friend"}, "choices_are_known"),
        ("draft", {"no_supervisor": "busy"}, "choices_are_known"),
        ("draft", {"languages": ["xx"]}, "lists_are_known"),
    ],
)
def test_application_refuses_half_a_fact(status, changes, constraint):
    application = make_application(status=status)
    rows = Application.objects.filter(pk=application.pk)

    assert constraint in _refused(lambda: rows.update(**changes))


def test_recommender_cannot_be_the_decider_when_two_were_needed():
    application = make_application(status="decided")
    rows = Application.objects.filter(pk=application.pk)
    same = {"decided_by": application.recommended_by}

    assert "decided_by_another" in _refused(lambda: rows.update(**same))
    assert _refused(lambda: rows.update(two_person=False, **same)) == ""


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"slug": "wi"}, "slug_is_free"),
        ({"slug": "apply"}, "slug_is_free"),
        ({"slug": "Ana-Ruiz"}, "slug_is_free"),
        ({"public_fields": ["rank"]}, "listed_with_consent"),
        ({"consent_version": ""}, "listed_with_consent"),
        ({"help_offered": []}, "listed_with_consent"),
        ({"rank": ""}, "listed_with_consent"),
        ({"help_offered": ["money"]}, "lists_are_known"),
        ({"zip": "abcde"}, "zip_is_five_digits"),
    ],
)
def test_listed_leader_refuses(changes, constraint):
    leader = make_leader()
    rows = Leader.objects.filter(pk=leader.pk)

    assert constraint in _refused(lambda: rows.update(**changes))


def test_application_has_one_open_question():
    application = make_application(status="info_requested")
    question = application.info_requests.get()

    with pytest.raises(IntegrityError, match="one_open_each"), transaction.atomic():
        InfoRequest.objects.create(
            application=application,
            question="Another?",
            asked_by=question.asked_by,
            due_on=question.due_on,
        )


def test_sanction_is_lifted_by_somebody_with_a_reason():
    leader = make_leader("suspended")
    sanctions = leader.sanctions

    text = _refused(lambda: sanctions.update(lifted_at=timezone.now()))

    assert "lifted_by_somebody" in text


def test_leader_has_one_open_sanction():
    leader = make_leader("suspended")

    with pytest.raises(IntegrityError, match="one_open_each"), transaction.atomic():
        leader.sanctions.create(reason="Again.", imposed_by=make_staff())


def test_history_keeps_no_supervisor_and_no_prose():
    columns = _event_columns(Application)

    assert (
        columns & {"supervisor_name", "supervisor_email", "why", "experience"} == set()
    )
    assert columns & {"supervisor_role", "as_typed"} == set()


def _event_columns(model):
    relation = next(
        each for each in model._meta.related_objects if each.field.name == "pgh_obj"
    )
    return {field.column for field in relation.related_model._meta.fields}
