"""What an act would mail, worded by the functions that will mail it.

Inside `rehearsing` nothing is queued: the mails are collected, for somebody to read
before the button is pressed. What is sent is then what was shown, by construction.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _t

from foundation.refusals import Refused


@dataclass(frozen=True)
class Planned:
    """A mail as it would be sent; `who` names its reader without the address.

    Where many get the same, `who` says so ("each guest") and the words are one's.
    """

    who: str
    subject: str
    text: str
    html: str = ""


class Unread(Refused):
    """What would be sent was not shown yet, or is not what was shown."""


_collected: ContextVar[list[Planned] | None] = ContextVar("rehearsed", default=None)


def is_on() -> bool:
    """Whether mails are only collected now."""
    return _collected.get() is not None


def collect(mail: Planned) -> None:
    """Take a mail that would be sent; only while rehearsing."""
    collected = _collected.get()
    if collected is not None:
        collected.append(mail)


@contextmanager
def rehearsing() -> Iterator[list[Planned]]:
    """Collect what is mailed inside. Whatever would write raises `RuntimeError`."""
    mails: list[Planned] = []
    token = _collected.set(mails)
    try:
        with connection.execute_wrapper(_only_reads):
            yield mails
    finally:
        _collected.reset(token)


def _only_reads(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    if not sql.lstrip("( ").upper().startswith("SELECT"):
        raise RuntimeError(f"A rehearsal only reads: {sql[:60]}")
    return execute(sql, params, many, context)


def digest_of(mails: Iterable[Planned], facts: Sequence[str] = ()) -> str:
    """A fingerprint of what a page shows of an act: its mails and its sentences."""
    shown = [[mail.who, mail.subject, mail.text, mail.html] for mail in mails]
    words = json.dumps([shown, [str(fact) for fact in facts]])
    return hashlib.sha256(words.encode()).hexdigest()[:32]


def refuse_unread(shown: str, digest: str) -> None:
    """Raise `Unread` unless the page that was pressed showed just this."""
    if shown == digest:
        return
    if shown:
        raise Unread(
            _t("What is sent has changed since you read it. Read it, then press again.")
        )
    raise Unread()


def sentence_of(mails: Sequence[Planned]) -> str:
    """Say who is mailed, after the fact: "A mail to Ana Reyes is on its way."."""
    if not mails:
        return _t("Nobody was mailed.")
    readers = list(dict.fromkeys(mail.who for mail in mails))
    sentence = _t("A mail to %(who)s is on its way.")
    return " ".join(sentence % {"who": who} for who in readers)
