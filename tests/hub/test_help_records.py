"""What visitors read of the records of help, and what they never see."""

import re
from datetime import date
from html import unescape

import pytest

from places.states import STATES
from resources import help_catalogue
from resources.models import HelpLine
from tests.factories import make_help_line, make_state_law
from tests.queries import count_queries

pytestmark = pytest.mark.django_db

WAY = ["/get-help-now/", "/get-help-now/wi/", "/hate-crimes/"]


def _text(response) -> str:
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(unescape(words).split())


def _page(client, path: str) -> str:
    return client.get(path).content.decode()


def test_line_shows_every_way_to_reach_it(client):
    make_help_line(
        "shown",
        slug="friends",
        name="Friends Line",
        phone="1-202-555-0142",
        text_number="1-202-555-0143",
        chat_url="https://chat.sample.example/now",
        hours="24 hours",
        languages="English, Spanish",
        relay="TTY 1-202-555-0144",
        source_year=2024,
    )

    response = client.get("/get-help-now/")

    html, text = response.content.decode(), _text(response)
    assert 'href="tel:+12025550142"' in html
    assert 'href="sms:+12025550143"' in html
    assert 'href="https://chat.sample.example/now"' in html
    assert "Hours 24 hours Languages English, Spanish" in text
    assert "TTY 1-202-555-0144" in text
    assert "From sources of 2024. We have not checked it yet." in text


def test_line_without_known_relay_names_711_and_says_what_is_not_known(client):
    make_help_line("shown", phone="988")

    text = _text(client.get("/get-help-now/"))

    assert "Hours Not known to us Languages Not known to us" in text
    assert "If you do not hear or speak well Call 711 first, for relay" in text


def test_checked_line_shows_the_day_of_the_check(client):
    make_help_line("shown", checked_on=date(2026, 11, 3), source_year=2019)

    text = _text(client.get("/get-help-now/"))

    assert "Checked on November 3, 2026" in text
    assert "2019" not in text


@pytest.mark.parametrize("status", ["waiting", "off"])
@pytest.mark.parametrize(
    "path",
    [
        "/get-help-now/",
        "/get-help-now/wi/",
        "/hate-crimes/",
        "/search/?q=secretive",
        "/search/?q=help+secretive+wisconsin",
        "/sitemap.xml",
        "/leaders.json",
        "/resources.json",
    ],
)
def test_line_that_waits_for_a_call_is_seen_nowhere(client, status, path):
    for state in ("", "WI"):
        make_help_line(
            status,
            slug=f"secretive-{state.lower()}",
            name="Secretive Line",
            state=state,
            phone="1-202-555-0142",
        )

    html = _page(client, path).replace("q=secretive", "").lower()

    assert "secretive line" not in html
    assert "secretive-" not in html
    assert "0142" not in html


def test_shipped_lines_that_wait_are_on_no_public_page(client):
    help_catalogue.load()
    waiting = HelpLine.objects.to_call()
    numbers = {line.phone for line in waiting if line.phone} - {"1-800-225-5324"}
    paths = [f"/get-help-now/{state.slug}/" for state in STATES.values()]

    pages = "".join(_page(client, path) for path in ["/get-help-now/", *paths])

    assert len(numbers) == 41
    assert [number for number in numbers if number in pages] == []


def test_help_without_any_record_leads_to_911_and_the_fbi(client):
    html = _page(client, "/get-help-now/")

    assert 'href="tel:911"' in html
    assert 'href="tel:+18002255324"' in html
    assert "It is for a relative or a friend" in html


def test_record_of_the_tip_line_takes_the_place_of_the_written_one(client):
    make_help_line(
        "shown", slug="fbi-tips", name="FBI tip line", phone="1-800-225-5324"
    )

    html = _page(client, "/get-help-now/")

    assert html.count("tel:+18002255324") == 1
    assert html.count('id="line-fbi-tips"') == 1


def test_line_stands_under_what_it_is_for(client):
    make_help_line("shown", slug="kin", name="Kin Line", needs=["relative"])

    html = _page(client, "/get-help-now/")
    needs = re.findall(r"<h3>([^<]+)</h3>\s*<ul>(.*?)</ul>", html, re.S)

    assert [need for need, lines in needs if "#line-kin" in lines] == [
        "It is for a relative or a friend"
    ]


@pytest.mark.parametrize("code", [state.slug for state in STATES.values()])
def test_every_state_has_a_page_with_a_way_to_report(client, code):
    text = _text(client.get(f"/get-help-now/{code}/"))

    assert "We have no number for your state that we have checked." in text
    assert "the FBI takes reports everywhere" in text
    assert "1-800-225-5324" in text


def test_state_page_shows_its_own_places_and_national_lines(client):
    make_help_line("shown", name="Oak Hotline", state="WI")
    make_help_line("shown", name="Elm Hotline", state="MN")
    make_help_line("shown", name="Whole Country Line")

    text = _text(client.get("/get-help-now/wi/"))

    assert "Oak Hotline" in text
    assert "Whole Country Line" in text
    assert "Elm Hotline" not in text
    assert "We have no number for your state" not in text


def test_law_shows_what_it_is_known_to_name_and_no_more(client):
    make_state_law(names=["religion", "race"], counts_crimes=True, counts_year=2009)

    text = _text(client.get("/get-help-now/wi/"))

    assert "names at least: race, ethnicity or ancestry religion" in text
    assert "sexual orientation" not in text
    assert "are counted (source of 2009)" in text
    assert "police are trained" not in text


def test_law_that_nobody_knows_is_never_a_no(client):
    make_state_law("waiting", code="WY", has_law=False, names=[])

    text = _text(client.get("/get-help-now/wy/"))

    assert "What the law of Wyoming names, we do not know." in text
    assert "has no hate crime law" not in text


def test_state_in_capitals_moves_to_its_address(client):
    response = client.get("/get-help-now/WI/")

    assert (response.status_code, response.url) == (301, "/get-help-now/wi/")


@pytest.mark.parametrize(
    "path", ["/get-help-now/", "/get-help-now/wi/", "/hate-crimes/"]
)
def test_every_page_of_the_way_has_the_exit_and_its_limits(client, path):
    html = _page(client, path)

    assert "data-exit" in html
    assert 'href="#not-hidden"' in html
    assert 'id="not-hidden"' in html
    assert "may stand on its bill" in html


@pytest.mark.parametrize(
    "path", ["/get-help-now/", "/get-help-now/wi/", "/hate-crimes/"]
)
def test_only_the_call_to_911_is_brick_in_the_page(client, path):
    html = _page(client, path)
    brick = re.findall(r'<a class="button button--brick" href="([^"]+)"', html)

    # The header's own is drawn in white where 911 is to be called (portal.css).
    assert brick == ["/get-help-now/", "tel:911"]


@pytest.mark.parametrize("rows", [2, 40])
@pytest.mark.parametrize("path", ["/get-help-now/", "/get-help-now/wi/"])
def test_help_asks_twice_however_many_lines_there_are(client, rows, path):
    make_state_law()
    for _ in range(rows):
        make_help_line("shown")
        make_help_line("shown", state="WI")

    with count_queries() as queries:
        client.get(path)

    assert len(queries) == 2


def test_search_finds_a_line_and_leads_to_it(client):
    make_help_line("shown", slug="friends", name="Friends Line", state="WI")

    html = _page(client, "/search/?q=friends")

    assert 'href="/get-help-now/wi/#line-friends"' in html


@pytest.mark.parametrize(
    "words", ["Wisconsin", "report hate crime wisconsin", "help in Wisconsin?"]
)
def test_search_for_a_state_leads_to_its_help(client, words):
    assert 'href="/get-help-now/wi/"' in _page(client, f"/search/?q={words}")


def test_search_tells_west_virginia_from_virginia(client):
    html = _page(client, "/search/?q=report+hate+crime+west+virginia")

    assert 'href="/get-help-now/wv/"' in html
    assert 'href="/get-help-now/va/"' not in html


def test_sitemap_lists_every_state(client):
    xml = _page(client, "/sitemap.xml")

    assert len(re.findall(r"/get-help-now/[a-z]{2}/", xml)) == 56
