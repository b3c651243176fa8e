"""What guests ask stands on their host's desk until it is answered."""

import pytest

from niot_portal.tasks import hosted_by, tasks_of
from screenings import talk
from screenings.models import GuestQuestion
from tests.factories import make_reservation, make_screening
from tests.people import signed_in
from tests.queries import count_queries

pytestmark = pytest.mark.django_db


def ask(guest, text="Is there parking?"):
    return talk.ask_host(guest, text)


def test_desk_has_a_line_for_each_question_that_waits():
    guest = make_reservation(first_name="Rosa")
    leader = guest.screening.host
    question = ask(guest)

    tasks = tasks_of(leader, hosted_by(leader))

    (task,) = [one for one in tasks if one.title.startswith("Answer ")]
    assert task.title == f"Answer Rosa about “{guest.screening.title}”"
    assert task.url.endswith(f"/guests/questions/#question-{question.pk}")
    assert task.text == "Is there parking?"


def test_desk_forgets_a_question_that_was_answered():
    guest = make_reservation()
    leader = guest.screening.host
    talk.answer(ask(guest), "Yes.", by=leader.user, seen=0)

    tasks = tasks_of(leader, hosted_by(leader))

    assert not any(one.title.startswith("Answer ") for one in tasks)


@pytest.mark.parametrize("number", [3, 60])
def test_desk_reads_as_many_questions_in_as_many_queries(number):
    evenings = [make_screening()]
    leader = evenings[0].host
    evenings += [make_screening(host=leader, capacity=100) for _ in range(2)]
    for one in range(number):
        ask(make_reservation(evenings[one % 3], first_name=f"Guest{one}"))
    client = signed_in(leader.user)
    client.get("/desk/")

    with count_queries() as queries:
        page = client.get("/desk/").content.decode()

    assert len(queries) <= 12
    assert not queries.repeated
    assert page.count("Answer Guest") == number
    assert GuestQuestion.objects.awaiting().count() == number
