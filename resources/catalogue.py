"""Loading the catalogue that ships with the portal, beside what staff have edited.

Each row remembers, field by field, what was last loaded into it (`loaded`). A field
that still holds that value follows the file; a field that a colleague changed stays
theirs. A bad row is named with its reason and stops nothing else.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from foundation.history import acting
from resources.models import Film, Resource, Topic, Work
from resources.search_words import refresh, words_of

SHIPPED = Path(__file__).parent / "data"

#: What a row of a file becomes.
Entry = Film | Resource | Topic

#: Keys that the files call differently.
_KEYS = {
    "minutes": "runtime_minutes",
    "exact_length": "runtime_exact",
    "captions_note": "captions_source",
}

#: Values that the files write with underscores, and addresses with hyphens.
_HYPHENATED = {"kind", "topics", "audiences"}

_MISSING = object()


class BadRow(Exception):
    """A row that cannot be loaded; says why."""


@dataclass
class Report:
    """What loading one file did, for people to read."""

    name: str
    counts: Counter = field(default_factory=Counter)
    kept: list[str] = field(default_factory=list)
    bad: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        count = self.counts
        return (
            f"{self.name}: {count['created']} created, {count['updated']} updated, "
            f"{count['unchanged']} unchanged; "
            f"staff edits kept in {len(self.kept)}, left out {len(self.bad)}."
        )


@dataclass
class _Source:
    """A file, the model it fills, and which fields of it."""

    name: str
    model: type[Entry]
    plain: tuple[str, ...]
    pointers: dict[str, type[Film] | type[Resource]] = field(default_factory=dict)

    @property
    def has_topics(self) -> bool:
        return issubclass(self.model, Work)

    @property
    def sourced(self) -> tuple[str, ...]:
        """Facts with their source: one value, for a source is of one text only."""
        return self.model.sourced if issubclass(self.model, Work) else ()


_WORK = ("title", "year", "summary", "audiences", "kind", "notes", "source_urls")

_SOURCES = (
    _Source("topics", Topic, ("label", "group", "order", "other_words")),
    _Source(
        "films",
        Film,
        (
            *_WORK,
            "minutes",
            "exact_length",
            "series",
            "place",
            "produced_with_cops_office",
            "page_url",
            "languages",
            "captions",
        ),
        {"guide": Resource},
    ),
    _Source(
        "resources",
        Resource,
        (*_WORK, "publisher", "publication_id", "language", "url"),
        {"related_film": Film},
    ),
)


def load(folder: Path = SHIPPED) -> list[Report]:
    """Load the topics, films and resources in `folder`; safe to repeat.

    Films and resources point at each other: first every new row is made, then every
    row is compared. Rows are locked one by one, so a colleague saving at that moment
    is not overwritten.
    """
    reports = []
    read = []
    with acting(act="Loaded from the catalogue"):
        for source in _SOURCES:
            report = Report(source.name)
            reports.append(report)
            rows = dict(_rows(folder, source, report))
            made = _create(source, rows, report)
            read.append((source, rows, made, report))
        for source, rows, made, report in read:
            _follow(source, rows, made, report)
        for works in (Film, Resource):
            refresh(works.objects.prefetch_related("topics"))
    return reports


def _rows(folder: Path, source: _Source, report: Report) -> Iterator[tuple[str, dict]]:
    """Each good row of a file as its slug and its cleaned values."""
    path = folder / f"{source.name}.json"
    try:
        rows = _read(path)
    except (OSError, ValueError) as error:
        report.bad.append(f"{path.name} cannot be read: {error}.")
        return
    seen: set[str] = set()
    for number, row in enumerate(rows, 1):
        try:
            slug, values = _row(source, row, number, seen)
        except BadRow as error:
            name = row.get("slug") if isinstance(row, dict) else None
            report.bad.append(
                f"{path.name} row {number} ({name or 'no slug'}): {error}."
            )
            continue
        seen.add(slug)
        yield slug, values


def _read(path: Path) -> list:
    """The rows of a file; raises OSError or ValueError."""
    rows = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(rows, list):
        raise ValueError("it is not a list")
    return rows


def _row(
    source: _Source, row: object, number: int, seen: set[str]
) -> tuple[str, dict[str, Any]]:
    """The slug and the cleaned values of one row, or `BadRow`."""
    if not isinstance(row, dict):
        raise BadRow("it is not an object")
    slug = _cleaned(source.model, "slug", row.get("slug"))
    if slug in seen:
        raise BadRow("another row has the same slug")
    return slug, _values(source, row, number)


def _values(source: _Source, row: dict, number: int) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name in source.plain:
        value = row.get(_KEYS.get(name, name))
        if name == "order" and value is None:
            value = number * 10
        if name == "source_urls":
            value = "\n".join(_list(name, value))
        if name in _HYPHENATED:
            value = _hyphenated(name, value)
        values[name] = _cleaned(source.model, name, value)
    if source.has_topics:
        values["topics"] = sorted(set(_hyphenated("topics", row.get("topics"))))
    for name in source.sourced:
        values[name] = _sourced(source.model, name, row.get(_KEYS.get(name, name)))
    for name in source.pointers:
        values[name] = row.get(name) or None
    return values


def _sourced(model: type[models.Model], name: str, fact: Any) -> dict[str, str] | None:
    """A fact and its source as a file has them, cleaned; None where nobody knows."""
    if fact is None:
        return None
    if not isinstance(fact, dict) or not isinstance(fact.get("value"), str):
        raise BadRow(f"{name}: it is not a fact with its source")
    return {
        "value": _cleaned(model, name, fact["value"]),
        "source": _cleaned(model, f"{name}_source", fact.get("source")),
    }


def _cleaned(model: type[models.Model], name: str, value: Any) -> Any:
    column = model._meta.get_field(name)
    if value is None and not column.null:
        value = column.get_default()
    if column.blank and value in column.empty_values:
        return value
    try:
        return column.clean(value, None)
    except ValidationError as error:
        raise BadRow(f"{name}: {' '.join(error.messages).rstrip('.')}") from error


def _hyphenated(name: str, value: Any) -> Any:
    if name == "kind":
        return value.replace("_", "-") if isinstance(value, str) else value
    return [text.replace("_", "-") for text in _list(name, value)]


def _list(name: str, value: Any) -> list[str]:
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise BadRow(f"{name}: it is not a list of texts")
    return value


def _create(source: _Source, rows: dict[str, dict], report: Report) -> set[str]:
    """Make the rows that are not there yet, without their pointers; their slugs."""
    here = set(source.model._default_manager.values_list("slug", flat=True))
    topics = _topics(source)
    made = set()
    for slug in [slug for slug in rows if slug not in here]:
        values = {name: rows[slug][name] for name in rows[slug]}
        for name in source.pointers:
            values[name] = None
        try:
            with transaction.atomic():
                _write(source, _new(source, slug), values, topics)
        except BadRow as error:
            report.bad.append(f"{source.name}.json ({slug}): {error}.")
            del rows[slug]
            continue
        made.add(slug)
        report.counts["created"] += 1
    return made


def _new(source: _Source, slug: str) -> Entry:
    """An entry that ships: it was read before it came, so visitors see it."""
    shown = {"is_published": True} if source.has_topics else {}
    return source.model(slug=slug, **shown)


def _follow(
    source: _Source, rows: dict[str, dict], made: set[str], report: Report
) -> None:
    """Bring each row's fields up to the file, except those that staff changed."""
    topics = _topics(source)
    known = {
        name: set(model._default_manager.values_list("slug", flat=True))
        for name, model in source.pointers.items()
    }
    for obj in _known(source).filter(slug__in=rows):
        values = dict(rows[obj.slug])
        for name, slugs in known.items():
            if values[name] is not None and values[name] not in slugs:
                lost = f"{name}: “{values.pop(name)}” is not in the catalogue"
                report.bad.append(f"{source.name}.json ({obj.slug}): {lost}.")
        try:
            changed, kept = _bring_up(source, obj, values, topics)
        except BadRow as error:
            report.bad.append(f"{source.name}.json ({obj.slug}): {error}.")
            continue
        if kept:
            report.kept.append(f"{obj.slug}: {', '.join(kept)}")
        if obj.slug not in made:
            report.counts["updated" if changed else "unchanged"] += 1


def _bring_up(
    source: _Source, obj: Entry, values: dict[str, Any], topics: dict[str, Topic]
) -> tuple[dict[str, Any], list[str]]:
    """Write what differs; return that, and the fields that staff keep."""
    changed, kept = _compare(source, obj, values)
    if not changed:
        return changed, kept
    with transaction.atomic():
        # Locked, then compared again: someone may be saving just now.
        source.model._default_manager.select_for_update().get(pk=obj.pk)
        obj = _known(source).get(pk=obj.pk)
        changed, kept = _compare(source, obj, values)
        _write(source, obj, changed, topics)
    return changed, kept


def _known(source: _Source) -> models.QuerySet:
    rows = source.model._default_manager.all()
    rows = rows.select_related(*source.pointers) if source.pointers else rows
    return rows.prefetch_related("topics") if source.has_topics else rows


def _topics(source: _Source) -> dict[str, Topic]:
    if not source.has_topics:
        return {}
    return {topic.slug: topic for topic in Topic.objects.all()}


def _current(source: _Source, obj: Entry) -> dict[str, Any]:
    """What the row holds, in the shape of a file's row."""
    held = {name: getattr(obj, name) for name in source.plain}
    if source.has_topics:
        held["topics"] = sorted(topic.slug for topic in obj.topics.all())
    for name in source.pointers:
        aim = getattr(obj, name)
        held[name] = aim.slug if aim else None
    if isinstance(obj, Work):
        held |= {name: _held(obj, name) for name in source.sourced}
    return held


def _held(work: Work, name: str) -> dict[str, str] | None:
    fact = work.fact(name)
    return {"value": fact.text, "source": fact.source} if fact else None


def _compare(
    source: _Source, obj: Entry, values: dict[str, Any]
) -> tuple[dict[str, Any], list[str]]:
    """The values to write, and the fields that staff changed since the last load."""
    held = _current(source, obj)
    changed, kept = {}, []
    for name, value in values.items():
        last = obj.loaded.get(name, _MISSING)
        if held[name] == value:
            if last != value:
                changed[name] = value
        elif held[name] == last or (last is _MISSING and not held[name]):
            changed[name] = value
        else:
            kept.append(name)
    return changed, kept


def _write(
    source: _Source, obj: Entry, values: dict[str, Any], topics: dict[str, Topic]
) -> None:
    """Save `values` into the row, and that they were loaded."""
    if not values:
        return
    unknown = [slug for slug in values.get("topics", ()) if slug not in topics]
    if unknown:
        raise BadRow(f"topics: there is no topic “{unknown[0]}”")
    for name, value in values.items():
        if name in source.pointers:
            aims = source.pointers[name]._default_manager
            setattr(obj, name, aims.get(slug=value) if value else None)
        elif name in source.sourced:
            setattr(obj, name, value["value"] if value else "")
            setattr(obj, f"{name}_source", value["source"] if value else "")
        elif name != "topics":
            setattr(obj, name, value)
    obj.loaded = obj.loaded | values
    if obj.pk:
        # A colleague who has the page open is told that it is not what it was.
        obj.version += 1
    if isinstance(obj, Work):
        slugs = values.get("topics") or (
            [topic.slug for topic in obj.topics.all()] if obj.pk else []
        )
        mine = sorted((topics[slug] for slug in slugs), key=lambda topic: topic.order)
        obj.words = words_of(obj, mine)
    try:
        obj.full_clean()
    except ValidationError as error:
        raise BadRow(" ".join(error.messages).rstrip(".")) from error
    obj.save()
    if "topics" in values:
        obj.topics.set(topics[slug] for slug in values["topics"])
