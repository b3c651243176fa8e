"""Every kind of page with large text, a keyboard, long words and a sheet of paper."""

from pathlib import Path

import pytest

from tests.browser.conftest import DESK, PHONE
from tests.factories import (
    make_application,
    make_film,
    make_help_line,
    make_leader,
    make_reservation,
    make_resource,
    make_screening,
    make_staff,
    make_state_law,
    make_topic,
    make_user,
    make_zip_place,
)
from tests.people import signed_in

# Names, titles and places of one word, such as German makes them.
WORD = "Lichterfensternachbarschaftshilfevereinsversammlung".ljust(80, "e")
MAIL = "a" * 48 + "@sample.example"
LINK = "https://sample.example/".ljust(120, "b")
#: As much as a browser's settings offer.
LARGE = "document.documentElement.style.fontSize = '200%'"
MEASURES = Path(__file__).with_name("everywhere.js").read_text()


@pytest.fixture
def pages(transactional_db) -> dict:
    """Return pages of each kind, by who opens them; what was typed is very long."""
    make_zip_place()
    make_help_line("shown", name=WORD, url=LINK, chat_url=LINK, takes_reports=True)
    make_state_law()
    topic = make_topic(label=WORD[:60])
    film = make_film(title=WORD, page_url=LINK, summary=LINK, topics=[topic])
    guide = make_resource(title=WORD, url=LINK, publisher=WORD, topics=[topic])
    long = {"name": WORD, "rank": WORD, "agency_name": WORD, "city": WORD[:60]}
    host = make_leader(
        **long,
        about=LINK,
        topics=[topic],
        user=make_user(email=MAIL, display_name=WORD),
    )
    place = {"venue": WORD, "street": WORD, "city": WORD[:60], "summary": LINK}
    evening = make_screening(host=host, film=film, title=WORD, **place)
    draft = make_screening("draft", host=host, film=film, title=WORD, **place)
    off = make_screening("cancelled", host=host, film=film, title=WORD, **place)
    seat = make_reservation(evening, email=MAIL)
    officer = make_user(email="b" + MAIL, display_name=WORD)
    made = {"supervisor_name": WORD, "supervisor_email": MAIL, "why": LINK}
    make_application("draft", applicant=officer, **long, **made)
    waiting, advised = (
        make_application(status, **long, **made)
        for status in ("submitted", "recommended")
    )
    applications = "/admin/leaders/application/"
    return {
        None: [
            "/",
            "/screenings/?zip=53154",
            "/screenings/host/",
            evening.get_absolute_url(),
            evening.address_of("reserve"),
            off.get_absolute_url(),
            seat.get_absolute_url(),
            "/leaders/",
            host.get_absolute_url(),
            "/films/",
            film.get_absolute_url(),
            "/resources/",
            guide.get_absolute_url(),
            "/get-help-now/wi/",
            "/hate-crimes/",
            "/accounts/login/",
        ],
        host.user: [
            "/desk/",
            "/leaders/profile/edit/",
            evening.address_of("guests"),
            evening.address_of("cancel"),
            draft.address_of("edit"),
            draft.address_of("preview"),
            "/accounts/email/",
        ],
        officer: ["/leaders/application/", "/leaders/application/supervisor/"],
        make_staff(email="c" + MAIL, display_name=WORD): [
            "/admin/",
            applications,
            f"{applications}{waiting.pk}/review/",
            f"{applications}{advised.pk}/decide/",
            f"/admin/leaders/leader/{host.pk}/change/",
            f"/admin/screenings/screening/{evening.pk}/change/",
            "/admin/screenings/reservation/",
            f"/admin/resources/film/{film.pk}/change/",
        ],
    }


@pytest.fixture
def walk(live_server, page, pages):
    """Open every page and return {address: what `measure` says}, empty ones left out.

    Every page must be there: one that leads elsewhere is not the page meant.
    """
    page.emulate_media(reduced_motion="reduce")

    def go(measure, *, only=None) -> dict:
        said = {}
        for user, addresses in pages.items():
            _be(page, live_server, user)
            for address in filter(only, addresses):
                answer = page.goto(live_server.url + address)
                assert (answer.status, page.url) == (200, live_server.url + address)
                page.evaluate(MEASURES)
                said[address] = measure()
        return {address: found for address, found in said.items() if found}

    return go


def _be(page, live_server, user) -> None:
    page.context.clear_cookies()
    if user:
        cookie = signed_in(user).cookies["sessionid"].value
        page.context.add_cookies(
            [{"name": "sessionid", "value": cookie, "url": live_server.url}]
        )


def _crowded(page, overflow_of) -> list:
    wide = overflow_of(page)
    return [
        *([f"wider by {wide}"] if wide else []),
        *page.evaluate("measures.overlaps()"),
        *page.evaluate("measures.cut()"),
    ]


def _hidden_stops(page, key: str) -> list[str]:
    """Go through the page with `key`; return the stops that a bar lies over."""
    found, seen = [], []
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    for _ in range(400):
        page.keyboard.press(key)
        stop = page.evaluate("measures.focus()")
        # A date takes several presses; the first stop once more is the end.
        if stop is None or (stop["place"] in seen and stop["place"] != seen[-1]):
            break
        seen.append(stop["place"])
        found += [stop["under"]] if stop["under"] else []
    assert len(seen) > 5
    return found


def test_large_text_on_a_phone_lies_over_nothing(walk, page, overflow_of):
    page.set_viewport_size(PHONE)

    def measure():
        page.evaluate(LARGE)
        return _crowded(page, overflow_of)

    assert walk(measure) == {}


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_long_words_never_widen_the_page(walk, page, overflow_of, size):
    page.set_viewport_size(size)

    assert walk(lambda: _crowded(page, overflow_of)) == {}


def test_paper_has_every_word(walk, page):
    page.emulate_media(media="print", reduced_motion="reduce")

    assert walk(lambda: page.evaluate("measures.lost()")) == {}


BARS = ("/screenings/", "/get-help-now/", "/edit/", "/film/", "/review/")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_focus_is_never_under_a_bar(walk, page, size):
    page.set_viewport_size(size | {"height": 667})

    found = walk(
        lambda: _hidden_stops(page, "Tab") + _hidden_stops(page, "Shift+Tab"),
        only=lambda address: address.startswith(BARS) or address.endswith(BARS),
    )

    assert found == {}


FAULTS = """
  <body style="margin: 0"><p style="margin: 0">One</p>
  <p style="margin: -1em 0 0">Two</p>
  <p style="overflow: hidden; inline-size: 1em; white-space: nowrap">Cut</p>
  <div style="inline-size: 2000px">Wide</div>
  <a class="button" href="#" style="color: #fff; background: #123">Pale</a>
  <details><summary>Fold</summary><p>Inside</p></details>
  <div class="bar" style="position: fixed; inset: 0"></div></body>
"""


def test_each_fault_is_found(page, overflow_of):
    """The measures themselves: what they are for is seen where it is."""
    page.set_viewport_size(PHONE)
    page.set_content(FAULTS)
    page.evaluate(MEASURES)

    crowded = _crowded(page, overflow_of)
    lost = page.evaluate("measures.lost()")
    page.keyboard.press("Tab")
    focus = page.evaluate("measures.focus()")

    assert crowded == ["wider by 1625", "One / Two", "p: Cut"]
    assert lost == ["pale: Pale", "dark: Pale", "shut: Inside"]
    assert focus["under"] == "Pale under div.bar"
