"""A host's pages: the form and its sentences, and who may open them."""

from datetime import date, time, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from foundation.models import OutboxMail
from foundation.words import short_day, when
from places.models import ZipPlace
from screenings import times
from screenings.models import Screening
from screenings.promises import BEGUN_AT_ONCE
from tests.factories import (
    make_film,
    make_leader,
    make_reservation,
    make_screening,
    make_staff,
    make_user,
    make_zip_place,
)
from tests.mail import mails_to
from tests.pages import Page
from tests.people import signed_in
from tests.queries import count_queries

pytestmark = pytest.mark.django_db

PAGES = ("edit", "preview", "publish", "postpone", "cancel", "discard", "guests")


@pytest.fixture(autouse=True)
def _zip_codes():
    make_zip_place("53154")
    make_zip_place("85001", city="Phoenix", state="AZ", zone="America/Phoenix")


@pytest.fixture
def host():
    return make_leader()


@pytest.fixture
def client(host):
    return signed_in(host.user)


def next_spring() -> date:
    """The second Sunday of the next March: clocks go forward (15 U.S.C. 260a)."""
    year = timezone.localdate().year + 1
    first = date(year, 3, 1)
    return first + timedelta(days=(6 - first.weekday()) % 7 + 7)


def filled(screening, **changes):
    """The form as the page shows it, with some answers changed."""
    from screenings.forms import ScreeningForm

    form = ScreeningForm(instance=screening)
    data = {}
    for name in form.fields:
        value = form[name].value()
        if value is None:
            continue
        if name in ("starts", "ends", "doors"):
            value = value.strftime("%H:%M")
        data[name] = value
    return data | changes


def text(response):
    return response.content.decode()


def said_in(answers):
    """The name of a case: what is answered, in short."""
    return " ".join(f"{name}={value!s:.20}" for name, value in answers.items())


# Who may


@pytest.mark.parametrize("page", PAGES)
def test_other_leaders_screening_is_like_a_missing_one(page, client):
    other = make_screening("draft")
    missing = other.address_of(page).replace(other.code, "000000")

    response = client.get(other.address_of(page))

    assert response.status_code == 404
    assert response.content == client.get(missing).content
    assert client.post(other.address_of(page), {"version": "0"}).status_code in (
        404,
        405,
    )


@pytest.mark.parametrize("page", PAGES)
def test_visitor_is_sent_to_sign_in_whether_it_exists_or_not(page):
    path = make_screening("draft").address_of(page)

    for each in (path, "/screenings/000000-none/edit/"):
        response = Client().get(each)

        assert response["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("status", ["suspended", "alumni", "onboarding"])
def test_person_who_is_no_leader_now_begins_and_changes_nothing(status):
    host = make_leader(status)
    screening = make_screening("draft", host=host)
    client = signed_in(host.user)

    assert client.get("/screenings/new/").url == "/screenings/host/"
    assert client.post("/screenings/new/").status_code == 404
    assert client.get(screening.address_of("edit")).status_code == 404


def test_person_without_a_part_in_it_sees_no_form():
    answer = signed_in(make_user()).get("/screenings/new/", follow=True)
    assert answer.redirect_chain == [("/screenings/host/", 302)]
    assert "Only active leaders can post a screening." in answer.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_reading_a_page_changes_nothing(page, host, client):
    for status in ("draft", "submitted", "published", "postponed", "cancelled"):
        screening = make_screening(status, host=host)
        before = Screening.objects.values().get(pk=screening.pk)

        client.get(screening.address_of(page))
        client.head(screening.address_of(page))

        assert Screening.objects.values().get(pk=screening.pk) == before


# Beginning


def begin(client, **answers):
    data = {"film": make_film().slug, "mode": "in-person", "zip": "53154"} | answers
    return client.post("/screenings/new/", data)


def test_new_fills_a_draft_and_goes_on_to_its_form(client, host):
    film = make_film(minutes=34)
    day = timezone.localdate() + timedelta(days=30)

    response = begin(client, film=film.slug, day=str(day), starts="19:00")

    screening = Screening.objects.get()
    assert response["Location"] == screening.address_of("edit")
    assert screening.host == host
    assert screening.starts_local.time() == time(19)
    assert screening.ends_local.time() == time(20, 30)
    assert screening.zone == "America/Chicago"


def test_new_says_when_there_are_enough_drafts_and_keeps_the_answers(client, host):
    film = make_film(title="Lamps in the window")
    for _ in range(BEGUN_AT_ONCE):
        make_screening("draft", host=host, film=film)

    response = client.post("/screenings/new/", {"film": film.slug, "mode": "online"})

    assert "You have 20 screenings that are not published yet." in text(response)
    assert f'<option value="{film.slug}" selected>' in text(response)
    assert Screening.objects.count() == BEGUN_AT_ONCE


def test_new_takes_the_film_from_the_address(client):
    film = make_film()

    body = text(client.get(f"/screenings/new/?film={film.slug}"))

    assert f'<option value="{film.slug}" selected' in body


def test_new_takes_the_zone_of_an_online_screening_from_the_host(client):
    begin(client, mode="online", zip="")

    assert Screening.objects.get().zone == "America/Chicago"


BAD_BEGINNINGS = [
    ({"film": "nothing"}, "Pick a film from the list."),
    ({"film": ""}, "Pick a film."),
    ({"zip": ""}, "Give the ZIP code of the place."),
    ({"zip": "00000"}, "We could not find that ZIP code."),
    ({"day": "2020-01-01", "starts": "19:00"}, "This day has passed."),
    ({"day": "2020-13-45"}, "Give a date like 05/12/2027."),
    ({"day": "9999-12-31", "starts": "19:00"}, "within the next two years"),
    ({"starts": "19:00"}, "Give both the date and the start"),
    ({"starts": "25:00"}, "Give an hour like 7:00 pm."),
    ({"mode": "by-radio"}, "Pick from the list."),
]


@pytest.mark.parametrize(
    ("answers", "sentence"),
    BAD_BEGINNINGS,
    ids=[said_in(answers) for answers, _ in BAD_BEGINNINGS],
)
def test_new_explains_a_bad_answer(answers, sentence, client):
    response = begin(client, **answers)

    assert response.status_code == 200
    assert sentence in text(response)
    assert Screening.objects.count() == 0


# The form


def save(client, screening, **changes):
    return client.post(screening.address_of("edit"), filled(screening, **changes))


def test_edit_shows_what_is_stored(client, host):
    screening = make_screening(host=host)

    body = text(client.get(screening.address_of("edit")))

    assert screening.venue in body
    assert screening.starts_local.strftime('value="%H:%M"') in body


def test_edit_without_a_change_stores_the_same(client, host):
    place = ZipPlace.objects.get(pk="53154")
    screening = make_screening(host=host, lat=place.lat, lng=place.lng)
    before = Screening.objects.values().get(pk=screening.pk)

    save(client, screening)

    after = Screening.objects.values().get(pk=screening.pk)
    moved = {name for name in after if after[name] != before[name]}
    assert moved == {"version", "updated_at"}


def test_edit_saves_an_incomplete_draft_and_says_what_is_missing(client, host):
    screening = make_screening("draft", host=host)

    save(client, screening, capacity="", police_presence="", day="", starts="", ends="")

    screening.refresh_from_db()
    body = text(client.get(screening.address_of("edit")))
    assert screening.starts_at is None
    assert "The number of seats" in body
    assert "Who from the police will be there" in body


def test_edit_takes_town_state_and_zone_from_the_zip_code(client, host):
    screening = make_screening("draft", host=host)

    save(client, screening, zip="85001", city="")

    screening.refresh_from_db()
    assert (screening.city, screening.state) == ("Phoenix", "AZ")
    assert screening.zone == "America/Phoenix"
    assert screening.starts_local.utcoffset() == timedelta(hours=-7)


def test_edit_keeps_a_zone_that_was_chosen(client, host):
    screening = make_screening("draft", host=host)
    save(client, screening, zone="America/New_York")
    screening.refresh_from_db()

    save(client, screening, title="Another title")

    screening.refresh_from_db()
    assert screening.zone == "America/New_York"


def test_edit_empties_the_place_of_an_online_screening(client, host):
    screening = make_screening("draft", host=host)

    save(client, screening, mode="online", link="https://meet.example/x")

    screening.refresh_from_db()
    assert (screening.venue, screening.zip, screening.lat) == ("", "", None)
    assert screening.zone == "America/Chicago"


BAD_CHANGES = [
    ({"starts": "19:00", "ends": "18:00"}, "at most eight hours later"),
    ({"doors": "23:00"}, "Doors open before the start"),
    ({"starts": ""}, "Give both the date and the start"),
    ({"zone": "Europe/Vienna"}, "Pick from the list."),
    ({"capacity": "0"}, "Give a number of seats from 1 to 5,000."),
    ({"capacity": "9" * 4000}, "Give a number of seats from 1 to 5,000."),
    ({"title": ""}, "Fill this in."),
    ({"title": "x" * 121}, "120"),
    ({"title": "A\u202enight"}, "Use letters, numbers and punctuation only"),
    ({"summary": "x" * 401}, "400"),
    (
        {"link": "javascript:alert(1)", "mode": "both"},
        "Give a web address that begins with https://",
    ),
    ({"audiences": ["everybody"]}, "Pick from the list."),
    ({"version": "x"}, "Open the page again, then send."),
]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    BAD_CHANGES,
    ids=[said_in(changes) for changes, _ in BAD_CHANGES],
)
def test_edit_explains_a_bad_answer_and_keeps_the_others(
    changes, sentence, client, host
):
    screening = make_screening("draft", host=host)

    response = save(client, screening, **{"parking": "Behind the hall", **changes})

    assert response.status_code == 200
    assert sentence in text(response)
    assert 'value="Behind the hall"' in text(response)
    assert Screening.objects.get().parking == ""


def test_edit_refuses_an_hour_that_clocks_skip(client, host):
    screening = make_screening("draft", host=host)

    response = save(
        client, screening, day=str(next_spring()), starts="02:30", ends="04:00"
    )

    assert "2:30 am does not exist on Sunday, March" in text(response)


def test_edit_by_a_stale_page_is_refused_and_keeps_the_answers(client, host):
    screening = make_screening("draft", host=host)
    data = filled(screening, venue="Old hall")
    save(client, screening, venue="New hall")

    response = client.post(screening.address_of("edit"), data)

    assert "You changed this in another window on" in text(response)
    assert "“Saved”. What you typed is still here." in text(response)
    assert 'value="Old hall"' in text(response)
    assert Screening.objects.get().venue == "New hall"


def test_edit_works_on_the_second_press_after_somebody_was_first(client, host):
    screening = make_screening("draft", host=host)
    data = filled(screening, venue="Old hall")
    signed_in(make_staff()).post(
        screening.address_of("edit"), filled(screening, venue="New hall")
    )

    refused = client.post(screening.address_of("edit"), data)
    client.post(screening.address_of("edit"), Page(text(refused)).forms[-1].fields)

    assert refused.status_code == 200
    assert "The program office changed this on" in text(refused)
    assert "New hall" not in text(refused)
    assert Screening.objects.get().venue == "Old hall"


def test_edit_by_staff_reads_who_was_first_by_name(client, host):
    screening = make_screening("draft", host=host)
    data = filled(screening, venue="Old hall")
    save(client, screening, venue="New hall")

    response = signed_in(make_staff()).post(screening.address_of("edit"), data)

    assert f"{host.user} changed this on" in text(response)


def test_edit_with_a_mistake_does_not_hide_that_somebody_was_first(client, host):
    screening = make_screening("draft", host=host)
    data = filled(screening, venue="Old hall")
    save(client, screening, venue="New hall")

    wrong = client.post(screening.address_of("edit"), data | {"capacity": "0"})
    fields = Page(text(wrong)).forms[-1].fields | {"capacity": "20"}
    refused = client.post(screening.address_of("edit"), fields)

    assert "You changed this in another window on" in text(refused)
    assert Screening.objects.get().venue == "New hall"


def test_edit_of_a_published_one_tells_the_guests(client, host):
    screening = make_screening(host=host)
    guest = make_reservation(screening)

    response = save(client, screening, venue="New hall", told="yes")

    assert response["Location"] == screening.address_of("edit")
    assert "One guest is told" not in text(response)
    (mail,) = mails_to(guest.email)
    assert "New hall" in mail.text


def test_edit_below_the_seats_taken_is_refused_beside_the_field(client, host):
    screening = make_screening(host=host, capacity=10)
    make_reservation(screening, party_size=4)
    screening.refresh_from_db()

    response = save(client, screening, capacity="3")

    assert "4 seats are already taken." in text(response)
    assert Screening.objects.get().capacity == 10


def test_edit_may_not_empty_what_is_published(client, host):
    screening = make_screening(host=host)

    response = save(client, screening, police_presence="")

    assert "A published screening needs who from the police" in text(response)


@pytest.mark.parametrize("status", ["cancelled", "held"])
def test_edit_of_what_is_closed_leads_to_its_guests(status, client, host):
    screening = make_screening(status, host=host)

    response = client.get(screening.address_of("edit"))

    assert response["Location"] == screening.address_of("guests")


def test_wrong_slug_leads_to_the_right_page(client, host):
    screening = make_screening("draft", host=host)

    response = client.get(f"/screenings/{screening.code}-old-title/edit/")

    assert response["Location"] == screening.address_of("edit")


# To the public and back


def test_first_screening_goes_to_staff(client, host):
    screening = make_screening("draft", host=host)

    page = text(client.get(screening.address_of("publish")))
    client.post(screening.address_of("publish"), {"version": "0"})

    screening.refresh_from_db()
    assert "Send to staff for a first look" in page
    assert screening.status == "submitted"


def test_trusted_leader_publishes_from_the_preview(client, host):
    make_screening(host=host)
    screening = make_screening("draft", host=host)

    preview = text(client.get(screening.address_of("preview")))
    response = client.post(screening.address_of("publish"), {"version": "0"})

    assert "Publish screening" in preview
    assert response["Location"] == screening.address_of("guests")
    assert Client().get(screening.get_absolute_url()).status_code == 200


def test_publish_page_says_what_is_missing(client, host):
    screening = make_screening("draft", host=host, capacity=None)

    body = text(client.get(screening.address_of("publish")))
    response = client.post(screening.address_of("publish"), {"version": "0"})

    assert "the number of seats" in body
    assert response.status_code == 200
    assert Screening.objects.get().status == "draft"


def test_publish_of_a_stale_page_is_refused(client, host):
    make_screening(host=host)
    screening = make_screening("draft", host=host)

    response = client.post(screening.address_of("publish"), {"version": "7"})

    assert "The portal changed this on" in text(response)


def changed_by_staff(screening):
    """Let a program manager be faster: they correct the name of the place."""
    signed_in(make_staff()).post(
        screening.address_of("edit"), filled(screening, venue="New hall")
    )


STEPS = [
    ("draft", "publish", "published"),
    ("postponed", "publish", "published"),
    ("published", "postpone", "postponed"),
    ("published", "cancel", "cancelled"),
    ("draft", "discard", "cancelled"),
]


@pytest.mark.parametrize(
    ("status", "page", "target"), STEPS, ids=[f"{a}-{b}" for a, b, _ in STEPS]
)
def test_step_works_on_the_second_press_after_somebody_was_first(
    status, page, target, client, host
):
    make_screening(host=host)  # one that shows that the host can be trusted
    screening = make_screening(status, host=host)
    changed_by_staff(screening)
    path = screening.address_of(page)

    given = {"version": str(screening.version), "reason": "The hall is flooded."}
    refused = client.post(path, given)
    version = Page(text(refused)).forms[-1].fields["version"]
    client.post(path, given | {"version": version})

    screening.refresh_from_db()
    assert refused.status_code == 200
    assert "The program office changed this on" in text(refused)
    assert screening.status == target


@pytest.mark.parametrize("page", ["cancel", "postpone"])
def test_reason_is_kept_when_somebody_called_it_off_before(page, client, host):
    screening = make_screening(host=host)
    seen = {"version": str(screening.version)}
    signed_in(make_staff()).post(
        screening.address_of("cancel"), seen | {"reason": "No permit."}
    )

    response = client.post(
        screening.address_of(page), seen | {"reason": "The hall is flooded."}
    )

    body = text(response)
    assert response.status_code == 200
    assert "The program office changed this on" in body
    assert "The hall is flooded.</textarea>" in body
    assert "This is not possible now" in body
    assert 'type="submit"' not in body.split("<main")[1].split("</main")[0]


def test_preview_shows_the_public_page_without_telling_search_engines(client, host):
    screening = make_screening("draft", host=host)

    body = text(client.get(screening.address_of("preview")))

    assert "Preview: this is what visitors see" in body
    assert 'name="robots" content="noindex"' in body
    assert "ld+json" not in body


def test_preview_of_what_is_public_saves_nothing(client, host):
    screening = make_screening(host=host, venue="Old hall")
    before = screening.version
    make_reservation(screening)
    OutboxMail.objects.all().delete()

    response = save(client, screening, venue="New hall", preview="1")

    screening.refresh_from_db()
    assert "Preview: nothing is saved yet" in text(response)
    assert "New hall" in text(response)
    assert (screening.venue, screening.version) == ("Old hall", before)
    assert OutboxMail.objects.count() == 0


def test_preview_of_what_is_public_is_saved_by_its_own_button(client, host):
    screening = make_screening(host=host, audiences=["students", "families"])
    shown = save(client, screening, venue="New hall", preview="1")
    fields = filled(screening) | Page(text(shown)).forms[-1].fields
    fields.pop("again")

    client.post(screening.address_of("edit"), fields)

    screening.refresh_from_db()
    assert screening.venue == "New hall"


def test_preview_of_what_is_public_leads_back_to_the_answers(client, host):
    screening = make_screening(host=host)

    response = save(client, screening, venue="New hall", again="1")

    assert 'value="New hall"' in text(response)
    assert "Save changes" in text(response)
    assert Screening.objects.get().version == screening.version


def test_preview_of_a_draft_saves_it(client, host):
    screening = make_screening("draft", host=host)

    response = save(client, screening, venue="New hall", preview="1")

    assert response["Location"] == screening.address_of("preview")
    assert Screening.objects.get().venue == "New hall"


@pytest.mark.parametrize(
    ("page", "status"), [("cancel", "cancelled"), ("postpone", "postponed")]
)
def test_calling_off_asks_for_a_reason_and_tells_the_guests(page, status, client, host):
    screening = make_screening(host=host)
    guest = make_reservation(screening)
    path = screening.address_of(page)

    empty = client.post(path, {"version": screening.version, "reason": ""})
    data = {"version": screening.version, "reason": "The hall is flooded."}
    client.post(path, data)

    screening.refresh_from_db()
    assert "Give a reason." in text(empty)
    assert screening.status == status
    assert "The hall is flooded." in mails_to(guest.email)[0].text


def test_mails_of_what_was_postponed_tell_the_planned_date_only(client, host):
    screening = make_screening(host=host)
    guest, planned = make_reservation(screening), screening.starts_local
    known = []
    for page in ("postpone", "edit", "cancel"):
        screening.refresh_from_db()
        later = str(planned.date() + timedelta(days=40))
        client.post(
            screening.address_of(page),
            filled(screening, day=later) | {"reason": "The hall is flooded."},
        )
        known.append(Screening.objects.get().planned.day.isoformat())

    postponed, cancelled = mails_to(guest.email)

    screening.refresh_from_db()
    said = f"Was planned for {when(planned, 'Central Time')}"
    assert said in postponed.text
    assert said in cancelled.text
    assert short_day(date.fromisoformat(later)) not in cancelled.text
    assert known[1] == str(planned.date() + timedelta(days=40))
    assert screening.starts_local.date() == planned.date()


def test_discarded_draft_leaves_the_desk(client, host):
    screening = make_screening("draft", host=host)

    client.post(screening.address_of("discard"), {"version": "0"})

    screening.refresh_from_db()
    assert screening.status == "cancelled"
    assert OutboxMail.objects.count() == 0


# Guests


def test_guests_shows_names_seats_and_needs_but_no_address(client, host):
    screening = make_screening(host=host)
    make_reservation(
        screening,
        email="ada@sample.example",
        first_name="Ada",
        need="A ramp",
        party_size=3,
    )
    make_reservation(screening, "pending", first_name="Bob", party_size=2)

    body = text(client.get(screening.address_of("guests")))

    assert "Ada" in body
    assert "A ramp" in body
    assert "@sample.example" not in body
    assert "Bob" not in body


@pytest.mark.parametrize("number", [3, 100])
def test_hosts_pages_cost_few_queries(number, client, host):
    screening = make_screening(host=host, capacity=500)
    for _ in range(number):
        make_reservation(screening)

    for page in ("guests", "edit", "preview", "cancel"):
        with count_queries() as queries:
            client.get(screening.address_of(page))
        assert len(queries) <= 12, page
        assert queries.repeated == [], page


def test_signed_in_pages_are_kept_nowhere(client, host):
    screening = make_screening(host=host)

    response = client.get(screening.address_of("guests"))

    assert "no-store" in response["Cache-Control"]


def test_time_helpers_agree_with_the_form(client, host):
    screening = make_screening("draft", host=host)
    day = timezone.localdate() + timedelta(days=40)

    save(client, screening, day=str(day), starts="23:00", ends="00:30")

    screening.refresh_from_db()
    assert screening.ends_at == times.ending(
        day, time(23), time(0, 30), "America/Chicago"
    )
