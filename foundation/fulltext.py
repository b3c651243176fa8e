"""Full-text search as all apps do it: one dictionary, one reading, one way to rank."""

from functools import reduce
from operator import add
from typing import TypeVar

from django.contrib.postgres.search import (
    SearchQuery,
    SearchRank,
    SearchVector,
    SearchVectorField,
)
from django.db.models import F, GeneratedField, QuerySet

#: PostgreSQL's dictionary for everything searched here.
CONFIG = "english"

Rows = TypeVar("Rows", bound=QuerySet)


def search_column(**weights: str) -> GeneratedField:
    """Return the column that is searched: `title="A"` weighs that one most, "D" least.

    PostgreSQL keeps it, of the row's own columns.
    """
    vectors = (
        SearchVector(name, weight=weight, config=CONFIG)
        for name, weight in weights.items()
    )
    return GeneratedField(
        expression=reduce(add, vectors),
        output_field=SearchVectorField(),
        db_persist=True,
    )


def query(text: str, config: str = CONFIG) -> SearchQuery:
    """Return what `text` asks for, as people type it: "phrases", -minus, OR."""
    return SearchQuery(text, search_type="websearch", config=config)


def with_rank(rows: Rows, text: str, name: str = "rank") -> Rows:
    """Give each row how well it answers `text` as `name`; higher is better."""
    # 2: divided by the length, or long texts would always win.
    rank = SearchRank(F("search"), query(text), cover_density=True, normalization=2)
    return rows.annotate(**{name: rank})
