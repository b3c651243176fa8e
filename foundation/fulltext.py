"""Full-text search as all apps do it: one dictionary, one reading, one way to rank.

What is kept to be searched goes through `foundation_search_text`, what staff's lists
compare through `foundation_plain` (SQL functions of the migration `plain_letters`):
no accents, no marks between words. What a visitor types goes through `spelled` here,
which does the same to it; a test holds the two together.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import TypeVar

from django.contrib.postgres.search import (
    SearchQuery,
    SearchRank,
    SearchVector,
    SearchVectorField,
)
from django.db.models import (
    CharField,
    Expression,
    F,
    Func,
    GeneratedField,
    QuerySet,
    TextField,
    Transform,
)

#: PostgreSQL's dictionary for everything searched here.
CONFIG = "english"

Rows = TypeVar("Rows", bound=QuerySet)

# Accents that Unicode takes apart, letters that it leaves whole, and the marks that
# word processors put for plain ones.
_ACCENTS = re.compile("[\u0300-\u036f]")
_LETTERS = str.maketrans(
    {
        "\u00df": "ss",
        "\u1e9e": "SS",
        "\u00e6": "ae",
        "\u00c6": "AE",
        "\u0153": "oe",
        "\u0152": "OE",
        "\u00fe": "th",
        "\u00de": "TH",
    }
    | dict(
        zip(
            "\u00f8\u00d8\u0142\u0141\u0111\u0110\u00f0\u00d0\u0131\u0127\u0126"
            "\u0167\u0166\u2018\u2019\u02bc\u2032\u201c\u201d\u201e\u2010"
            "\u2012\u2013\u2014\u2015\u2212",
            "oOlLdDdDihHtT''''\"\"\"-     ",
            strict=True,
        )
    )
)

_POSSESSIVE = re.compile(r"'[Ss]\b")
#: Spellings of one word, as (pattern, what it becomes), in this order.
_SPELLINGS = (
    # "U.S.", "U. S. A." and "US" in capitals, which English otherwise reads as "us".
    (re.compile(r"\b(?:[Uu]\. ?[Ss](?:\.? ?[Aa])?\b|US\b)\.?"), "USA"),
    # "S.R.O." is "SRO".
    (re.compile(r"\b([A-Za-z])\.(?=[A-Za-z]\b)"), r"\1"),
    (_POSSESSIVE, ""),
    (re.compile(r"\b([Rr]oll)-?([Cc]all)"), r"\1 \2"),
)

# A word is what stands between spaces and marks; accents of other scripts are in it.
_MARKS = r"\x00-/:-@\[-`{-\xa0\u2000-\u200b\u200e-\u206f\u3000"
_WORD = re.compile(f"[^{_MARKS}]+")
_JOINED = re.compile(f"[^{_MARKS}]+(?:[-'][^{_MARKS}]+)*")
_CHUNK = re.compile(r'(-?)"([^"]*)"|(\S+)')
_QUOTES = str.maketrans("\u201c\u201d\u201e", '"""')
#: What staff's searches read as a space, and what they leave out.
_PLAIN = str.maketrans("-/_", "   ", ".'\"")


@CharField.register_lookup
@TextField.register_lookup
class Plain(Transform):
    """The text without accents and marks, to compare with `plain` of what was typed."""

    lookup_name = "plain"
    function = "foundation_plain"
    output_field = TextField()


class SearchText(Func):
    """The text as it is kept to be searched."""

    function = "foundation_search_text"
    arity = 1
    output_field = TextField()


def vector(
    text: str | Expression, *, weight: str, config: str = CONFIG
) -> SearchVector:
    """Return what is searched of a column or an expression of text."""
    return SearchVector(SearchText(text), weight=weight, config=config)


def search_column(**weights: str) -> GeneratedField:
    """Return the column that is searched: `title="A"` weighs that one most, "D" least.

    PostgreSQL keeps it, of the row's own columns.
    """
    vectors = (vector(name, weight=weight) for name, weight in weights.items())
    return GeneratedField(
        expression=reduce(add, vectors),
        output_field=SearchVectorField(),
        db_persist=True,
    )


def fold(text: str) -> str:
    """Return `text` without accents; typographic marks become plain ones."""
    text = _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    return text.translate(_LETTERS)


def spelled(text: str) -> str:
    """Return `text` folded, in the one spelling that search knows: "roll call"."""
    text = fold(text)
    for pattern, becomes in _SPELLINGS:
        text = pattern.sub(becomes, text)
    return text


def plain(text: str) -> str:
    """Return `text` as `Plain` shows a column, single spaces between words."""
    return " ".join(fold(text).translate(_PLAIN).split())


@dataclass(frozen=True)
class Term:
    """One thing asked for: `parts` are its words, each in the pieces a hyphen joins.

    All parts are wanted, next to each other in a phrase; where `is_left_out`, none.
    """

    parts: tuple[tuple[str, ...], ...]
    is_phrase: bool = False
    is_left_out: bool = False

    def __str__(self) -> str:
        """The term in the language of `to_tsquery`."""
        if self.is_phrase or self.is_left_out:
            pieces = [piece for part in self.parts for piece in part]
            either = [" <-> ".join(f"'{piece}'" for piece in pieces)]
            either += [f"'{''.join(part)}'" for part in self.parts[:1] if self._is_one]
        else:
            either = [" & ".join(_wanted(part) for part in self.parts)]
        asked = " | ".join(either)
        return f"!({asked})" if self.is_left_out else f"({asked})"

    @property
    def _is_one(self) -> bool:
        """Whether it is one word of several pieces, which may stand as one."""
        return len(self.parts) == 1 and len(self.parts[0]) > 1 and not self.is_phrase


def read(text: str) -> list[list[Term]]:
    """Read what somebody typed: any of these groups, all terms of a group.

    Words are all wanted, wherever they stand; "quotes" hold a phrase, a minus before
    a word leaves it out, OR stands between alternatives. A hyphen within a word joins
    words as a space would.
    """
    groups: list[list[Term]] = [[]]
    for minus, phrase, chunk in _CHUNK.findall(spelled(text)):
        if chunk.upper() == "OR":
            groups.append([])
            continue
        parts = tuple(
            tuple(_WORD.findall(part)) for part in _JOINED.findall(phrase or chunk)
        )
        if parts:
            is_left_out = bool(minus) or chunk.startswith("-")
            groups[-1].append(Term(parts, bool(phrase), is_left_out))
    return [group for group in groups if group]


def is_words_only(text: str) -> bool:
    """Whether `text` is plain words: no phrase, nothing left out, no alternatives."""
    groups = read(text)
    return len(groups) < 2 and not any(
        term.is_phrase or term.is_left_out for group in groups for term in group
    )


def query(text: str, config: str = CONFIG) -> SearchQuery:
    """Return what `text` asks for, as people type it: "phrases", -minus, OR."""
    groups = (" & ".join(map(str, group)) for group in read(text))
    return SearchQuery(" | ".join(groups), search_type="raw", config=config)


def with_rank(rows: Rows, text: str, name: str = "rank") -> Rows:
    """Give each row how well it answers `text` as `name`; higher is better."""
    # 2: divided by the length, or long texts would always win.
    rank = SearchRank(F("search"), query(text), cover_density=True, normalization=2)
    return rows.annotate(**{name: rank})


def bits(text: str) -> Iterator[tuple[str, list[str], bool]]:
    """What staff typed into a list's search, as (as typed, plain bits, is left out).

    Bits are compared with `Plain` columns; a phrase in quotes is one bit.
    """
    for minus, phrase, chunk in _CHUNK.findall(text.translate(_QUOTES)):
        is_left_out = bool(minus) or chunk.startswith("-")
        typed = phrase or (chunk.removeprefix("-") if is_left_out else chunk)
        bare = plain(_POSSESSIVE.sub("", fold(typed)))
        if bare:
            yield typed, [bare] if phrase else bare.split(), is_left_out


def _wanted(part: tuple[str, ...]) -> str:
    """One word, or the words that a hyphen joins: apart or as one."""
    apart = " & ".join(f"'{piece}'" for piece in part)
    return f"(({apart}) | '{''.join(part)}')" if len(part) > 1 else apart
