"""The same button pressed many times at once: done once, answered well each time."""

import threading

import pytest
from django.db import connection
from django.test import Client

from foundation.models import OutboxMail
from foundation.tokens import token_for
from leaders import joining
from leaders.models import Application, Leader
from screenings.models import Reservation, Screening
from tests.factories import (
    make_application,
    make_leader,
    make_reservation,
    make_screening,
    make_staff,
    make_topic,
)
from tests.forms import opened, shown_by
from tests.people import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

PRESSES = 10


def press(path: str, data: dict, user=None) -> list[int]:
    """Send the same POST many times at once; return the answers' statuses, sorted."""
    start = threading.Barrier(PRESSES)
    clients = [signed_in(user) for _ in range(PRESSES)]
    statuses = []

    def one(client: Client) -> None:
        client.raise_request_exception = False
        try:
            start.wait(timeout=20)
            statuses.append(client.post(path, data).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(statuses) == PRESSES
    return sorted(statuses)


def mails(**about) -> int:
    return OutboxMail.objects.filter(**about).count()


def test_withdraw():
    application = make_application()
    before = mails(to=application.applicant.email)

    statuses = press("/leaders/application/withdraw/", {}, application.applicant)

    assert set(statuses) == {302}
    assert Application.objects.get().version == application.version + 1
    assert mails(to=application.applicant.email) == before + 1


def test_second_click_on_withdraw_reads_no_error(monkeypatch):
    application = make_application()
    client = signed_in(application.applicant)
    client.post("/leaders/application/withdraw/")
    client.get("/leaders/application/")  # reads the first click's message
    # The second click found the application still open.
    answers = iter([application])
    real = joining.open_application
    monkeypatch.setattr(
        joining, "open_application", lambda user: next(answers, None) or real(user)
    )

    response = client.post("/leaders/application/withdraw/", follow=True)

    html = response.content.decode()
    assert "You withdrew your application." in html
    assert "not possible now" not in html


def test_publish_profile():
    leader = make_leader("onboarding")
    data = {
        "name": "Ana Reyes",
        "rank": "Sergeant",
        "service": "sworn",
        "years_of_service": 3,
        "help_offered": ["call"],
        "topics": [make_topic().pk],
        "languages": ["en"],
        "public_fields": ["name"],
        "agree": "on",
        "version": leader.version,
    }

    statuses = press("/leaders/onboarding/", data, leader.user)

    leader.refresh_from_db()
    assert set(statuses) == {302}
    # Saved once and published once.
    assert (leader.status, leader.version) == ("active", 2)
    assert mails(to=leader.user.email) == 1


def test_publish_screening():
    host = make_leader()
    make_screening("held", host=host)
    draft = make_screening("draft", host=host)

    statuses = press(draft.address_of("publish"), {"version": 0}, host.user)

    draft.refresh_from_db()
    assert set(statuses) == {302}
    assert (draft.status, draft.version) == ("published", 1)


def test_begin_draft_survives():
    host = make_leader()
    film = make_screening("held", host=host).film

    statuses = press(
        "/screenings/new/", {"film": film.slug, "mode": "online"}, host.user
    )

    assert set(statuses) == {302}


def test_cancel_screening():
    host = make_leader()
    screening = make_screening(host=host)
    make_reservation(screening, email="guest@sample.example")

    statuses = press(
        screening.address_of("cancel"),
        {"version": screening.version, "reason": "Ill."},
        host.user,
    )

    assert statuses[0] in (200, 302)
    assert statuses[-1] < 400
    assert mails(to="guest@sample.example") == 1
    assert Screening.objects.get().status == "cancelled"


def test_reserve_confirm_and_give_back():
    screening = make_screening(capacity=3)
    data = {"email": "guest@sample.example", "party_size": 2, "opened": opened()}

    statuses = press(screening.address_of("reserve"), data)

    # Few mails an hour go to one address; the first presses count.
    assert set(statuses) <= {302, 429}
    assert 1 <= mails() <= 2  # two where the minute ends between them
    reservation = Reservation.objects.get()
    path = f"/reservations/{token_for('reservation', reservation)}"

    statuses = press(f"{path}/confirm/", {"version": reservation.version})

    assert set(statuses) == {302}
    screening.refresh_from_db()
    assert screening.seats_taken == 2

    reservation.refresh_from_db()
    statuses = press(f"{path}/cancel/", {"version": reservation.version})

    assert set(statuses) == {302}
    screening.refresh_from_db()
    assert screening.seats_taken == 0
    given_back = OutboxMail.objects.filter(calendar_method="CANCEL")
    assert given_back.count() == 1


def test_change_of_seats():
    screening = make_screening(capacity=3)
    reservation = make_reservation(screening)
    path = f"/reservations/{token_for('reservation', reservation)}/change/"

    statuses = press(path, {"version": reservation.version, "party_size": 3})

    assert statuses[-1] < 400
    screening.refresh_from_db()
    assert screening.seats_taken == 3
    assert mails() == 1


def test_suspend():
    leader, manager = make_leader(), make_staff()
    path = f"/admin/leaders/leader/{leader.pk}/act/suspend/"

    typed = {"version": leader.version, "reason": "A complaint."}

    typed = shown_by(signed_in(manager), path, typed)
    statuses = press(path, typed, manager)

    assert set(statuses) == {302}
    assert Leader.objects.get().sanctions.count() == 1
    assert mails(to=leader.user.email) == 1


def test_decide_and_send():
    application, manager = make_application("recommended"), make_staff()
    path = f"/admin/leaders/application/{application.pk}/decide/"
    data = {"version": application.version, "outcome": "accept", "reason": "Good."}

    data = shown_by(signed_in(manager), path, data)
    statuses = press(path, {**data, "send": "1"}, manager)

    assert set(statuses) == {302}
    assert Leader.objects.count() == 1


def test_contact():
    data = {
        "name": "Sam",
        "email": "sam@sample.example",
        "subject": "A question",
        "message": "Who comes?",
        "opened": opened(),
    }

    statuses = press("/contact/", data)

    assert statuses[-1] in (302, 429)
    assert mails(to="sam@sample.example") == 1
    assert mails() == 2


def test_away_and_back():
    leader = make_leader()
    before = leader.version

    statuses = press("/leaders/profile/away/", {}, leader.user)

    leader.refresh_from_db()
    assert set(statuses) == {302}
    assert (leader.status, leader.version) == ("paused", before + 1)
