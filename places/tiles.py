"""The tile map: a square for each jurisdiction, laid out as on a map."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypedDict

from django.core.exceptions import ImproperlyConfigured

from places.states import STATES, State

# Read it as a map: two letters a square, eleven columns, eight rows.
_MAP = """
AK .. .. .. .. .. .. .. .. .. ME
.. .. .. .. .. WI .. .. .. VT NH
WA ID MT ND MN IL MI .. NY MA ..
OR NV WY SD IA IN OH PA NJ CT RI
CA UT CO NE MO KY WV VA MD DE ..
.. AZ NM KS AR TN NC SC DC .. ..
GU MP .. OK LA MS AL GA .. .. ..
HI AS .. TX .. .. .. .. FL PR VI
"""


class Tile(TypedDict):
    """One square as `partials/tile_map.html` draws it; `level` is its shade."""

    code: str
    name: str
    count: int
    level: int
    row: int
    col: int
    url: str


def read_map(drawn: str, codes: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Return the row and column of each square of a map, both from 1.

    Raises `ImproperlyConfigured` unless it has one square for each of `codes`.
    """
    squares = [
        (code, (row, column))
        for row, line in enumerate(drawn.split("\n")[1:-1], 1)
        for column, code in enumerate(line.split(), 1)
        if code != ".."
    ]
    drawn_codes = [code for code, _place in squares]
    wrong = {
        "has no square for": sorted(set(codes) - set(drawn_codes)),
        "has a square for no state called": sorted(set(drawn_codes) - set(codes)),
        "has two squares for": sorted(
            {code for code in drawn_codes if drawn_codes.count(code) > 1}
        ),
    }
    if said := [f"{fault} {', '.join(some)}" for fault, some in wrong.items() if some]:
        raise ImproperlyConfigured(
            f"The tile map (places/tiles.py) {' and '.join(said)}."
        )
    return dict(squares)


#: Row and column of each jurisdiction's square.
SQUARES = read_map(_MAP, STATES)


def level_of(count: int, most: int) -> int:
    """The shade of a square, 0 (nothing) to 4 (as many as anywhere)."""
    if count <= 0:
        return 0
    return min(4, 1 + (count * 4 - 1) // max(most, 4))


def tiles(counts: Mapping[str, int], url_of: Callable[[State], str]) -> list[Tile]:
    """Return what `partials/tile_map.html` draws, a tile for each jurisdiction.

    `counts` are by code, missing is none; `url_of` gives a jurisdiction's page.
    """
    most = max(counts.values(), default=0)
    return [
        Tile(
            code=state.code,
            name=str(state.name),
            count=counts.get(state.code, 0),
            level=level_of(counts.get(state.code, 0), most),
            row=SQUARES[state.code][0],
            col=SQUARES[state.code][1],
            url=url_of(state),
        )
        for state in STATES.values()
    ]
