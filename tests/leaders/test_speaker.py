"""Who can speak for an applicant: a supervisor, or somebody else."""

import pytest

from leaders import vetting
from leaders.choices import NoSupervisor, Speaker
from leaders.models import Application
from tests.factories import make_application, make_staff, make_topic
from tests.forms import seen_on
from tests.people import signed_in

pytestmark = pytest.mark.django_db

_PART = "/leaders/application/supervisor/"
_REVIEW = "/leaders/application/review/"
_MANAGER = {
    "speaker": "manager",
    "no_supervisor": "head",
    "supervisor_name": "Mia Lopez",
    "supervisor_role": "City manager",
    "supervisor_email": "mia@town.example",
}


@pytest.fixture
def draft():
    return make_application("draft", topics=[make_topic()])


@pytest.fixture
def client(draft):
    return signed_in(draft.applicant)


def _save(client, **answers):
    return client.post(_PART, answers | {"version": seen_on(client, _PART)})


def _send(client):
    return client.post(_REVIEW, {"version": seen_on(client, _REVIEW)})


def test_chief_names_the_city_manager_and_sends(client, draft):
    _save(client, **_MANAGER)

    _send(client)

    draft.refresh_from_db()
    kept = {name: getattr(draft, name) for name in _MANAGER}
    assert kept == _MANAGER
    assert draft.status == "submitted"


@pytest.mark.parametrize("name", ["supervisor_role", "no_supervisor"])
def test_somebody_else_is_named_with_role_and_reason(client, draft, name):
    _save(client, **_MANAGER | {name: ""})

    review = client.get(_REVIEW).content.decode()

    draft.refresh_from_db()
    assert draft.supervisor_name == "Mia Lopez"
    assert f"{_PART}?check=1#id_{name}" in review
    assert "One answer is missing or needs another look" in review


def test_supervisor_needs_no_role_and_no_reason(client, draft):
    _save(
        client,
        speaker="supervisor",
        supervisor_name="Chief Lee",
        supervisor_email="lee@town.example",
    )

    _send(client)

    draft.refresh_from_db()
    assert (draft.status, draft.supervisor_role) == ("submitted", "")


def test_each_speaker_and_reason_may_be_sent(client, draft):
    seen = {
        (speaker, reason)
        for speaker in Speaker.values
        for reason in NoSupervisor.values
        if _save(client, **_MANAGER | {"speaker": speaker, "no_supervisor": reason})
        and Application.objects.get(pk=draft.pk).is_complete
    }

    assert len(seen) == len(Speaker) * len(NoSupervisor)


def test_staff_read_who_speaks_and_why(client):
    reviewer = make_staff("Reviewer")
    application = make_application("in_review", assignee=reviewer, **_MANAGER)

    text = (
        signed_in(reviewer)
        .get(f"/admin/leaders/application/{application.pk}/review/")
        .content.decode()
    )

    for words in (
        "Who can speak for the applicant",
        "City or county manager, or mayor",
        "Chief or other head of the agency",
        "Mia Lopez",
        "City manager",
        "mia@town.example",
        "City or county manager, or mayor: at town.example",
    ):
        assert words in text


def test_whoever_speaks_for_an_applicant_does_not_vet_them():
    reviewer = make_staff("Reviewer")
    application = make_application(**_MANAGER | {"supervisor_email": reviewer.email})

    choice = vetting.MACHINE.choice(application, "claim", by=reviewer)

    assert choice.reasons == (
        "The applicant names you as who can speak for them. Ask a colleague.",
    )
