"""What applicants and leaders write for everyone holds nobody's number."""

import pytest

from leaders.models import Application, Leader
from resources.models import Topic
from tests.factories import (
    make_application,
    make_leader,
    make_staff,
    make_user,
    make_zip_place,
)
from tests.forms import seen_on
from tests.people import signed_in

pytestmark = pytest.mark.django_db


def _profile(client, **changes):
    topic, _ = Topic.objects.get_or_create(
        slug="schools", label="Schools", group="schools"
    )
    page = "/leaders/profile/edit/"
    typed = {
        "version": seen_on(client, page),
        "name": "Ana Ruiz",
        "rank": "Captain",
        "service": "sworn",
        "years_of_service": "12",
        "help_offered": ["call"],
        "about": "I answered a cross burning.",
        "topics": [topic.pk],
        "languages": ["en"],
        "public_fields": ["name"],
        "agree": "on",
    }
    return client.post(page, typed | changes)


@pytest.mark.parametrize("name", ["name", "rank", "about"])
def test_profile_holds_no_number(name):
    leader = make_leader()
    client = signed_in(leader.user)

    page = _profile(client, **{name: "Ana, 414-555-0123"})

    fresh = Leader.objects.get()
    assert "Take out “414-555-0123”" in page.content.decode()
    assert getattr(fresh, name) == getattr(leader, name)


def test_number_that_stands_in_a_profile_may_stand_until_it_is_changed():
    client = signed_in(make_leader(about="Call 414-555-0123.").user)

    _profile(client, about="Call 414-555-0123.", rank="Colonel")
    page = _profile(client, about="Call 414-555-0123 today.", rank="Major")

    fresh = Leader.objects.get()
    assert (fresh.rank, fresh.about) == ("Colonel", "Call 414-555-0123.")
    assert "Take out “414-555-0123”" in page.content.decode()


@pytest.mark.parametrize(
    ("section", "name"), [("you", "name"), ("you", "rank"), ("agency", "agency_name")]
)
def test_answers_that_a_profile_takes_over_hold_no_address(section, name):
    person = make_user()
    make_application("draft", applicant=person)
    client = signed_in(person)
    page = f"/leaders/application/{section}/"

    answer = client.post(
        page, {"version": seen_on(client, page), name: "ana@agency.gov"}
    )

    fresh = Application.objects.get()
    assert "Take out “ana@agency.gov”" in answer.content.decode()
    assert getattr(fresh, name) == ""


def test_staff_are_asked_about_a_number_in_an_agencys_name():
    make_zip_place("53154")
    leader = make_leader()
    client = signed_in(make_staff("Program manager"))
    page = f"/admin/leaders/leader/{leader.pk}/change/"

    answer = client.post(
        page,
        {
            "version": leader.version,
            "slug": leader.slug,
            "agency_name": "Fairview PD, 414-555-0123",
            "agency": "",
            "agency_kind": leader.agency_kind,
            "agency_size": leader.agency_size,
            "zip": leader.zip,
        },
        follow=True,
    )

    leader.refresh_from_db()
    assert leader.agency_name == "Fairview PD, 414-555-0123"
    assert "Everyone may read “414-555-0123”" in answer.content.decode()
