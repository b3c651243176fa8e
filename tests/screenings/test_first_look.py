"""A first look has an owner and a turn: staff by name, or the host."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from foundation.refusals import Refused
from screenings import handing_over, hosting, lifecycle
from screenings.models import Screening
from tests.factories import make_leader, make_screening, make_staff
from tests.mail import mails_to
from tests.pages import Page
from tests.people import signed_in
from tests.queries import count_queries

pytestmark = pytest.mark.django_db

QUEUE = reverse("admin:screenings_screening_changelist")
move = lifecycle.MACHINE.move


def page_of(screening):
    return reverse("admin:screenings_screening_change", args=[screening.pk])


def text(client, address):
    return client.get(address).content.decode()


@pytest.fixture
def maria():
    return make_staff("Reviewer", display_name="Maria Lopez")


@pytest.fixture
def waiting():
    return make_screening("submitted", host=make_leader(name="Nora Lantern"))


def asked_by(person, screening):
    return move(screening, "ask", by=person, reason="Name the room.")


def test_one_press_takes_the_first_look(maria, waiting):
    client = signed_in(maria)
    (form,) = [
        form
        for form in Page(text(client, page_of(waiting))).forms
        if form.action.endswith("/act/take_look/")
    ]

    done = client.post(form.action, form.fields, follow=True)

    waiting.refresh_from_db()
    (said,) = done.context["messages"]
    assert waiting.looked_at_by == maria
    assert str(said).startswith(
        f"Done: Take the first look, for {waiting}. Nobody was mailed."
    )
    assert "It is the turn of Maria Lopez, for 0 days." in done.content.decode()


@pytest.mark.parametrize("name", ["take_look", "approve", "ask", "decline"])
def test_nobody_answers_while_a_colleague_has_it(name, maria, waiting):
    move(waiting, "take_look", by=maria)

    with pytest.raises(Refused, match="Maria Lopez has the first look"):
        move(waiting, name, by=make_staff(), reason="Name the room.")


def test_colleague_takes_it_over(maria, waiting):
    move(waiting, "take_look", by=make_staff())

    taken = move(waiting, "take_over_look", by=maria)

    assert taken.looked_at_by == maria


def test_it_is_handed_over_with_a_mail_to_the_colleague(maria, waiting):
    owner = make_staff("Reviewer")
    taken = move(waiting, "take_look", by=owner)

    given = move(taken, "hand_over_look", by=owner, colleague=maria)

    (mail,) = mails_to(maria.email)
    assert given.looked_at_by == maria
    assert mail.subject == f"The first look is yours: {waiting.title}"


@pytest.mark.parametrize("kind", ["host", "guest of the staff"])
def test_it_is_not_handed_to_who_may_not_look(kind, maria, waiting):
    taken = move(waiting, "take_look", by=maria)
    who = waiting.host.user if kind == "host" else make_leader().user

    with pytest.raises(Refused, match="This colleague may not take the first look"):
        move(taken, "hand_over_look", by=maria, colleague=who)


def test_form_offers_colleagues_and_not_oneself(maria, waiting):
    move(waiting, "take_look", by=maria)
    colleague = make_staff(display_name="Ben Winter")
    make_staff(display_name="Gone Already", is_active=False)
    address = reverse(
        "admin:screenings_screening_act", args=[waiting.pk, "hand_over_look"]
    )

    form = signed_in(maria).get(address).context["form"]

    assert list(form.fields["colleague"].queryset) == [colleague]


def test_it_is_put_back_for_anybody(maria, waiting):
    taken = move(waiting, "take_look", by=maria)

    free = move(taken, "put_back_look", by=maria)

    assert free.looked_at_by is None


def test_host_on_the_staff_does_not_look_at_their_own(waiting):
    own = make_screening("submitted", host=make_leader(user=make_staff()))

    with pytest.raises(Refused, match="This is your own screening"):
        move(own, "take_look", by=own.host.user)


def test_who_asks_has_it_and_gets_the_answer(maria, waiting):
    asked = asked_by(maria, waiting)
    with_host = asked.is_with_host
    asked.venue = "Oak Creek Library, room 2"

    saved = hosting.save(asked, by=asked.host.user, seen=asked.version).screening

    (mail,) = mails_to(maria.email)
    assert with_host
    assert not saved.is_with_host
    assert saved.looked_at_by == maria
    assert mail.subject == f"Nora Lantern changed it as you asked: {waiting.title}"


def test_turn_and_its_age_move_with_the_ball(maria, waiting):
    Screening.objects.update(turn_since=timezone.now() - timedelta(days=5))
    waiting.refresh_from_db()
    before = waiting.days_of_turn

    asked = asked_by(maria, waiting)

    assert before == 5
    assert asked.days_of_turn == 0


def test_list_and_page_say_whose_turn_it_is(maria, waiting):
    Screening.objects.update(turn_since=timezone.now() - timedelta(days=3))
    client = signed_in(maria)
    free = text(client, QUEUE)
    move(waiting, "take_look", by=maria)
    taken = text(client, QUEUE), text(client, page_of(waiting))
    waiting.refresh_from_db()
    asked_by(maria, waiting)
    asked = text(client, QUEUE), text(client, page_of(waiting))

    assert "It is the staff’s turn, for 3 days. Nobody has it yet." in free
    assert all("It is the turn of Maria Lopez, for 3 days." in one for one in taken)
    words = "It is the host’s turn, for 0 days. Maria Lopez asked."
    assert all(words in one for one in asked)


@pytest.mark.parametrize(
    ("stage", "shown"),
    [
        ("look-free", {"Free"}),
        ("look-mine", {"Mine"}),
        ("look-host", {"Asked"}),
        ("first-look", {"Free", "Mine", "Another’s", "Asked"}),
    ],
)
def test_stages_of_first_looks(stage, shown, maria):
    make_screening("submitted", title="Free")
    move(make_screening("submitted", title="Mine"), "take_look", by=maria)
    move(make_screening("submitted", title="Another’s"), "take_look", by=make_staff())
    asked_by(maria, make_screening("submitted", title="Asked"))

    rows = signed_in(maria).get(f"{QUEUE}?stage={stage}").context["cl"].result_list

    assert {row.title for row in rows} == shown


def test_staff_home_counts_free_and_own_looks_with_their_age(maria, waiting):
    make_screening("submitted")
    Screening.objects.update(turn_since=timezone.now() - timedelta(days=2))
    move(waiting, "take_look", by=maria)

    needs = signed_in(maria).get("/admin/").context["needs"]

    assert [(need.number, need.words, need.note) for need in needs] == [
        (
            1,
            "screening that waits for a first look",
            "The oldest has waited for 2 days.",
        ),
        (1, "first look that you have in hand", "The oldest has waited for 2 days."),
    ]


def test_host_reads_whose_turn_it_is(maria, waiting):
    client, guests = signed_in(waiting.host.user), waiting.address_of("guests")
    free = text(client, guests), text(client, "/desk/")
    move(waiting, "take_look", by=maria)
    taken = text(client, guests), text(client, "/desk/")
    waiting.refresh_from_db()
    asked_by(maria, waiting)
    asked = text(client, guests), text(client, "/desk/")

    assert all("Nobody has taken it yet." in one for one in free)
    assert all(": Maria Lopez looks at it." in one for one in taken)
    assert all("It is your turn since" in one for one in asked)


@pytest.mark.parametrize("number", [2, 30])
def test_list_with_owners_costs_few_queries(number, maria):
    client = signed_in(maria)
    host = make_leader()
    for _ in range(number):
        move(make_screening("submitted", host=host), "take_look", by=maria)

    with count_queries() as queries:
        client.get(QUEUE)

    assert len(queries) <= 12
    assert queries.repeated == []


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_it_at_once_one_has_it(waiting):
    staff = [make_staff("Reviewer"), make_staff("Reviewer")]
    results, barrier = [], threading.Barrier(2)

    def take(person):
        barrier.wait()
        try:
            results.append(move(waiting, "take_look", by=person, seen=waiting.version))
        except Refused as refused:
            results.append(refused)
        finally:
            connection.close()

    threads = [threading.Thread(target=take, args=[person]) for person in staff]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    (won,) = [one for one in results if isinstance(one, Screening)]
    (lost,) = [one for one in results if isinstance(one, Refused)]
    assert won.looked_at_by in staff
    assert f"{won.looked_at_by} changed this on" in str(lost)


def test_first_look_of_staff_who_leave_goes_to_the_colleague_or_is_free(maria, waiting):
    omar = make_staff("Reviewer", display_name="Omar Haddad")
    taken = move(waiting, "take_look", by=maria)

    handing_over.hand_over(maria, omar, make_staff())
    theirs = Screening.objects.get(pk=taken.pk).looked_at_by
    handing_over.hand_over(omar, None, make_staff())

    assert theirs == omar
    assert Screening.objects.get(pk=taken.pk).looked_at_by is None
    assert handing_over.held_by(omar) == []


def test_first_look_is_named_before_its_owner_leaves(maria, waiting):
    move(waiting, "take_look", by=maria)

    assert handing_over.held_by(maria) == [
        "One first look goes to a colleague you choose, or is free again."
    ]
