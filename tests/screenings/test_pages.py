"""A screening's page, and a guest's way from the form to the seat and back."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from foundation.models import OutboxMail
from screenings.models import Reservation, Screening
from tests.factories import make_leader, make_reservation, make_screening
from tests.forms import opened
from tests.mail import links_in, mails_to

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


@pytest.mark.parametrize("status", ["suspended", "paused"])
def test_page_links_to_the_host_only_where_the_profile_is_open(status):
    host = make_leader()
    screening = make_screening(host=host)
    type(host).objects.filter(pk=host.pk).update(status=status)

    body = read(screening.get_absolute_url())

    assert (host.get_absolute_url() in body) == (status == "paused")


def test_moved_date_is_told_on_the_page():
    start = timezone.now().replace(microsecond=0)
    screening = make_screening(previous_start=start)

    assert "It was planned for" in read(screening.get_absolute_url())


@pytest.mark.parametrize("kind", ["slug", "none", "capitals"])
def test_wrong_address_leads_to_the_right_one(kind):
    screening = make_screening()
    path = {
        "slug": f"/screenings/{screening.code}-another-title/",
        "none": f"/screenings/{screening.code}/",
        "capitals": f"/screenings/{screening.code.upper()}-{screening.slug}/",
    }[kind]

    response = Client().get(path)

    if path == screening.get_absolute_url():  # a code of figures has no capitals
        assert response.status_code == 200
    else:
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


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("email", "", "Give your e-mail address."),
        ("email", "ada", "Enter a valid email address."),
        ("email", "a" * 300 + "@sample.example", "characters"),
        ("party_size", "", "Give a number from 1 to 10."),
        ("party_size", "0", "Give a number from 1 to 10."),
        ("party_size", "11", "Give a number from 1 to 10."),
        ("party_size", "9" * 5000, "Give a number from 1 to 10."),
        ("party_size", "two", "Give a number from 1 to 10."),
        ("first_name", "A\x07da", "Use letters, numbers and punctuation only"),
        ("first_name", "A\u202eda", "Use letters, numbers and punctuation only"),
        ("need", "x" * 301, "characters"),
    ],
)
def test_reserve_explains_a_bad_answer_and_keeps_the_others(field, value, sentence):
    screening = make_screening()

    response = ask(screening, **{"first_name": "Ada", field: value})

    assert response.status_code == 200
    body = response.content.decode()
    assert sentence in body
    if field != "first_name":
        assert 'value="Ada"' in body
    assert Reservation.objects.count() == 0


@pytest.mark.parametrize(
    "data", [{"website": "https://spam.example"}, {"opened": ""}, {"opened": "forged"}]
)
def test_reserve_stops_robots_without_losing_the_answers(data):
    screening = make_screening()

    response = ask(screening, **data)

    assert response.status_code == 200
    assert 'value="ada@sample.example"' in response.content.decode()
    assert Reservation.objects.count() == 0


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

    assert response.status_code == 405
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


def test_change_of_a_stale_page_is_refused():
    reservation = make_reservation(party_size=2)

    response = Client().post(
        f"{reservation.get_absolute_url()}change/", {"party_size": "3", "version": "99"}
    )

    body = response.content.decode()
    assert "You, or somebody who has your link, changed this on" in body


@pytest.mark.parametrize("value", ["", "0", "11", "9" * 5000, "x"])
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
    screening = make_screening(mode="both", link="https://meet.example/secret")
    seat = make_reservation(screening)
    wish = make_reservation(screening, "pending")

    assert "https://meet.example/secret" in read(seat.get_absolute_url())
    assert "https://meet.example/secret" not in read(wish.get_absolute_url())
    assert "https://meet.example/secret" not in read(screening.get_absolute_url())


@pytest.mark.parametrize("token", ["1-aaaa", "x", "0-" + "a" * 32, "zzzzzzzzzzzzz-a"])
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
    from screenings import lifecycle

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
