"""What nobody's form offers is ignored, and rights are asked for anew each time."""

from urllib.parse import quote

import pytest
from django.test import Client
from icalendar import Calendar

from accounts.models import User
from foundation.models import OutboxMail
from foundation.sending import message_of
from foundation.tokens import token_for
from leaders.models import Leader
from screenings import emails, staff_emails
from screenings.models import Reservation
from tests.accounts.factors import last_code
from tests.factories import (
    make_application,
    make_leader,
    make_reservation,
    make_screening,
    make_staff,
    make_topic,
    move_leader,
)
from tests.forms import opened
from tests.people import signed_in

pytestmark = pytest.mark.django_db

TYPED = """O'Brien & "Sons" {{ 7|add:7 }}{% now 'Y' %}<b>x</b></script>;,:="""


def test_host_changes_only_what_the_form_asks():
    leader, other = make_leader(), make_leader()
    draft = make_screening("draft", host=leader)
    forged = {
        "status": "published",
        "host": other.pk,
        "seats_taken": -5,
        "code": "AAAAAA",
        "slug": "x",
        "sequence": 9,
        "published_at": "2027-01-01",
    }
    asked = {"version": 0, "film": draft.film.slug, "mode": "online", "title": "Mine"}

    answer = signed_in(leader.user).post(draft.address_of("edit"), asked | forged)

    before = (draft.status, draft.host_id, draft.seats_taken, draft.code, 0, None)
    draft.refresh_from_db()
    after = (draft.status, draft.host_id, draft.seats_taken, draft.code)
    assert answer.status_code == 302
    assert (*after, draft.sequence, draft.published_at) == before
    assert draft.title == "Mine"


def test_leader_changes_only_what_the_profile_asks():
    leader, other = make_leader(), make_leader()
    asked = {
        "name": "Ana Reyes",
        "rank": "Chief",
        "service": "sworn",
        "help_offered": ["call"],
        "languages": ["en"],
        "topics": [make_topic().pk],
        "public_fields": ["name"],
        "agree": "on",
        "version": leader.version,
    }
    forged = {
        "status": "alumni",
        "slug": "another",
        "is_hidden": "on",
        "user": other.user.pk,
        "agency_name": "Federal Bureau",
        "portrait": "x",
    }

    answer = signed_in(leader.user).post("/leaders/profile/edit/", asked | forged)

    after = Leader.objects.get(pk=leader.pk)
    assert answer.status_code == 302
    assert after.name == "Ana Reyes"
    for name in ("status", "slug", "is_hidden", "user_id", "agency_name", "portrait"):
        assert getattr(after, name) == getattr(leader, name), name


def test_applicant_and_newcomer_give_themselves_nothing():
    application = make_application("draft")
    asked = {
        "version": application.version,
        "name": "Ana",
        "rank": "Chief",
        "service": "sworn",
        "years_of_service": 3,
    }

    signed_in(application.applicant).post(
        "/leaders/application/you/", asked | {"status": "accepted", "outcome": "accept"}
    )
    newcomer = Client()
    forged = {"is_staff": "on", "is_superuser": "1", "opened": opened()}
    address = {"email": "new@sample.example"}
    newcomer.post("/accounts/login/code/", address | forged)
    code = {"code": last_code("new@sample.example")}
    newcomer.post("/accounts/login/code/confirm/", code | forged)
    name = {"display_name": "Newcomer", "password1": "four quiet lamps in june"}
    newcomer.post("/accounts/welcome/", name | forged)

    application.refresh_from_db()
    account = User.objects.get(email="new@sample.example")
    assert (application.status, application.outcome) == ("draft", "")
    assert application.name == "Ana"
    assert account.display_name == "Newcomer"
    assert not account.is_staff
    assert not account.is_superuser


def test_no_token_but_the_right_one_opens_a_reservation():
    screening = make_screening()
    mine, other = (make_reservation(screening, "pending") for _ in range(2))
    token = token_for("reservation", mine)
    number, digits = token.split("-", 1)
    foreign = token_for("reservation", other).split("-", 1)[1]
    tries = [
        f"{number}-{foreign}",
        token[:-1],
        f"{token}a",
        token.upper(),
        f"0-{digits}",
        f"-{token}",
        f"{'9' * 400}-{digits}",
        f"１-{digits}",
    ]

    for forged in tries:
        path = f"/reservations/{quote(forged)}/"
        assert Client().get(path).status_code == 404, forged
        for act in ("confirm", "cancel", "change"):
            data = {"version": 0, "party_size": 1}
            assert Client().post(f"{path}{act}/", data).status_code == 404, forged
    assert set(Reservation.objects.values_list("status", flat=True)) == {"pending"}


def test_revoked_token_opens_nothing():
    reservation = make_reservation()
    path = reservation.get_absolute_url()
    assert Client().get(path).status_code == 200

    Reservation.objects.update(token_version=1)

    assert Client().get(path).status_code == 404


def test_rights_lost_between_page_and_button_are_lost():
    manager, application = make_staff(), make_application("recommended")
    client = signed_in(manager)
    path = f"/admin/leaders/application/{application.pk}/decide/"
    assert client.get(path).status_code == 200

    manager.groups.clear()
    answer = client.post(
        path,
        {
            "version": application.version,
            "outcome": "accept",
            "reason": "Good.",
            "send": "1",
        },
    )

    application.refresh_from_db()
    assert answer.status_code in (403, 404)
    assert application.status == "recommended"
    manager.is_active = False
    manager.save()
    assert client.get("/admin/").status_code == 302


def test_leader_suspended_in_mid_edit_changes_nothing_more():
    leader = make_leader()
    draft = make_screening("draft", host=leader)
    client = signed_in(leader.user)
    move_leader(leader, "suspend")

    paths = [draft.address_of(name) for name in ("edit", "publish", "discard")]
    paths += ["/leaders/profile/edit/", "/leaders/profile/portrait/"]

    answers = {
        path: client.post(path, {"version": 0, "remove": "1", "reason": "x"})
        for path in paths
    }

    # Their own evenings say why, and give the words back; what only leaders have is not
    # there any more.
    assert [answer.status_code for answer in answers.values()] == [403] * 3 + [404] * 2
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_typed_text_reaches_mail_and_calendar_as_typed():
    host = make_leader(name=TYPED, agency_name=TYPED)
    screening = make_screening(
        host=host, title=TYPED, venue=TYPED, summary="One\nBEGIN:VALARM\nTwo"
    )
    guest = make_reservation(screening, email='"a;b,c"@sample.example')
    emails.send_confirmed(guest)
    emails.send_cancelled(screening, guest)
    emails.send_changed(screening, guest, [("Where", TYPED, TYPED)])
    emails.tell_published(screening)
    staff_emails.ask_for_a_look(screening)
    make_application("accepted", name=TYPED, agency_name=TYPED)

    assert OutboxMail.objects.count() > 6
    for mail in OutboxMail.objects.all():
        message_of(mail).message().as_bytes()
        words = mail.subject + mail.text
        for escaped in ("&#x27;", "&amp;", "&quot;", "&lt;"):
            assert escaped not in words
        assert "<b>x</b>" not in mail.html
    entries = OutboxMail.objects.exclude(calendar="")
    assert entries.count() > 2
    for mail in entries:
        events = Calendar.from_ical(mail.calendar).walk()
        assert [part.name for part in events].count("VEVENT") == 1
        assert "VALARM" not in [part.name for part in events]
        (event,) = (part for part in events if part.name == "VEVENT")
        assert TYPED in str(event["SUMMARY"])
