"""The tile map: a square for each of the 56 jurisdictions, laid out as on a map."""

from collections.abc import Callable, Iterable, Mapping

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

PLACES: dict[str, tuple[int, int]] = {
    code: (row, column)
    for row, line in enumerate(_MAP.split("\n")[1:-1], 1)
    for column, code in enumerate(line.split(), 1)
    if code != ".."
}


def level_of(count: int, most: int) -> int:
    """The shade of a square, 0 (nothing) to 4 (as many as anywhere)."""
    if count <= 0:
        return 0
    return min(4, 1 + (count * 4 - 1) // max(most, 4))


def tiles(
    jurisdictions: Iterable[tuple[str, str, str]],
    counts: Mapping[str, int],
    url_of: Callable[[str], str],
) -> list[dict]:
    """Return what `partials/tile_map.html` draws, in the order given.

    `jurisdictions` are (code, name, slug); `counts` are by code, missing is none;
    `url_of` turns a slug into the page of that jurisdiction.
    """
    most = max(counts.values(), default=0)
    return [
        {
            "code": code,
            "name": name,
            "slug": slug,
            "count": counts.get(code, 0),
            "level": level_of(counts.get(code, 0), most),
            "row": PLACES[code][0],
            "col": PLACES[code][1],
            "url": url_of(slug),
        }
        for code, name, slug in jurisdictions
    ]
