"""A leader's page for staff: address, screenings, applications, and notes."""

from datetime import timedelta

import pytest
from django.db import Error, transaction
from django.utils import timezone

from foundation.models import OutboxMail
from leaders.models import Application, LeaderNote
from tests.factories import (
    make_application,
    make_leader,
    make_screening,
    make_staff,
)
from tests.pages import text_of
from tests.people import signed_in
from tests.queries import count_queries

pytestmark = pytest.mark.django_db


def _page(leader):
    return f"/admin/leaders/leader/{leader.pk}/change/"


def _note(leader):
    return f"/admin/leaders/leader/{leader.pk}/note/"


def _declined(leader):
    """An application of the leader's from before."""
    made = make_application("declined")
    Application.objects.filter(pk=made.pk).update(applicant=leader.user)
    return made


def test_page_lists_screenings_to_come_and_past_with_their_guests():
    leader = make_leader()
    coming = make_screening(host=leader, title="Next week")
    past = make_screening("held", host=leader, title="Last year")
    make_screening("draft", host=leader, title="Not sent yet")
    make_screening(title="Of somebody else")

    page = signed_in(make_staff()).get(_page(leader)).content.decode()

    to_come, rest = page.split("Past and cancelled")
    assert f"/admin/screenings/screening/{coming.pk}/change/" in to_come
    assert coming.address_of("guests") in to_come
    assert f"/admin/screenings/screening/{past.pk}/change/" in rest
    assert "Not sent yet" not in page
    assert "Of somebody else" not in page


def test_reviewer_sees_the_screenings_without_the_way_to_guests():
    leader = make_leader()
    coming = make_screening(host=leader, title="Next week")

    page = signed_in(make_staff("Reviewer")).get(_page(leader)).content.decode()

    assert "Next week" in page
    assert coming.address_of("guests") not in page
    assert leader.user.email not in page


def test_page_lists_every_application_with_its_outcome():
    leader = make_leader()
    declined = _declined(leader)
    draft = make_application("draft", applicant=leader.user)

    text = text_of(signed_in(make_staff()), _page(leader))

    assert f"/admin/leaders/application/{declined.pk}/review/" in text
    assert "Decision: Decline" in text
    assert draft.code not in text


def test_manager_sees_the_address_and_where_to_correct_it():
    leader = make_leader()

    text = text_of(signed_in(make_staff()), _page(leader))

    assert leader.user.email in text
    assert f"/admin/leaders/leader/{leader.pk}/correct-address/" in text


def test_note_is_kept_with_author_and_day_and_mailed_to_nobody():
    leader = make_leader()
    reviewer = make_staff("Reviewer", display_name="Mara Winter")
    OutboxMail.objects.all().delete()

    answer = signed_in(reviewer).post(
        _note(leader), {"text": "Prefers to be called."}, follow=True
    )

    note = leader.notes.get()
    assert (note.text, note.written_by) == ("Prefers to be called.", reviewer)
    assert "Mara Winter" in answer.content.decode()
    assert "Prefers to be called." in answer.content.decode()
    assert not OutboxMail.objects.exists()


def test_note_shows_on_no_page_for_others():
    leader = make_leader()
    LeaderNote.objects.create(
        leader=leader, text="A canary of a note", written_by=make_staff()
    )

    pages = [
        signed_in(None).get(leader.get_absolute_url()),
        signed_in(leader.user).get(leader.get_absolute_url()),
        signed_in(leader.user).get("/desk/"),
    ]

    assert [page.status_code for page in pages] == [200, 200, 200]
    assert not any("canary" in page.content.decode() for page in pages)


def test_note_is_written_once():
    note = LeaderNote.objects.create(
        leader=make_leader(), text="As it was.", written_by=make_staff()
    )

    for change in (
        lambda: LeaderNote.objects.update(text="Otherwise."),
        lambda: LeaderNote.objects.all().delete(),
    ):
        with pytest.raises(Error), transaction.atomic():
            change()

    note.refresh_from_db()
    assert note.text == "As it was."


def test_second_press_keeps_no_second_note():
    leader = make_leader()
    client = signed_in(make_staff())

    client.post(_note(leader), {"text": "Once."})
    client.post(_note(leader), {"text": "Once."})

    assert leader.notes.count() == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Write the note first."),
        ("x" * 2001, "Use at most 2000 characters. There are 2001 now."),
        ("A nul \x00 byte", "Use letters, numbers and punctuation only"),
    ],
)
def test_bad_note_is_explained_and_kept_in_the_form(typed, sentence):
    leader = make_leader()

    page = signed_in(make_staff()).post(_note(leader), {"text": typed})

    assert sentence in page.content.decode()
    assert typed.replace("\x00", "")[:50] in page.content.decode().replace("\x00", "")
    assert not leader.notes.exists()


def test_staff_of_the_same_agency_neither_read_nor_write_notes():
    leader = make_leader(agency_name="Harbor Police Department")
    colleague = make_staff()
    make_leader(
        user=colleague, agency_name="Harbor Police Department", state=leader.state
    )
    LeaderNote.objects.create(
        leader=leader, text="A canary of a note", written_by=make_staff()
    )
    client = signed_in(colleague)

    page = client.get(_page(leader)).content.decode()
    answer = client.post(_note(leader), {"text": "Mine."})

    assert "canary" not in page
    assert "somebody of your own agency are for your colleagues" in page
    assert answer.status_code == 403
    assert leader.notes.count() == 1


def test_page_costs_the_same_with_many():
    leader, author = make_leader(), make_staff()
    client = signed_in(make_staff())
    client.get(_page(leader))
    counts = []
    for more in (1, 12):
        for number in range(more):
            make_screening(host=leader)
            _declined(leader)
            LeaderNote.objects.create(
                leader=leader,
                text=f"Note {more} {number}",
                written_by=author,
                written_at=timezone.now() - timedelta(days=number),
            )
        with count_queries() as queries:
            client.get(_page(leader))
        counts.append(len(queries))
        assert not queries.repeated

    assert counts[0] == counts[1] <= 12


def test_band_by_hand_opens_with_what_happens_without_one():
    text = text_of(signed_in(make_staff()), _page(make_leader()))

    assert "None: the table decides" in text
