"""What the worker does by the clock for mails, sessions and counts of tries."""

from datetime import datetime

from django.contrib.sessions.models import Session
from django.core.cache import DEFAULT_CACHE_ALIAS, caches
from django.core.cache.backends.db import DatabaseCache
from django.db import connection
from django.utils import timezone

from foundation.models import OutboxMail, RateLimit
from foundation.scheduler import counted, delete_in_batches, job


@job("purge-limits", every=3600)
def purge_limits(*, dry_run: bool) -> str:
    """Forget counts of tries whose time is over."""
    now = timezone.now()
    count = delete_in_batches(RateLimit.objects.filter(until__lt=now), dry_run=dry_run)
    count += _purge_cache(now, dry_run=dry_run)
    return counted(count, "old count", "old counts", dry_run=dry_run, done="remove")


def _purge_cache(now: datetime, *, dry_run: bool) -> int:
    """Remove expired rows of the cache table, where allauth counts its limits."""
    store = caches[DEFAULT_CACHE_ALIAS]
    if not isinstance(store, DatabaseCache):
        return 0
    table = connection.ops.quote_name(store._table)
    start = "SELECT count(*) FROM" if dry_run else "DELETE FROM"
    with connection.cursor() as cursor:
        cursor.execute(f"{start} {table} WHERE expires < %s", [now])
        return cursor.fetchone()[0] if dry_run else cursor.rowcount


@job("purge-sessions", every=3600)
def purge_sessions(*, dry_run: bool) -> str:
    """Remove sessions that have ended by time."""
    rows = Session.objects.filter(expire_date__lt=timezone.now())
    count = delete_in_batches(rows, dry_run=dry_run)
    return counted(count, "session", "sessions", dry_run=dry_run, done="remove")


MAIL_DAYS, PRIVATE_MAIL_DAYS = 30, 2


@job("purge-mail", every=6 * 3600)
def purge_mail(*, dry_run: bool) -> str:
    """Blank the words and the address of mails older than 30 days.

    Account mail, which carries codes and links to set a password, goes after two days.
    Key, state and times stay, so that nothing is sent a second time.
    """
    rows = OutboxMail.objects.with_bodies_older_than(
        MAIL_DAYS, private_days=PRIVATE_MAIL_DAYS
    )
    if dry_run:
        count = rows.count()
    else:
        count = rows.update(
            to="",
            subject="",
            text="",
            html="",
            calendar="",
            headers={},
            purged_at=timezone.now(),
        )
    return counted(count, "mail", "mails", dry_run=dry_run, done="blank")
