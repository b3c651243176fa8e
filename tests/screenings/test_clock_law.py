"""A change of clock law moves no evening: not on pages, not in calendars."""

import zoneinfo
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from struct import pack
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from foundation.history import history_of
from foundation.models import OutboxMail
from foundation.scheduler import run
from screenings import hosting
from screenings.models import Screening
from screenings.times import Hours
from tests.factories import make_reservation, make_screening, make_staff
from tests.mail import mails_to
from tests.people import signed_in

pytestmark = pytest.mark.django_db

#: Central Time as laws might make it (in POSIX's words): five hours behind UTC all
#: year, or with clocks that skip the hour from 6:30 pm on June 15, or show it twice.
ALWAYS_SUMMER = "CDT5"
SKIPS = "CST6CDT,J166/18:30,J300/2"
REPEATS = "CST6CDT,J60/2,J166/19:30"


def zone_file(law: str) -> bytes:
    """A file of zone data without history (RFC 8536), where only `law` counts."""
    counts = pack(">6l", 0, 0, 0, 0, 1, 4)
    body = pack(">lbb", -6 * 3600, 0, 0) + b"CST\0"
    block = b"TZif2" + bytes(15) + counts + body
    return block + block + f"\n{law}\n".encode()


@pytest.fixture
def enact(tmp_path):
    """Let a law for Central Time take effect, as if its zone data were installed."""

    def install(law: str) -> None:
        folder = tmp_path / "America"
        folder.mkdir(exist_ok=True)
        (folder / "Chicago").write_bytes(zone_file(law))
        zoneinfo.reset_tzpath([str(tmp_path), *usual])
        ZoneInfo.clear_cache()

    usual = zoneinfo.TZPATH
    yield install
    zoneinfo.reset_tzpath(usual)
    ZoneInfo.clear_cache()


def evening(status="published", *, month=1, day=20, **overrides) -> Screening:
    """Make a screening at seven in Oak Creek, on a day of the year after next."""
    year = timezone.now().year + 2
    begun = datetime(year, month, day, 19, tzinfo=ZoneInfo("America/Chicago"))
    return make_screening(status, starts_at=begun, **overrides)


def run_job() -> str:
    return run("screenings-clock-law")


def test_page_shows_the_hour_that_was_typed_as_soon_as_the_law_changes(enact):
    screening = evening()

    enact(ALWAYS_SUMMER)
    body = Client().get(screening.get_absolute_url()).content.decode()

    assert "7:00 pm to 9:00 pm Central Time" in body
    assert f'"startDate": "{screening.day}T19:00:00-05:00"' in body


def test_job_lets_the_instants_follow_the_hours(enact):
    screening = evening(doors_at=None)
    before = screening.starts_at

    enact(ALWAYS_SUMMER)

    assert run("screenings-clock-law", dry_run=True) == "Would correct 1 screening."
    assert run_job() == "Corrected 1 screening."
    assert run_job() == "Corrected 0 screenings."
    screening.refresh_from_db()
    assert screening.starts_at == before - timedelta(hours=1)
    assert screening.ends_at == before + timedelta(hours=1)
    assert (screening.starts, screening.ends) == (time(19), time(21))
    assert history_of(screening)[0].what == "Followed a change of clock law"


def test_job_sends_guests_the_calendar_part_with_a_new_sequence(enact):
    screening = evening()
    guest = make_reservation(screening)
    make_reservation(screening, "pending")

    enact(ALWAYS_SUMMER)
    run_job()
    run_job()

    (mail,) = OutboxMail.objects.all()
    assert mail.to == guest.email
    assert mail.subject == f"Same hour, new calendar entry: {screening.title}"
    assert "7:00 pm to 9:00 pm Central Time" in mail.text
    assert mail.calendar_method == "REQUEST"
    assert "SEQUENCE:1" in mail.calendar
    start = f"{screening.day:%Y%m%d}T190000"
    assert f"DTSTART;TZID=America/Chicago:{start}" in mail.calendar


def test_law_that_leaves_the_evening_alone_changes_nothing(enact):
    screening = evening(month=6, day=15)

    enact(ALWAYS_SUMMER)

    assert run_job() == "Corrected 0 screenings."
    assert Screening.objects.get().version == screening.version


def test_draft_follows_without_a_word(enact):
    draft = evening("draft")

    enact(ALWAYS_SUMMER)
    run_job()

    before = draft.starts_at
    draft.refresh_from_db()
    assert draft.starts_at == before - timedelta(hours=1)
    assert draft.sequence == 0
    assert OutboxMail.objects.count() == 0


def test_postponed_evening_follows_and_still_has_no_new_date(enact):
    postponed = evening("postponed")
    make_reservation(postponed)

    enact(ALWAYS_SUMMER)
    run_job()

    postponed.refresh_from_db()
    assert not postponed.has_new_date
    assert "7:00 pm" in postponed.announced_when
    assert OutboxMail.objects.count() == 0


def test_evening_that_was_held_stays_where_it_was(enact):
    held = make_screening("held")

    enact("XST-11")

    assert run_job() == "Corrected 0 screenings."
    assert Screening.objects.get().starts_at == held.starts_at


def test_correction_before_the_job_mends_the_calendar_too(enact):
    screening = evening()
    guest = make_reservation(screening)
    enact(ALWAYS_SUMMER)
    screening.parking = "Behind the hall."
    screening.set_hours(screening.hours)

    saved = hosting.save(screening, by=screening.host.user, seen=screening.version)

    assert saved.screening.sequence == 1
    assert saved.screening.previous_start is None
    (mail,) = mails_to(guest.email)
    assert mail.subject == f"Same hour, new calendar entry: {screening.title}"
    assert run_job() == "Corrected 0 screenings."


@pytest.mark.parametrize(
    "law",
    [
        pytest.param(SKIPS, id="skipped"),
        pytest.param(REPEATS, id="twice"),
    ],
)
def test_impossible_hour_is_left_and_put_before_host_and_office(law, enact, settings):
    screening = evening(month=6, day=15)
    guest = make_reservation(screening)

    enact(law)

    assert run_job() == "Corrected 1 screening."
    assert run_job() == "Corrected 0 screenings."
    after = Screening.objects.get()
    assert after.hour_is_impossible
    assert (after.instants, after.sequence) == (screening.instants, 0)
    assert mails_to(guest.email) == []
    told = (screening.host.user.email, settings.PROGRAM_OFFICE_EMAIL)
    for address in told:
        (mail,) = mails_to(address)
        assert mail.subject == f"An hour that clocks will not show: {screening.title}"


def test_impossible_hour_stands_on_the_desk_and_on_the_staff_home(enact):
    screening = evening(month=6, day=15)
    enact(SKIPS)
    run_job()

    desk = signed_in(screening.host.user).get("/desk/").content.decode()
    staff = signed_in(make_staff())
    home = staff.get("/admin/").content.decode()
    found = staff.get("/admin/screenings/screening/?stage=hour").content.decode()

    assert f"Choose another hour for “{screening.title}”" in desk
    assert "screening at an hour that clocks will not show" in home
    assert screening.title in found


def test_another_hour_ends_the_trouble(enact):
    screening = evening(month=6, day=15)
    enact(SKIPS)
    run_job()
    screening = Screening.objects.get()
    hours = replace(screening.hours, starts=time(20), ends=time(22))
    screening.set_hours(hours)

    hosting.save(screening, by=screening.host.user, seen=screening.version)

    assert not Screening.objects.get().hour_is_impossible
    assert run_job() == "Corrected 0 screenings."


def test_impossible_hour_is_refused_in_the_form(enact):
    hours = Hours(date(2027, 6, 15), time(19), time(21), None, "America/Chicago")
    enact(SKIPS)

    with pytest.raises(ValidationError) as refused:
        make_screening("draft").set_hours(hours)

    assert refused.value.message_dict == {
        "starts": [
            "7:00 pm does not exist on Tuesday, June 15, 2027 in Central Time: "
            "the clocks go forward. Choose another hour."
        ]
    }
