"""What a film shows that may hurt, on the page of a screening."""

import pytest

from tests.factories import make_film, make_screening
from tests.pages import text_of

pytestmark = pytest.mark.django_db


def test_page_says_what_the_film_shows(client):
    screening = make_screening(film=make_film(content_notes="A cross is burned."))

    page = text_of(client, screening.get_absolute_url())

    assert "A cross is burned." in page
    assert "not the maker’s advisory" in page


def test_page_of_a_film_without_notes_says_nothing_of_them(client):
    screening = make_screening(film=make_film())

    page = text_of(client, screening.get_absolute_url())

    assert "that may hurt" not in page
