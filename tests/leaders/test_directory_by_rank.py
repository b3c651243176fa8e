"""Finding a leader by rank and size: bands, words for ranks, ways on, privacy."""

import re

import pytest

from leaders import ranks
from leaders.models import RankWord
from tests.factories import make_leader, make_zip_place
from tests.people import signed_in
from tests.queries import count_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor():
    ranks.load()
    return signed_in(None)


def _names(visitor, query):
    rows = visitor.get(f"/leaders.json{query}").json()["rows"]
    return [row["name"] for row in rows]


def _text(visitor, address):
    text = visitor.get(address).content.decode()
    return " ".join(re.sub(r"<[^>]*>", " ", text).split())


def _officers():
    make_leader(name="Ana A", rank="Sgt.", agency_size="1-10")
    make_leader(name="Ben B", rank="Detective Sergeant", agency_size="26-50")
    make_leader(name="Cleo C", rank="Det.", agency_size="26-50")
    make_leader(name="Dev D", rank="Chief", agency_size="1-10")
    make_leader(name="Eve E", rank="Retired Chief of Police", agency_size="51-100")
    make_leader(name="Fay F", rank="Sheriff", agency_size="over-1000")
    make_leader(name="Gus G", rank="Undersheriff", agency_size="over-1000")
    make_leader(name="Hal H", rank="ret. captain", agency_size="over-1000")
    make_leader(name="Ida I", rank="Lt Col", agency_size="over-1000")
    make_leader(name="Jo J", rank="SRO", agency_size="11-25")
    make_leader(name="Kim K", rank="State Trooper", agency_size="over-1000")
    make_leader(name="Lou L", rank="Special Agent", agency_size="over-1000")
    make_leader(name="Moe M", rank="Crime Analyst", agency_size="over-1000")
    make_leader(name="Nia N", rank="Lt.", agency_size="over-1000")


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?rank=sergeant", ["Ana A", "Ben B"]),
        ("?rank=detective", ["Cleo C", "Lou L"]),
        ("?rank=chief", ["Dev D", "Eve E", "Fay F"]),
        ("?rank=command", ["Gus G", "Hal H", "Ida I"]),
        ("?rank=patrol", ["Jo J", "Kim K"]),
        ("?rank=civilian", ["Moe M"]),
        ("?rank=sergeant&rank=lieutenant", ["Ana A", "Ben B", "Nia N"]),
        ("?retired=yes", ["Eve E", "Hal H"]),
        ("?retired=yes&rank=chief", ["Eve E"]),
        ("?rank=chief&size=1-10", ["Dev D"]),
        ("?q=sgt", ["Ana A", "Ben B"]),
        ("?q=sergeants", ["Ana A", "Ben B"]),
        ("?q=Sgt.", ["Ana A", "Ben B"]),
        ("?q=detective", ["Ben B", "Cleo C"]),
        ("?q=chief+of+police", ["Dev D", "Eve E"]),
        ("?q=undersheriff", ["Gus G"]),
        ("?q=ret.+captain", ["Hal H"]),
        ("?q=retired", ["Eve E", "Hal H"]),
        ("?q=lieutenant+colonel", ["Ida I"]),
        ("?q=lt+col", ["Ida I"]),
        ("?q=school+resource+officer", ["Jo J"]),
        ("?q=sro", ["Jo J"]),
        ("?q=trooper", ["Kim K"]),
        ("?q=special+agent", ["Lou L"]),
        ("?q=sgt+oak+creek", ["Ana A", "Ben B"]),
    ],
)
def test_rank_finds_who_is_meant(visitor, query, names):
    _officers()

    assert _names(visitor, query) == names


@pytest.mark.parametrize(
    ("rank", "query"),
    [
        ("Deputy", "?q=sheriff"),
        ("Undersheriff", "?q=sheriff"),
        ("Sergeant", "?q=trooper"),
        ("Sergeant", "?q=deputy"),
        ("Lieutenant", "?q=commander"),
        ("Chief", "?q=interim"),
        ("Chief", "?q=deputy"),
        ("Investigator", "?q=chief"),
        ("Trooper", "?q=officer"),
    ],
)
def test_word_of_another_rank_does_not_find_a_leader(visitor, rank, query):
    make_leader(rank=rank, agency_name="Oak Creek")

    assert _names(visitor, query) == []


@pytest.mark.parametrize(
    "query", ["?rank=chief", "?retired=yes", "?q=sheriff", "?q=ret", "?q=shf"]
)
def test_rank_that_is_not_shown_is_not_found_out(visitor, query):
    make_leader(rank="Ret. Sheriff", service="retired", public_fields=["name"])

    assert _names(visitor, query) == []


def test_counts_keep_a_rank_that_is_not_shown(visitor):
    make_leader(rank="Ret. Sheriff", service="retired", public_fields=["name"])

    text = _text(visitor, "/leaders/")

    assert "Chief, sheriff or other head 0" in text
    assert "Retired, of any rank 0" in text


def test_all_bands_and_sizes_are_offered_with_their_numbers(visitor):
    make_leader(rank="Sergeant", agency_size="11-25")
    make_leader(rank="Chief", agency_size="11-25")

    text = _text(visitor, "/leaders/?size=11-25")

    for words in (
        "Patrol officer or deputy 0",
        "Detective or investigator 0",
        "Sergeant 1",
        "Lieutenant 0",
        "Captain, commander or major 0",
        "Chief, sheriff or other head 1",
        "Civilian professional 0",
        "Retired, of any rank 0",
        "1–10 sworn officers 0",
        "11–25 sworn officers 2",
        "26–50 sworn officers 0",
        "51–100 sworn officers 0",
        "101–250 sworn officers 0",
        "251–1,000 sworn officers 0",
        "Over 1,000 sworn officers 0",
    ):
        assert words in text


def test_numbers_stand_beside_states_and_regions(visitor):
    make_leader(state="WI")
    make_leader(state="IL")

    text = _text(visitor, "/leaders/wi/")

    assert "Wisconsin (1)" in text
    assert "Illinois (1)" in text
    assert "Midwestern (1)" in text
    assert "Texas (0)" in text


def test_empty_answer_offers_the_next_size_and_rank(visitor):
    make_leader(rank="Sergeant", agency_size="11-25")
    make_leader(rank="Sergeant", agency_size="over-1000")
    make_leader(rank="Sergeant", agency_size="over-1000")

    page = visitor.get("/leaders/?size=51-100").content.decode()
    ranks_ = visitor.get("/leaders/?rank=lieutenant").content.decode()

    assert (
        '<a href="/leaders/?size=11-25">See 1 leader of the next group: '
        "11–25 sworn officers</a>" in page
    )
    assert (
        '<a href="/leaders/?size=over-1000">See 2 leaders of the next group: '
        "Over 1,000 sworn officers</a>" in page
    )
    assert (
        '<a href="/leaders/?rank=sergeant">See 3 leaders of the next group: '
        "Sergeant</a>" in ranks_
    )


def test_empty_answer_says_which_filter_empties_it(visitor):
    make_leader(rank="Sergeant", state="WI", agency_kind="sheriff")
    make_leader(rank="Sergeant", state="WI")
    make_leader(rank="Chief", state="WI", agency_kind="sheriff")

    page = visitor.get("/leaders/wi/?rank=lieutenant&rank=chief&kind=campus").content
    text = page.decode()

    assert "No leader has all of what you chose." in text
    assert (
        '<a href="/leaders/wi/?rank=lieutenant&amp;rank=chief">'
        "Without “Campus police” there is 1</a>" in text
    )
    assert "Without “Lieutenant or Chief" not in text
    assert "Without “Wisconsin” there" not in text


def test_empty_answer_counts_the_widest_circle(visitor):
    make_zip_place(lat=42.88, lng=-87.9)
    make_leader(state="IL", city="Peoria", zip="61602", lat=40.69, lng=-89.59)

    text = visitor.get("/leaders/?zip=53154&rank=lieutenant").content.decode()

    assert (
        '<a href="/leaders/?zip=53154&amp;within=250&amp;rank=lieutenant">'
        "See 1 leader within 250 miles</a>" in text
    )


def test_directory_near_a_place_counts_and_begins_with_the_nearest(visitor):
    make_zip_place(lat=42.88, lng=-87.9)
    make_leader(name="Ana Away", lat=41.88, lng=-87.62, state="IL", zip="60601")
    make_leader(name="Zoe Close")
    make_leader(name="Ben Far", lat=34.05, lng=-118.24, state="CA", zip="90001")

    answer = visitor.get("/leaders.json?zip=53154&within=100").json()
    text = _text(visitor, "/leaders/?zip=53154&within=100")

    assert answer["total"] == 2
    assert [(row["name"], row["miles"]) for row in answer["rows"]] == [
        ("Zoe Close", 0),
        ("Ana Away", 71),
    ]
    assert "2 leaders within 100 miles of Oak Creek, WI 53154" in text


def test_card_shows_rank_size_and_miles(visitor):
    make_zip_place(lat=42.88, lng=-87.9)
    make_leader(rank="Sgt.", agency_name="Oak Creek Police", agency_size="11-25")

    text = _text(visitor, "/leaders/?zip=53154")

    assert (
        "Sgt., Oak Creek Police 11–25 sworn officers less than a mile away , Wisconsin"
        in text
    )


def test_json_tells_band_and_size(visitor):
    make_leader(rank="Ret. Sgt.", agency_size="11-25")

    (row,) = visitor.get("/leaders.json").json()["rows"]

    assert (row["rank"], row["rank_band"], row["is_retired"], row["agency_size"]) == (
        "Ret. Sgt.",
        "sergeant",
        True,
        "11-25",
    )


def test_change_of_the_table_reaches_the_search(visitor):
    make_leader(name="Ana Ruiz", rank="Sergeant")
    before = _names(visitor, "?q=sarge")

    RankWord.objects.create(phrase="sarge", name="sergeant", band="sergeant")

    assert (before, _names(visitor, "?q=sarge")) == ([], ["Ana Ruiz"])


def test_hiding_the_rank_takes_its_words_out_of_the_search(visitor):
    leader = make_leader(name="Ana Ruiz", rank="Sergeant")
    before = _names(visitor, "?q=sgt")

    leader.public_fields = ["name"]
    leader.save()

    assert (before, _names(visitor, "?q=sgt")) == (["Ana Ruiz"], [])


@pytest.mark.parametrize(
    "query",
    ["?rank=emperor", "?rank=", "?rank=chief%00", "?retired=no", "?size=huge&rank=x"],
)
def test_bad_rank_is_answered_with_a_sentence(visitor, query):
    answer = visitor.get(f"/leaders/{query}", follow=True)

    assert answer.status_code in (200, 400)


@pytest.mark.parametrize(
    "address",
    [
        "/leaders/?zip=53154&rank=chief&size=1-10&retired=yes&kind=tribal&q=sgt",
        "/leaders/wi/?zip=53154&rank=sergeant&retired=yes",
        "/leaders/?zip=53154&rank=sergeant&size=1-10",
    ],
)
def test_rank_and_size_cost_no_query_each(visitor, address):
    make_zip_place(lat=42.88, lng=-87.9)
    _officers()

    with count_queries() as queries:
        visitor.get(address)

    assert len(queries) == 4
    assert queries.repeated == []
