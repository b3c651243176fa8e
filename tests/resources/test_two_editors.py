"""Films, resources, topics, agencies on the staff site: the second of two editors."""

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from foundation.history import history_of
from places.models import Agency
from resources.models import Film, Resource, Topic
from tests.factories import (
    make_agency,
    make_film,
    make_leader,
    make_resource,
    make_topic,
    make_user,
)
from tests.people import signed_in
from tests.queries import count_queries

pytestmark = pytest.mark.django_db

FIELDS = {
    Film: ["title", "slug", "is_published", "summary", "kind", "page_url"],
    Resource: [
        "title",
        "slug",
        "is_published",
        "summary",
        "kind",
        "language",
        "url",
        "publisher",
    ],
    Topic: ["label", "slug", "group", "order"],
    Agency: ["name", "kind", "size", "state"],
}
NAMES = {Film: "title", Resource: "title", Topic: "label", Agency: "name"}
MAKERS = {
    Film: make_film,
    Resource: make_resource,
    Topic: make_topic,
    Agency: make_agency,
}
every_kind = pytest.mark.parametrize("model", list(FIELDS), ids=lambda m: m.__name__)


@pytest.fixture
def pat():
    return make_user(is_staff=True, is_superuser=True, display_name="Pat Early")


@pytest.fixture
def staff():
    return signed_in(make_user(is_staff=True, is_superuser=True))


def _url(record, page="change"):
    names = record._meta.app_label, record._meta.model_name
    return reverse("admin:{}_{}_{}".format(*names, page), args=[record.pk])


def _add_url(model):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")


def _form(record, **changes):
    """What the browser sends of a record as it was opened."""
    fields = {name: getattr(record, name) for name in FIELDS[type(record)]}
    fields["version"] = record.version
    if "is_published" in fields:
        fields["is_published"] = "on" if fields["is_published"] else ""
    return fields | changes


def _words(response):
    return " ".join(strip_tags(response.content.decode()).split())


@every_kind
def test_second_editor_is_told_who_changed_what_and_keeps_the_text(model, pat, staff):
    record, name = MAKERS[model](), NAMES[model]
    opened = _form(record)
    signed_in(pat).post(_url(record), opened | {name: "Written first"})

    answer = staff.post(_url(record), opened | {name: "Written second"})

    label = str(answer.context["adminform"].form.fields[name].label).lower()
    assert "Pat Early changed this on" in _words(answer)
    assert f"“Changed {label}”" in _words(answer)
    assert 'value="Written second"' in answer.content.decode()
    record.refresh_from_db()
    assert getattr(record, name) == "Written first"


@every_kind
def test_second_press_after_reading_writes(model, pat, staff):
    record, name = MAKERS[model](), NAMES[model]
    opened = _form(record)
    signed_in(pat).post(_url(record), opened | {name: "Written first"})
    refused = staff.post(_url(record), opened | {name: "Written second"})
    seen = refused.context["adminform"].form["version"].value()

    staff.post(_url(record), opened | {name: "Written second", "version": seen})

    record.refresh_from_db()
    assert (getattr(record, name), record.version) == ("Written second", 2)


@every_kind
def test_history_says_who_changed_what(model, pat, staff):
    record, name = MAKERS[model](), NAMES[model]
    signed_in(pat).post(_url(record), _form(record, **{name: "Written first"}))

    newest = history_of(record)[0]

    assert newest.who == "Pat Early"
    assert newest.what.startswith("Changed ")
    assert newest.changes[0][2] == "Written first"
    assert "History" in _words(staff.get(_url(record)))


@every_kind
def test_saving_without_a_change_writes_nothing(model, staff):
    record = MAKERS[model]()

    staff.post(_url(record), _form(record))

    record.refresh_from_db()
    assert record.version == 0


@every_kind
@pytest.mark.parametrize("version", ["", "-1", "x", "9" * 30, "\x00"])
def test_forged_version_is_a_sentence(model, staff, version):
    record = MAKERS[model]()

    answer = staff.post(
        _url(record), _form(record, **{NAMES[model]: "Other", "version": version})
    )

    assert answer.status_code in (200, 400)
    assert type(record).objects.get(pk=record.pk).version == 0


@pytest.mark.parametrize("version", [0, 5])
def test_other_topics_alone_are_a_change_too(staff, version):
    film = make_film(topics=[make_topic("healing")])
    Film.objects.update(version=5)

    staff.post(_url(film), _form(film, topics=[], version=version))

    assert film.topics.count() == (0 if version == 5 else 1)


@pytest.mark.parametrize("action", ["publish", "hide", "mark_links_checked"])
def test_actions_of_the_list_raise_the_version(staff, action):
    film = make_film()

    staff.post(
        reverse("admin:resources_film_changelist"),
        {"action": action, "_selected_action": [film.pk]},
    )

    film.refresh_from_db()
    assert film.version == 1


@pytest.mark.parametrize("model", [Film, Resource])
def test_new_ones_begin_unpublished(model, staff):
    fresh = _form(MAKERS[model]())
    del fresh["is_published"], fresh["version"]

    page = staff.get(_add_url(model))
    staff.post(_add_url(model), fresh | {"slug": "fresh", "title": "Fresh"})

    assert not page.context["adminform"].form["is_published"].value()
    assert not model.objects.get(slug="fresh").is_published


@pytest.mark.parametrize("model", [Film, Resource, Topic])
def test_address_in_use_leads_to_the_record_that_has_it(model, staff):
    first, second = MAKERS[model](), MAKERS[model]()

    answer = staff.post(_url(second), _form(second, slug=first.slug))

    assert f'<a href="{_url(first)}">' in answer.content.decode()
    assert "Another record has this." in _words(answer)
    assert "already exists" not in _words(answer)


def test_ori_in_use_leads_to_the_agency_that_has_it(staff):
    first, second = make_agency(ori="WI0410200"), make_agency()

    answer = staff.post(_url(second), _form(second, ori="wi0410200"))

    assert f'<a href="{_url(first)}">' in answer.content.decode()


def test_source_without_its_fact_is_a_sentence(staff):
    film = make_film()

    answer = staff.post(
        _url(film), _form(film, showing_terms_source="https://a.sample.example/")
    )

    errors = answer.context["adminform"].form.errors
    assert list(errors) == ["showing_terms"]


def test_topic_in_use_is_not_deleted_and_says_where_it_is_used(staff):
    topic = make_topic("healing")
    film, resource = make_film(topics=[topic]), make_resource(topics=[topic])
    leader = make_leader()
    leader.topics.add(topic)

    page = staff.get(_url(topic, "delete")).content.decode()
    answer = staff.post(_url(topic, "delete"), {"post": "yes"})

    assert "in use, so it cannot be deleted" in answer.content.decode()
    assert Topic.objects.filter(pk=topic.pk).exists()
    assert "in use, so it cannot be deleted" in page
    for record in (film, resource, leader):
        assert f'<a href="{_url(record)}">' in page


def test_topic_that_nothing_uses_is_deleted(staff):
    topic = make_topic("healing")

    staff.post(_url(topic, "delete"), {"post": "yes"})

    assert not Topic.objects.exists()


def test_empty_list_of_agencies_says_how_they_come(staff):
    page = _words(staff.get(reverse("admin:places_agency_changelist")))

    assert "Nothing is here yet. Add the agencies of your applicants" in page
    assert "manage.py import_agencies" in page


@every_kind
def test_change_page_asks_the_database_little(model, staff):
    for _ in range(15):
        record = MAKERS[model]()
    for number in range(5):
        staff.post(
            _url(record), _form(record, **{NAMES[model]: f"N {number}"}, version=number)
        )

    with count_queries() as queries:
        staff.get(_url(record))

    assert len(queries) <= 12


@every_kind
def test_no_list_of_choices_opens_with_dashes(model, staff):
    assert "-----" not in staff.get(_add_url(model)).content.decode()
