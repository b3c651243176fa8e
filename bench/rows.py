"""Many rows that look like life: the sample network, copied by the database itself.

Copies differ in their addresses, names, places and dates, by fixed rules alone, so that
two runs of one day have the same rows.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from io import StringIO

from django.core.management import call_command
from django.db import connection, models

from accounts.models import User
from leaders.models import Leader
from resources.models import Film, Resource
from screenings.models import Screening

#: Copies begin here, so that the number of each follows from that of its original.
_FIRST = 10_000_000
#: What a film's copies are to those of the rest: few films, many evenings.
_FILMS = 20


@dataclass(frozen=True)
class Copy:
    """How one table is copied: `columns` are written anew, in SQL over `s`, `z`, `n`.

    `s` is the original row, `n` the number of the copy and `z` a ZIP code's place that
    depends on both; `links` names the tables that join it to others.
    """

    model: type[models.Model]
    columns: dict[str, str]
    links: Iterable[str] = field(default=())


_PLACE = {"zip": "z.zip", "state": "z.state", "lat": "z.lat", "lng": "z.lng"}
_DAYS = "(CASE WHEN s.starts_at < now() THEN -1 ELSE 1 END * 7 * mod(n, 90))"
_COPIES = [
    Copy(User, {"email": "'c' || {id} || '@sample.example'"}),
    Copy(
        Leader,
        {
            **_PLACE,
            "city": "z.city",
            "user_id": f"s.user_id + {_FIRST} * n",
            "application_id": "NULL",
            "slug": "left(s.slug, 40) || '-' || {id}",
            "name": "s.name || ' ' || chr(65 + mod(n / 26, 26)) "
            "|| chr(97 + mod(n, 26))",
        },
        ["topics"],
    ),
    Copy(Film, {"slug": "left(s.slug, 30) || '-' || {id}", "guide_id": "NULL"}),
    Copy(Resource, {"slug": "left(s.slug, 30) || '-' || {id}"}, ["topics"]),
    Copy(
        Screening,
        {
            "code": "'B' || upper(lpad(to_hex(s.id + n * 1000), 5, '0'))",
            "host_id": f"s.host_id + {_FIRST} * n",
            "starts_at": f"s.starts_at + {_DAYS} * interval '1 day'",
            "ends_at": f"s.ends_at + {_DAYS} * interval '1 day'",
            "doors_at": f"s.doors_at + {_DAYS} * interval '1 day'",
            "day": f"s.day + {_DAYS}::int",
            "access_known_by": f"s.access_known_by + {_DAYS}::int",
            **{
                name: f"CASE WHEN s.mode = 'online' THEN s.{name} ELSE {value} END"
                for name, value in (_PLACE | {"city": "z.city"}).items()
            },
        },
    ),
]


def fill(rows: int) -> None:
    """Fill an empty database until there are about `rows` screenings (and leaders).

    Development only, as the sample network is.
    """
    for command in ("migrate", "createcachetable", "sync_roles"):
        call_command(command, verbosity=0, stdout=StringIO())
    for command in ("load_zips", "load_catalogue", "load_sample"):
        call_command(command, verbosity=0, stdout=StringIO())
    with connection.cursor() as cursor:
        # The rows follow from rows that met every rule.
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET statement_timeout = 0")
        for copy in _COPIES:
            _multiply(cursor, copy, rows)
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("ANALYZE")


def _multiply(cursor, copy: Copy, rows: int) -> None:
    table = copy.model._meta.db_table
    cursor.execute(f"SELECT count(*), max(id) FROM {table}")
    there, last = cursor.fetchone()
    wanted = rows // _FILMS if copy.model is Film else rows
    # Evenings and leaders go together: as many copies of each.
    times = max(0, round(wanted / there) - 1)
    if copy.model is User:
        times = max(0, round(rows / Leader.objects.count()) - 1)
    columns = [
        one.column
        for one in copy.model._meta.concrete_fields
        if one.column and not one.generated and one.column != "id"
    ]
    number = f"(s.id + {_FIRST}::bigint * n)"
    values = [
        copy.columns.get(column, f"s.{column}").replace("{id}", number)
        for column in columns
    ]
    names = ", ".join(f'"{column}"' for column in columns)
    cursor.execute(
        f"""
        WITH places AS (
            SELECT *, row_number() OVER (ORDER BY zip) - 1 AS place,
                   count(*) OVER () AS places
            FROM places_zipplace WHERE lat IS NOT NULL
        )
        INSERT INTO {table} (id, {names})
        SELECT {number}, {", ".join(values)}
        FROM {table} s
        CROSS JOIN generate_series(1, %s) n
        JOIN places z ON z.place = mod(s.id * 7919 + n * 104729, z.places)
        WHERE s.id <= %s
        """,
        [times, last],
    )
    for name in copy.links:
        _link(cursor, copy.model, name, times, last)


def _link(cursor, model: type[models.Model], name: str, times: int, last: int) -> None:
    relation = model._meta.get_field(name)
    table = relation.remote_field.through._meta.db_table
    near, far = relation.m2m_column_name(), relation.m2m_reverse_name()
    cursor.execute(
        f"""
        INSERT INTO {table} ({near}, {far})
        SELECT {near} + {_FIRST}::bigint * n, {far}
        FROM {table} CROSS JOIN generate_series(1, %s) n WHERE {near} <= %s
        """,
        [times, last],
    )
