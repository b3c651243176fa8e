"""What hosts write for everyone holds nobody's number; staff are asked."""

import pytest

from screenings.models import Screening
from tests.factories import make_leader, make_screening, make_staff, make_zip_place
from tests.forms import shown_by
from tests.people import signed_in
from tests.screenings.test_host_pages import filled

pytestmark = pytest.mark.django_db

PUBLIC = (
    "title",
    "summary",
    "description",
    "venue",
    "city",
    "parking",
    "access_notes",
    "police_presence",
)


@pytest.fixture(autouse=True)
def _zip_code():
    make_zip_place("53154")


@pytest.fixture
def host():
    return make_leader()


@pytest.mark.parametrize("name", PUBLIC)
def test_host_may_not_publish_a_number(name, host):
    screening = make_screening(host=host)

    page = signed_in(host.user).post(
        screening.address_of("edit"), filled(screening, **{name: "Call 414-555-0123"})
    )

    fresh = Screening.objects.get()
    assert "Take out “414-555-0123”" in page.content.decode()
    assert getattr(fresh, name) == getattr(screening, name)


@pytest.mark.parametrize("name", ["cancel", "postpone"])
def test_reason_that_guests_read_holds_no_address(name, host):
    screening = make_screening(host=host)

    page = signed_in(host.user).post(
        screening.address_of(name),
        {"reason": "Write to ana@agency.gov.", "version": screening.version},
    )

    assert "Take out “ana@agency.gov”" in page.content.decode()
    assert Screening.objects.get().status == "published"


def test_help_line_and_street_may_be_published(host):
    screening = make_screening(host=host)

    signed_in(host.user).post(
        screening.address_of("edit"),
        filled(
            screening,
            street="1415 E 55th Street, box 414-5551",
            access_notes="In danger call 911; victims call 1-855-4-VICTIM.",
        ),
    )

    fresh = Screening.objects.get()
    assert fresh.street == "1415 E 55th Street, box 414-5551"
    assert fresh.access_notes == "In danger call 911; victims call 1-855-4-VICTIM."


def test_number_that_stands_already_lets_other_answers_be_saved(host):
    screening = make_screening(host=host, parking="Ask at 414-555-0123")

    signed_in(host.user).post(
        screening.address_of("edit"), filled(screening, venue="Another hall")
    )

    fresh = Screening.objects.get()
    assert (fresh.venue, fresh.parking) == ("Another hall", "Ask at 414-555-0123")


def test_staff_publish_a_number_and_are_asked_whether_they_meant_it(host):
    screening = make_screening(host=host)
    client = signed_in(make_staff("Program manager"))

    page = client.post(
        screening.address_of("edit"),
        filled(screening, parking="Ask at 414-555-0123"),
        follow=True,
    )

    words = page.content.decode()
    assert Screening.objects.get().parking == "Ask at 414-555-0123"
    assert "Everyone may read “414-555-0123” under “Parking and transit”." in words


def test_staff_cancel_with_an_address_and_are_asked(host):
    screening = make_screening(host=host)
    client = signed_in(make_staff("Program manager"))

    address = f"/admin/screenings/screening/{screening.pk}/act/cancel/"
    typed = {"reason": "Write to office@agency.gov.", "version": screening.version}
    page = client.post(address, shown_by(client, address, typed), follow=True)

    assert Screening.objects.get().status == "cancelled"
    assert "Everyone may read “office@agency.gov”" in page.content.decode()
