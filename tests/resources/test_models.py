"""Films and resources: constraints, and what they say about themselves."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from resources import search_words
from resources.models import Film, Resource, Topic
from tests.factories import make_film, make_resource, make_topic

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("make", "fields", "constraint"),
    [
        (make_film, {"kind": "opera"}, "resources_film_kind_is_known"),
        (make_film, {"audiences": ["x"]}, "resources_film_audiences_are_known"),
        (make_film, {"link_is_broken": True}, "resources_film_broken_was_checked"),
        (make_film, {"minutes": 0}, "resources_film_minutes_check"),
        (make_film, {"year": 1066}, "resources_film_year_check"),
        (make_resource, {"kind": "film"}, "resources_resource_kind_is_known"),
        (make_resource, {"audiences": ["x"]}, "resources_resource_audiences_are_known"),
        (
            make_resource,
            {"link_is_broken": True},
            "resources_resource_broken_was_checked",
        ),
        (make_resource, {"slug": "kits"}, "resources_resource_slug_is_free"),
        (make_topic, {"group": "x"}, "resources_topic_group_is_known"),
    ],
)
def test_constraint_refuses(make, fields, constraint):
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        make(**fields)

    assert caught.value.__cause__.diag.constraint_name == constraint


def test_broken_link_without_a_day_hears_why():
    film = make_film()
    film.link_is_broken = True

    with pytest.raises(ValidationError, match="Give the day on which the link failed"):
        film.full_clean()


@pytest.mark.parametrize(
    ("minutes", "label"),
    [(None, "Length not known"), (1, "1 minute"), (34, "34 minutes")],
)
def test_minutes_label_is_honest(minutes, label):
    assert Film(minutes=minutes).minutes_label == label


def test_link_words_say_whether_somebody_looked():
    day = date(2027, 5, 3)

    assert Film().link_words == "Link not checked yet"
    assert Film(link_checked_on=day).link_words == "Link checked May 3, 2027"
    assert (
        Film(link_checked_on=day, link_is_broken=True).link_words
        == "The link did not work on May 3, 2027"
    )


def test_link_is_hidden_once_it_is_broken():
    url = "https://a.sample.example/"

    assert Resource(url=url).link == url
    assert Resource(url=url, link_is_broken=True).link == ""
    assert Film(page_url=url, link_is_broken=True).link == ""


def test_mark_links_records_the_day():
    make_film()

    Film.objects.all().mark_links(broken=True)

    film = Film.objects.get()
    assert film.link_is_broken
    assert film.link_checked_on is not None


@pytest.mark.parametrize(
    ("fields", "citation"),
    [
        (
            {
                "publisher": "COPS Office",
                "year": 2018,
                "publication_id": "e1",
                "url": "u",
            },
            "COPS Office. (2018). A guide (e1). u",
        ),
        ({"publisher": "Sample, Inc.", "year": None}, "Sample, Inc. (n.d.). A guide."),
        ({"publisher": "", "year": 1999}, "A guide. (1999)."),
    ],
)
def test_citation_follows_the_apa_order(fields, citation):
    assert Resource(title="A guide", **fields).citation == citation


def test_shown_at_names_the_site():
    assert Film(page_url="https://www.niot.org/cops/x").shown_at == "Not In Our Town"
    assert Film(page_url="https://bja.ojp.gov/x").shown_at == (
        "Bureau of Justice Assistance"
    )
    assert Film(page_url="https://www.unheard.example/x").shown_at == "unheard.example"
    assert Film(page_url="").shown_at == ""
    assert Film(page_url="http://[broken").shown_at == ""


def test_state_name_is_read_from_the_place():
    assert Film(place="Oak Creek, WI").state_name == "Wisconsin"
    assert Film(place="Northern California").state_name == ""
    assert Film(place="Nowhere, ZZ").state_name == ""


def test_topics_used_by_films_are_those_of_published_films():
    shown, hidden = make_topic("shown"), make_topic("hidden")
    make_topic("idle")
    make_film(topics=[shown])
    make_film(topics=[hidden], is_published=False)
    make_resource(topics=[hidden])

    assert list(Topic.objects.used_by(Film)) == [shown]
    assert list(Topic.objects.used_by(Resource)) == [hidden]


def test_refresh_topic_lets_search_know():
    topic = make_topic("sro", label="School resource officers")
    make_film(topics=[topic])
    make_resource(topics=[topic])
    topic.label = "Campus constables"
    topic.save()

    search_words.refresh_topic(topic)

    assert Film.objects.matching("constable").count() == 1
    assert Resource.objects.matching("constable").count() == 1
    assert search_words.refresh(Film.objects.all()) == 0
