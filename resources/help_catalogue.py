"""Loading the help lines and the laws that ship with the portal, beside staff's edits.

As in `resources.catalogue`: a field that still holds what was last loaded follows the
file, a field that a colleague changed stays theirs. What is more here: the file says
how far two independent readings of the sources agree, and only what both vouch for is
shown before somebody called; and what staff have checked or taken off follows the file
no longer, because a check speaks for the number that was called.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from foundation.history import acting
from resources.catalogue import BadRow, Report
from resources.help_choices import HelpStatus
from resources.models import HelpLine, StateLaw
from resources.promises import HELP_SOURCE_YEAR

SHIPPED = Path(__file__).parent / "data"

Entry = HelpLine | StateLaw

#: What a reading says of a row whose facts it found twice, independently.
_TWICE = "two sources agree"

_MISSING = object()


@dataclass(frozen=True)
class _Source:
    """A file, the model it fills, its key, its fields, and which rows may be shown."""

    name: str
    model: type[Entry]
    key: str
    fields: tuple[str, ...]
    may_show: Callable[[dict, Entry], bool]


def _vouched_for(row: dict, line: Entry) -> bool:
    """Both readings name the same, from two sources, the newest of them recent."""
    readings = row.get("readings")
    return (
        row.get("readings_agree") is True
        and isinstance(readings, list)
        and len(readings) == 2
        and all(_is_sure(reading) for reading in readings)
    )


def _is_sure(reading: Any) -> bool:
    if not isinstance(reading, dict):
        return False
    year = reading.get("year")
    return (
        reading.get("checked") == _TWICE
        and isinstance(year, int)
        and year >= HELP_SOURCE_YEAR
    )


def _says_something(row: dict, law: Entry) -> bool:
    """The file holds only what both readings say of a law."""
    return isinstance(law, StateLaw) and law.says_something


_SHARED = ("source_year", "source_urls", "notes")

_SOURCES = (
    _Source(
        "help_lines",
        HelpLine,
        "slug",
        (
            "name",
            "state",
            "kind",
            "needs",
            "serves",
            "about",
            "phone",
            "phone_words",
            "text_number",
            "text_words",
            "chat_url",
            "url",
            "hours",
            "languages",
            "relay",
            "takes_reports",
            "not_police",
            "order",
            *_SHARED,
        ),
        _vouched_for,
    ),
    _Source(
        "state_laws",
        StateLaw,
        "code",
        (
            "has_law",
            "names",
            "cite",
            "counts_crimes",
            "counts_year",
            "trains_police",
            "trains_year",
            *_SHARED,
        ),
        _says_something,
    ),
)


def load(folder: Path = SHIPPED) -> list[Report]:
    """Load the help lines and the laws in `folder`; safe to repeat."""
    reports = []
    with acting(act="Loaded from the shipped help lines"):
        for source in _SOURCES:
            report = Report(source.name)
            for key, row in _rows(folder / f"{source.name}.json", source, report):
                try:
                    _load_row(source, key, row, report)
                except BadRow as error:
                    report.bad.append(f"{source.name}.json ({key}): {error}.")
            reports.append(report)
    return reports


def _rows(path: Path, source: _Source, report: Report) -> Iterator[tuple[str, dict]]:
    """Each row of a file with its key; what cannot be read is reported."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(rows, list):
            raise ValueError("it is not a list")
    except (OSError, ValueError) as error:
        report.bad.append(f"{path.name} cannot be read: {error}.")
        return
    seen = set()
    for number, row in enumerate(rows, 1):
        key = row.get(source.key) if isinstance(row, dict) else None
        if not isinstance(key, str) or not key or key in seen:
            report.bad.append(f"{path.name} row {number}: no {source.key} of its own.")
            continue
        seen.add(key)
        yield key, row


def _load_row(source: _Source, key: str, row: dict, report: Report) -> None:
    """Make the entry, or bring it up to the file as far as it is not staff's."""
    with transaction.atomic():
        # Locked: someone may be saving just now.
        rows = source.model._default_manager.select_for_update()
        entry = rows.filter(**{source.key: key}).first()
        if entry is None:
            _write(source, source.model(**{source.key: key}), row, _values(source, row))
            report.counts["created"] += 1
        elif entry.checked_on or entry.status == HelpStatus.OFF:
            report.kept.append(f"{key}: checked or taken off by staff")
            report.counts["unchanged"] += 1
        else:
            changed, kept = _compare(entry, _values(source, row))
            if kept:
                report.kept.append(f"{key}: {', '.join(kept)}")
            wrote = _write(source, entry, row, changed, is_ours=not kept)
            report.counts["updated" if wrote else "unchanged"] += 1


def _values(source: _Source, row: dict) -> dict[str, Any]:
    """The cleaned value of each field that the row gives, or `BadRow`."""
    values = {}
    for name in source.fields:
        if name not in row:
            continue
        value = row[name]
        if name == "source_urls" and isinstance(value, list):
            value = "\n".join(str(one) for one in value)
        column = source.model._meta.get_field(name)
        if value is None and not column.null:
            value = column.get_default()
        try:
            empty = column.blank and value in column.empty_values
            values[name] = value if empty else column.clean(value, None)
        except ValidationError as error:
            raise BadRow(f"{name}: {' '.join(error.messages).rstrip('.')}") from error
    return values


def _compare(entry: Entry, values: dict) -> tuple[dict[str, Any], list[str]]:
    """The values to write, and the fields that staff changed since the last load."""
    changed, kept = {}, []
    for name, value in values.items():
        held, last = getattr(entry, name), entry.loaded.get(name, _MISSING)
        if held == value:
            if last != value:
                changed[name] = value
        elif held == last or (last is _MISSING and not held):
            changed[name] = value
        else:
            kept.append(name)
    return changed, kept


def _write(
    source: _Source, entry: Entry, row: dict, values: dict, *, is_ours: bool = True
) -> bool:
    """Save the values and whether it is shown; tell whether anything was new.

    What staff edited (`is_ours` is false) is not shown, nor hidden, by a load.
    """
    for name, value in values.items():
        setattr(entry, name, value)
    before = entry.status
    if is_ours:
        shown = source.may_show(row, entry)
        entry.status = HelpStatus.SHOWN if shown else HelpStatus.WAITING
    if entry.pk and not values and entry.status == before:
        return False
    entry.loaded = entry.loaded | values
    entry.version += 1
    try:
        entry.full_clean()
    except ValidationError as error:
        raise BadRow(" ".join(error.messages).rstrip(".")) from error
    entry.save()
    return True
