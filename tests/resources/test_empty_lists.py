"""Lists of films and resources where nothing fits: which filter empties them."""

import pytest

from tests.factories import make_film, make_resource, make_topic
from tests.queries import count_queries

pytestmark = pytest.mark.django_db


def test_films_say_which_filter_empties_the_list(client):
    schools, faith = make_topic("schools"), make_topic("faith")
    make_film(minutes=9).topics.add(schools)
    make_film(minutes=50).topics.add(faith)

    with count_queries() as queries:
        page = client.get("/films/?length=over-35&topic=schools").content.decode()

    assert "No film fits" in page
    words = "Without “Over 35 minutes” there is 1"
    assert f'<a href="/films/?topic=schools">{words}</a>' in page
    assert '<a href="/films/?length=over-35">Without “' in page
    assert len(queries) <= 4


def test_resources_say_which_filter_empties_the_list(client):
    make_resource(title="Vigil guide", kind="guide")
    make_resource(title="Toolkit", kind="toolkit")

    # The words that can be meant are read once for many searches.
    client.get("/resources/?q=vigil&kind=toolkit")

    with count_queries() as queries:
        page = client.get("/resources/?q=vigil&kind=toolkit").content.decode()

    assert '<a href="/resources/?kind=toolkit">Without “vigil” there is 1</a>' in page
    assert '<a href="/resources/?q=vigil">Without “Toolkit” there is 1</a>' in page
    assert len(queries) <= 4
