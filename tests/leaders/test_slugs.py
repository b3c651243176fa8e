"""The last part of a profile's address: whatever somebody is called, there is one."""

import re
from itertools import islice

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from leaders.models import Leader
from leaders.slugs import RESERVED, SLUG, candidates
from tests.factories import make_application


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        pytest.param("Ana Ruiz", "ana-ruiz", id="plain"),
        pytest.param("Ana_Ruiz", "ana-ruiz", id="underscore"),
        pytest.param("_-_ Ana __ Ruiz _-_", "ana-ruiz", id="signs-around"),
        pytest.param("Seán O’Brien", "sean-obrien", id="accent-and-apostrophe"),
        pytest.param("Jo", "leader-jo", id="two-letters"),
        pytest.param("Q", "leader-q", id="one-letter"),
        pytest.param("???", "leader", id="only-signs"),
        pytest.param("___", "leader", id="only-underscores"),
        pytest.param("王小明", "leader", id="chinese"),
        pytest.param("🚓🚓🚓", "leader", id="emoji"),
        pytest.param("Search", "leader-search", id="word-of-a-page"),
    ],
)
def test_name_becomes_an_address(name, slug):
    assert next(candidates(name)) == slug


@given(st.text(max_size=120))
@example("ana_ruiz")
@example("x" * 49 + "-y")
@example("A" * 47 + "_" * 9 + "B")
def test_whatever_is_typed_gives_addresses_that_are_allowed(name):
    found = list(islice(candidates(name), 12))

    assert all(re.fullmatch(SLUG, slug) for slug in found)
    assert all(3 <= len(slug) <= 60 for slug in found)
    assert not set(found) & set(RESERVED)
    assert len(set(found)) == len(found)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    [
        "ana_ruiz",
        "_ _",
        "王小明",
        "’",
        "q",
        "map",
        pytest.param("İ" * 120, id="letters that grow when small"),
    ],
)
def test_whoever_can_apply_can_be_accepted(name):
    application = make_application("accepted", name=name)

    assert Leader.objects.get().application == application
