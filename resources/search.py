"""Full-text search over films and resources, for their lists and for the whole site."""

from django.contrib.postgres.search import SearchHeadline
from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.utils.html import escape
from django.utils.safestring import SafeString

from foundation import fulltext
from foundation.fulltext import CONFIG
from resources.models import Film, Resource, WorkQuerySet

# Marks that no text of ours can hold (the field types refuse control characters), so
# that PostgreSQL's headline can be escaped first and marked up after.
_START, _STOP = "\x02", "\x03"


def with_headline(rows: QuerySet, text: str) -> QuerySet:
    """Give each row its summary with the found words between marks, as `raw_headline`.

    PostgreSQL computes it after ORDER BY and LIMIT, so only for the page shown.
    """
    return rows.annotate(
        raw_headline=SearchHeadline(
            "summary",
            fulltext.query(text),
            config=CONFIG,
            start_sel=_START,
            stop_sel=_STOP,
            highlight_all=True,
        )
    )


def marked(headline: str) -> SafeString:
    """A headline as HTML: everything escaped, the found words in `<mark>`."""
    safe = str(escape(headline))
    marked = safe.replace(_START, "<mark>").replace(_STOP, "</mark>")
    return SafeString(marked)  # nosec B703


def search_films(text: str, limit: int = 20) -> QuerySet:
    """The best films for `text`, ready for a UNION with other apps' results.

    Rows are dictionaries with `what` ("film"), `title`, `slug` (for `films:film`),
    `summary`, `line` (the place) and `rank` (higher is better), in that order.
    """
    return _found("film", Film.objects.all(), text, "place", limit)


def search_resources(text: str, limit: int = 20) -> QuerySet:
    """The best resources for `text`, in the shape of `search_films`.

    `what` is "resource", `slug` is for `resources:resource`, `line` the publisher.
    """
    return _found("resource", Resource.objects.all(), text, "publisher", limit)


def _found(
    what: str, works: WorkQuerySet, text: str, line: str, limit: int
) -> QuerySet:
    return (
        works.published()
        .matching(text)
        .by_rank(text)
        .annotate(
            what=Value(what, output_field=TextField()),
            line=Cast(line, TextField()),
        )
        .values("what", "title", "slug", "summary", "line", "rank")[:limit]
    )


def any_word(text: str) -> str:
    """A search for any of the words of `text`; "" where that is no other search."""
    words = text.split()
    is_plain = len(words) > 1 and fulltext.is_words_only(text)
    return " OR ".join(words) if is_plain else ""
