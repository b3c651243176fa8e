"""The staff pages of the catalogue."""

import pytest
from django.urls import reverse

from resources.models import Film, Resource, Topic
from tests.factories import make_agency, make_film, make_resource, make_topic, make_user
from tests.people import signed_in
from tests.queries import count_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return signed_in(make_user(is_staff=True, is_superuser=True))


def _form(film, **changes):
    """What the browser sends for the change page of a film."""
    fields = {
        "title": film.title,
        "slug": film.slug,
        "is_published": "on",
        "summary": film.summary,
        "kind": film.kind,
        "page_url": film.page_url,
        "version": film.version,
    }
    return fields | changes


@pytest.mark.parametrize("model", ["film", "resource", "topic", "agency"])
@pytest.mark.parametrize("rows", [3, 40])
def test_list_page_asks_the_database_little(staff, model, rows):
    app = "places" if model == "agency" else "resources"
    for _ in range(rows):
        topic = make_topic()
        make_film(topics=[topic])
        make_resource(topics=[topic])
        make_agency()

    with count_queries() as queries:
        response = staff.get(reverse(f"admin:{app}_{model}_changelist"), {"q": "a"})

    assert response.status_code == 200
    assert len(queries) <= 12
    assert queries.repeated == []


@pytest.mark.parametrize(
    ("choice", "titles"),
    [
        ("unchecked", ["New"]),
        ("checked", ["Fine"]),
        ("broken", ["Gone"]),
        ("none", ["Nowhere"]),
    ],
)
def test_link_filter_finds_what_needs_a_look(staff, choice, titles):
    make_resource(title="New")
    make_resource(title="Fine", slug="fine")
    make_resource(title="Gone", slug="gone")
    make_resource(title="Nowhere", url="")
    Resource.objects.filter(slug="fine").mark_links(broken=False)
    Resource.objects.filter(slug="gone").mark_links(broken=True)

    response = staff.get(
        reverse("admin:resources_resource_changelist"), {"link": choice}
    )

    found = [row.title for row in response.context["cl"].result_list]
    assert found == titles


@pytest.mark.parametrize(
    ("action", "check"),
    [
        ("mark_links_checked", lambda film: film.link_checked_on is not None),
        ("mark_links_broken", lambda film: film.link_is_broken),
        ("hide", lambda film: not film.is_published),
        ("publish", lambda film: film.is_published),
    ],
)
def test_action_changes_the_chosen_ones(staff, action, check):
    chosen = make_film(is_published=action != "publish")
    other = make_film(is_published=action != "publish")

    staff.post(
        reverse("admin:resources_film_changelist"),
        {"action": action, "_selected_action": [chosen.pk]},
    )

    chosen.refresh_from_db()
    other.refresh_from_db()
    assert check(chosen)
    assert not check(other)


def test_saving_keeps_search_up_to_date(staff):
    film = make_film()
    topic = make_topic("sro", label="School constables")

    response = staff.post(
        reverse("admin:resources_film_change", args=[film.pk]),
        _form(film, topics=[topic.pk], audiences=["faith"], place="Oak Creek, WI"),
    )

    assert response.status_code == 302
    assert Film.objects.matching("constables wisconsin faith").count() == 1


def test_saving_without_ticks_keeps_languages_unknown(staff):
    film = make_film(languages=["en"], captions=["en"], audiences=["faith"])

    staff.post(reverse("admin:resources_film_change", args=[film.pk]), _form(film))

    film.refresh_from_db()
    assert (film.languages, film.captions, film.audiences) == (None, None, [])


def test_saving_a_forged_audience_is_refused(staff):
    film = make_film()

    response = staff.post(
        reverse("admin:resources_film_change", args=[film.pk]),
        _form(film, audiences=["martians"]),
    )

    assert "audiences" in response.context["adminform"].form.errors


def test_rewording_a_topic_keeps_search_up_to_date(staff):
    topic = make_topic("sro", label="Old label")
    make_film(topics=[topic])

    staff.post(
        reverse("admin:resources_topic_change", args=[topic.pk]),
        {
            "label": "Constables",
            "slug": "sro",
            "group": "schools",
            "order": 1,
            "version": topic.version,
        },
    )

    assert Topic.objects.get().label == "Constables"
    assert Film.objects.matching("constables").count() == 1


def test_shipped_entries_cannot_be_deleted(staff):
    shipped = make_film(loaded={"title": "x"})
    own = make_film()

    for film, status in [(shipped, 403), (own, 302)]:
        address = reverse("admin:resources_film_delete", args=[film.pk])
        assert staff.post(address, {"post": "yes"}).status_code == status

    assert list(Film.objects.all()) == [shipped]


def test_change_page_marks_notes_as_for_staff(staff):
    film = make_film(notes="Two sources differ.")

    html = staff.get(
        reverse("admin:resources_film_change", args=[film.pk])
    ).content.decode()

    assert "For staff only: visitors never see this" in html
    assert "Two sources differ." in html


def test_agency_can_be_added_without_an_ori(staff):
    for _ in range(2):
        staff.post(
            reverse("admin:places_agency_add"),
            {"name": "Sample", "kind": "sheriff", "state": "WI", "ori": ""},
        )

    from places.models import Agency

    assert list(Agency.objects.values_list("ori", flat=True)) == [None, None]
