"""The tile map: a square for each jurisdiction."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from places.states import STATES
from places.tiles import SQUARES, level_of, read_map, tiles

CSS = (Path(settings.BASE_DIR) / "static/css/portal.css").read_text()


def test_tile_map_has_a_square_of_its_own_for_each_jurisdiction():
    assert set(SQUARES) == set(STATES)
    assert len(set(SQUARES.values())) == 56


def test_tile_map_places_every_square_by_a_class_of_the_style_sheet():
    classes = {f".at-row-{row}" for row, _column in SQUARES.values()}
    classes |= {f".at-col-{column}" for _row, column in SQUARES.values()}

    assert {name for name in classes if f"{name} {{" not in CSS} == set()


def test_read_map_counts_rows_and_columns_from_one():
    assert read_map("\nAK ..\n.. WI\n", ["AK", "WI"]) == {"AK": (1, 1), "WI": (2, 2)}


@pytest.mark.parametrize(
    ("drawn", "fault"),
    [
        pytest.param("\nWI\n", "has no square for PW", id="forgotten"),
        pytest.param("\nWI PW XX\n", "no state called XX", id="unknown"),
        pytest.param("\nWI PW WI\n", "has two squares for WI", id="twice"),
    ],
)
def test_read_map_names_the_state_that_does_not_fit(drawn, fault):
    with pytest.raises(ImproperlyConfigured, match=fault):
        read_map(drawn, ["PW", "WI"])


@pytest.mark.parametrize(
    ("count", "most", "level"),
    [
        (0, 0, 0),
        (0, 9, 0),
        (1, 1, 1),
        (1, 100, 1),
        (50, 100, 2),
        (100, 100, 4),
        (4, 4, 4),
    ],
)
def test_level_of_grows_with_the_count(count, most, level):
    assert level_of(count, most) == level


def test_tiles_carry_their_place_and_address():
    drawn = tiles({"WI": 3}, lambda state: f"/{state.slug}/")
    (tile,) = [tile for tile in drawn if tile["code"] == "WI"]

    assert (tile["row"], tile["col"]) == (2, 6)
    assert (tile["count"], tile["url"]) == (3, "/wi/")
