"""The 56 jurisdictions and their ten regions."""

from collections import Counter

import pytest
from django.core.exceptions import ImproperlyConfigured

from places.states import (
    REGIONS,
    STATES,
    Region,
    read_states,
    region_choices,
    region_named,
    region_of,
    state_choices,
    state_of,
)


def test_states_are_the_56_jurisdictions():
    territories = {"DC", "PR", "VI", "GU", "AS", "MP"}

    assert len(STATES) == 56
    assert len(set(STATES) - territories) == 50
    assert [code for code, _ in state_choices] == list(STATES)


def test_regions_hold_every_state_exactly_once():
    held = Counter(code for region in REGIONS for code in region.states)

    assert len(REGIONS) == 10
    assert held == Counter(dict.fromkeys(STATES, 1))


@pytest.mark.parametrize(
    ("code", "region"),
    [
        ("WI", "Midwestern"),
        ("PR", "Northeastern"),
        ("DC", "Mid-Atlantic"),
        ("GU", "Western"),
        ("AK", "Northwestern"),
        ("NE", "Central"),
        ("ND", "Rocky Mountain"),
        ("NM", "Southwestern"),
        ("KY", "Southeastern"),
        ("VT", "New England"),
    ],
)
def test_region_of_follows_from_the_state(code, region):
    assert str(region_of(code)) == region
    assert STATES[code].region is region_of(code)


def test_region_of_knows_no_state_outside():
    assert region_of("AE") is None


def test_state_of_reads_lower_case_addresses_only():
    assert state_of("wi") is STATES["WI"]
    assert state_of("WI") is None
    assert state_of("zz") is None
    assert state_of("") is None


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("WI", "Wisconsin"),
        ("DC", "the District of Columbia"),
        ("MP", "the Northern Mariana Islands"),
        ("VI", "the U.S. Virgin Islands"),
        ("PR", "Puerto Rico"),
    ],
)
def test_state_stands_in_a_sentence_as_people_say_it(code, words):
    assert STATES[code].in_sentence == words


def test_states_stand_in_the_order_of_their_names():
    names = [str(state.name) for state in STATES.values()]

    assert names == sorted(names)


def test_region_named_reads_an_address():
    assert [str(region_named(slug)) for slug, _ in region_choices] == [
        str(region.name) for region in REGIONS
    ]
    assert region_named("mars") is None


@pytest.mark.parametrize(
    ("region", "zones", "fault"),
    [
        pytest.param((), ("Pacific/Guam",), "PW is in no region", id="no region"),
        pytest.param(("PW",), (), "PW has no time zone", id="no zone"),
        pytest.param(
            ("PW",), ("Pacific/Wake",), "Pacific/Wake, a zone of PW", id="no words"
        ),
        pytest.param(
            ("PW", "FM"), ("Pacific/Guam",), "a region holds FM", id="no state"
        ),
    ],
)
def test_state_that_lacks_something_is_named(region, zones, fault):
    with pytest.raises(ImproperlyConfigured, match=fault):
        read_states(
            {"PW": "Palau"}, [Region("western", "Western", region)], {"PW": zones}
        )
