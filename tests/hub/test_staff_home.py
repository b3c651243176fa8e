"""The first page of the staff site: what waits, and links to just that."""

import pytest
from django.contrib.auth.models import Group

from accounts.roles import sync
from foundation.models import OutboxMail
from foundation.outbox import queue
from tests.factories import make_application, make_screening, make_staff
from tests.pages import Page
from tests.people import signed_in
from tests.queries import count_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager():
    return _staff("Program manager")


def _staff(role: str):
    sync()
    user = make_staff(role)
    user.groups.add(Group.objects.get(name=role))
    return user


def _needs(user) -> dict[str, int]:
    needs = signed_in(user).get("/admin/").context["needs"]
    return {need.words: need.number for need in needs}


def test_staff_home_counts_what_waits(manager):
    for status in ("submitted", "submitted", "recommended", "decided", "accepted"):
        make_application(status)
    make_application("in_review", assignee=manager)
    make_application("info_requested", assignee=manager)
    make_screening("submitted")
    for state in ("failed", "queued"):
        mail = queue(to="a@sample.example", subject="One", text="Two")
        OutboxMail.objects.filter(pk=mail.pk).update(state=state)

    found = _needs(manager)

    assert found["applications that nobody has taken yet"] == 2
    assert found["applications that you have in hand"] == 2
    assert found["application that waits for a decision"] == 1
    assert found["decision that is not sent yet"] == 1
    assert found["screening that waits for a first look"] == 1
    assert found["mail that could not be delivered"] == 1


def test_staff_home_links_show_exactly_the_rows_they_count(manager):
    for status in ("submitted", "submitted", "recommended", "decided", "declined"):
        make_application(status)
    make_application("in_review", assignee=manager)
    make_application("in_review")
    make_screening("submitted")
    make_screening("draft")
    mail = queue(to="a@sample.example", subject="One", text="Two")
    OutboxMail.objects.filter(pk=mail.pk).update(state="failed")
    queue(to="a@sample.example", subject="One", text="Two")
    browser = signed_in(manager)

    needs = browser.get("/admin/").context["needs"]
    rows = {
        need.url: browser.get(need.url).context["cl"].result_count for need in needs
    }

    assert len(needs) == 6
    assert rows == {need.url: need.number for need in needs}


def test_staff_home_shows_a_reviewer_no_decisions():
    reviewer = _staff("Reviewer")
    make_application("submitted")
    make_application("recommended")

    assert _needs(reviewer) == {"application that nobody has taken yet": 1}


def test_staff_home_says_so_when_nothing_waits(manager):
    html = signed_in(manager).get("/admin/").content.decode()

    assert "Nothing waits for you." in html


def test_desk_leads_staff_to_the_staff_site(manager):
    make_application("submitted")

    html = signed_in(manager).get("/desk/").content.decode()

    assert "application that nobody has taken yet" in html
    assert "/admin/" in Page(html).links


@pytest.mark.parametrize("path", ["/admin/", "/desk/"])
def test_staff_home_asks_the_database_twelve_times_at_most(manager, path):
    for _ in range(5):
        make_application("submitted")
    browser = signed_in(manager)
    browser.get(path)

    with count_queries() as queries:
        browser.get(path)

    assert len(queries) <= 12
