"""The pages of films and resources: filters, counts, pages, JSON, bad input."""

import re
from datetime import date
from urllib.parse import urlencode

import pytest

from resources import additions
from tests.factories import make_film, make_resource, make_topic
from tests.queries import count_queries

pytestmark = pytest.mark.django_db

LISTS = ["/films/", "/resources/", "/films.json", "/resources.json"]


def _titles(client, address):
    return [row["title"] for row in client.get(address).json()["rows"]]


def _count(html, label):
    """The number beside the box called `label`."""
    return int(re.search(rf'{label} <span class="count">(\d+)</span>', html)[1])


# Films


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["Eleven", "Forty", "Ten", "Thirty-five", "Unknown"]),
        ("length=10", ["Ten"]),
        ("length=11-20", ["Eleven"]),
        ("length=21-35", ["Thirty-five"]),
        ("length=over-35", ["Forty"]),
        ("length=unknown", ["Unknown"]),
        ("length=10&length=unknown", ["Ten", "Unknown"]),
    ],
)
def test_films_are_chosen_by_minutes(client, query, titles):
    for title, minutes in [
        ("Ten", 10),
        ("Eleven", 11),
        ("Thirty-five", 35),
        ("Forty", 40),
        ("Unknown", None),
    ]:
        make_film(title=title, minutes=minutes)

    assert _titles(client, f"/films.json?{query}") == titles


def test_films_are_chosen_by_topic_and_audience(client):
    sikh, faith = make_topic("sikh"), make_topic("faith")
    make_film(title="Both", topics=[sikh, faith], audiences=["schools"])
    make_film(title="Sikh", topics=[sikh], audiences=["community"])
    make_film(title="Faith", topics=[faith], audiences=["schools", "community"])

    assert _titles(client, "/films.json?topic=sikh") == ["Both", "Sikh"]
    assert _titles(client, "/films.json?topic=sikh&topic=faith") == [
        "Both",
        "Faith",
        "Sikh",
    ]
    assert _titles(client, "/films.json?topic=faith&audience=community") == ["Faith"]


def test_film_list_hides_what_is_not_published(client):
    make_film(title="Hidden", is_published=False, slug="hidden")

    assert _titles(client, "/films.json") == []
    assert client.get("/films/hidden/").status_code == 404


def test_film_counts_ignore_their_own_group(client):
    topic = make_topic("sikh", label="Sikh communities")
    make_film(minutes=5, topics=[topic])
    make_film(minutes=5)
    make_film(minutes=15, topics=[topic])

    html = client.get("/films/?length=10").content.decode()

    assert "1 film" not in html
    assert "2 films" in html
    assert _count(html, "10 minutes or less") == 2
    assert _count(html, "11–20 minutes") == 1
    assert _count(html, "Sikh communities") == 1


def test_film_page_leads_with_the_film(client):
    guide = make_resource(title="The guide", kind="discussion-guide")
    film = make_film(
        title="The Long Table",
        slug="long-table",
        year=2004,
        minutes=12,
        place="Exampleton, WI",
        guide=guide,
        page_url="https://www.niot.org/x",
        topics=[make_topic("healing", label="Healing")],
        notes="Staff only.",
        source_urls="https://secret.sample.example/",
    )
    make_resource(title="Another", related_film=film)

    html = client.get("/films/long-table/").content.decode()

    assert re.search(r"<h1[^>]*>The Long Table</h1>", html)
    assert "2004, 12 minutes, Exampleton, WI" in html
    assert "Go to its page at Not In Our Town" in html
    assert "Link not checked yet" in html
    assert "The guide" in html
    assert "Another" in html
    assert "/films/?topic=healing" in html
    assert "Staff only" not in html
    assert "secret.sample.example" not in html


def test_film_page_shows_no_broken_link_and_no_hidden_guide(client):
    guide = make_resource(title="Hidden guide", is_published=False)
    make_film(
        slug="x",
        guide=guide,
        page_url="https://gone.sample.example/",
        link_is_broken=True,
        link_checked_on=date(2027, 5, 3),
    )

    html = client.get("/films/x/").content.decode()

    assert "gone.sample.example" not in html
    assert "Hidden guide" not in html
    assert "Write to the program office" in html


def test_film_page_shows_what_other_apps_add(client, monkeypatch):
    monkeypatch.setattr(additions.FILMS, "providers", [])
    additions.register(lambda film: ("partials/empty.html", {"text": "x"}))
    additions.register(lambda film: None)
    film = make_film(slug="x")

    assert additions.additions_of(film) == [("partials/empty.html", {"text": "x"})]
    assert 'class="empty"' in client.get("/films/x/").content.decode()


def test_film_additions_register_once(monkeypatch):
    monkeypatch.setattr(additions.FILMS, "providers", [])

    def provider(film):
        return None

    additions.register(provider)
    additions.register(provider)

    assert additions.FILMS.providers == [provider]


# Resources


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("kind=toolkit", ["Kit"]),
        ("kind=toolkit&kind=report", ["Kit", "Report"]),
        ("language=es", ["Report"]),
        ("audience=faith", ["Kit"]),
        ("kind=report&audience=faith", []),
        ("q=toolbox", ["Kit"]),
        ("q=toolbox&kind=report", []),
        ("unheard=of&kind=toolkit", ["Kit"]),
    ],
)
def test_resources_are_chosen_by_boxes_and_words(client, query, titles):
    make_resource(
        title="Kit", kind="toolkit", audiences=["faith"], summary="A toolbox."
    )
    make_resource(title="Report", kind="report", language="es")

    assert _titles(client, f"/resources.json?{query}") == titles


def test_resource_counts_ignore_their_own_group(client):
    make_resource(kind="toolkit", audiences=["faith", "schools"])
    make_resource(kind="toolkit", audiences=["schools"])
    make_resource(kind="report", audiences=["schools"])

    html = client.get("/resources/?kind=toolkit&audience=faith").content.decode()

    assert "1 resource<" in html
    assert _count(html, "Toolkit") == 1
    assert _count(html, "Report") == 0
    assert _count(html, "Faith communities") == 1
    assert _count(html, "School staff") == 2


def test_resource_box_that_would_show_nothing_is_disabled(client):
    make_resource(kind="toolkit")

    html = client.get("/resources/").content.decode()

    assert re.search(r'value="report" id="[^"]+" disabled', html)
    assert not re.search(r'value="toolkit" id="[^"]+" disabled', html)
    assert 'value="vi"' not in html


def test_resource_search_is_ranked_and_marked(client):
    make_resource(title="Second", summary="How to hold a vigil.")
    make_resource(title="A vigil", summary="Nothing.")

    html = client.get("/resources/?q=vigil").content.decode()

    assert html.index("A vigil</a>") < html.index("Second</a>")
    assert "hold a <mark>vigil</mark>" in html
    assert "2 resources for “vigil”" in html


def test_resource_search_escapes_what_was_typed(client):
    html = client.get('/resources/?q="><script>alert(1)</script>').content.decode()

    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html


def test_resource_chips_take_one_filter_off(client):
    make_resource(kind="toolkit", language="es", summary="A vigil.")

    html = client.get(
        "/resources/?q=vigil&kind=toolkit&kind=report&language=es"
    ).content.decode()

    assert 'href="/resources/?kind=toolkit&amp;kind=report&amp;language=es"' in html
    assert 'href="/resources/?q=vigil&amp;kind=report&amp;language=es"' in html
    assert 'href="/resources/?q=vigil&amp;kind=toolkit&amp;kind=report"' in html


def test_resource_search_that_finds_nothing_offers_ways_out(client):
    topic = make_topic("healing", label="Healing")
    make_resource(title="Gurdwara vigil", kind="toolkit", topics=[topic])

    misspelt = client.get("/resources/?q=gurdwarra+vigil").content.decode()
    narrow = client.get("/resources/?q=vigil&kind=report").content.decode()

    assert "Nothing found for “gurdwarra vigil”" in misspelt
    assert 'href="/resources/?q=gurdwara+vigil"' in misspelt
    assert 'href="/resources/?q=gurdwarra+OR+vigil"' in misspelt
    assert 'href="/resources/?q=vigil">Take off the filters: 1 resource</a>' in narrow
    assert 'href="/resources/?topic=healing"' in narrow
    assert "See all resources" in narrow


def test_resource_page_says_where_to_get_it(client):
    film = make_film(title="The Long Table", slug="long-table")
    make_resource(
        slug="x",
        title="A guide",
        publisher="COPS Office",
        year=2018,
        publication_id="COPS-P1",
        url="https://cops.usdoj.gov/x",
        related_film=film,
        link_checked_on=date(2027, 5, 3),
        notes="Staff only.",
    )

    html = client.get("/resources/x/").content.decode()

    assert "Open it at COPS Office, U.S. Department of Justice" in html
    assert "Link checked May 3, 2027" in html
    assert "COPS-P1" in html
    assert "/films/long-table/" in html
    assert "COPS Office. (2018). A guide (COPS-P1). https://cops.usdoj.gov/x" in html
    assert "Staff only" not in html


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        pytest.param(
            {"publisher": "COPS Office", "year": 2018, "publication_id": "P1"},
            "Published by COPS Office in 2018. We know of no public address for it. "
            "Ask the publisher or a library for it by its title and its number, P1.",
            id="with publisher and year",
        ),
        pytest.param(
            {"publisher": ""},
            "We do not know who published it. We know of no public address for it. "
            "Ask the publisher or a library for it by its title.",
            id="with nothing known",
        ),
    ],
)
def test_resource_page_without_an_address_has_no_dead_link(client, fields, sentence):
    make_resource(slug="x", url="", **fields)

    html = client.get("/resources/x/").content.decode()

    assert sentence in re.sub(r"\s+", " ", html)
    assert 'rel="external' not in html


def test_resource_page_hides_a_broken_link_and_says_so(client):
    make_resource(
        slug="x",
        url="https://gone.sample.example/",
        link_is_broken=True,
        link_checked_on=date(2027, 5, 3),
    )

    html = client.get("/resources/x/").content.decode()

    assert "gone.sample.example" not in html
    assert "The link did not work on May 3, 2027" in html


def test_resource_page_relates_same_film_then_same_topics(client):
    film = make_film()
    one, two = make_topic(), make_topic()
    make_resource(slug="x", title="This", related_film=film, topics=[one, two])
    make_resource(title="One topic", topics=[one])
    make_resource(title="Two topics", topics=[one, two])
    make_resource(title="Same film", related_film=film)
    make_resource(title="Hidden", topics=[one, two], is_published=False)
    make_resource(title="Other")

    html = client.get("/resources/x/").content.decode()
    related = html[html.index('id="related"') :]

    assert re.findall(r'<h3><a href="[^"]+">([^<]+)</a>', related) == [
        "Same film",
        "Two topics",
        "One topic",
    ]


def test_text_is_shown_as_text(client):
    make_resource(slug="x", title="<b>Bold</b>", summary="One.\n\n<i>Two</i>.")

    html = client.get("/resources/x/").content.decode()

    assert "<b>Bold" not in html
    assert "<p>&lt;i&gt;Two&lt;/i&gt;.</p>" in html


# Pages, JSON, bad input, cost


def test_resource_pages_follow_each_other(client):
    for number in range(45):
        make_resource(title=f"Resource {number:02}")

    seen, address = [], "http://localhost:8000/resources.json"
    while address:
        answer = client.get(address.removeprefix("http://localhost:8000")).json()
        assert (answer["total"], answer["total_is_capped"]) == (45, False)
        seen += [row["title"] for row in answer["rows"]]
        address = answer["next"]

    assert seen == [f"Resource {number:02}" for number in range(45)]


def test_resource_search_pages_are_numbered(client):
    for number in range(45):
        make_resource(title=f"Vigil {number:02}")

    html = client.get("/resources/?q=vigil&page=2").content.decode()

    assert "Page 2 of 3" in html
    assert "Vigil 20</a>" in html
    assert "Vigil 19</a>" not in html


def test_total_stops_at_its_cap(client, monkeypatch):
    monkeypatch.setattr(
        "foundation.filters.count.__kwdefaults__", {"cap": 3, "also": None}
    )
    for _ in range(5):
        make_film()

    answer = client.get("/films.json").json()
    html = client.get("/films/").content.decode()

    assert (answer["total"], answer["total_is_capped"]) == (3, True)
    assert "More than 3 films" in html


def test_json_keeps_unknown_unknown_and_staff_notes_private(client):
    make_film(title="X", year=None, minutes=None, notes="Staff only.", page_url="")

    answer = client.get("/films.json")

    (row,) = answer.json()["rows"]
    assert (row["year"], row["minutes"], row["link"], row["captions"]) == (
        None,
        None,
        None,
        None,
    )
    assert row["address"].startswith("http")
    assert "Staff only" not in answer.content.decode()


NONSENSE = ["nonsense", "x" * 3000, "'\"<>%", "💡", "-1", "١", "٠" * 50, "null"]


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize(
    "key", ["q", "kind", "topic", "audience", "language", "length", "page", "other"]
)
def test_list_survives_nonsense(client, path, key):
    make_film(), make_resource()

    for value in NONSENSE:
        response = client.get(f"{path}?{urlencode([(key, value), (key, 'x')])}")
        assert response.status_code == 200


@pytest.fixture
def yes_and_no():
    """A film and a resource about Sikh communities, and one of each about nothing."""
    topic = make_topic("sikh")
    for make in (make_film, make_resource):
        make(title="Yes", topics=[topic])
        make(title="No")


@pytest.mark.parametrize("path", ["/films/", "/resources/"])
def test_list_answers_a_bad_choice_with_an_error_and_keeps_the_rest(
    client, path, yes_and_no
):
    html = client.get(f"{path}?audience=martians&topic=sikh").content.decode()

    assert "Pick from the list: one of these we do not know." in html
    assert "martians" not in html.split("<main")[1]
    assert "Yes</a>" in html
    assert "No</a>" not in html


@pytest.mark.parametrize("path", ["/films.json", "/resources.json"])
def test_json_answers_a_bad_choice_with_an_error_and_keeps_the_rest(
    client, path, yes_and_no
):
    answer = client.get(f"{path}?audience=martians&topic=sikh").json()

    assert [row["title"] for row in answer["rows"]] == ["Yes"]
    assert answer["errors"] == {
        "audience": ["Pick from the list: one of these we do not know."]
    }


def test_search_that_is_too_long_is_told_so_and_kept(client):
    html = client.get(f"/resources/?q={'vigil ' * 50}").content.decode()

    assert "Use 200 characters or fewer." in html
    assert 'value="vigil vigil' in html


@pytest.mark.parametrize(
    "path", ["/films/no-such/", "/resources/no-such/", "/films/x.y/", "/films/%20/"]
)
def test_unknown_page_is_not_found(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "path", [*LISTS, "/films/one/", "/resources/one/", "/resources/?q=town"]
)
def test_page_is_the_same_for_everybody(client, path):
    make_film(slug="one"), make_resource(slug="one")

    response = client.get(path)

    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert "Cookie" not in response.headers.get("Vary", "")
    assert not response.cookies
    assert "ETag" in response.headers


@pytest.mark.parametrize("rows", [3, 300])
@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/films/", 4),
        ("/films/?topic=a&length=10", 4),
        ("/films.json", 4),
        ("/resources/", 4),
        ("/resources/?q=town", 4),
        ("/resources/?q=town&topic=a&kind=guide", 4),
        ("/resources/?q=toun+zzz&topic=a", 4),
        ("/resources.json?q=town", 4),
        ("/films/one/", 3),
        ("/resources/one/", 3),
    ],
)
def test_page_asks_the_database_little_whatever_it_holds(client, path, most, rows):
    topics = [make_topic("a"), make_topic("b")]
    film = make_film(slug="one", minutes=5, topics=topics)
    make_resource(slug="one", related_film=film, topics=topics)
    for number in range(rows):
        make_film(topics=topics[: number % 3], minutes=number % 60 + 1)
        make_resource(topics=topics[: number % 3], related_film=film)

    with count_queries() as queries:
        client.get(path)

    assert len(queries) <= most
    assert queries.repeated == []
