"""A film that staff hide stays on the screenings that show it."""

import pytest
from django.urls import reverse

from resources.models import Film
from screenings.models import Screening
from tests.factories import make_screening, make_staff, make_zip_place
from tests.people import signed_in
from tests.screenings.test_host_pages import filled, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return signed_in(make_staff())


def hide(screening):
    Film.objects.filter(pk=screening.film_id).update(is_published=False)


def test_host_can_still_save_and_the_film_stays(client):
    make_zip_place("53154")
    screening = make_screening()
    hide(screening)
    client.force_login(screening.host.user)

    client.post(
        screening.address_of("edit"), filled(screening, parking="Behind the hall.")
    )

    saved = Screening.objects.get()
    assert (saved.film, saved.parking) == (screening.film, "Behind the hall.")
    assert screening.film.title in text(client.get(screening.get_absolute_url()))


def test_hidden_film_is_offered_to_no_other_screening(client):
    hidden, other = make_screening(), make_screening("draft")
    hide(hidden)
    client.force_login(other.host.user)

    page = text(client.get(other.address_of("edit")))

    assert hidden.film.slug not in page
    assert other.film.slug in page


def test_staff_see_what_shows_a_film_before_they_hide_it(staff):
    screening, cancelled = make_screening(), make_screening("cancelled")
    address = reverse("admin:resources_film_change", args=[screening.film_id])

    page = text(staff.get(address))

    assert screening.title in page
    assert cancelled.title not in page
    assert "They keep the film when it is hidden" in page


def test_list_of_films_hides_only_what_nothing_shows(staff):
    used = make_screening().film
    spare = Film.objects.create(slug="spare", title="Spare", kind="film")

    page = staff.post(
        reverse("admin:resources_film_changelist"),
        {"action": "hide", "_selected_action": [used.pk, spare.pk]},
        follow=True,
    )

    assert "is shown at screenings to come" in text(page)
    assert list(Film.objects.published()) == [used]
