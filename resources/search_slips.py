"""One slip of spelling: what somebody may have meant, offered and never applied.

Words are compared with those of published titles, topics and their other words, and
with those of summaries where these hold none. Nothing that visitors cannot read is in
the list, so nothing of it can be guessed from an offer.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from string import ascii_lowercase

from django.db.models import Count, Func, IntegerField, Sum, TextField, Value
from django.db.models.functions import Concat

from foundation.fulltext import fold
from resources.models import WorkQuerySet
from resources.search_lengths import WORDS

#: Rows of each kind whose words are compared, words looked at in one search, and the
#: letters of a word that can be mended. A word of 30 letters has about 1,600 slips.
_ROWS, _WORDS_OF_A_SEARCH, _LEAST, _MOST = 2_000, 8, 4, 30
#: A word in a title or a topic is meant before any number of those in summaries.
_IN_A_TITLE = 10_000

_WORD = re.compile(r"[^\W\d_]+")


@dataclass
class Vocabulary:
    """The words that can be meant: how often each stands, and how it is written."""

    weights: Counter[str] = field(default_factory=Counter)
    written: dict[str, str] = field(default_factory=dict)

    def add(self, text: str, *, weight: int) -> None:
        for word in _WORD.findall(text.casefold()):
            bare = fold(word)
            if _LEAST <= len(bare) <= _MOST:
                self.weights[bare] += weight
                self.written.setdefault(bare, word)

    def meant_by(self, word: str) -> str:
        """The word that `word` is one slip away from; "" where it is none or known."""
        bare = fold(word.casefold())
        is_known = bare in self.weights or bare in WORDS
        if is_known or not _LEAST <= len(bare) <= _MOST:
            return ""
        near = {slip for slip in _slips(bare) if slip in self.weights}
        best = min(near, key=lambda one: (-self.weights[one], one), default="")
        return self.written.get(best, "")


#: The words last read, by the state of the rows they are from: one for each list.
_read: dict[tuple, Vocabulary] = {}
_KEPT = 3


def did_you_mean(text: str, *works: WorkQuerySet) -> str:
    """`text` with each slip of spelling mended by a word of `works`; "" if none is.

    One query, and a second where a row changed since the last. For searches that found
    nothing or little.
    """
    words = _WORD.findall(text)[:_WORDS_OF_A_SEARCH]
    if not any(_LEAST <= len(word) <= _MOST for word in words):
        return ""
    known = _vocabulary(*works)
    mended = _WORD.sub(
        lambda word: known.meant_by(word[0]) or word[0], text, count=_WORDS_OF_A_SEARCH
    )
    return mended if mended != text else ""


def _slips(word: str) -> Iterator[str]:
    """Every text that is one letter more, less or other, or two letters swapped."""
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        if after:
            yield before + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        for letter in ascii_lowercase:
            yield before + letter + after
            if after:
                yield before + letter + after[1:]


def _vocabulary(*works: WorkQuerySet) -> Vocabulary:
    state = _state(*works)
    if state not in _read:
        if len(_read) >= _KEPT:
            _read.clear()
        _read[state] = _words_of(*works)
    return _read[state]


def _state(*works: WorkQuerySet) -> tuple:
    """What changes when any word does, however it was changed; one query."""
    texts = ["title", Value(" "), "words", Value(" "), "summary"]
    all_words = Concat(*texts, output_field=TextField())
    mark = Func(
        all_words, Value(0), function="hashtextextended", output_field=IntegerField()
    )
    parts = [
        rows.order_by()
        .values(name=Value(rows.model.__name__, output_field=TextField()))
        .annotate(number=Count("pk"), mark=Sum(mark))
        .values_list("name", "number", "mark")
        for rows in works
    ]
    return tuple(sorted(parts[0].union(*parts[1:], all=True)))


def _words_of(*works: WorkQuerySet) -> Vocabulary:
    parts = [
        rows.order_by("-pk").values_list("title", "words", "summary")[:_ROWS]
        for rows in works
    ]
    known = Vocabulary()
    for title, words, summary in parts[0].union(*parts[1:], all=True):
        known.add(f"{title} {words}", weight=_IN_A_TITLE)
        known.add(summary, weight=1)
    return known
