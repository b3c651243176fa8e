"""Time zones in words."""

from zoneinfo import ZoneInfo, available_timezones

import pytest

from places.zones import ZONES, zone_choices, zone_label


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
