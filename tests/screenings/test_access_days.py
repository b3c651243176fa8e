"""What is not known yet about access is known by a day, and the host is reminded."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from niot_portal.tasks import _answer_about_access
from screenings import jobs
from screenings.forms import ScreeningForm
from screenings.models import Screening
from tests.factories import make_screening, make_zip_place
from tests.mail import mails_to
from tests.screenings.test_host_pages import filled, text

pytestmark = pytest.mark.django_db


def open_until(days, **fields):
    """A published screening whose host knows about captions in so many days."""
    known_by = timezone.localdate() + timedelta(days=days)
    return make_screening(captions="unknown", **{"access_known_by": known_by} | fields)


@pytest.mark.parametrize(
    "answer",
    [{"captions": "unknown"}, {"step_free": "unknown"}, {"sign_language": "unknown"}],
)
def test_unknown_at_publishing_needs_its_day(answer):
    screening = make_screening("draft", **answer)

    assert [field for field, _words in screening.missing()] == ["access_known_by"]


def test_database_wants_the_day_too():
    screening = make_screening()

    with pytest.raises(IntegrityError, match="access_known_by_a_day"):
        Screening.objects.filter(pk=screening.pk).update(captions="unknown")


def test_day_after_the_start_is_refused():
    make_zip_place("53154")
    screening = make_screening()
    late = (screening.day + timedelta(days=1)).isoformat()
    data = filled(screening, captions="unknown", access_known_by=late)

    form = ScreeningForm(data, instance=screening)

    assert not form.is_valid()
    assert list(form.errors) == ["access_known_by"]


def test_answers_that_are_all_known_need_no_day():
    make_zip_place("53154")
    screening = open_until(5)

    form = ScreeningForm(filled(screening, captions="yes"), instance=screening)

    assert form.is_valid()
    assert form.instance.access_known_by is None


def test_page_says_by_when_it_is_known(client):
    screening = open_until(5)

    page = text(client.get(screening.get_absolute_url()))

    assert "Not known yet. We will know by" in page


@pytest.mark.parametrize(("days", "mails"), [(2, 0), (1, 1), (0, 1), (-1, 0)])
def test_host_is_reminded_the_day_before_and_on_the_day(days, mails):
    screening = open_until(days)

    jobs.remind_of_access(dry_run=False)
    jobs.remind_of_access(dry_run=False)

    assert len(mails_to(screening.host.user.email)) == mails


def test_reminder_says_how_many_it_wrote_to():
    open_until(1)

    assert jobs.remind_of_access(dry_run=False) == (
        "Reminded about access to 1 screening."
    )
    assert jobs.remind_of_access(dry_run=False) == (
        "Reminded about access to 0 screenings."
    )


def test_desk_line_stays_when_the_day_has_passed(client):
    screening = open_until(-1)
    client.force_login(screening.host.user)

    desk = text(client.get("/desk/"))

    task = _answer_about_access(screening)
    assert task.title.split("“")[0] in desk
