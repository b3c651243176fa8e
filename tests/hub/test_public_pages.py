"""What holds on every page of the hub that anybody may read."""

import re

import pytest

PAGES = {
    "/hate-crimes/": "Hate crimes: what they are and how to report one",
    "/get-help-now/": "Get help now",
    "/contact/sent/": "Your message is on its way",
    "/privacy/": "Privacy",
    "/accessibility/": "Accessibility",
}


@pytest.mark.parametrize(("path", "heading"), PAGES.items())
def test_page_has_one_heading_and_the_same_title(client, path, heading):
    html = client.get(path).content.decode()

    assert re.findall(r"<h1[^>]*>(.*?)</h1>", html) == [heading]
    assert f"<title>{heading} |" in html


@pytest.mark.parametrize("path", [*PAGES, "/robots.txt"])
def test_page_is_the_same_for_everybody(client, path):
    response = client.get(path)

    assert response.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert "Cookie" not in response.headers.get("Vary", "")
    assert not response.cookies
    assert "ETag" in response.headers


@pytest.mark.parametrize("path", ["/", "/search/", "/search/?q=lamp", "/sitemap.xml"])
def test_page_made_from_records_is_the_same_for_everybody(client, db, path):
    response = client.get(path)

    assert response.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert "Cookie" not in response.headers.get("Vary", "")
    assert not response.cookies


@pytest.mark.parametrize("path", PAGES)
def test_page_needs_no_database(client, path):
    # No `django_db` mark: a query here would raise.
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", PAGES)
def test_page_takes_no_post(client, path):
    assert client.post(path).status_code == 405


@pytest.mark.parametrize(
    "sentence",
    [
        "Until 60 days after the event.",
        "What you do not confirm within 24 hours takes no seat.",
        "30 days in this portal.",
        "An account whose address nobody confirms goes after seven days.",
        "it holds a random text and ends after 364 days",
        "it ends with the browser, and after seven days at the latest",
        "blanks its copy after 30 days, and mail about your account after two days.",
        "It stores that as a scrambled code, not as your address, and forgets it after "
        "24 hours.",
    ],
)
def test_privacy_says_how_long_each_thing_is_kept(client, sentence):
    html = client.get("/privacy/").content.decode()

    assert sentence in " ".join(html.split())


def test_help_page_says_how_long_a_film_for_roll_call_is(client):
    html = client.get("/get-help-now/").content.decode()

    assert "short enough for roll call</a>, 10 minutes or less." in html


def test_robots_leaves_private_pages_alone(client):
    lines = client.get("/robots.txt").content.decode().splitlines()

    assert {"Disallow: /desk/", "Disallow: /admin/", "Disallow: /reservations/"} <= set(
        lines
    )
    assert lines[-1].startswith("Sitemap: http")


def test_favicon_leads_to_the_icon(client):
    response = client.get("/favicon.ico")

    assert response.url.endswith("img/favicon.ico")


def test_healthz_answers_a_monitor(client, db):
    assert client.get("/healthz").content == b"ok"
