"""What people make up in a staff list gets a sentence; our own faults stay faults."""

import pytest

from leaders.admin.rows import QueueList
from tests.factories import make_application, make_staff
from tests.people import signed_in

pytestmark = pytest.mark.django_db

QUEUE = "/admin/leaders/application/"


@pytest.mark.parametrize(
    "key", ["x", "1.5", pytest.param("9" * 5000, id="far too many digits")]
)
def test_forged_key_of_a_row_is_a_sentence(key):
    make_application()
    typed = {"action": "claim_selected", "_selected_action": [key]}

    page = signed_in(make_staff()).post(QUEUE, typed, follow=True)

    assert page.status_code == 200
    assert "That choice did not make sense." in page.content.decode()


def test_forged_value_of_a_filter_is_a_sentence():
    client = signed_in(make_staff())

    page = client.get("/admin/leaders/leader/?is_hidden__exact=zz", follow=True)

    assert page.status_code == 200
    assert "That choice did not make sense." in page.content.decode()


def test_fault_of_our_own_is_no_choice_of_somebody(monkeypatch):
    def fail(self, request):
        raise ValueError("a fault of ours")

    monkeypatch.setattr(QueueList, "get_results", fail)

    with pytest.raises(ValueError, match="a fault of ours"):
        signed_in(make_staff()).get(QUEUE)
