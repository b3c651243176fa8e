"""Forms that robots fill in vain and people do not notice."""

from datetime import timedelta

import pytest
from django.test import RequestFactory
from django.utils import timezone

from foundation import formfields, limits
from foundation.forms import GuardedForm, stamp
from tests.forms import opened

pytestmark = pytest.mark.django_db


class NoteForm(GuardedForm):
    limit_name = "note"
    limits = (2, 3600)
    note = formfields.Prose()


def rf_post():
    return RequestFactory().post("/", REMOTE_ADDR="203.0.113.9")


def bind(**data):
    return NoteForm({"note": "Hello", "opened": opened(), **data}, request=rf_post())


def test_form_takes_what_a_person_sends():
    assert bind().is_valid()


def test_form_refuses_whoever_fills_the_hidden_field():
    form = bind(website="http://spam.example")

    assert form.has_error("__all__", "robot")


def test_form_refuses_an_answer_within_two_seconds():
    form = bind(opened=stamp())

    assert form.has_error("__all__", "quick")


@pytest.mark.parametrize(
    "value",
    ["", "forged", opened(2 * 24 * 3600)],
    # A stamp is new with each second: workers must agree on the name of the test.
    ids=["none", "forged", "two days old"],
)
def test_form_asks_again_when_its_stamp_is_old_or_forged(value):
    form = bind(opened=value)

    assert form.has_error("__all__", "stale")
    assert form["note"].value() == "Hello"
    assert form["opened"].value() not in ("", value)


@pytest.mark.parametrize(
    "trap",
    [
        lambda: {"website": "https://agency.example"},
        lambda: {"opened": stamp()},
        lambda: {"opened": "forged"},
    ],
    ids=["filled by a password manager", "quick", "stale"],
)
def test_second_press_of_a_page_that_came_back_works(trap):
    trapped = trap()
    first = bind(**trapped)
    assert not first.is_valid()

    again = {name: first[name].value() for name in first.fields}
    second = NoteForm(again | trapped | {"opened": again["opened"]}, request=rf_post())

    assert again["note"] == "Hello"
    assert again["website"] == ""
    assert second.is_valid()


def test_page_that_came_back_is_stale_after_a_day(time_machine):
    first = bind(website="x")
    first.is_valid()
    time_machine.move_to(timezone.now() + timedelta(hours=25))

    assert bind(opened=first["opened"].value()).has_error("__all__", "stale")


def test_form_answers_429_with_the_words_kept_when_the_limit_is_spent():
    bind().is_valid()
    bind().is_valid()

    form = bind(note="The third")

    assert not form.is_valid()
    assert form.status_code == 429
    assert form["note"].value() == "The third"


def test_limit_is_not_spent_by_an_answer_with_mistakes():
    for _ in range(5):
        bind(note="").is_valid()

    assert bind().is_valid()


def test_place_is_free_again_after_its_time_and_not_before(time_machine):
    time_machine.move_to("2027-05-12T10:14:50Z", tick=False)
    two_an_hour = limits.Limit(2, timedelta(hours=1))
    assert [limits.take("door", "a", two_an_hour).left for _ in range(2)] == [1, 0]
    time_machine.shift(timedelta(minutes=59, seconds=59))

    assert limits.take("door", "a", two_an_hour) is None
    assert limits.take("door", "b", two_an_hour) is not None
    time_machine.shift(timedelta(seconds=2))
    assert limits.take("door", "a", two_an_hour) is not None


def test_place_that_is_given_back_does_not_count():
    once = limits.Limit(1, timedelta(hours=1))

    limits.give_back(limits.take("door", "a", once))

    assert limits.take("door", "a", once) is not None
    assert limits.take("door", "a", once) is None


def test_places_are_taken_exactly_by_many_threads(transactional_db):
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connection

    def try_once(_):
        try:
            return limits.take("race", "one", limits.Limit(10, timedelta(hours=1)))
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(try_once, range(40)))

    assert sum(place is not None for place in taken) == 10


def test_limit_counts_every_try_of_many_threads(transactional_db):
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connection

    def try_once(_):
        try:
            return limits.spend("race", "one", allowed=10, seconds=3600)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        allowed = list(pool.map(try_once, range(40)))

    assert allowed.count(True) == 10


def test_address_comes_from_a_trusted_proxy_only(settings):
    request = RequestFactory().get(
        "/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="198.51.100.7, 203.0.113.5"
    )

    assert limits.address_of(request) == "10.0.0.1"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert limits.address_of(request) == "203.0.113.5"


def test_fingerprint_is_the_same_for_a_double_click_only():
    first, other = bind(note="One"), bind(note="Two")

    assert first.fingerprint == NoteForm(first.data, request=None).fingerprint
    assert first.fingerprint != other.fingerprint


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("203.0.113.5", "203.0.113.5"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("forged", "forged"),
        ("", ""),
    ],
)
def test_limit_counts_a_whole_network_of_ipv6(rf, address, counted):
    request = rf.get("/", REMOTE_ADDR=address)

    assert limits.network_of(request) == counted
