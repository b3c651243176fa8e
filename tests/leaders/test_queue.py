"""The queue of applications: what stands in it, narrowing, claiming from it."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.test import Client

from leaders.models import Application, Leader
from tests.factories import (
    make_application,
    make_leader,
    make_staff,
    make_user,
)
from tests.forms import press
from tests.pages import Page, text_of
from tests.people import signed_in
from tests.queries import count_queries

pytestmark = pytest.mark.django_db

QUEUE = "/admin/leaders/application/"


def _listed(text):
    """References in the order of the queue."""
    return re.findall(r'class="code"[^>]*>(A-[0-9A-Z]{6})<', text)


def test_queue_is_oldest_first_and_has_no_drafts():
    first, second = make_application(), make_application()
    make_application(status="draft")
    make_application(status="declined")

    text = text_of(signed_in(make_staff("Reviewer")), QUEUE)

    assert _listed(text) == [first.code, second.code]


def test_queue_tells_how_many_leaders_region_and_state_have():
    make_leader(state="WI")
    make_leader(state="IL")
    make_application(state="WI")

    text = text_of(signed_in(make_staff()), QUEUE)

    assert "Midwestern: 2 leaders<br>Wisconsin: 1 leader" in text


_STATUSES = [
    "submitted",
    "in_review",
    "recommended",
    "decided",
    "waitlisted",
    "declined",
    "withdrawn",
]


@pytest.mark.parametrize(
    ("query", "statuses"),
    [
        pytest.param("?stage=mine", ["in_review"], id="mine"),
        pytest.param("?stage=unassigned", ["submitted"], id="unassigned"),
        pytest.param("?stage=to-decide", ["recommended"], id="to decide"),
        pytest.param("?stage=decided", ["decided"], id="decided"),
        pytest.param("?stage=waitlist", ["waitlisted"], id="waitlist"),
        pytest.param("?stage=closed", ["declined", "withdrawn"], id="closed"),
        pytest.param(
            "?stage=all&region=midwestern&state=wi&q=A-", _STATUSES, id="all that fit"
        ),
        pytest.param("?stage=all&region=western", [], id="none that fits"),
    ],
)
def test_queue_has_a_stage_for_each_need(query, statuses):
    reviewer = make_staff("Reviewer")
    made = {
        status: make_application(status=status, assignee=reviewer)
        for status in _STATUSES
    }

    text = text_of(signed_in(reviewer), QUEUE + query)

    assert sorted(_listed(text)) == sorted(made[each].code for each in statuses)


def test_queue_finds_a_reference_as_it_is_written():
    wanted, _other = make_application(), make_application()

    text = text_of(signed_in(make_staff()), f"{QUEUE}?q={wanted.code}")

    assert _listed(text) == [wanted.code]


@pytest.mark.parametrize(
    "query", ["?stage=zz", "?p=99", "?o=zz", "?q=%27", "?region=1"]
)
def test_queue_answers_forged_filters(query):
    make_application()

    answer = signed_in(make_staff()).get(QUEUE + query, follow=True)

    assert answer.status_code == 200


def test_claim_by_the_bulk_action():
    reviewer = make_staff("Reviewer")
    applications = [make_application(), make_application()]

    client = signed_in(reviewer)

    asked = client.post(
        QUEUE,
        {
            "action": "claim_selected",
            "_selected_action": [each.pk for each in applications],
        },
    )
    before = set(Application.objects.values_list("assignee", flat=True))
    typed = Page(asked.content.decode()).forms[-1].fields
    client.post(QUEUE, typed | {"_selected_action": [each.pk for each in applications]})

    assert before == {None}
    assert set(Application.objects.values_list("assignee", flat=True)) == {reviewer.pk}


def test_bulk_actions_of_every_model_here_name_a_permission():
    for model in (Application, Leader):
        for name in admin.site._registry[model].actions:
            action = getattr(admin.site._registry[model], name)
            assert action.allowed_permissions


def test_staff_who_may_only_look_claim_nothing():
    viewer = make_user(is_staff=True)
    viewer.user_permissions.add(Permission.objects.get(codename="view_application"))
    application = make_application()
    client = signed_in(viewer)

    text = text_of(client, QUEUE)
    answer = client.post(f"{QUEUE}{application.pk}/act/claim/", {"version": 1})
    client.post(
        QUEUE, {"action": "claim_selected", "_selected_action": [application.pk]}
    )

    application.refresh_from_db()
    assert "claim_selected" not in text
    assert "/act/claim/" not in text
    assert answer.status_code == 403
    assert application.status == "submitted"


def test_row_button_claims():
    reviewer = make_staff("Reviewer")
    application = make_application()
    client = signed_in(reviewer)
    address = f"{QUEUE}{application.pk}/act/claim/"

    assert f'href="{address}"' in text_of(client, QUEUE)
    answer = press(client, address, {"version": application.version})

    application.refresh_from_db()
    assert answer["Location"] == f"{QUEUE}{application.pk}/review/"
    assert application.assignee == reviewer


@pytest.mark.parametrize("part", ["", "1/review/", "1/act/claim/", "1/decide/"])
def test_people_without_a_role_reach_nothing(part):
    make_application()
    leader = make_leader()

    visitor = signed_in(None).get(QUEUE + part)
    somebody = signed_in(leader.user).get(QUEUE + part)

    assert visitor.status_code == 302
    assert somebody.status_code in (302, 403)
    assert b"A-" not in somebody.content


@pytest.mark.parametrize(
    "address",
    [
        QUEUE,
        pytest.param(f"{QUEUE}?stage=all", id="all stages"),
        "/admin/leaders/leader/",
    ],
)
def test_staff_lists_cost_the_same_with_more_rows(address):
    client = signed_in(make_staff())
    make_application()
    make_leader()
    client.get(address)
    with count_queries() as few:
        client.get(address)
    reviewer = make_staff("Reviewer")
    for _ in range(12):
        make_application(status="in_review", assignee=reviewer)
        make_leader()
    with count_queries() as many:
        client.get(address)

    assert len(few) == len(many) <= 12
    assert many.repeated == []


def test_nobody_adds_or_deletes_here():
    application, leader = make_application(), make_leader()
    client = signed_in(make_user(is_staff=True, is_superuser=True))

    for address in (
        "/admin/leaders/application/add/",
        "/admin/leaders/leader/add/",
        f"/admin/leaders/application/{application.pk}/delete/",
        f"/admin/leaders/leader/{leader.pk}/delete/",
    ):
        assert client.get(address).status_code == 403


def test_staff_without_a_second_factor_are_sent_to_enrol():
    client = Client()
    client.force_login(make_staff())

    assert client.get(QUEUE)["Location"].startswith("/accounts/")


def test_no_module_of_the_staff_pages_is_longer_than_300_lines():
    folder = Path(settings.BASE_DIR) / "leaders" / "admin"

    long = {
        path.name: lines
        for path in folder.glob("*.py")
        if (lines := len(path.read_text().splitlines())) > 300
    }

    assert long == {}


def test_former_person_of_the_staff_is_refused_at_the_next_request():
    reviewer = make_staff("Reviewer")
    application = make_application()
    client = signed_in(reviewer)
    before = client.get(QUEUE).status_code

    reviewer.groups.clear()
    answer = client.post(
        f"{QUEUE}{application.pk}/act/claim/", {"version": application.version}
    )

    application.refresh_from_db()
    assert before == 200
    assert answer.status_code in (403, 404)
    assert application.status == "submitted"
