"""Reads the matrix and says what an answer means."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver

MATRIX = Path(__file__).parent / "matrix.txt"
#: Everybody the matrix knows, in the order of its columns, and who each of them is.
ACTORS = {
    "visitor": "nobody is signed in",
    "member": "somebody signed in who is nothing else",
    "applicant": "somebody with an open application, whose things these are",
    "host": "the leader whose profile, screenings and guests these are",
    "other leader": "a leader who has nothing to do with these things",
    "suspended leader": "somebody who was a leader until the suspension",
    "reviewer": "a member of the staff who reads applications",
    "program manager": "a member of the staff who decides",
}
MEANING = {
    "A": "allowed",
    "L": "sent to sign in",
    "N": "not found",
    "D": "forbidden",
    "S": "asked for a second factor",
    "M": "method not allowed",
    "B": "led to the page above, which has the button",
}


@dataclass(frozen=True)
class Row:
    """One address and method, and what each actor gets."""

    name: str
    thing: str
    method: str
    answers: dict[str, str]

    def __str__(self) -> str:
        return f"{self.method} {self.name} {self.thing}"

    def fault(self, actor: str, path: str, got: str) -> str:
        """Say what an actor was due at this address and what came instead."""
        due = self.answers[actor]
        return (
            f"{self} at {path}: the {actor} is due {due} ({MEANING[due]}), "
            f"got {got} ({MEANING.get(got, 'a failure')})"
        )


def rows() -> Iterator[Row]:
    """Read `matrix.txt`: name, thing, method, then a letter for each actor."""
    for line in MATRIX.read_text().splitlines():
        words = line.split("#")[0].split()
        if not words:
            continue
        name, thing, method, *letters = words
        if len(letters) == 1:
            letters *= len(ACTORS)
        assert len(letters) == len(ACTORS), f"{line!r} needs {len(ACTORS)} letters"
        yield Row(name, thing, method, dict(zip(ACTORS, letters, strict=True)))


def addresses(patterns=None, prefix="") -> Iterator[str]:
    """Return the name of every address in the URLconf, namespaces included."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(pattern, URLResolver):
            space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from addresses(pattern.url_patterns, space)
        elif isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name or pattern.pattern}"


def meaning(response) -> str:
    """Return the matrix's letter for what was answered."""
    if response.status_code in (301, 302, 303):
        where = response["Location"]
        if where.startswith(("/accounts/login/", "/admin/login/")):
            return "L"
        if where.startswith(("/accounts/2fa/", "/accounts/reauthenticate/")):
            return "S"
        if response.has_header("Allow"):  # the address itself takes only a form
            return "B"
        return "A"
    return {404: "N", 403: "D", 405: "M"}.get(
        response.status_code, "A" if response.status_code < 500 else "500"
    )


_UNTOLD = {"django_session", "foundation_ratelimit", "django_cache", "pgh_context"}


def state_of_the_database() -> dict[str, str]:
    """Return a fingerprint of each table that a refused request must not touch."""
    with connection.cursor() as cursor:
        tables = sorted(set(connection.introspection.table_names(cursor)) - _UNTOLD)
        query = " UNION ALL ".join(
            f"SELECT '{table}', md5(coalesce(string_agg(t::text, '|' "
            f"ORDER BY t::text), '')) FROM \"{table}\" t"
            for table in tables
        )
        cursor.execute(query)
        return dict(cursor.fetchall())
