"""The sample network exists in development only."""

import importlib
import re

import pytest
from django.contrib.auth import get_user_model
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.urls import clear_url_caches

from niot_portal import checks, urls
from niot_portal.models import SampleNetwork
from niot_portal.sample import DOMAIN, network
from niot_portal.sample.people import LEADER
from tests.factories import make_user, make_verified_user, make_zip_place
from tests.queries import count_queries

pytestmark = pytest.mark.django_db
User = get_user_model()


@pytest.fixture
def production(settings):
    settings.DEVELOPMENT = False


def test_sample_network_asks_for_what_it_stands_on():
    make_zip_place()

    with pytest.raises(CommandError, match="Load ZIP codes and the catalogue first"):
        call_command("load_sample")


def test_try_says_what_to_do_without_a_network(client):
    assert "manage.py load_sample" in client.get("/try/").content.decode()
    assert client.post("/try/leader/").status_code == 404


def test_sample_network_cannot_be_made_in_production(production):
    with pytest.raises(ImproperlyConfigured, match="development only"):
        network.load()
    with pytest.raises(CommandError, match="development only"):
        call_command("load_sample")
    assert not User.objects.exists()


def test_check_refuses_one_press_sign_in_in_production(production):
    errors = checks.try_is_closed(None)

    assert {error.id for error in errors} == {"niot.E001"}
    assert any("/try/" in error.msg for error in errors)


def test_check_refuses_the_sample_network_in_production(production):
    SampleNetwork.objects.create()

    errors = run_checks(tags=["database"], databases=["default"])

    assert [error.id for error in errors] == ["niot.E002"]


def test_check_accepts_real_people_in_production(production):
    make_user(email="chief@police.example.org")

    assert checks.no_sample_people(None, databases=["default"]) == []


def test_check_is_not_stopped_by_what_a_visitor_types(production):
    make_verified_user(email=f"leader@{DOMAIN}", display_name=LEADER.name)

    assert run_checks(tags=["database"], databases=["default"]) == []


def test_no_check_reads_a_table_that_visitors_write(production):
    with count_queries() as queries:
        run_checks(databases=["default"])

    read = {table for query in queries for table in re.findall(r'FROM "?(\w+)', query)}
    assert read == {SampleNetwork._meta.db_table}


def test_checks_are_silent_in_development():
    SampleNetwork.objects.create()

    assert checks.no_sample_people(None, databases=["default"]) == []
    assert checks.try_is_closed(None) == []


def test_try_is_no_address_in_production(settings):
    """The URLconf of a production process, read afresh, knows none of these pages."""
    settings.DEVELOPMENT = False
    try:
        names = {
            getattr(pattern, "name", None)
            for pattern in importlib.reload(urls).urlpatterns
        }
        clear_url_caches()
        assert not names & {"try", "try_become", "styleguide"}
        assert checks.try_is_closed(None) == []
    finally:
        settings.DEVELOPMENT = True
        importlib.reload(urls)
        clear_url_caches()


def test_try_pages_refuse_to_answer_in_production(client, production):
    with pytest.raises(ImproperlyConfigured):
        client.post("/try/leader/")
    with pytest.raises(ImproperlyConfigured):
        client.get("/try/")
