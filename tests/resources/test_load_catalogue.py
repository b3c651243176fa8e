"""Loading the catalogue beside what staff have edited."""

import json

import pytest
from django.core.management import call_command

from foundation.history import history_of
from resources import catalogue
from resources.models import Film, Resource, Topic
from tests.factories import make_film, make_topic
from tests.queries import count_queries

pytestmark = pytest.mark.django_db

FILM = {
    "slug": "the-long-table",
    "title": "The Long Table",
    "year": 2004,
    "runtime_minutes": 12,
    "runtime_exact": "11:40",
    "kind": "short",
    "series": None,
    "place": "Exampleton, WI",
    "produced_with_cops_office": True,
    "summary": "A street eats together.",
    "topics": ["community_partnership"],
    "audiences": ["law_enforcement"],
    "page_url": "https://films.sample.example/long-table",
    "guide": "long-table-guide",
    "languages": None,
    "captions": None,
    "notes": "Length from the label.",
    "source_urls": ["https://a.sample.example/", "https://b.sample.example/"],
}
RESOURCE = {
    "slug": "long-table-guide",
    "title": "The Long Table: a guide",
    "year": None,
    "publisher": None,
    "publication_id": "X-1",
    "kind": "discussion_guide",
    "summary": "Questions for after the film.",
    "topics": ["community_partnership"],
    "audiences": ["community"],
    "language": "en",
    "url": None,
    "related_film": "the-long-table",
    "notes": None,
    "source_urls": [],
}
TOPIC = {
    "slug": "community-partnership",
    "label": "Community partnerships",
    "group": "community",
    "other_words": "coalition",
}


@pytest.fixture
def load(tmp_path):
    """Write the three files (with changes) and load them; answers the reports."""

    def _load(film=FILM, resource=RESOURCE, topic=TOPIC, **files):
        rows = {"films": [film], "resources": [resource], "topics": [topic]} | files
        for name, content in rows.items():
            text = content if isinstance(content, str) else json.dumps(content)
            (tmp_path / f"{name}.json").write_text(text)
        return {report.name: report for report in catalogue.load(tmp_path)}

    return _load


def test_load_makes_films_and_resources_that_point_at_each_other(load):
    reports = load()

    film = Film.objects.get()
    assert (film.title, film.year, film.minutes, film.exact_length, film.kind) == (
        "The Long Table",
        2004,
        12,
        "11:40",
        "short",
    )
    assert film.audiences == ["law-enforcement"]
    assert [topic.slug for topic in film.topics.all()] == ["community-partnership"]
    assert film.source_urls.splitlines() == FILM["source_urls"]
    assert film.guide.related_film == film
    assert film.guide.kind == "discussion-guide"
    assert str(reports["films"]) == (
        "films: 1 created, 0 updated, 0 unchanged; staff edits kept in 0, left out 0."
    )


def test_load_keeps_unknown_unknown(load):
    load()

    film, guide = Film.objects.get(), Resource.objects.get()
    assert (film.series, film.languages, film.captions) == ("", None, None)
    assert (guide.year, guide.publisher, guide.url) == (None, "", "")


def test_load_again_changes_nothing(load):
    load()
    before = {work.pk: work.updated_at for work in Film.objects.all()}

    reports = load()

    assert {work.pk: work.updated_at for work in Film.objects.all()} == before
    assert [dict(report.counts) for report in reports.values()] == [
        {"unchanged": 1}
    ] * 3


def test_load_follows_the_file_where_nobody_edited(load):
    load()

    reports = load(film=FILM | {"title": "The Longer Table", "topics": []})

    film = Film.objects.get()
    assert film.title == "The Longer Table"
    assert film.topics.count() == 0
    assert reports["films"].counts == {"updated": 1}


def test_load_keeps_what_staff_edited_and_says_so(load):
    load()
    Film.objects.update(title="Staff title")

    reports = load(film=FILM | {"title": "The Longer Table", "year": 2005})

    film = Film.objects.get()
    assert (film.title, film.year) == ("Staff title", 2005)
    assert reports["films"].kept == ["the-long-table: title"]
    assert reports["films"].counts == {"updated": 1}


def test_load_keeps_topics_that_staff_added(load):
    load()
    Film.objects.get().topics.add(make_topic("healing"))

    reports = load(film=FILM | {"topics": []})

    assert Film.objects.get().topics.count() == 2
    assert reports["films"].kept == ["the-long-table: topics"]


def test_load_keeps_a_guide_that_staff_took_off(load):
    load()
    Film.objects.update(guide=None)

    load()

    assert Film.objects.get().guide is None


def test_load_follows_again_once_staff_wrote_the_same(load):
    load()
    Film.objects.update(title="The Longer Table")
    load(film=FILM | {"title": "The Longer Table"})

    load(film=FILM | {"title": "The Longest Table"})

    assert Film.objects.get().title == "The Longest Table"


def test_load_never_overwrites_what_staff_entered_themselves(load):
    make_film(slug="the-long-table", title="Entered by hand", year=None)

    load()

    film = Film.objects.get()
    assert film.title == "Entered by hand"
    # What was left empty is filled in.
    assert film.year == 2004


def test_load_never_touches_link_checks_or_publication(load):
    load()
    Film.objects.update(is_published=False)
    Film.objects.all().mark_links(broken=True)

    load(film=FILM | {"title": "The Longer Table"})

    film = Film.objects.get()
    assert film.title == "The Longer Table"
    assert (film.is_published, film.link_is_broken) == (False, True)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"slug": None}, "slug: This is still missing"),
        ({"slug": "no spaces"}, "slug: Use letters, numbers"),
        ({"title": None}, "title: This is still missing"),
        ({"title": "x" * 201}, "title: Use at most 200"),
        ({"title": "two\nlines"}, "title: Use letters"),
        ({"title": "nul\x00"}, "title: "),
        ({"year": "soon"}, "year: "),
        ({"year": 3000}, "year: "),
        ({"runtime_minutes": 0}, "minutes: "),
        ({"kind": "opera"}, "kind: 'opera' is not on the list"),
        ({"audiences": ["martians"]}, "audiences: "),
        ({"audiences": "everybody"}, "audiences: it is not a list of texts"),
        ({"topics": ["unheard_of"]}, "topics: there is no topic “unheard-of”"),
        ({"topics": [1]}, "topics: it is not a list of texts"),
        ({"page_url": "javascript:alert(1)"}, "page_url: Give a web address"),
        ({"languages": ["xx"]}, "languages: "),
    ],
)
def test_load_names_a_bad_row_and_loads_the_rest(load, change, reason):
    good = FILM | {"slug": "good", "guide": None}

    reports = load(films=[FILM | change, good], resource=RESOURCE)

    assert [film.slug for film in Film.objects.all()] == ["good"]
    (line,) = reports["films"].bad
    assert reason in line
    assert Resource.objects.get().related_film is None


@pytest.mark.parametrize("row", ["text", None, 5, pytest.param(["list"], id="a list")])
def test_load_names_a_row_that_is_no_object(load, row):
    reports = load(films=[row, FILM])

    assert Film.objects.count() == 1
    assert reports["films"].bad == ["films.json row 1 (no slug): it is not an object."]


def test_load_names_a_slug_that_appears_twice(load):
    reports = load(films=[FILM, FILM | {"title": "Another"}])

    assert Film.objects.get().title == "The Long Table"
    assert reports["films"].bad == [
        "films.json row 2 (the-long-table): another row has the same slug."
    ]


def test_load_names_a_pointer_to_nothing_and_loads_the_row(load):
    reports = load(film=FILM | {"guide": "no-such-guide"})

    assert Film.objects.get().guide is None
    assert reports["films"].bad == [
        "films.json (the-long-table): guide: “no-such-guide” is not in the catalogue."
    ]


def test_load_outlives_a_file_that_is_broken(load):
    reports = load(films="{ not json", resource=RESOURCE | {"related_film": None})

    assert Resource.objects.count() == 1
    assert reports["films"].bad[0].startswith("films.json cannot be read: ")


def test_load_refuses_a_bad_update_of_a_good_row(load):
    load()

    reports = load(film=FILM | {"topics": ["unheard_of"], "title": "New"})

    assert Film.objects.get().title == "The Long Table"
    assert len(reports["films"].bad) == 1


def test_load_keeps_search_up_to_date_when_a_topic_is_reworded(load):
    load()
    assert Film.objects.matching("alliance").count() == 0

    load(topic=TOPIC | {"other_words": "alliance"})

    assert Film.objects.matching("alliance").count() == 1


def test_load_is_named_in_the_history(load):
    load()
    load(film=FILM | {"title": "The Longer Table"})

    events = history_of(Film.objects.get())

    assert {event.what for event in events} == {"Loaded from the catalogue"}


def test_load_costs_the_same_when_nothing_changed(load):
    load()
    with count_queries() as few:
        load()
    films = [FILM | {"slug": f"film-{number}"} for number in range(30)]
    load(films=films)
    with count_queries() as many:
        load(films=films)

    assert len(many) == len(few)


def test_command_loads_everything_that_ships(capsys):
    call_command("load_catalogue")

    told = capsys.readouterr()
    assert told.err == ""
    assert Topic.objects.count() == 39
    assert Film.objects.count() == 29
    assert Resource.objects.count() == 191
    assert Film.objects.filter(minutes=None).count() == 14
    assert Resource.objects.filter(url="").count() == 31
    assert Resource.objects.exclude(related_film=None).count() == 25
    assert told.out.splitlines()[1] == (
        "films: 29 created, 0 updated, 0 unchanged; staff edits kept in 0, left out 0."
    )


def test_command_names_staff_edits_and_bad_rows(load, tmp_path, capsys):
    load(films=[FILM, 5])
    Film.objects.update(title="Staff title")
    capsys.readouterr()

    call_command("load_catalogue", folder=tmp_path)

    told = capsys.readouterr()
    assert "Kept as staff have it, films the-long-table: title\n" in told.out
    assert told.err == "Left out: films.json row 2 (no slug): it is not an object.\n"
