"""Counting what a page asks of the database."""

from collections import Counter
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext


class Queries(list):
    """The statements that ran, without savepoints."""

    @property
    def repeated(self) -> list[str]:
        """Statements that ran more than once, which one query should replace."""
        return [sql for sql, times in Counter(self).items() if times > 1]


@contextmanager
def count_queries():
    """Collect the statements of a block: `with count_queries() as queries:`."""
    found = Queries()
    with CaptureQueriesContext(connection) as captured:
        yield found
    found.extend(
        query["sql"]
        for query in captured.captured_queries
        if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "SET", "BEGIN"))
    )
