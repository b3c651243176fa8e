"""Pages of long lists."""

import pytest

from accounts.models import User
from foundation.paging import keyset, numbered
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    # Two share a name, so that the order needs the key as well.
    return [make_user(display_name=name) for name in ["a", "b", "b", "c", "d"]]


@pytest.mark.parametrize("descending", [False, True])
def test_keyset_walks_every_row_once_and_back_again(people, descending):
    wanted = people[::-1] if descending else people

    def page(token):
        return keyset(
            User.objects.all(),
            token,
            field="display_name",
            size=2,
            descending=descending,
        )

    first = page("")
    second = page(first.next)
    third = page(second.next)

    assert [*first, *second, *third] == wanted
    assert (first.previous, third.next) == ("", "")
    assert page(third.previous).rows == second.rows
    assert page(page(third.previous).previous).rows == first.rows


@pytest.mark.parametrize(
    "token",
    [
        "x",
        "1:2:3",
        pytest.param("é" * 50, id="many letters beyond ASCII"),
        pytest.param("9" * 5000, id="far too many digits"),
    ],
)
def test_keyset_takes_nonsense_for_the_first_page(people, token):
    page = keyset(User.objects.all(), token, field="display_name", size=2)

    assert page.rows == people[:2]


def test_keyset_takes_the_token_of_another_order_for_nonsense(people):
    by_name = keyset(User.objects.all(), "", field="display_name", size=2).next

    page = keyset(User.objects.all(), by_name, field="date_joined", size=2)

    assert page.rows == people[:2]


@pytest.mark.parametrize(
    ("wanted", "number"),
    [("2", 2), ("0", 1), ("-1", 1), ("99999999999", 1), ("x", 1), ("٣", 1), ("9", 3)],
)
def test_numbered_page_stays_within_the_list(people, wanted, number):
    page = numbered(User.objects.order_by("pk"), wanted, total=5, size=2)

    assert page.number == number
    assert page.pages == 3
