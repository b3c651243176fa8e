"""Finding a leader: filters, counts, privacy, cost."""

import json
import re

import pytest

from leaders import additions
from leaders.models import Leader, OldSlug
from places.states import REGIONS
from resources.models import Topic
from tests.factories import make_application, make_leader, make_user, make_zip_place
from tests.people import signed_in
from tests.queries import count_queries

pytestmark = pytest.mark.django_db

CANARY_MAIL = "canary-mail@sample.example"
CANARY_AGENCY = "Canary Island Police"
CANARY_TOWN = "Canarytown"


@pytest.fixture
def visitor():
    return signed_in(None)


@pytest.fixture
def topics():
    return [
        Topic.objects.create(slug="schools", label="Schools", group="schools"),
        Topic.objects.create(slug="training", label="Training", group="agency"),
    ]


@pytest.fixture
def oak_creek():
    return make_zip_place(lat=42.88, lng=-87.9)


def _names(visitor, query=""):
    rows = visitor.get(f"/leaders.json{query}").json()["rows"]
    return [row["name"] for row in rows]


def _three(topics):
    make_leader(
        name="Ana Ruiz",
        topics=topics[:1],
        languages=["en", "es"],
        agency_name="Oak Creek Police",
    )
    make_leader(
        name="Ben Carter",
        topics=topics[1:],
        state="IL",
        city="Chicago",
        zip="60601",
        lat=41.88,
        lng=-87.62,
        agency_kind="sheriff",
        agency_size="over-1000",
    )
    make_leader(
        name="Will May", state="MA", city="Cambridge", zip="02139", lat=42.36, lng=-71.1
    )


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Ben Carter", "Will May", "Ana Ruiz"]),
        ("?state=wi", ["Ana Ruiz"]),
        ("?state=WI", ["Ana Ruiz"]),
        ("?region=midwestern", ["Ben Carter", "Ana Ruiz"]),
        ("?region=midwestern&state=il", ["Ben Carter"]),
        ("?topic=schools", ["Ana Ruiz"]),
        ("?topic=schools&topic=training", ["Ben Carter", "Ana Ruiz"]),
        ("?kind=sheriff", ["Ben Carter"]),
        ("?size=over-1000", ["Ben Carter"]),
        ("?language=es", ["Ana Ruiz"]),
        ("?q=will+may", ["Will May"]),
        ("?q=oak+creek", ["Ana Ruiz"]),
        ("?q=schools", ["Ana Ruiz"]),
        ("?q=lieutenants", ["Ben Carter", "Will May", "Ana Ruiz"]),
        ("?zip=53154&within=25", ["Ana Ruiz"]),
        ("?zip=53154&within=100", ["Ana Ruiz", "Ben Carter"]),
        ("?within=25", ["Ben Carter", "Will May", "Ana Ruiz"]),
        ("?colour=blue", ["Ben Carter", "Will May", "Ana Ruiz"]),
        ("?q=nobody", []),
    ],
)
def test_directory_filters(visitor, topics, oak_creek, query, names):
    _three(topics)

    assert _names(visitor, query) == names


@pytest.mark.parametrize(
    "status", ["onboarding", "paused", "suspended", "alumni", "removed"]
)
def test_directory_lists_active_leaders_only(visitor, status):
    make_leader(status, name="Not Here")

    assert _names(visitor) == []


@pytest.mark.parametrize("status", ["onboarding", "suspended", "alumni", "removed"])
def test_profile_of_somebody_not_listed_is_not_found(visitor, status):
    leader = make_leader(status)

    answer = visitor.get(leader.get_absolute_url())
    nobody = visitor.get("/leaders/nobody-at-all/")

    assert answer.status_code == nobody.status_code == 404
    assert answer.content == nobody.content


@pytest.mark.parametrize(
    "query",
    [
        "?zip=1",
        "?zip=99999",
        "?state=zz",
        "?region=nowhere",
        "?topic=nothing",
        "?within=7",
        "?kind=x&size=y&language=z",
        "?page=nonsense",
        pytest.param("?zip=53154&page=" + "9" * 40, id="a page of far too many digits"),
        pytest.param("?q=" + "x" * 101, id="a search that is too long"),
        "?q=%27%22%3C!--&q=2",
        "?q=%E2%80%AE",
    ],
)
def test_directory_answers_bad_values_with_a_page(visitor, topics, oak_creek, query):
    _three(topics)

    assert visitor.get(f"/leaders/{query}").status_code == 200
    assert visitor.get(f"/leaders.json{query}").status_code == 200


def test_bad_value_is_an_error_beside_the_field(visitor):
    text = visitor.get("/leaders/?zip=1").content.decode()

    assert "We could not find that ZIP code. Check the five digits." in text
    assert 'value="1"' in text


@pytest.mark.parametrize(
    ("address", "where", "status"),
    [
        ("/leaders/WI/", "/leaders/wi/", 301),
        ("/leaders/WI/?topic=schools", "/leaders/wi/?topic=schools", 301),
        ("/leaders/?state=WI&q=ana&zip=", "/leaders/wi/?q=ana", 302),
        ("/leaders/wi/?state=il", "/leaders/?state=il", 302),
    ],
)
def test_state_has_one_address(visitor, address, where, status):
    answer = visitor.get(address)

    assert (answer.status_code, answer["Location"]) == (status, where)


@pytest.mark.parametrize(
    "address", ["/leaders/zz/", "/leaders/zz.json", "/leaders/WI.json"]
)
def test_unknown_state_is_not_found(visitor, address):
    assert visitor.get(address).status_code == 404


@pytest.mark.parametrize(
    ("address", "heading"),
    [
        ("/leaders/", "3 leaders"),
        ("/leaders/wi/", "1 leader in Wisconsin"),
        ("/leaders/?region=midwestern", "2 leaders in the Midwestern region"),
        (
            "/leaders/?zip=53154&within=100",
            "2 leaders within 100 miles of Oak Creek, WI 53154",
        ),
        ("/leaders/vi/", "No leaders yet in the U.S. Virgin Islands"),
        ("/leaders/?q=nobody", "No leader fits"),
    ],
)
def test_heading_says_how_many_and_where(visitor, topics, oak_creek, address, heading):
    _three(topics)

    assert (
        f'<h2 class="result-count">{heading}</h2>'
        in visitor.get(address).content.decode()
    )


def test_empty_state_offers_the_region_and_the_office(visitor, topics):
    _three(topics)

    text = visitor.get("/leaders/mi/").content.decode()

    assert "See the 2 leaders of the Midwestern region" in text
    assert "/leaders/?region=midwestern" in text
    assert "/contact/" in text


def test_pages_are_walked_by_name_forth_and_back(visitor):
    names = [f"Person {letter}" for letter in "abcdefghijklmnopqrstuvwxyzABCDEFG"]
    for name in names:
        make_leader(name=name)
    seen, address = [], "/leaders.json"
    pages = 0
    while address:
        answer = visitor.get(address).json()
        seen += [row["name"] for row in answer["rows"]]
        address = re.sub(r"^https?://[^/]+", "", answer["next"])
        pages += 1

    assert pages == 2
    assert sorted(seen) == sorted(names)
    assert len(set(seen)) == len(names)


def test_json_says_the_total_and_only_what_the_page_shows(visitor, topics):
    make_leader(
        name="Ana Ruiz",
        slug="ana-ruiz",
        topics=topics[:1],
        public_fields=["name"],
        agency_name=CANARY_AGENCY,
    )

    answer = visitor.get("/leaders/wi.json").json()

    assert (answer["total"], answer["total_is_capped"]) == (1, False)
    assert answer["rows"] == [
        {
            "name": "Ana Ruiz",
            "address": "http://localhost:8000/leaders/ana-ruiz/",
            "rank": None,
            "rank_band": None,
            "is_retired": False,
            "agency": None,
            "agency_type": "local-police",
            "agency_size": "51-100",
            "state": "WI",
            "region": "midwestern",
            "topics": ["schools"],
        }
    ]


def test_private_fields_and_addresses_are_nowhere(visitor, topics, oak_creek):
    user = make_user(email=CANARY_MAIL, display_name="Canary Account")
    leader = make_leader(
        user=user,
        name="Ana Ruiz",
        slug="ana-ruiz",
        rank="Canaryrank",
        years_of_service=37,
        agency_name=CANARY_AGENCY,
        city=CANARY_TOWN,
        languages=["en", "vi"],
        topics=topics,
        public_fields=["name"],
        portrait="c" * 32 + ".webp",
    )
    make_application(
        status="draft",
        applicant=user,
        supervisor_email="canary-chief@sample.example",
        supervisor_name="Canary Chief",
        why="Canary prose",
    )

    for address in (
        "/leaders/",
        "/leaders/wi/",
        "/leaders.json",
        "/leaders/wi.json",
        "/leaders/?q=ana",
        leader.get_absolute_url(),
        "/leaders/?zip=53154&within=250",
    ):
        answer = visitor.get(address)
        text = answer.content.decode().lower()
        assert answer.status_code == 200
        assert "canary" not in text, address
        assert "c" * 32 not in text
        assert "37" not in re.sub(r"[0-9a-f]{8,}", "", text), address
        assert "mailto:" not in text


@pytest.mark.parametrize(
    "query",
    [
        "?q=canarytown",
        "?q=canary",
        "?q=canaryrank",
        "?language=vi",
        "?zip=53154&within=250",
    ],
)
def test_private_fields_are_not_found_out_by_filtering(visitor, oak_creek, query):
    make_leader(
        rank="Canaryrank",
        agency_name=CANARY_AGENCY,
        city=CANARY_TOWN,
        languages=["en", "vi"],
        public_fields=["name"],
    )

    assert _names(visitor, query) == []


def test_counts_beside_the_boxes_keep_private_languages(visitor):
    make_leader(languages=["vi"], public_fields=["name"])

    assert "Vietnamese" not in visitor.get("/leaders/").content.decode()


def test_profile_tells_search_engines_a_person_without_address(visitor, topics):
    leader = make_leader(
        name="Ana </script><b>Ruiz", topics=topics[:1], agency_name="Oak Creek Police"
    )

    text = visitor.get(leader.get_absolute_url()).content.decode()

    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)
    data = json.loads(found[1])
    assert data["@type"] == "Person"
    assert data["name"] == "Ana </script><b>Ruiz"
    assert data["jobTitle"] == "Lieutenant"
    assert data["knowsAbout"] == ["Schools"]
    assert not {"email", "telephone", "contactPoint"} & data.keys()


def test_profile_leads_to_the_program_office(visitor):
    leader = make_leader(slug="ana-ruiz")

    text = visitor.get(leader.get_absolute_url()).content.decode()

    assert 'href="/contact/?about=ana-ruiz"' in text


def test_old_address_leads_to_the_present_one(visitor):
    leader = make_leader(slug="ana-ruiz")
    OldSlug.objects.create(slug="ana-diaz", leader=leader)

    answer = visitor.get("/leaders/ana-diaz/")

    assert (answer.status_code, answer["Location"]) == (301, "/leaders/ana-ruiz/")


def test_old_address_of_a_suspended_leader_is_not_found(visitor):
    leader = make_leader("suspended")
    OldSlug.objects.create(slug="ana-diaz", leader=leader)

    assert visitor.get("/leaders/ana-diaz/").status_code == 404


def test_profile_shows_what_other_apps_add(visitor, monkeypatch):
    leader = make_leader(name="Ana Ruiz")
    monkeypatch.setattr(
        additions.PROFILES,
        "providers",
        [
            lambda each: ("partials/empty.html", {"text": ""}),
            lambda each: None,
        ],
    )

    text = visitor.get(leader.get_absolute_url()).content.decode()

    assert text.count('<div class="empty">') == 1


def test_coverage_counts_listed_leaders_by_state_and_region(django_assert_num_queries):
    make_leader(state="WI")
    make_leader(state="WI")
    make_leader(state="IL")
    make_leader(state="MA")
    make_leader("paused", state="TX")
    make_leader(state="TX", is_hidden=True)

    with django_assert_num_queries(1):
        coverage = Leader.objects.listed().coverage()

    assert coverage.states == {"WI": 2, "IL": 1, "MA": 1}
    assert coverage.total == 4
    assert coverage.around("MI") == 3
    found = {
        region.slug: number
        for region in REGIONS
        if (number := coverage.in_region(region))
    }
    assert found == {"midwestern": 3, "new-england": 1}


@pytest.mark.parametrize(
    ("address", "budget"),
    [
        ("/leaders/", 4),
        ("/leaders/wi/", 4),
        ("/leaders/?zip=53154&within=100&topic=schools&q=lieutenant", 4),
        ("/leaders/vi/?zip=53154", 4),
        ("/leaders.json", 4),
        ("/leaders/apply/", 0),
    ],
)
def test_lists_cost_the_same_with_3_and_with_300_leaders(
    visitor, topics, oak_creek, address, budget
):
    _three(topics)
    with count_queries() as few:
        visitor.get(address)
    _many(297, topics)
    with count_queries() as many:
        answer = visitor.get(address)

    assert answer.status_code == 200
    assert len(few) == len(many) <= budget
    assert many.repeated == []
    assert not answer.cookies


def test_profile_costs_the_same_with_3_and_with_300_leaders(visitor, topics):
    leader = make_leader(topics=topics)
    with count_queries() as few:
        visitor.get(leader.get_absolute_url())
    _many(299, topics)
    with count_queries() as many:
        visitor.get(leader.get_absolute_url())

    assert len(few) == len(many) <= 3


def _many(number, topics):
    """Make many leaders by few statements: onboarding first, as the trigger asks."""
    base = make_leader()
    users = [make_user(password=None) for _ in range(number - 1)]
    columns = {
        field.attname: getattr(base, field.attname)
        for field in Leader._meta.concrete_fields
        if field.name not in ("id", "slug", "user", "status", "sort_name", "search")
    }
    leaders = Leader.objects.bulk_create(
        Leader(**columns, user=user, slug=f"many-{user.pk}") for user in users
    )
    Leader.objects.filter(slug__startswith="many-").update(status="active")
    through = Leader.topics.through
    through.objects.bulk_create(
        through(leader=leader, topic=topic) for leader in leaders for topic in topics
    )
