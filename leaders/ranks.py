"""The words for ranks that ship with the portal, beside what staff made of them.

Which band a leader is in follows from them in the database (`leaders.models.rank`).
"""

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Count, F

from foundation.history import acting
from leaders.models import Leader, RankWord

SHIPPED = Path(__file__).parent / "data" / "ranks.csv"

#: Ranks that the staff's list shows at once.
SHOWN = 100

_COLUMNS = ("name", "band", "is_retired")


@transaction.atomic
def load(path: Path = SHIPPED) -> Counter[str]:
    """Load the words in `path`; safe to repeat. Counts what was created and so on.

    A word that staff changed stays theirs. All leaders are banded anew.
    """
    known = {
        word.phrase: word
        for word in RankWord.objects.select_for_update().order_by("pk")
    }
    counts: Counter[str] = Counter()
    new, changed = [], []
    for row in _rows(path):
        word = known.get(row.phrase)
        if word is None:
            new.append(row)
        elif word.loaded != said(word):
            counts["kept"] += 1
        elif word.loaded != row.loaded:
            for name in (*_COLUMNS, "loaded"):
                setattr(word, name, getattr(row, name))
            changed.append(word)
    with acting(act="Loaded with the portal"):
        RankWord.objects.bulk_create(new)
        RankWord.objects.bulk_update(changed, [*_COLUMNS, "loaded"])
    if not (new or changed):
        # Whatever the words did not set off: nothing is left banded by older rules.
        Leader.objects.update(rank=F("rank"))
    counts.update(created=len(new), updated=len(changed))
    return counts


def said(word: RankWord) -> str:
    """What a word says, in one line, to tell whether somebody changed it."""
    return "|".join(str(getattr(word, name)) for name in _COLUMNS)


def without_band() -> list[Any]:
    """The ranks that no word knows, with `n` leaders each; the most frequent first."""
    rows = Leader.objects.without_band().order_by().values("rank")
    return list(rows.annotate(n=Count("pk")).order_by("-n", "rank")[:SHOWN])


def _rows(path: Path) -> Iterator[RankWord]:
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            word = RankWord(
                phrase=row["phrase"],
                name=row["name"],
                band=row["band"],
                is_retired=row["retired"] == "yes",
            )
            word.loaded = said(word)
            yield word
