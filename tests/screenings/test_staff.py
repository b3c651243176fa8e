"""The staff's queue, the steps they may take, and what they may not."""

import pytest
from django.test import Client
from django.urls import reverse

from foundation.models import OutboxMail
from foundation.words import when
from screenings import lifecycle
from screenings.models import Reservation, Screening
from tests.factories import (
    make_film,
    make_leader,
    make_reservation,
    make_screening,
    make_staff,
    move_leader,
)
from tests.forms import press
from tests.pages import Page
from tests.people import signed_in
from tests.queries import count_queries

pytestmark = pytest.mark.django_db

QUEUE = reverse("admin:screenings_screening_changelist")


@pytest.fixture
def manager():
    return signed_in(make_staff())


@pytest.fixture
def reviewer():
    return signed_in(make_staff("Reviewer"))


def page(screening):
    return reverse("admin:screenings_screening_change", args=[screening.pk])


def act(screening, name):
    return reverse("admin:screenings_screening_act", args=[screening.pk, name])


def text(response):
    return response.content.decode()


def test_queue_shows_what_waits_first_and_no_draft(manager):
    published = make_screening(title="Published one")
    waiting = make_screening("submitted", title="Waiting one")
    make_screening("draft", title="Draft one")

    body = text(manager.get(QUEUE))

    assert body.index(waiting.title) < body.index(published.title)
    assert "Draft one" not in body


def test_queue_says_the_day_the_hour_and_the_zone_of_each_evening(manager):
    screening = make_screening("submitted")

    body = text(manager.get(QUEUE))

    assert when(screening.starts_local, screening.zone_label) in body


@pytest.mark.parametrize(
    ("stage", "shown"),
    [
        ("first-look", {"submitted"}),
        ("upcoming", {"published"}),
        ("postponed", {"postponed"}),
        ("over", {"held"}),
        ("cancelled", {"cancelled"}),
        ("draft", {"draft"}),
    ],
)
def test_stages_of_the_queue(stage, shown, manager):
    statuses = ["draft", "submitted", "published", "postponed", "cancelled", "held"]
    for status in statuses:
        make_screening(status, title=f"It is {status}")

    body = text(manager.get(f"{QUEUE}?stage={stage}"))

    assert {status for status in statuses if f"It is {status}" in body} == shown


def test_stage_of_hosts_who_are_not_active(manager):
    away = make_screening(title="Host is away")
    make_screening(title="Host is here")
    move_leader(away.host, "pause")

    body = text(manager.get(f"{QUEUE}?stage=away"))

    assert "Host is away" in body
    assert "Host is here" not in body


@pytest.mark.parametrize("number", [3, 60])
def test_queue_and_page_cost_few_queries(number, manager):
    host, film = make_leader(), make_film()
    for _ in range(number):
        screening = make_screening("submitted", host=host, film=film)

    for path in (QUEUE, page(screening), act(screening, "approve")):
        with count_queries() as queries:
            assert manager.get(path).status_code == 200
        assert len(queries) <= 12, path
        assert queries.repeated == [], path


@pytest.mark.parametrize("query", ["stage=x", "state=%00", "p=-1", "o=9.9", "q=%F0"])
def test_queue_survives_bad_input(query, manager):
    assert manager.get(f"{QUEUE}?{query}").status_code in (200, 302, 400)


def test_reviewer_takes_the_first_look_and_publishes(reviewer):
    screening = make_screening("submitted")

    shown = text(reviewer.get(page(screening)))
    preview = reviewer.get(screening.address_of("preview"))
    asked = text(reviewer.get(act(screening, "approve")))
    press(reviewer, act(screening, "approve"), {"version": screening.version})

    screening.refresh_from_db()
    assert "No screening of this leader was public before." in shown
    assert preview.status_code == 200
    assert "The host is told by mail." in asked
    assert screening.status == "published"


@pytest.mark.parametrize("name", ["approve", "ask", "decline"])
def test_opening_an_act_changes_nothing(name, manager):
    screening = make_screening("submitted")

    manager.get(act(screening, name))

    screening.refresh_from_db()
    assert screening.status == "submitted"
    assert OutboxMail.objects.count() == 0


def test_manager_cancels_with_a_reason_that_guests_read(manager):
    screening = make_screening()
    guest = make_reservation(screening)

    data = {"version": screening.version, "reason": "No permit."}
    empty = manager.post(act(screening, "cancel"), data | {"reason": ""})
    press(manager, act(screening, "cancel"), data)

    screening.refresh_from_db()
    assert "Give a reason." in text(empty)
    assert screening.cancel_reason == "No permit."
    assert OutboxMail.objects.filter(to=guest.email).count() == 1


def test_manager_corrects_facts_on_the_hosts_form(manager):
    screening = make_screening()

    assert manager.get(screening.address_of("edit")).status_code == 200


def test_two_staff_at_once_get_one_winner_and_one_sentence(manager):
    screening = make_screening("submitted")
    press(manager, act(screening, "approve"), {"version": screening.version})

    response = manager.post(
        act(screening, "decline"),
        {"version": screening.version, "reason": "No."},
        follow=True,
    )

    screening.refresh_from_db()
    assert screening.status == "published"
    assert "You changed this in another window on" in text(response)
    assert "“Publish screening”" in text(response)


@pytest.mark.parametrize("name", ["ask", "decline"])
def test_act_works_on_the_second_press_after_somebody_was_first(name, manager):
    screening = make_screening("submitted")
    path, seen = act(screening, name), {"version": str(screening.version)}
    other = make_staff(display_name="Maria Lopez")
    for step in ("take_look", "put_back_look"):
        lifecycle.MACHINE.move(screening, step, by=other)

    refused = manager.post(path, seen | {"reason": "Say more."})
    manager.post(path, Page(text(refused)).forms[-1].fields | {"reason": "Say more."})

    screening.refresh_from_db()
    assert refused.status_code == 200
    assert "Maria Lopez changed this on" in text(refused)
    assert "Say more.</textarea>" in text(refused)
    assert "Say more." in (screening.staff_note, screening.cancel_reason)


@pytest.mark.parametrize("name", ["cancel", "postpone"])
def test_reviewer_may_not_call_off(name, reviewer):
    screening = make_screening()

    assert reviewer.get(act(screening, name)).status_code == 403
    assert reviewer.post(act(screening, name), {}).status_code == 403


def test_steps_of_the_portal_are_nobodys_button(manager):
    screening = make_screening()

    assert manager.get(act(screening, "hold")).status_code == 404


@pytest.mark.parametrize("kind", ["add", "delete"])
def test_staff_neither_add_nor_delete(kind, manager):
    screening = make_screening()
    args = [] if kind == "add" else [screening.pk]

    path = reverse(f"admin:screenings_screening_{kind}", args=args)

    assert manager.get(path).status_code == 403


def test_page_takes_no_typing(manager):
    screening = make_screening()

    manager.post(page(screening), {"status": "held", "title": "Forged"})

    screening.refresh_from_db()
    assert (screening.status, screening.title != "Forged") == ("published", True)


def test_page_shows_history_and_mails(manager):
    screening = make_screening("submitted")
    press(manager, act(screening, "approve"), {"version": screening.version})

    body = text(manager.get(page(screening)))

    assert "Publish screening" in body
    assert f"Published: {screening.title}" in body


def test_guests_are_for_managers_only(manager, reviewer):
    screening = make_screening()
    make_reservation(screening, email="ada@sample.example")
    path = reverse("admin:screenings_reservation_changelist")

    assert "ada@sample.example" in text(manager.get(path))
    assert reviewer.get(path).status_code == 403
    assert reviewer.get(screening.address_of("guests")).status_code == 404


def test_guest_is_found_by_the_whole_address_only(manager):
    make_reservation(email="ada@sample.example")
    path = reverse("admin:screenings_reservation_changelist")

    assert "ada@sample" in text(manager.get(f"{path}?q=ADA@sample.example"))
    assert "ada@sample.example</" not in text(manager.get(f"{path}?q=ada"))


def test_visitor_is_sent_to_sign_in():
    screening = make_screening("submitted")

    response = Client().get(act(screening, "approve"))

    assert response["Location"].startswith("/accounts/login/")
    assert Screening.objects.get().status == "submitted"
    assert Reservation.objects.count() == 0
