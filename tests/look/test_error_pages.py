"""Error pages stand on their own: no database, no session, no request."""

import pytest

from foundation import errors
from tests.pages import Page

NAMES = ["400", "403", "404", "413", "429", "500", "503", "csrf"]


@pytest.mark.parametrize("name", NAMES)
def test_error_page_needs_nothing_and_offers_a_way_on(name):
    # No `django_db` mark: a query would fail here.
    html = errors.page(name)

    assert html.count("<h1>") == 1
    assert {"/", "/get-help-now/", "/contact/"} <= set(Page(html).links)


@pytest.mark.parametrize("name", NAMES)
def test_error_page_has_a_title_of_its_own(name):
    html = errors.page(name)

    title = html.split("<title>")[1].split("</title>")[0]
    assert title.endswith("Not In Our Town Law Enforcement Network")
    assert len(title.split("|")[0].strip()) > 8


def test_page_for_too_many_tries_says_how_long_to_wait():
    assert "Wait 15 minutes, then try again." in errors.page("429")
