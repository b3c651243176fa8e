"""What the worker does by the clock for mails, sessions and counts of tries."""

from datetime import datetime

from django.contrib.sessions.models import Session
from django.core.cache import DEFAULT_CACHE_ALIAS, caches
from django.core.cache.backends.db import DatabaseCache
from django.db import connection
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from foundation import content
from foundation.models import KeptForm, OutboxMail, RateLimit
from foundation.promises import ACCOUNT_MAIL_KEPT, FORM_KEPT, MAIL_KEPT
from foundation.scheduler import delete_in_batches, job, told
from foundation.words import in_words_lazy

_HOUR = 3600


@job(
    "purge-mail",
    every=6 * _HOUR,
    purpose=format_lazy(
        _(
            "Blank the words and the address of mails older than {kept}. Account "
            "mail goes after {account}."
        ),
        kept=in_words_lazy(MAIL_KEPT),
        account=in_words_lazy(ACCOUNT_MAIL_KEPT),
    ),
)
def purge_mail(*, dry_run: bool) -> str:
    """Blank the mails that need not be kept; account mail carries codes and links."""
    rows = OutboxMail.objects.to_blank()
    return told(
        rows.count() if dry_run else rows.blank(),
        dry_run=dry_run,
        did=ngettext_lazy("Blanked %(count)s mail.", "Blanked %(count)s mails.", "n"),
        would=ngettext_lazy(
            "Would blank %(count)s mail.", "Would blank %(count)s mails.", "n"
        ),
    )


@job(
    "purge-sessions", every=_HOUR, purpose=_("Remove sessions that have ended by time.")
)
def purge_sessions(*, dry_run: bool) -> str:
    """Remove sessions that have ended by time."""
    rows = Session.objects.filter(expire_date__lt=timezone.now())
    return told(
        delete_in_batches(rows, dry_run=dry_run),
        dry_run=dry_run,
        did=ngettext_lazy(
            "Removed %(count)s session.", "Removed %(count)s sessions.", "n"
        ),
        would=ngettext_lazy(
            "Would remove %(count)s session.", "Would remove %(count)s sessions.", "n"
        ),
    )


@job(
    "purge-kept-forms",
    every=_HOUR,
    purpose=format_lazy(
        _("Forget forms that waited {time} for whoever was signed out."),
        time=in_words_lazy(FORM_KEPT),
    ),
)
def purge_kept_forms(*, dry_run: bool) -> str:
    """Forget forms that nobody came back for."""
    return told(
        delete_in_batches(KeptForm.objects.over(), dry_run=dry_run),
        dry_run=dry_run,
        did=ngettext_lazy(
            "Forgot %(count)s kept form.", "Forgot %(count)s kept forms.", "n"
        ),
        would=ngettext_lazy(
            "Would forget %(count)s kept form.",
            "Would forget %(count)s kept forms.",
            "n",
        ),
    )


@job(
    "purge-limits",
    every=_HOUR,
    purpose=_("Forget counts of tries whose time is over."),
)
def purge_limits(*, dry_run: bool) -> str:
    """Forget counts of tries that are over, our own and allauth's."""
    now = timezone.now()
    count = delete_in_batches(RateLimit.objects.filter(until__lt=now), dry_run=dry_run)
    count += _purge_cache(now, dry_run=dry_run)
    return told(
        count,
        dry_run=dry_run,
        did=ngettext_lazy(
            "Removed %(count)s old count.", "Removed %(count)s old counts.", "n"
        ),
        would=ngettext_lazy(
            "Would remove %(count)s old count.",
            "Would remove %(count)s old counts.",
            "n",
        ),
    )


def _purge_cache(now: datetime, *, dry_run: bool) -> int:
    """Remove expired rows of the cache table; return how many there were."""
    store = caches[DEFAULT_CACHE_ALIAS]
    if not isinstance(store, DatabaseCache):
        return 0
    table = connection.ops.quote_name(store._table)
    start = "SELECT count(*) FROM" if dry_run else "DELETE FROM"
    with connection.cursor() as cursor:
        cursor.execute(f"{start} {table} WHERE expires < %s", [now])
        return cursor.fetchone()[0] if dry_run else cursor.rowcount


@job(
    "condense-content",
    every=10 * 60,
    purpose=_("Keep one row of the changes that every page has long seen."),
)
def condense_content(*, dry_run: bool) -> str:
    """Condense the versions of what visitors see: asking for one stays small."""
    return told(
        content.condense(dry_run=dry_run),
        dry_run=dry_run,
        did=ngettext_lazy(
            "Condensed %(count)s change.", "Condensed %(count)s changes.", "n"
        ),
        would=ngettext_lazy(
            "Would condense %(count)s change.",
            "Would condense %(count)s changes.",
            "n",
        ),
    )
