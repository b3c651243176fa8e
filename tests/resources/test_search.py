"""Full-text search over the catalogue."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foundation.formfields import Line
from resources import search, search_slips
from resources.models import Film, Resource
from tests.factories import make_film, make_resource, make_topic
from tests.queries import count_queries

pytestmark = pytest.mark.django_db


def _titles(text):
    return [row.title for row in Resource.objects.matching(text).by_rank(text)]


def test_search_ranks_title_over_summary_over_other_words():
    topic = make_topic("vigils", label="Vigils")
    make_resource(title="Third", summary="Something.", topics=[topic])
    make_resource(title="Second", summary="How to hold a vigil.")
    make_resource(title="First: holding a vigil", summary="Something.")

    assert _titles("vigil") == ["First: holding a vigil", "Second", "Third"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("school bullying", {"Bullying in schools"}),
        ('"roll call"', {"A roll call film"}),
        ("roll call", {"A roll call film", "Call the roll"}),
        ("roll -film", {"Call the roll"}),
        (
            "bullying OR call",
            {"Bullying in schools", "A roll call film", "Call the roll"},
        ),
        ("Sample Press", {"Bullying in schools", "A roll call film", "Call the roll"}),
        ("the", set()),
        ("'\"<>&|!():*", set()),
        ("\\ OR OR -", set()),
    ],
)
def test_search_reads_what_people_type(text, found):
    make_resource(title="Bullying in schools")
    make_resource(title="A roll call film")
    make_resource(title="Call the roll")

    assert set(_titles(text)) == found


def test_search_finds_number_place_and_state():
    make_resource(title="Guide", publication_id="COPS-P338")
    make_film(title="Film", place="Oak Creek, WI")

    assert _titles("COPS-P338") == ["Guide"]
    assert Film.objects.matching("wisconsin").count() == 1
    assert Film.objects.matching("oak creek").count() == 1


def test_headline_is_escaped_and_marked():
    make_resource(summary="A <i>vigil</i> & more", title="Vigil")

    row = search.with_headline(Resource.objects.all(), "vigil").get()

    assert search.marked(row.raw_headline) == (
        "A &lt;i&gt;<mark>vigil</mark>&lt;/i&gt; &amp; more"
    )


def test_headline_is_computed_for_the_page_only():
    rows = search.with_headline(Resource.objects.all().by_rank("vigil"), "vigil")

    plan = rows[:20].explain(verbose=True)

    # The headline stands above the limit's sort, not below it.
    assert plan.index("ts_headline") < plan.index("Sort")
    below = plan[plan.index("Sort") :]
    assert "ts_headline" not in below


def test_site_search_is_one_statement_over_both():
    make_film(title="Vigil film", place="Oak Creek, WI")
    make_resource(title="Vigil guide")
    make_resource(title="Hidden vigil", is_published=False)

    with count_queries() as queries:
        rows = list(
            search.search_films("vigil", 5)
            .union(search.search_resources("vigil", 5), all=True)
            .order_by("-rank", "title")
        )

    assert len(queries) == 1
    assert [list(row) for row in rows] == [
        ["what", "title", "slug", "summary", "line", "rank"]
    ] * 2
    assert {(row["what"], row["title"], row["line"]) for row in rows} == {
        ("film", "Vigil film", "Oak Creek, WI"),
        ("resource", "Vigil guide", "Sample Press"),
    }


def test_site_search_stops_at_its_limit():
    for _ in range(4):
        make_film(title="Vigil")

    assert len(search.search_films("vigil", 3)) == 3


def test_did_you_mean_mends_unknown_words():
    make_resource(title="Gurdwara vigil", summary="For officers and synagogues.")
    rows = Resource.objects.all()

    assert search_slips.did_you_mean("gurdwarra vigil", rows) == "gurdwara vigil"
    assert search_slips.did_you_mean("sinagogues", rows) == "synagogues"
    assert search_slips.did_you_mean("vigil officers", rows) == ""
    assert search_slips.did_you_mean("xqzzv", rows) == ""


@pytest.mark.parametrize(
    ("text", "either"),
    [
        ("hate crime class", "hate OR crime OR class"),
        ("vigil", ""),
        ("hate OR crime", ""),
        ('"hate crime" class', ""),
        ("hate -crime", ""),
        ("roll-call film", "roll-call OR film"),
    ],
)
def test_any_word_loosens_a_plain_search(text, either):
    assert search.any_word(text) == either


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.text(
        st.characters(exclude_categories=("Cs", "Cc"))
        | st.sampled_from("\"'-():*&|!<>\\"),
        max_size=60,
    )
)
def test_search_for_any_word_finds_at_least_as_much(text):
    typed = Line(required=False).to_python(text)
    make_resource(title=f"About {typed}")
    rows = search.with_headline(Resource.objects.matching(typed).by_rank(typed), typed)

    found = {row.pk for row in rows}
    either = search.any_word(typed)
    more = Resource.objects.matching(either or typed).values_list("pk", flat=True)

    assert found <= set(more)
    assert search_slips.did_you_mean(typed, Resource.objects.all()) == ""
