"""What is sent is what was shown: every act of staff that mails, one by one."""

import pytest
from django.contrib import admin
from django.db import connection

from foundation import rehearsal
from foundation.acts import ActsAdmin
from foundation.models import OutboxMail
from foundation.rehearsal import Planned
from leaders import vetting
from leaders.models import Application, Leader
from screenings import lifecycle
from screenings.models import Screening
from tests.factories import (
    make_application,
    make_leader,
    make_reservation,
    make_screening,
    make_staff,
)
from tests.pages import Page
from tests.people import signed_in

pytestmark = pytest.mark.django_db

#: The status to begin from, and what is typed, for each act of staff that mails.
ACTS = {
    (Application, "claim"): ("submitted", {}),
    (Application, "ask"): ("in_review", {"question": "Which school?\nAnd when?"}),
    (Application, "accept"): ("decided:accept", {}),
    (Application, "waitlist"): ("decided:waitlist", {}),
    (Application, "decline"): ("decided:decline", {}),
    (Application, "reopen"): ("declined", {"reason": "A new fact."}),
    (Leader, "suspend"): ("active", {"reason": "A complaint."}),
    (Leader, "reinstate"): ("suspended", {"reason": "It was cleared up."}),
    (Screening, "hand_over_look"): ("submitted", {"colleague": "COLLEAGUE"}),
    (Screening, "approve"): ("submitted", {}),
    (Screening, "ask"): ("submitted", {"reason": "Name the room."}),
    (Screening, "decline"): ("submitted", {"reason": "It is no film night."}),
    (Screening, "postpone"): ("published", {"reason": "Snow."}),
    (Screening, "cancel"): ("published", {"reason": "No permit."}),
}


def _mailing():
    """Every step of staff that promises a mail, from the admins themselves."""
    return {
        (model, name)
        for model, one in admin.site._registry.items()
        if isinstance(one, ActsAdmin)
        for name in one.act_forms
        if one.machine.table.steps[name].mails
    }


def _make(model, name, status, manager):
    if model is Leader:
        return make_leader(status)
    if model is Screening:
        screening = make_screening(status)
        if status == "published":
            make_reservation(screening)
        if name == "hand_over_look":
            return lifecycle.MACHINE.move(screening, "take_look", by=manager)
        return screening
    status, _, outcome = status.partition(":")
    return make_application(status, assignee=manager, outcome=outcome)


def _address(model, record, name):
    kind = f"{model._meta.app_label}/{model._meta.model_name}"
    return f"/admin/{kind}/{record.pk}/act/{name}/"


def test_every_act_that_mails_is_walked_here():
    assert set(ACTS) == _mailing()


@pytest.mark.parametrize(
    ("model", "name"), ACTS, ids=[f"{model.__name__} {name}" for model, name in ACTS]
)
def test_mail_is_sent_as_it_was_shown(model, name):
    manager, colleague = make_staff(), make_staff(display_name="Maria Lopez")
    status, typed = ACTS[model, name]
    typed = {
        key: colleague.pk if value == "COLLEAGUE" else value
        for key, value in typed.items()
    }
    record = _make(model, name, status, manager)
    client, address = signed_in(manager), _address(model, record, name)
    OutboxMail.objects.all().delete()
    typed["version"] = record.version

    shown = client.post(address, typed)
    written = OutboxMail.objects.count()
    page = shown.content.decode()
    digest = Page(page).forms[-1].fields["shown"]
    done = client.post(address, typed | {"shown": digest}, follow=True)

    plan = shown.context["plan"]
    sent = OutboxMail.objects.order_by("pk")
    assert written == 0
    assert [_told(mail) for mail in plan.mails] == [_told(mail) for mail in sent]
    assert "and send the mail" in page
    for mail in plan.mails:
        assert f"A mail to {mail.who} is on its way." in done.content.decode()


def _told(mail):
    """Subject and text; of a guest's mail without the address of their own page."""
    text = mail.text.split("/reservations/")
    return mail.subject, text[0]


def test_button_without_the_page_sends_nothing():
    manager, application = make_staff(), make_application()
    before = OutboxMail.objects.count()

    answer = signed_in(manager).post(
        _address(Application, application, "claim"), {"version": application.version}
    )

    application.refresh_from_db()
    assert answer.status_code == 200
    assert "Nothing is done yet." in answer.content.decode()
    assert application.status == "submitted"
    assert OutboxMail.objects.count() == before


def test_other_words_than_were_shown_are_shown_first():
    manager = make_staff()
    application = make_application("in_review", assignee=manager)
    client, address = signed_in(manager), _address(Application, application, "ask")
    typed = {"version": application.version, "question": "Which school?"}
    shown = client.post(address, typed).context["plan"].digest
    other = typed | {"question": "Which sheriff?", "shown": shown}

    answer = client.post(address, other)
    application.refresh_from_db()
    status = application.status
    again = client.post(address, other | {"shown": answer.context["plan"].digest})

    application.refresh_from_db()
    assert "What is sent has changed since you read it." in answer.content.decode()
    assert "Which sheriff?" in answer.context["plan"].mails[0].text
    assert (status, again.status_code) == ("in_review", 302)
    assert application.status == "info_requested"


def test_guest_who_came_meanwhile_is_told_of_before_the_button_works():
    manager, screening = make_staff(), make_screening()
    client, address = signed_in(manager), _address(Screening, screening, "cancel")
    typed = {"version": screening.version, "reason": "No permit."}
    shown = client.post(address, typed).context["plan"].digest
    make_reservation(screening)

    answer = client.post(address, typed | {"shown": shown})

    screening.refresh_from_db()
    assert "What is sent has changed since you read it." in answer.content.decode()
    assert screening.status == "published"


def test_page_of_a_guests_mail_opens_nobodys_seats():
    screening = make_screening()
    guest = make_reservation(screening)
    address = _address(Screening, screening, "cancel")

    page = signed_in(make_staff()).post(
        address, {"version": screening.version, "reason": "No permit."}
    )

    assert guest.token not in page.content.decode()
    assert guest.email not in page.content.decode()


def test_second_claim_says_that_nobody_is_mailed():
    reviewer = make_staff("Reviewer")
    application = make_application("in_review", assignee=reviewer)
    application = vetting.MACHINE.move(application, "let_go", by=reviewer)
    address = _address(Application, application, "claim")

    page = signed_in(reviewer).get(address).content.decode()

    assert "Nobody is mailed." in page
    assert "and send the mail" not in page


def test_done_says_what_to_whom_who_was_mailed_and_what_is_next():
    reviewer = make_staff("Reviewer")
    application = make_application(name="Ana Reyes")
    client = signed_in(reviewer)
    address = _address(Application, application, "claim")
    digest = client.get(address).context["plan"].digest

    done = client.post(
        address, {"version": application.version, "shown": digest}, follow=True
    )

    assert [str(message) for message in done.context["messages"]] == [
        f"Done: Claim, for {application}. A mail to Ana Reyes is on its way. "
        "The status is now “In review”. Next: Recommend."
    ]


def test_rehearsal_writes_nothing_and_refuses_what_would():
    with (
        pytest.raises(RuntimeError, match="only reads"),
        rehearsal.rehearsing(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM foundation_outboxmail")

    assert not rehearsal.is_on()


def test_digest_tells_every_word_apart():
    one = Planned("Ana", "Hello", "Text", "<p>Text</p>")

    digests = {
        rehearsal.digest_of(mails, facts)
        for mails, facts in (
            ([one], []),
            ([one], ["It is closed."]),
            ([Planned("Ana", "Hello", "Text!", "<p>Text</p>")], []),
            ([Planned("Ben", "Hello", "Text", "<p>Text</p>")], []),
            ([one, one], []),
            ([], []),
        )
    }

    assert len(digests) == 6
