"""A part of the application that is left in the middle, as a browser leaves it."""

import pytest

from leaders.models import Application
from tests.factories import make_application
from tests.people import signed_in
from tests.processes import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def page(context, live_server):
    application = make_application("draft", name="", years_of_service=None)
    cookie = signed_in(application.applicant).cookies["sessionid"].value
    context.add_cookies(
        [{"name": "sessionid", "value": cookie, "url": live_server.url}]
    )
    page = context.new_page()
    page.goto(f"{live_server.url}/leaders/application/you/")
    return page


def test_leaving_by_a_link_loses_nothing(page):
    page.get_by_label("Your full name").fill("Ana Reyes")
    page.get_by_label("Years in law enforcement").fill("twelve")

    page.get_by_label("Breadcrumb").get_by_role("link", name="Your application").click()
    wait_until(lambda: Application.objects.get().version == 1)
    page.go_back()

    assert Application.objects.get().name == "Ana Reyes"
    assert page.get_by_label("Your full name").input_value() == "Ana Reyes"
    assert page.get_by_label("Years in law enforcement").input_value() == "twelve"


def test_link_of_the_review_leads_to_the_control(page):
    page.goto(page.url.replace("/you/", "/review/"))

    page.get_by_role("link", name="Years in law enforcement").click()
    page.wait_for_load_state()

    assert page.evaluate("document.activeElement.name") == "years_of_service"
