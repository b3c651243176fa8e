"""Pages of long lists whose cost does not grow with the list."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core import signing
from django.db.models import Q, QuerySet

PAGE = 20


@dataclass(frozen=True)
class Page:
    """Some rows of a list, and how to get to the others.

    `next` and `previous` are values for the query key `page` ("" at an end); `number`
    and `pages` are set only for numbered pages.
    """

    rows: list
    next: str = ""
    previous: str = ""
    number: int = 0
    pages: int = 0

    def __iter__(self):
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True)
class Turned:
    """Which page of a numbered list is open, before its rows are read."""

    number: int
    pages: int
    size: int

    @property
    def rows(self) -> slice:
        """The part of the list that stands on the page."""
        start = (self.number - 1) * self.size
        return slice(start, start + self.size)

    def page(self, rows: list) -> Page:
        """The page with its rows."""
        return Page(
            rows=rows,
            next=str(self.number + 1) if self.number < self.pages else "",
            previous=str(self.number - 1) if self.number > 1 else "",
            number=self.number,
            pages=self.pages,
        )


def turned_to(wanted: str, total: int, *, size: int = PAGE, cap: int = 50) -> Turned:
    """Return page number `wanted` (1 to `cap`; nonsense means 1) of `total` rows."""
    pages = max(1, min(cap, -(-total // size)))
    number = (
        int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 6 else 1
    )
    return Turned(max(1, min(number, pages)), pages, size)


def numbered(
    rows: QuerySet, wanted: str, total: int, *, size: int = PAGE, cap: int = 50
) -> Page:
    """Return page number `wanted` (1 to `cap`; nonsense means 1) of a ranked list."""
    turned = turned_to(wanted, total, size=size, cap=cap)
    return turned.page(list(rows[turned.rows]))


def keyset(
    rows: QuerySet,
    wanted: str,
    *,
    field: str,
    size: int = PAGE,
    descending: bool = False,
) -> Page:
    """Return the page of `rows` that the signed token `wanted` points at.

    The order is (`field`, `pk`), which must be total and indexed. A token that is
    nonsense means the first page. One query, whatever the page.
    """
    # A token of another list is nonsense here: a title is no date.
    salt = f"paging:{rows.model._meta.label}:{field}:{descending}"
    place = _read(wanted, salt)
    backwards = bool(place and place["b"])
    flip = descending != backwards
    sign = "-" if flip else ""
    found = rows.order_by(f"{sign}{field}", f"{sign}pk")
    if place:
        step = "lt" if flip else "gt"
        found = found.filter(
            Q(**{f"{field}__{step}": place["v"]})
            | Q(**{field: place["v"], f"pk__{step}": place["p"]})
        )
    got = list(found[: size + 1])
    more = len(got) > size
    got = got[:size]
    if backwards:
        got.reverse()
    has_next = bool(got) and (backwards or more)
    has_previous = bool(got) and (more if backwards else bool(place))
    return Page(
        rows=got,
        next=_token(got[-1], field, salt, back=False) if has_next else "",
        previous=_token(got[0], field, salt, back=True) if has_previous else "",
    )


def _value(row: Any, field: str) -> Any:
    for name in field.split("__"):
        row = getattr(row, name)
    return row


def _token(row: Any, field: str, salt: str, *, back: bool) -> str:
    value = _value(row, field)
    kind = "d" if isinstance(value, date | datetime) else "s"
    text = value.isoformat() if kind == "d" else value
    return signing.dumps({"v": text, "p": row.pk, "b": back}, salt=salt, compress=True)


def _read(token: str, salt: str) -> dict | None:
    if not token:
        return None
    try:
        return signing.loads(token, salt=salt)
    except signing.BadSignature:
        return None
