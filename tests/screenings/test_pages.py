"""A screening's page, and a guest's way from the form to the seat and back."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from foundation.models import OutboxMail
from foundation.words import short_day, when
from screenings import hosting, lifecycle
from screenings.models import Reservation, Screening
from tests.factories import make_leader, make_reservation, make_screening, move_leader
from tests.forms import opened
from tests.mail import links_in, mails_to
from tests.pages import Page

pytestmark = pytest.mark.django_db


def read(path):
    response = Client().get(path)
    assert response.status_code == 200
    return response.content.decode()


# The page


def test_page_answers_when_where_access_and_how_to_reserve():
    screening = make_screening(capacity=40)

    body = read(screening.get_absolute_url())

    assert screening.when in body
    assert "8040 S 6th Street, Oak Creek, WI 53154" in body
    assert "The film is shown with captions" in body
    assert screening.police_presence in body
    assert screening.address_of("reserve") in body
    assert "40 of 40 seats left" in body


def test_page_loads_nothing_from_a_map():
    body = read(make_screening().get_absolute_url())

    assert re.findall(r'(?:src|srcset)="https?:', body) == []
    assert 'href="https://www.openstreetmap.org/search?' in body


def test_cancelled_page_says_why_above_everything():
    screening = make_screening("cancelled")

    body = read(screening.get_absolute_url())

    main = body.split("<main", 1)[1]
    assert main.index("The host is ill.") < main.index("<h1")
    assert screening.address_of("reserve") not in body


def test_full_page_says_full_instead_of_offering_a_button():
    screening = make_screening(capacity=1)
    make_reservation(screening)

    body = read(screening.get_absolute_url())

    assert "This screening is full." in body
    assert screening.address_of("reserve") not in body


@pytest.mark.parametrize(("step", "is_linked"), [("suspend", False), ("pause", True)])
def test_page_links_to_the_host_only_where_the_profile_is_open(step, is_linked):
    host = make_leader()
    screening = make_screening(host=host)
    move_leader(host, step)

    body = read(screening.get_absolute_url())

    assert (host.get_absolute_url() in body) == is_linked


STATES = {
    "full": "This screening is full. No seats are left.",
    "postponed": "The screening is postponed. Seats open again with the new date.",
    "cancelled": "The screening is cancelled.",
    "begun": "Reservations are closed: the screening has begun.",
    "held": "The screening is over.",
}


def in_state(state):
    """A screening at which nobody can reserve, for one of the reasons of `STATES`."""
    if state == "full":
        screening = make_screening(capacity=1)
        make_reservation(screening)
        return screening
    if state == "begun":
        return make_screening(starts_at=timezone.now() - timedelta(minutes=30))
    return make_screening(state)


@pytest.mark.parametrize(("state", "sentence"), STATES.items(), ids=STATES)
def test_page_says_first_why_no_seats_can_be_had(state, sentence):
    screening = in_state(state)

    main = read(screening.get_absolute_url()).split("<main", 1)[1]

    assert main.index(sentence) < main.index("<h1")
    assert screening.address_of("reserve") not in main
    assert main.count("Other screenings") == 1  # in place of the button on a phone


@pytest.mark.parametrize("state", ["postponed", "cancelled", "held"])
def test_page_of_what_does_not_come_invites_to_nothing(state):
    screening = make_screening(
        state, mode="both", link="https://meet.example/x", online_capacity=5
    )

    body = read(screening.get_absolute_url())

    assert screening.address_of("calendar") not in body
    assert "openstreetmap.org" not in body
    assert "the link stands on the page" not in body
    assert "say so when you reserve" not in body
    assert "About the screening" not in body
    assert "What the invitation said" in body


@pytest.mark.parametrize("state", ["cancelled", "held"])
def test_page_of_what_has_ended_offers_the_next_ones(state):
    screening, coming = make_screening(state), make_screening()

    body = read(screening.get_absolute_url())

    assert coming.get_absolute_url() in body
    assert "Who it was for" in body


def test_postponed_page_tells_the_old_date_and_keeps_the_new_one():
    screening = make_screening()
    old = screening.starts_local
    host = screening.host.user
    screening = lifecycle.MACHINE.move(
        screening, "postpone", by=host, reason="No heating."
    )
    new = screening.day + timedelta(days=40)
    screening.set_hours(replace(screening.hours, day=new))
    hosting.save(screening, by=host, seen=screening.version)

    for path in (screening.get_absolute_url(), "/screenings/"):
        body = read(path)
        assert f"Was planned for {when(old, 'Central Time')}" in body, path
        assert short_day(new) not in body, path


def test_page_calls_a_host_who_is_not_shown_no_vetted_leader():
    screening = make_screening()
    move_leader(screening.host, "suspend")

    assert "A vetted leader" not in read(screening.get_absolute_url())


def test_guest_writes_to_the_host_about_this_screening():
    screening = make_screening()
    reservation = make_reservation(screening)
    link = f"/contact/?screening={screening.code}"

    for path in (screening.get_absolute_url(), screening.address_of("reserve")):
        assert link in read(path), path
    own_page = reservation.get_absolute_url()
    assert f'action="{own_page}ask/"' in read(own_page)


def test_moved_date_is_told_on_the_page():
    start = timezone.now().replace(microsecond=0)
    screening = make_screening(previous_start=start)

    assert "It was planned for" in read(screening.get_absolute_url())


@pytest.mark.parametrize("kind", ["slug", "none", "capitals"])
def test_wrong_address_leads_to_the_right_one(kind):
    screening = make_screening(code="k7pm2q")  # figures have no capitals
    path = {
        "slug": f"/screenings/{screening.code}-another-title/",
        "none": f"/screenings/{screening.code}/",
        "capitals": f"/screenings/{screening.code.upper()}-{screening.slug}/",
    }[kind]

    response = Client().get(path)

    assert response.status_code == 301
    assert response["Location"] == screening.get_absolute_url()


@pytest.mark.parametrize("status", ["draft", "submitted", "withdrawn"])
@pytest.mark.parametrize("page", ["detail", "calendar", "reserve", "reserve_sent"])
def test_unpublished_screening_is_like_a_missing_one(status, page):
    hidden = make_screening(status)
    missing = hidden.address_of(page).replace(hidden.code, "000000")

    response = Client().get(hidden.address_of(page))

    assert response.status_code == 404
    assert response.content == Client().get(missing).content


def test_host_page_shows_the_next_step():
    body = read("/screenings/host/")

    assert 'href="/screenings/new/"' in body
    assert 'href="/leaders/apply/"' in body
    assert "/screenings/request/" not in body


# Asking for seats


def ask(screening, client=None, **data):
    data = {
        "email": "ada@sample.example",
        "party_size": "2",
        "opened": opened(),
    } | data
    return (client or Client()).post(screening.address_of("reserve"), data)


def test_reserve_sends_the_link_and_says_where_it_went():
    screening = make_screening()

    response = ask(screening, first_name="Ada", need="A ramp")

    assert response["Location"] == screening.address_of("reserve_sent")
    reservation = screening.reservations.get()
    assert (reservation.party_size, reservation.first_name) == (2, "Ada")
    assert reservation.need == "A ramp"
    assert reservation.get_absolute_url() in links_in(mails_to("ada@sample.example")[0])


def test_reserve_answers_the_same_for_known_and_unknown_addresses():
    screening = make_screening()
    make_reservation(screening, email="ada@sample.example")

    answers = [
        (response.status_code, response["Location"], response.content)
        for response in (
            ask(screening, email="ada@sample.example"),
            ask(screening, email="bob@sample.example"),
        )
    ]

    assert answers[0] == answers[1]


BAD_ANSWERS = [
    ("email", "", "Give your e-mail address."),
    ("email", "ada", "Give one address with one @ in it"),
    ("email", "a" * 300 + "@sample.example", "characters"),
    ("party_size", "", "Give a number from 1 to 10."),
    ("party_size", "0", "Give a number from 1 to 10."),
    ("party_size", "11", "Give a number from 1 to 10."),
    ("party_size", "9" * 5000, "Give a number from 1 to 10."),
    ("party_size", "two", "Give a number from 1 to 10."),
    ("first_name", "A\x07da", "Use letters, numbers and punctuation only"),
    ("first_name", "A\u202eda", "Use letters, numbers and punctuation only"),
    ("need", "x" * 301, "characters"),
]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    BAD_ANSWERS,
    ids=[f"{field}={value!s:.12}" for field, value, _ in BAD_ANSWERS],
)
def test_reserve_explains_a_bad_answer_and_keeps_the_others(field, value, sentence):
    screening = make_screening()

    others = {"first_name": "Ada", "need": "A ramp"}
    others.pop(field, None)

    response = ask(screening, **others, **{field: value})

    assert response.status_code == 200
    body = response.content.decode()
    assert sentence in body
    assert [said in body for said in others.values()] == [True] * len(others)
    assert Reservation.objects.count() == 0


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(
            {"website": "https://spam.example"}, id="the hidden field is filled in"
        ),
        pytest.param({"opened": ""}, id="no time of opening"),
        pytest.param({"opened": "forged"}, id="a forged time of opening"),
    ],
)
def test_reserve_stops_robots_without_losing_the_answers(data):
    screening = make_screening()

    response = ask(screening, **data)

    assert response.status_code == 200
    assert 'value="ada@sample.example"' in response.content.decode()
    assert Reservation.objects.count() == 0


def test_reserve_takes_a_whole_class_behind_one_connection():
    screening = make_screening(capacity=60)

    answers = {
        ask(screening, email=f"student{number}@sample.example").status_code
        for number in range(60)
    }

    assert answers == {302}


def test_reserve_limits_mails_to_one_address():
    screening = make_screening()
    answers = [
        ask(screening, opened=opened(30 + number)).status_code for number in range(5)
    ]

    assert answers == [302, 302, 302, 302, 429]
    assert len(mails_to("ada@sample.example")) == 4


@pytest.mark.parametrize("status", ["cancelled", "postponed", "held"])
def test_reserve_is_closed_where_no_seats_are_given(status):
    screening = make_screening(status)

    response = ask(screening)

    assert response.status_code == 200
    assert "<form" not in response.content.decode().split("<main")[1].split("</main")[0]
    assert OutboxMail.objects.count() == 0


def test_reserve_mail_shows_markup_and_template_words_as_text():
    screening = make_screening(title="{{ 7|add:7 }} <b>night</b>")

    ask(screening, first_name="{% now 'Y' %}<script>")

    (mail,) = mails_to("ada@sample.example")
    assert "{{ 7|add:7 }} <b>night</b>" in mail.text
    assert "<b>night</b>" not in mail.html
    assert "<script>" not in mail.html


def test_reserve_says_how_many_seats_are_left_and_refuses_more():
    screening = make_screening(capacity=5)
    make_reservation(screening, party_size=3)

    page = read(screening.address_of("reserve"))
    response = ask(screening, party_size="3", first_name="Ada")

    body = response.content.decode()
    assert "2 of 5 seats left." in page
    assert "Only two seats are left and you asked for three." in body
    assert 'value="Ada"' in body
    assert OutboxMail.objects.count() == 0


def test_reserve_of_the_last_seat_too_late_keeps_the_answers():
    screening = in_state("full")

    response = ask(screening, party_size="1", first_name="Ada")

    body = response.content.decode()
    assert "This screening is full. No seats are left." in body
    assert 'value="Ada"' in body
    assert OutboxMail.objects.count() == 0


def test_full_screening_mails_their_link_to_guests_who_lost_it():
    screening = make_screening(capacity=1)
    reservation = make_reservation(screening, email="ada@sample.example")

    page = read(screening.address_of("reserve"))
    for address in ("ADA@sample.example", "bob@sample.example"):
        response = ask(screening, email=address, again="True", opened=opened(31))
        assert response["Location"] == screening.address_of("reserve_sent") + "?again=1"

    assert 'name="again"' in page
    (mail,) = OutboxMail.objects.all()
    assert mail.to == "ada@sample.example"
    assert reservation.get_absolute_url() in links_in(mail)


def test_sent_page_repeats_the_address():
    screening, client = make_screening(), Client()

    response = client.get(ask(screening, client)["Location"])

    assert "The link is on its way to ada@sample.example." in response.content.decode()
    assert "no-store" in response["Cache-Control"]


# The guest's own page


def post(reservation, act, client=None, **data):
    reservation.refresh_from_db()
    data = {"version": str(reservation.version)} | data
    return (client or Client()).post(
        f"{reservation.get_absolute_url()}{act}/", data, follow=True
    )


def test_link_opens_a_page_with_a_button_and_changes_nothing():
    reservation = make_reservation(status="pending", party_size=2)

    for _ in range(2):
        response = Client().get(reservation.get_absolute_url())

    reservation.refresh_from_db()
    assert "Confirm my two seats" in response.content.decode()
    assert reservation.is_pending
    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "same-origin"
    assert "noindex" in response["X-Robots-Tag"]


@pytest.mark.parametrize("act", ["confirm", "change", "cancel"])
def test_reading_never_acts(act):
    reservation = make_reservation(status="pending")

    response = Client().get(f"{reservation.get_absolute_url()}{act}/")

    assert response["Location"] == reservation.get_absolute_url()
    reservation.refresh_from_db()
    assert reservation.is_pending


def test_confirm_takes_the_seats_and_the_same_link_shows_them():
    reservation = make_reservation(status="pending", party_size=2)

    body = post(reservation, "confirm").content.decode()

    assert "You have two seats" in body
    assert "Your seats are reserved." in body
    assert Screening.objects.get().seats_taken == 2


def test_confirm_of_a_full_screening_is_refused_on_the_page():
    screening = make_screening(capacity=1)
    reservation = make_reservation(screening, "pending")
    make_reservation(screening)

    before = read(reservation.get_absolute_url())
    after = post(reservation, "confirm").content.decode()

    sentence = "This screening is full. No seats are left."
    assert sentence in before
    assert "Confirm my" not in before
    assert sentence in after


def test_change_and_give_back_by_the_same_link():
    reservation = make_reservation(party_size=2)

    changed = post(reservation, "change", party_size="5").content.decode()
    freed = post(reservation, "cancel").content.decode()

    assert "You have five seats" in changed
    assert "You gave these seats back." in freed
    assert Screening.objects.get().seats_taken == 0


ACTS = ["confirm", "change", "cancel"]


@pytest.mark.parametrize("act", ACTS)
def test_guest_reads_who_was_first_and_presses_again(act):
    status = "pending" if act == "confirm" else "confirmed"
    reservation = make_reservation(status=status, party_size=2)
    path = f"{reservation.get_absolute_url()}{act}/"
    given = {"version": str(reservation.version), "party_size": "4"}
    post(reservation, "change", party_size="3")

    refused = Client().post(path, given)
    forms = {form.action: form.fields for form in Page(refused.content.decode()).forms}
    Client().post(path, forms[path])

    reservation.refresh_from_db()
    body = refused.content.decode()
    assert refused.status_code == 200
    assert "You, or somebody who has your link, changed this on" in body
    assert (reservation.status, reservation.party_size) == {
        "confirm": ("confirmed", 3),
        "change": ("confirmed", 4),
        "cancel": ("cancelled", 3),
    }[act]


@pytest.mark.parametrize("act", ACTS)
def test_press_without_a_version_changes_nothing(act):
    status = "pending" if act == "confirm" else "confirmed"
    reservation = make_reservation(status=status)

    response = post(reservation, act, version="", party_size="2")

    after = Reservation.objects.get()
    assert "Open the page again, then send." in response.content.decode()
    assert (after.status, after.party_size) == (status, 1)


@pytest.mark.parametrize("status", ["pending", "confirmed"])
def test_refused_change_says_only_that(status):
    screening = make_screening(capacity=5)
    make_reservation(screening, party_size=2)
    reservation = make_reservation(screening, status, party_size=1)

    body = post(reservation, "change", party_size="7").content.decode()

    reservation.refresh_from_db()
    assert body.count("seats are left and you asked for") == 1
    assert "The number of seats is changed." not in body
    assert "You have one seat" not in body
    assert reservation.party_size == 1


def test_confirmed_guest_takes_the_date_into_a_calendar():
    reservation = make_reservation()

    body = read(reservation.get_absolute_url())

    assert reservation.screening.address_of("calendar") in body


def test_guest_of_a_postponed_screening_keeps_the_seats():
    reservation = make_reservation(make_screening("postponed"), party_size=2)

    body = read(reservation.get_absolute_url())

    assert "You have two seats" in body
    assert "We mail you the new date." in body
    assert "Was planned for" in body
    assert "Give my two seats back" in body
    assert reservation.screening.address_of("calendar") not in body
    assert "change the number" not in body


@pytest.mark.parametrize("state", ["cancelled", "held"])
@pytest.mark.parametrize("status", ["pending", "confirmed", "lapsed", "cancelled"])
def test_guests_page_that_has_ended_offers_the_next_ones(status, state):
    reservation = make_reservation(make_screening(state), status)
    coming = make_screening()

    body = read(reservation.get_absolute_url())

    assert STATES[state] in body
    assert coming.get_absolute_url() in body
    assert "<button" not in body.split("<main")[1].split("</main")[0]


def test_change_of_a_stale_page_is_refused():
    reservation = make_reservation(party_size=2)

    response = Client().post(
        f"{reservation.get_absolute_url()}change/", {"party_size": "3", "version": "99"}
    )

    body = response.content.decode()
    assert "You, or somebody who has your link, changed this on" in body


@pytest.mark.parametrize(
    "value", ["", "0", "11", pytest.param("9" * 5000, id="far too many digits"), "x"]
)
def test_change_explains_a_bad_number(value):
    reservation = make_reservation(party_size=2)

    response = post(reservation, "change", party_size=value)

    assert response.status_code == 200
    reservation.refresh_from_db()
    assert reservation.party_size == 2


def test_lapsed_link_offers_to_reserve_again():
    reservation = make_reservation(status="lapsed")

    body = read(reservation.get_absolute_url())

    assert "so it lapsed" in body
    assert reservation.screening.address_of("reserve") in body


def test_guest_with_a_seat_sees_the_link_to_take_part():
    screening = make_screening(
        mode="both",
        link="https://meet.example/secret",
        online_capacity=5,
        starts_at=timezone.now() + timedelta(hours=23),
    )
    seat = make_reservation(screening, attends="online")
    wish = make_reservation(screening, "pending", attends="online")

    assert "https://meet.example/secret" in read(seat.get_absolute_url())
    assert "https://meet.example/secret" not in read(wish.get_absolute_url())
    assert "https://meet.example/secret" not in read(screening.get_absolute_url())


@pytest.mark.parametrize(
    "token",
    [
        "1-aaaa",
        "x",
        pytest.param("0-" + "a" * 32, id="a version of nothing"),
        "zzzzzzzzzzzzz-a",
    ],
)
def test_made_up_token_is_not_found(token):
    make_reservation()

    assert Client().get(f"/reservations/{token}/").status_code == 404


def test_revoked_token_is_not_found():
    reservation = make_reservation()
    path = reservation.get_absolute_url()
    Reservation.objects.update(token_version=1)

    assert Client().get(path).status_code == 404


def test_every_link_in_every_mail_opens_and_changes_nothing():
    screening = make_screening()
    ask(screening)
    post(screening.reservations.get(), "confirm")
    lifecycle.MACHINE.move(screening, "cancel", by=screening.host.user, reason="Storm.")
    before = list(Reservation.objects.values()), list(Screening.objects.values())

    for mail in OutboxMail.objects.all():
        for link in links_in(mail):
            for _ in range(2):
                assert Client().get(link).status_code in (200, 302), link
                Client().head(link)

    assert before == (
        list(Reservation.objects.values()),
        list(Screening.objects.values()),
    )
