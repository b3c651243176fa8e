"""Time zones in words."""

from zoneinfo import ZoneInfo, available_timezones

import pytest

from places import zip_table
from places.states import STATES
from places.zones import IN_STATE, ZONES, zone_choices, zone_in, zone_label


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("America/Chicago", "Central Time"),
        ("America/Indiana/Tell_City", "Central Time"),
        ("America/Detroit", "Eastern Time"),
        ("America/Phoenix", "Arizona Time"),
        ("Pacific/Guam", "Chamorro Time"),
        ("Pacific/Pago_Pago", "Samoa Time"),
        ("Pacific/Honolulu", "Hawaii Time"),
        ("America/Puerto_Rico", "Atlantic Time"),
        ("America/Sitka", "Alaska Time"),
        ("America/Adak", "Hawaii-Aleutian Time"),
    ],
)
def test_zone_label_spells_a_zone_out(zone, words):
    assert zone_label(zone) == words


def test_zones_all_exist():
    assert set(ZONES) <= available_timezones()


def test_zones_of_one_name_keep_the_same_time_today():
    from datetime import UTC, datetime

    for month in (1, 7):
        moment = datetime(2027, month, 15, 12, tzinfo=UTC)
        offsets = {}
        for zone, words in ZONES.items():
            offsets.setdefault(str(words), set()).add(
                moment.astimezone(ZoneInfo(zone)).utcoffset()
            )
        assert {words: len(found) for words, found in offsets.items()} == dict.fromkeys(
            offsets, 1
        )


def test_zone_choices_offer_each_name_once():
    labels = [str(label) for _, label in zone_choices]

    assert len(labels) == len(set(labels)) == 11


def test_every_jurisdiction_has_zones_that_the_portal_names():
    assert set(IN_STATE) == set(STATES)
    assert {zone for zones in IN_STATE.values() for zone in zones} == set(ZONES)


@pytest.mark.parametrize(
    ("state", "name", "zone"),
    [
        ("AZ", "America/Shiprock", "America/Denver"),
        ("KY", "America/Louisville", "America/Kentucky/Louisville"),
        ("AS", "Pacific/Midway", "Pacific/Pago_Pago"),
        ("TX", "America/Ciudad_Juarez", ""),
        ("WI", "Etc/GMT+6", ""),
        ("WI", "America/New_York", ""),
    ],
)
def test_zone_in_knows_other_names_and_no_foreign_clocks(state, name, zone):
    assert zone_in(state, name) == zone


@pytest.fixture(scope="module")
def zone_of():
    """The zone of a ZIP code, from the packages as they are."""
    import zipcodes

    places = zip_table.places_in(zipcodes.list_all())
    return {place.zip: place.zone for place in places}.__getitem__


@pytest.mark.parametrize(
    ("zip", "town", "words"),
    [
        ("37405", "Chattanooga, Tennessee", "Eastern Time"),
        ("37321", "Dayton, Tennessee", "Eastern Time"),
        ("38501", "Cookeville, Tennessee", "Central Time"),
        ("79942", "El Paso, Texas", "Mountain Time"),
        ("79835", "Canutillo, Texas", "Mountain Time"),
        ("79843", "Marfa, Texas", "Central Time"),
        ("77352", "Livingston, Texas, a code without coordinates", "Central Time"),
        ("85001", "Phoenix, Arizona", "Arizona Time"),
        ("86003", "Flagstaff, Arizona", "Arizona Time"),
        ("86515", "Window Rock, Navajo Nation, Arizona", "Mountain Time"),
        ("86045", "Tuba City, Navajo Nation, Arizona", "Mountain Time"),
        ("46402", "Gary, Indiana", "Central Time"),
        ("46204", "Indianapolis, Indiana", "Eastern Time"),
        ("47708", "Evansville, Indiana", "Central Time"),
        ("40202", "Louisville, Kentucky", "Eastern Time"),
        ("42101", "Bowling Green, Kentucky", "Central Time"),
        ("32501", "Pensacola, Florida", "Central Time"),
        ("32456", "Port Saint Joe, Florida", "Eastern Time"),
        (
            "36867",
            "Phenix City, Alabama, which lives on Georgia’s time",
            "Eastern Time",
        ),
        ("73946", "Kenton, Oklahoma", "Central Time"),
        ("97914", "Ontario, Oregon", "Mountain Time"),
        ("97814", "Baker City, Oregon", "Pacific Time"),
        ("83501", "Lewiston, Idaho", "Pacific Time"),
        ("83702", "Boise, Idaho", "Mountain Time"),
        ("89883", "West Wendover, Nevada", "Mountain Time"),
        ("89801", "Elko, Nevada", "Pacific Time"),
        ("57532", "Fort Pierre, South Dakota", "Mountain Time"),
        ("57501", "Pierre, South Dakota", "Central Time"),
        ("58601", "Dickinson, North Dakota", "Mountain Time"),
        ("67735", "Goodland, Kansas", "Mountain Time"),
        ("69361", "Scottsbluff, Nebraska", "Mountain Time"),
        ("49801", "Iron Mountain, Michigan", "Central Time"),
        ("49855", "Marquette, Michigan", "Eastern Time"),
        ("99546", "Adak, Alaska", "Hawaii-Aleutian Time"),
        ("99612", "King Cove, Alaska", "Alaska Time"),
        ("96701", "Aiea, Hawaii", "Hawaii Time"),
        ("96910", "Hagåtña, Guam", "Chamorro Time"),
        ("96950", "Saipan, Northern Mariana Islands", "Chamorro Time"),
        ("96799", "Pago Pago, American Samoa", "Samoa Time"),
        ("00901", "San Juan, Puerto Rico", "Atlantic Time"),
        ("00802", "Saint Thomas, U.S. Virgin Islands", "Atlantic Time"),
    ],
)
def test_clocks_of_a_town_near_a_border(zone_of, zip, town, words):
    assert zone_label(zone_of(zip)) == words
