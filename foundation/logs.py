"""Logs as one JSON object a line: ids and event names, never a person or a token."""

import json
import logging
import re
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime

from django import db

_MAIL = re.compile(r"[^\s\"'<>()=,;:]+@[^\s\"'<>()=,;:]+")
# A word that holds a long run of letters and figures is the token of a link, a session
# key or a signature; slugs, module names and figures are shorter between their hyphens.
_WORD = re.compile(r"[\w:.=+~-]{16,}")
_RUN = re.compile(r"(?=[A-Za-z]*\d)[A-Za-z0-9]{16,}|[A-Za-z]{28,}")
_NETWORK = re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b")


def scrubbed(text: str) -> str:
    """Return `text` without e-mail addresses, network addresses and tokens."""
    text = _MAIL.sub("[address]", text)
    text = _NETWORK.sub("[network]", text)
    return _WORD.sub(lambda w: "[token]" if _RUN.search(w[0]) else w[0], text)


class OneLineForBadRequests(logging.Filter):
    """Drops the traceback of what the sender did wrong: nobody here can mend it."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and 400 <= getattr(record, "status_code", 0) < 500:
            record.exc_info = record.exc_text = None
        return True


class JsonLines(logging.Formatter):
    """Formats a record as JSON with time in UTC, level, logger and message.

    Of an exception it keeps the types and the traceback. The words of a database error
    hold the values of the row ("Key (email)=(…) already exists"), so only its SQLSTATE
    and the constraint are told.
    """

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "event": scrubbed(record.getMessage()),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line)

    def formatException(self, exc_info) -> str:
        return "\n".join(
            part
            for error in _chain(exc_info[1])
            for part in (_frames(error), _words(error))
        )


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what led to it, the first one first."""
    seen = []
    while error is not None and error not in seen:
        seen.append(error)
        hidden = error.__suppress_context__
        error = error.__cause__ or (None if hidden else error.__context__)
    yield from reversed(seen)


def _frames(error: BaseException) -> str:
    return "".join(traceback.format_tb(error.__traceback__)).rstrip()


def _words(error: BaseException) -> str:
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    # The driver's own errors stand behind Django's; they tell SQLSTATE and constraint.
    state = getattr(error, "pgcode", None)
    constraint = getattr(getattr(error, "diag", None), "constraint_name", None)
    if isinstance(error, db.Error) or hasattr(error, "pgcode"):
        facts = [fact for fact in (state, constraint) if fact]
        return f"{kind} ({', '.join(facts)})" if facts else kind
    return f"{kind}: {scrubbed(str(error))}"
