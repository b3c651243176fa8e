"""No page links to what does not exist."""

from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.test import Client

from leaders import membership
from tests.factories import (
    make_application,
    make_film,
    make_leader,
    make_reservation,
    make_resource,
    make_screening,
    make_staff,
    make_topic,
    make_zip_place,
    move_leader,
)
from tests.pages import Page
from tests.people import signed_in

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
    # People and things that visitors no longer see, with screenings they do.
    suspended, hidden = make_leader(), make_leader()
    for other in (suspended, hidden):
        make_screening(host=other, film=film)
        make_screening("held", host=other, film=make_film(is_published=False))
    move_leader(suspended, "suspend")
    membership.set_hidden(
        hidden, True, by=make_staff(), seen=hidden.version, reason="A test."
    )
    return film


def _is_ours(link: str) -> bool:
    parts = urlsplit(link)
    return not parts.scheme and not parts.netloc


def _crawled(
    browser: Client, start: str = "/", *, filters: bool = True
) -> tuple[set[str], dict[str, str]]:
    """Follow each link from `start`; return what was seen and what is dead.

    Dead links are told with the page that has them. `filters` also follows links
    that narrow a public list.
    """
    seen, dead = {start}, {}
    waiting = [(start, "")]
    while waiting:
        path, source = waiting.pop()
        response = browser.get(path)
        if response.status_code in (301, 302):
            links = [response["Location"]]
        elif response.status_code != 200:
            dead[path] = f"{response.status_code}, linked from {source}"
            continue
        elif "html" not in response["Content-Type"]:
            continue
        else:
            links = Page(response.content.decode()).links
        for link in links:
            if not _is_ours(link):
                continue
            target = urldefrag(urljoin(path, link)).url
            # A filter is a page like the one it filters: one of each is enough.
            shape = target.split("?")[0] + "?" * ("?" in target)
            if "logout" in shape or ("?" in shape and not filters):
                continue
            if shape not in seen:
                seen.add(shape)
                waiting.append((target, path))
    return seen, dead


def test_every_link_of_the_public_pages_leads_somewhere(small_network):
    seen, dead = _crawled(Client())

    assert dead == {}
    assert len(seen) > 80


@pytest.mark.parametrize("steps", [(), ("suspend",)], ids=["active", "suspended"])
def test_every_link_a_leader_meets_leads_somewhere(small_network, steps):
    leader = make_leader()
    film = small_network
    for state in ("draft", "submitted", "published", "postponed", "cancelled", "held"):
        make_reservation(make_screening(state, host=leader, film=film), "pending")
    move_leader(leader, *steps)

    seen, dead = _crawled(signed_in(leader.user), "/desk/", filters=False)

    assert dead == {}
    assert "/leaders/" in seen


def test_every_link_a_new_leader_meets_leads_somewhere(small_network):
    leader = make_leader("onboarding")

    seen, dead = _crawled(signed_in(leader.user), "/desk/", filters=False)

    assert dead == {}
    assert "/leaders/" in seen


@pytest.mark.parametrize("status", ["draft", "info_requested"])
def test_every_link_an_applicant_meets_leads_somewhere(small_network, status):
    seen, dead = _crawled(
        signed_in(make_application(status).applicant), "/desk/", filters=False
    )

    assert dead == {}
    assert "/leaders/application/" in seen


@pytest.mark.parametrize("role", ["Reviewer", "Program manager"])
def test_every_link_staff_meet_leads_somewhere(small_network, role):
    for status in ("submitted", "in_review", "recommended", "decided", "accepted"):
        make_application(status)
    make_leader("suspended")
    make_reservation(make_screening("submitted", film=small_network))

    seen, dead = _crawled(signed_in(make_staff(role)), "/admin/", filters=False)

    assert dead == {}
    assert "/admin/leaders/application/" in seen
    assert len(seen) > 80


def test_every_fragment_of_the_help_pages_exists(client):
    links = {
        (path, link)
        for path in ("/hate-crimes/", "/get-help-now/", "/contact/")
        for link in Page(client.get(path).content.decode()).links
        if _is_ours(link) and urldefrag(link).fragment
    }

    assert links
    for path, link in links:
        target, fragment = urldefrag(urljoin(path, link))
        html = client.get(target).content.decode()
        assert f'id="{fragment}"' in html, f"{path} links to {link}"
