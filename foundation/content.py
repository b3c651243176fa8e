"""Content versions: what visitors can see has changed, told by the database itself.

A *topic* is a part of what the portal shows, such as "leaders" (`niot_portal.topics`
says which tables each is made of). Triggers write a row
for each topic and transaction that changed something of it, whoever wrote: a page, the
staff site, a bulk update, raw SQL. The row is seen when the change is, as both belong
to one transaction, and no two transactions write the same row, so nobody waits.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection, models, transaction
from django.db.models.functions import Now

from foundation.models import ContentChange
from foundation.promises import LONGEST_TRANSACTION

#: Makes the function that the triggers call; its table comes with the model.
FUNCTION = """
CREATE FUNCTION foundation_content_changed(topic text) RETURNS void
LANGUAGE sql AS $$
    INSERT INTO foundation_contentchange (topic, "transaction", at)
    VALUES ($1, pg_current_xact_id()::text::bigint, now())
    ON CONFLICT DO NOTHING
$$;
"""
DROP_FUNCTION = "DROP FUNCTION foundation_content_changed(text);"

#: How many changes there are and the sum of their transactions' numbers: no two states
#: of a topic have both alike, also when a transaction with a lower number ends later.
Version = tuple[int, int]


@dataclass(frozen=True)
class Table:
    """A table whose rows visitors see.

    A row that stays the same raises nothing, nor does a change of the columns in
    `unseen` alone. `turns` are conditions of a row, in SQL over its columns, each in
    braces: of such columns, pages see only whether they hold.
    """

    name: str
    unseen: tuple[str, ...] = ()
    turns: tuple[str, ...] = ()


def trigger(table: Table, topic: str) -> str:
    """Return the SQL that has each change of a table raise `topic`, for a migration.

    Safe to run again.
    """
    return _trigger(
        table.name, topic, f"{_changed(table)} THEN PERFORM {_CALL}('{topic}');"
    )


def row_trigger(table: str, prefix: str, columns: Iterable[str]) -> str:
    """Return the SQL that has changes of `columns` raise a topic of the row's own.

    The topic is `prefix` and the row's id, such as "screening:812": what changes often
    and stands on one page alone, such as the seats that are left.
    """
    change = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in columns)
    return _trigger(
        table,
        f"each_{prefix}",
        f"TG_OP = 'UPDATE' AND ({change}) THEN PERFORM {_CALL}('{prefix}:' || NEW.id);",
    )


def drop(table: str, topic: str) -> str:
    """Return the SQL that takes back what `trigger` made."""
    return f"DROP FUNCTION {table}_raises_{topic}() CASCADE;"


_CALL = "foundation_content_changed"


def _changed(table: Table) -> str:
    before, after = "OLD.*", "NEW.*"
    if columns := ", ".join(f"'{column}'" for column in table.unseen):
        before, after = (
            f"(to_jsonb({row}) - ARRAY[{columns}])" for row in ("OLD", "NEW")
        )
    changes = [f"{before} IS DISTINCT FROM {after}"]
    changes += [
        f"({turn.replace('{', 'OLD.').replace('}', '')}) IS DISTINCT FROM "
        f"({turn.replace('{', 'NEW.').replace('}', '')})"
        for turn in table.turns
    ]
    return f"TG_OP <> 'UPDATE' OR {' OR '.join(changes)}"


def _trigger(table: str, name: str, if_then: str) -> str:
    return f"""
        CREATE OR REPLACE FUNCTION {table}_raises_{name}() RETURNS trigger
        LANGUAGE plpgsql AS $$
        BEGIN
            IF {if_then} END IF;
            RETURN NULL;
        END $$;
        CREATE OR REPLACE TRIGGER raises_{name}
        AFTER INSERT OR UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION {table}_raises_{name}();
    """


def version(topics: Iterable[str]) -> Version:
    """Return the version of some topics together, in one small statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT count(*), coalesce(sum("transaction"), 0)::bigint'
            " FROM foundation_contentchange WHERE topic = ANY(%s)",
            [list(topics)],
        )
        number, total = cursor.fetchone()
    return number, total


def condense(*, dry_run: bool = False) -> int:
    """Keep one row of each topic that has several old ones; return how many went.

    The row that stays is this transaction's own: a version that was there before must
    never come back, or a page kept under it would count as new.
    """
    old = models.Q(at__lt=Now() - LONGEST_TRANSACTION)
    topics = (
        ContentChange.objects.filter(old)
        .values_list("topic", flat=True)
        .annotate(number=models.Count("transaction"))
        .filter(number__gt=1)
        .values_list("topic", flat=True)
    )
    if dry_run:
        return ContentChange.objects.filter(old, topic__in=list(topics)).count()
    gone = 0
    for topic in topics:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT foundation_content_changed(%s)", [topic])
            gone += ContentChange.objects.filter(old, topic=topic).delete()[0]
    return gone
