"""What the worker does about accounts."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import User
from accounts.promises import UNCONFIRMED_KEPT
from foundation.scheduler import counted, delete_in_batches, job


@job("purge-unverified", every=24 * 3600)
def purge_unverified(*, dry_run: bool) -> str:
    """Remove sign-ups whose address nobody showed to be theirs in time.

    They hold nothing: without a verified address there is no signing in.
    """
    before = timezone.now() - UNCONFIRMED_KEPT
    rows = User.objects.never_verified().holding_nothing()
    rows = rows.filter(date_joined__lt=before)
    count = delete_in_batches(rows, dry_run=dry_run)
    return counted(count, "sign-up", "sign-ups", dry_run=dry_run, done="remove")


@job("purge-session-list", every=3600)
def purge_session_list(*, dry_run: bool) -> str:
    """Forget where people were signed in once the session is over."""
    alive = Session.objects.filter(
        session_key=OuterRef("session_key"), expire_date__gt=timezone.now()
    )
    count = delete_in_batches(
        UserSession.objects.filter(~Exists(alive)), dry_run=dry_run
    )
    return counted(
        count, "ended session", "ended sessions", dry_run=dry_run, done="remove"
    )
