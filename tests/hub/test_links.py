"""No page links to what does not exist."""

from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.test import Client

from tests.factories import (
    make_film,
    make_leader,
    make_resource,
    make_screening,
    make_topic,
    make_zip_place,
)
from tests.pages import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def small_network():
    make_zip_place()
    topic = make_topic("prevention")
    leader = make_leader(topics=[topic])
    film = make_film(topics=[topic])
    make_resource(topics=[topic], related_film=film)
    make_screening(host=leader, film=film)
    make_screening("cancelled", host=leader, film=film)
    make_screening("held", host=leader, film=film)


def _is_ours(link: str) -> bool:
    parts = urlsplit(link)
    return not parts.scheme and not parts.netloc


def test_every_link_of_the_public_pages_leads_somewhere(small_network):
    browser, seen, dead = Client(), {"/"}, {}
    waiting = ["/"]

    while waiting:
        path = waiting.pop()
        response = browser.get(path)
        if response.status_code not in (200, 301, 302):
            dead[path] = response.status_code
            continue
        if response.status_code != 200 or "html" not in response["Content-Type"]:
            continue
        for link in Page(response.content.decode()).links:
            if not _is_ours(link):
                continue
            target = urldefrag(urljoin(path, link)).url
            # A filter is a page like the one it filters: one of each is enough.
            shape = target.split("?")[0] + "?" * ("?" in target)
            if shape not in seen:
                seen.add(shape)
                waiting.append(target)

    assert dead == {}
    assert len(seen) > 80


def test_every_fragment_of_the_help_pages_exists(client):
    for path in ("/hate-crimes/", "/get-help-now/", "/contact/"):
        for link in Page(client.get(path).content.decode()).links:
            target, fragment = urldefrag(urljoin(path, link))
            if fragment and _is_ours(link):
                html = client.get(target).content.decode()
                assert f'id="{fragment}"' in html, f"{path} links to {link}"
