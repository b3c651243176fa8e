"""Content versions: what visitors can see has changed, told by the database itself.

A *topic* is a part of what the portal shows, such as "leaders". Triggers write a row
for each topic and transaction that changed something of it, whoever wrote: a page, the
staff site, a bulk update, raw SQL. The row is seen when the change is, as both belong
to one transaction, and no two transactions write the same row, so nobody waits.
"""

from collections.abc import Iterable

import pgtrigger
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


def raises(topic: str, *, ignoring: Iterable[str] = ()) -> pgtrigger.Trigger:
    """Return the trigger of a table whose rows visitors see under `topic`.

    A row that stays the same raises nothing, nor does a change of the columns in
    `ignoring` alone. The app's migration must run after the foundation's.
    """
    left_out = ", ".join(f"'{column}'" for column in ignoring)
    before, after = ("OLD.*", "NEW.*")
    if left_out:
        before, after = (
            f"(to_jsonb({row}) - ARRAY[{left_out}])" for row in ("OLD", "NEW")
        )
    return pgtrigger.Trigger(
        name=f"raises_{topic}",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF TG_OP <> 'UPDATE' OR {before} IS DISTINCT FROM {after} THEN
                PERFORM foundation_content_changed('{topic}');
            END IF;
            RETURN NULL;
        """,
    )


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
