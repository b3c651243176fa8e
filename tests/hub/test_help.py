"""The pages for somebody to whom something happened."""

import re
from html import unescape

import pytest

from niot_portal.hub import HATE_CRIME_SOURCES

pytestmark = pytest.mark.django_db


def _text(response) -> str:
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(unescape(words).split())


def test_hate_crimes_tells_crime_from_incident(client):
    text = _text(client.get("/hate-crimes/"))

    assert "because of bias against a group of people" in text
    assert "A bias incident comes from the same prejudice, but no crime" in text


@pytest.mark.parametrize(
    "way", ["911", "1-800-CALL-FBI", "tips.fbi.gov", "civil rights", "VictimConnect"]
)
def test_hate_crimes_names_each_way_to_report(client, way):
    assert way in _text(client.get("/hate-crimes/"))


def test_hate_crimes_names_a_source_for_each_reference(client):
    html = client.get("/hate-crimes/").content.decode()

    referred = set(re.findall(r'href="#(source-\d+)"', html))
    listed = set(re.findall(r'id="(source-\d+)"', html))

    assert len(listed) == len(HATE_CRIME_SOURCES)
    assert referred == listed


def test_get_help_now_leads_with_911(client):
    html = client.get("/get-help-now/").content.decode()
    content = html[html.index("<h1>") :]

    assert content.index("tel:911") < content.index("Numbers to call")


def test_get_help_now_can_be_left_by_a_plain_link(client):
    html = client.get("/get-help-now/").content.decode()
    leave = re.search(r'<a [^>]*href="(https://[^"]+)"[^>]*data-exit', html)

    assert leave
    assert html.index(leave[0]) < html.index("<h1>")


def test_get_help_now_takes_nothing_down(client):
    html = client.get("/get-help-now/").content.decode()

    assert "We take no crime reports" in html
    assert not re.search(r"<(form|textarea|input)\b", html)


@pytest.mark.parametrize("path", ["/hate-crimes/", "/get-help-now/"])
def test_links_to_other_sites_send_no_referrer_and_say_so(client, path):
    html = client.get(path).content.decode()
    outside = [tag for tag in re.findall(r"<a [^>]*>", html) if 'href="https://' in tag]

    assert outside
    assert all("noreferrer" in tag for tag in outside)
