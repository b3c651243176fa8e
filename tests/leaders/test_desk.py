"""The staff's pages: queue, review, decision, roster."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from foundation.models import OutboxMail
from leaders.models import Application, Leader, OldSlug
from leaders.vetting import MACHINE
from places.models import Agency, ZipPlace
from tests.factories import (
    make_application,
    make_leader,
    make_staff,
    make_user,
)
from tests.mail import mails_to
from tests.people import signed_in
from tests.queries import count_queries

pytestmark = pytest.mark.django_db

QUEUE = "/admin/leaders/application/"


def _text(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def _listed(text):
    """References in the order of the queue."""
    return re.findall(r'class="code"[^>]*>(A-[0-9A-Z]{6})<', text)


def test_queue_is_oldest_first_and_has_no_drafts():
    first, second = make_application(), make_application()
    make_application(status="draft")
    make_application(status="declined")

    text = _text(signed_in(make_staff("Reviewer")), QUEUE)

    assert _listed(text) == [first.code, second.code]


def test_queue_tells_how_many_leaders_region_and_state_have():
    make_leader(state="WI")
    make_leader(state="IL")
    make_application(state="WI")

    text = _text(signed_in(make_staff()), QUEUE)

    assert "Midwestern: 2 leaders<br>Wisconsin: 1 leader" in text


@pytest.mark.parametrize(
    ("query", "statuses"),
    [
        ("?lane=mine", ["in_review"]),
        ("?lane=unassigned", ["submitted"]),
        ("?lane=to-decide", ["recommended"]),
        ("?lane=decided", ["decided"]),
        ("?lane=waitlist", ["waitlisted"]),
        ("?lane=closed", ["declined", "withdrawn"]),
        ("?lane=all&region=midwestern&state=wi&q=A-", None),
        ("?lane=all&region=western", []),
    ],
)
def test_queue_has_a_lane_for_each_need(query, statuses):
    reviewer = make_staff("Reviewer")
    made = {
        status: make_application(status=status, assignee=reviewer)
        for status in (
            "submitted",
            "in_review",
            "recommended",
            "decided",
            "waitlisted",
            "declined",
            "withdrawn",
        )
    }
    expected = made.values() if statuses is None else [made[key] for key in statuses]

    text = _text(signed_in(reviewer), QUEUE + query)

    assert sorted(_listed(text)) == sorted(each.code for each in expected)


def test_queue_finds_a_reference_as_it_is_written():
    wanted, _other = make_application(), make_application()

    text = _text(signed_in(make_staff()), f"{QUEUE}?q={wanted.code}")

    assert _listed(text) == [wanted.code]


@pytest.mark.parametrize("query", ["?lane=zz", "?p=99", "?o=zz", "?q=%27", "?region=1"])
def test_queue_answers_forged_filters(query):
    make_application()

    answer = signed_in(make_staff()).get(QUEUE + query, follow=True)

    assert answer.status_code == 200


def test_claim_by_the_bulk_action():
    reviewer = make_staff("Reviewer")
    applications = [make_application(), make_application()]

    signed_in(reviewer).post(
        QUEUE,
        {
            "action": "claim_selected",
            "_selected_action": [each.pk for each in applications],
        },
    )

    assert set(Application.objects.values_list("assignee", flat=True)) == {reviewer.pk}


def test_bulk_actions_of_every_model_here_name_a_permission():
    from django.contrib import admin

    for model in (Application, Leader):
        for name in admin.site._registry[model].actions:
            action = getattr(admin.site._registry[model], name)
            assert action.allowed_permissions


def test_staff_who_may_only_look_claim_nothing():
    from django.contrib.auth.models import Permission

    viewer = make_user(is_staff=True)
    viewer.user_permissions.add(Permission.objects.get(codename="view_application"))
    application = make_application()
    client = signed_in(viewer)

    text = _text(client, QUEUE)
    answer = client.post(f"{QUEUE}{application.pk}/act/claim/", {"version": 1})
    client.post(
        QUEUE, {"action": "claim_selected", "_selected_action": [application.pk]}
    )

    application.refresh_from_db()
    assert "claim_selected" not in text
    assert "formaction" not in text
    assert answer.status_code == 403
    assert application.status == "submitted"


def test_row_button_claims():
    reviewer = make_staff("Reviewer")
    application = make_application()
    client = signed_in(reviewer)
    address = f"{QUEUE}{application.pk}/act/claim/"

    assert f'formaction="{address}"' in _text(client, QUEUE)
    answer = client.post(address, {"version": application.version})

    application.refresh_from_db()
    assert answer["Location"] == f"{QUEUE}{application.pk}/review/"
    assert application.assignee == reviewer


@pytest.mark.parametrize("act", ["claim", "let_go", "ask", "recommend", "reopen"])
def test_get_changes_nothing(act):
    application = make_application(status="in_review")
    before = Application.objects.filter(pk=application.pk).values().get()

    signed_in(make_staff()).get(f"{QUEUE}{application.pk}/act/{act}/")

    assert Application.objects.filter(pk=application.pk).values().get() == before


def test_review_page_shows_answers_evidence_history_and_mail():
    reviewer = make_staff("Reviewer")
    application = make_application(status="in_review", assignee=reviewer)

    text = _text(signed_in(reviewer), f"{QUEUE}{application.pk}/review/")

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

    other = _text(signed_in(make_staff("Reviewer")), address)
    manager = _text(signed_in(make_staff()), address)

    for contact in (application.supervisor_email, application.applicant.email):
        assert contact not in other
        assert contact in manager


def test_review_page_greys_out_what_is_not_possible_with_its_reason():
    application = make_application(status="in_review")

    text = _text(signed_in(make_staff("Reviewer")), f"{QUEUE}{application.pk}/review/")

    assert "Somebody else has this application. Take it over first." in text
    assert f'href="{QUEUE}{application.pk}/act/recommend/"' not in text
    assert f'action="{QUEUE}{application.pk}/act/take_over/"' in text


def test_review_page_names_a_conflict():
    reviewer = make_staff("Reviewer")
    application = make_application(supervisor_email=reviewer.email)

    text = _text(signed_in(reviewer), f"{QUEUE}{application.pk}/review/")

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

    text = _text(signed_in(make_staff()), f"{QUEUE}{application.pk}/review/")

    assert "Secret first rank" not in text
    assert "Changed" not in text


def test_review_page_shows_earlier_applications_of_the_person():
    earlier = make_application(status="withdrawn")
    application = make_application(applicant=earlier.applicant)

    text = _text(signed_in(make_staff()), f"{QUEUE}{application.pk}/review/")

    assert f'href="{QUEUE}{earlier.pk}/review/">{earlier.code}' in text


def test_recommend_and_ask_through_their_pages():
    reviewer = make_staff("Reviewer")
    client = signed_in(reviewer)
    asked = make_application(status="in_review", assignee=reviewer)
    advised = make_application(status="in_review", assignee=reviewer)

    client.post(
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


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30])
def test_act_refuses_a_forged_version(version):
    reviewer = make_staff("Reviewer")
    application = make_application()

    page = signed_in(reviewer).post(
        f"{QUEUE}{application.pk}/act/claim/", {"version": version}
    )

    application.refresh_from_db()
    assert page.status_code == 200
    assert application.status == "submitted"


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
    client.post(address, typed | {"send": "1"})

    mail = mails_to(application.applicant.email)[-1]
    shown = preview.context["preview"]
    assert status == "recommended"
    assert shown == {"subject": mail.subject, "text": mail.text}
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
    client.post(
        f"{QUEUE}{application.pk}/act/accept/", {"version": application.version}
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

    text = _text(signed_in(manager), f"{QUEUE}{application.pk}/decide/")

    assert "You recommended this yourself. Another person has to decide." in text
    assert 'name="send"' not in text


@pytest.mark.parametrize("part", ["", "1/review/", "1/act/claim/", "1/decide/"])
def test_people_without_a_role_reach_nothing(part):
    make_application()
    leader = make_leader()

    visitor = signed_in(None).get(QUEUE + part)
    somebody = signed_in(leader.user).get(QUEUE + part)

    assert visitor.status_code == 302
    assert somebody.status_code in (302, 403)
    assert b"A-" not in somebody.content


def test_agency_is_matched_within_the_state_and_kept_for_the_leader():
    right = Agency.objects.create(
        name="Oak Creek Police Department", kind="local-police", state="WI"
    )
    elsewhere = Agency.objects.create(
        name="Oak Creek Police Department", kind="local-police", state="CO"
    )
    application = make_application(status="accepted", agency_name="Oak Creek PD")
    client = signed_in(make_staff())
    address = f"{QUEUE}{application.pk}/match/"

    text = _text(client, address)
    client.post(address, {"agency": elsewhere.pk})
    application.refresh_from_db()
    wrong = application.agency
    client.post(address, {"agency": right.pk})

    application.refresh_from_db()
    assert f'value="{right.pk}"' in text
    assert f'value="{elsewhere.pk}"' not in text
    assert wrong is None
    assert application.agency == application.leader.agency == right


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
        _text(client, f"{QUEUE}{application.pk}/review/")

    assert len(queries) <= 12
    assert queries.repeated == []


@pytest.mark.parametrize(
    "address", [QUEUE, f"{QUEUE}?lane=all", "/admin/leaders/leader/"]
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


def _leader_page(leader):
    return f"/admin/leaders/leader/{leader.pk}/change/"


def test_manager_suspends_and_hides_from_the_leaders_page():
    leader = make_leader()
    client = signed_in(make_staff())
    base = f"/admin/leaders/leader/{leader.pk}/"

    text = _text(client, _leader_page(leader))
    empty = client.post(f"{base}act/suspend/", {"version": 0, "reason": ""})
    client.post(f"{base}act/suspend/", {"version": 0, "reason": "A complaint."})
    leader.refresh_from_db()
    client.post(f"{base}sight/", {"version": leader.version, "reason": "A doubt."})

    leader.refresh_from_db()
    assert f'href="{base}act/suspend/"' in text
    assert empty.status_code == 200
    assert (leader.status, leader.is_hidden) == ("suspended", True)
    assert leader.sanctions.get().reason == "A complaint."


def test_reviewer_reads_the_leaders_page_and_changes_nothing():
    leader = make_leader()
    client = signed_in(make_staff("Reviewer"))
    base = f"/admin/leaders/leader/{leader.pk}/"

    text = _text(client, _leader_page(leader))

    assert leader.user.email not in text
    assert "act/suspend" not in text
    assert client.post(f"{base}act/suspend/", {"version": 0}).status_code == 403
    assert client.post(f"{base}sight/", {"version": 0}).status_code == 403
    assert client.post(_leader_page(leader), {"slug": "x"}).status_code == 403


def test_staff_change_the_address_and_the_old_one_redirects():
    ZipPlace.objects.create(
        zip="60601", city="Chicago", state="IL", lat=41.9, lng=-87.6, zone="x"
    )
    leader = make_leader(slug="ana-diaz")

    signed_in(make_staff()).post(
        _leader_page(leader),
        {
            "slug": "ana-ruiz",
            "agency_name": "Chicago Police Department",
            "agency": "",
            "agency_kind": "local-police",
            "agency_size": "over-1000",
            "zip": "60601",
            "status": "removed",
        },
    )

    leader.refresh_from_db()
    assert (leader.slug, leader.state, leader.status) == ("ana-ruiz", "IL", "active")
    assert OldSlug.objects.get(slug="ana-diaz").leader == leader
    assert signed_in(None).get("/leaders/ana-diaz/")["Location"] == "/leaders/ana-ruiz/"


def test_address_somebody_else_had_is_refused():
    other, leader = make_leader(), make_leader()
    OldSlug.objects.create(slug="ana-diaz", leader=other)

    page = signed_in(make_staff()).post(
        _leader_page(leader),
        {
            "slug": "ana-diaz",
            "agency_name": "X",
            "agency_kind": "local-police",
            "agency_size": "1-10",
            "zip": "53154",
        },
    )

    assert "Another leader had this address before." in page.content.decode()


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
    from django.test import Client

    client = Client()
    client.force_login(make_staff())

    assert client.get(QUEUE)["Location"].startswith("/accounts/")


def test_no_module_of_the_desk_is_longer_than_300_lines():
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
