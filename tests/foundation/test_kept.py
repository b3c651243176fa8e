"""Public pages kept by the version of what they show: what is kept, and until when."""

import gzip
import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from foundation import content, kept, scheduler
from foundation.http import Headers, public_page
from foundation.models import ContentChange
from foundation.promises import KEPT_AT_MOST

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _room(settings):
    """Keep pages, as production does, beginning with none."""
    settings.KEPT_PAGES_BYTES = 1_000_000
    kept.store.clear()
    yield
    kept.store.clear()


class Page:
    """A public page about leaders that tells how often it was made."""

    def __init__(self, answer=None, until=None):
        self.made = 0
        self.answer = answer or (lambda request: HttpResponse(f"made {self.made}"))
        self.until = until
        self.view = public_page(self._view, shows=["leaders"], keys=["page", "topic"])
        self.get_response = kept.KeptPages(Headers(self.view))

    def _view(self, request):
        self.made += 1
        if self.until:
            kept.until(request, self.until)
        return self.answer(request)

    def get(self, address="/leaders/", **headers):
        return self.get_response(RequestFactory().get(address, **headers))


def change(topic="leaders"):
    with connection.cursor() as cursor:
        cursor.execute("SELECT foundation_content_changed(%s)", [topic])


def test_page_is_kept_from_the_second_time_on():
    page = Page()

    answers = [page.get().content for _ in range(4)]

    assert answers == [b"made 1", b"made 2", b"made 2", b"made 2"]


def test_kept_page_costs_one_small_statement(django_assert_num_queries):
    page = Page()
    page.get()
    page.get()

    with django_assert_num_queries(1):
        page.get()


def test_page_asked_for_once_asks_for_no_version(django_assert_num_queries):
    with django_assert_num_queries(0):
        Page().get()


def test_change_is_on_the_next_request():
    page = Page()
    page.get()
    page.get()

    change()

    assert page.get().content == b"made 3"
    assert page.get().content == b"made 3"


def test_change_of_something_else_leaves_the_page():
    page = Page()
    page.get()
    page.get()

    change("screenings")

    assert page.get().content == b"made 2"


def test_change_is_seen_with_its_transaction_and_not_before():
    page = Page()
    page.get()
    page.get()
    changed, go_on = threading.Event(), threading.Event()

    def slow():
        with transaction.atomic():
            change()
            changed.set()
            go_on.wait(10)
        connection.close()

    writer = threading.Thread(target=slow)
    writer.start()
    changed.wait(10)
    before = page.get().content
    # A later transaction ends first.
    change()
    between = page.get().content
    go_on.set()
    writer.join(10)

    assert (before, between) == (b"made 2", b"made 3")
    assert page.get().content == b"made 4"


def test_change_that_was_taken_back_leaves_the_page():
    page = Page()
    page.get()
    page.get()

    with transaction.atomic():
        change()
        transaction.set_rollback(True)

    assert page.get().content == b"made 2"


def test_two_writers_do_not_wait_for_each_other():
    with transaction.atomic():
        change()
        other = threading.Thread(target=lambda: (change(), connection.close()))
        other.start()
        other.join(5)

        assert not other.is_alive()


def test_condensing_leaves_one_row_and_no_version_of_before(time_machine):
    for _ in range(3):
        change()
    ContentChange.objects.update(at=timezone.now() - timedelta(hours=1))
    before = content.version(["leaders"])

    said = scheduler.run("condense-content")

    assert said == "Condensed 3 changes."
    assert ContentChange.objects.count() == 1
    assert content.version(["leaders"]) != before


def test_what_is_still_going_on_is_not_condensed():
    for _ in range(3):
        change()

    assert content.condense() == 0


def test_page_ends_when_it_says(time_machine):
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    page = Page(until=now + timedelta(seconds=30))
    page.get()
    page.get()

    time_machine.shift(timedelta(seconds=29))
    before = page.get().content
    time_machine.shift(timedelta(seconds=2))

    assert before == b"made 2"
    assert page.get().content == b"made 3"


def test_page_is_made_anew_now_and_then(time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    page = Page()
    page.get()
    page.get()

    time_machine.shift(KEPT_AT_MOST + timedelta(seconds=1))

    assert page.get().content == b"made 3"


def test_known_keys_make_another_page():
    page = Page()
    for _ in range(2):
        page.get("/leaders/?page=1")

    assert page.get("/leaders/?page=2").content == b"made 3"


def test_order_of_keys_and_unknown_ones_make_no_other_page():
    page = Page(answer=lambda request: HttpResponse(request.GET.urlencode()))
    for _ in range(2):
        page.get("/leaders/?topic=a&topic=b&page=2")
        page.get("/leaders/?utm_source=x&page=2&topic=a&topic=b")

    answers = {
        page.get("/leaders/?topic=a&topic=b&page=2").content,
        page.get("/leaders/?utm_source=x&page=2&topic=a&topic=b").content,
    }

    assert answers == {b"page=2&topic=a&topic=b"}
    assert page.made == 3


def test_other_host_gets_no_page_of_this_one():
    page = Page()
    for _ in range(2):
        page.get(HTTP_HOST="localhost")

    assert page.get(HTTP_HOST="portal.example.org").content == b"made 3"


@pytest.mark.parametrize("cookie", ["sessionid", "messages"])
def test_visitor_with_a_session_or_a_message_gets_a_fresh_page(cookie):
    page = Page()
    for _ in range(3):
        page.get()

    assert page.get(HTTP_COOKIE=f"{cookie}=x").content == b"made 3"


def _with_cookie(request):
    response = HttpResponse("once")
    response.set_cookie("csrftoken", "x")
    return response


def _by_cookie(request):
    return HttpResponse("yours", headers={"Vary": "Cookie"})


def _missing(request):
    return HttpResponse("none", status=404)


@pytest.mark.parametrize("answer", [_with_cookie, _by_cookie, _missing])
def test_answer_that_is_not_one_for_all_is_never_kept(answer):
    page = Page(answer=answer)

    for _ in range(4):
        page.get()

    assert page.made == 4
    assert kept.store.size == 0


def test_kept_page_goes_out_compressed_and_plain():
    page = Page(answer=lambda request: HttpResponse("words " * 100))
    for _ in range(2):
        page.get()

    packed = page.get(HTTP_ACCEPT_ENCODING="gzip, br")
    plain = page.get()

    assert packed["Content-Encoding"] == "gzip"
    assert packed["Content-Length"] == str(len(packed.content))
    assert gzip.decompress(packed.content) == plain.content == b"words " * 100
    assert "Accept-Encoding" in plain["Vary"]


def test_kept_page_is_asked_for_each_time_and_not_sent_twice():
    page = Page()
    page.get()
    first = page.get()

    again = page.get(HTTP_IF_NONE_MATCH=first["ETag"])

    assert first["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert again.status_code == 304
    assert again["Cache-Control"] == first["Cache-Control"]
    assert again["ETag"] == first["ETag"]
    assert not again.content


def test_pages_stay_within_their_room(settings):
    settings.KEPT_PAGES_BYTES = 20_000
    page = Page(answer=lambda request: HttpResponse("x" * 5_000))

    for number in range(20):
        for _ in range(2):
            page.get(f"/leaders/?page={number}")

    assert 0 < kept.store.size <= 20_000


def test_page_of_an_endless_address_is_not_kept():
    page = Page()

    for _ in range(3):
        page.get(f"/leaders/?utm_source={'x' * 500}")

    assert page.made == 3
    assert kept.store.size == 0


def test_page_larger_than_all_room_is_not_kept(settings):
    settings.KEPT_PAGES_BYTES = 3_000
    page = Page(answer=lambda request: HttpResponse("x" * 5_000))

    for _ in range(3):
        page.get()

    assert page.made == 3
    assert kept.store.size == 0
