"""What the worker does about accounts."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from accounts import factor_resets
from accounts.choices import FactorResetStatus
from accounts.models import FactorReset, User
from accounts.promises import RESET_CONFIRMED, UNCONFIRMED_KEPT
from foundation.refusals import Refused
from foundation.scheduler import delete_in_batches, job, told
from foundation.words import in_words_lazy


@job(
    "purge-unverified",
    every=24 * 3600,
    purpose=format_lazy(
        _("Remove sign-ups whose address nobody confirmed within {time}."),
        time=in_words_lazy(UNCONFIRMED_KEPT),
    ),
)
def purge_unverified(*, dry_run: bool) -> str:
    """Remove sign-ups whose address nobody showed to be theirs.

    They hold nothing: without a verified address there is no signing in.
    """
    before = timezone.now() - UNCONFIRMED_KEPT
    rows = User.objects.never_verified().holding_nothing()
    rows = rows.filter(date_joined__lt=before)
    count = delete_in_batches(rows, dry_run=dry_run)
    return told(
        count,
        dry_run=dry_run,
        did=ngettext_lazy(
            "Removed %(count)s sign-up.", "Removed %(count)s sign-ups.", "n"
        ),
        would=ngettext_lazy(
            "Would remove %(count)s sign-up.", "Would remove %(count)s sign-ups.", "n"
        ),
    )


@job(
    "lapse-factor-resets",
    every=900,
    purpose=format_lazy(
        _("End resets of a second step that nobody confirmed within {time}."),
        time=in_words_lazy(RESET_CONFIRMED),
    ),
)
def lapse_factor_resets(*, dry_run: bool) -> str:
    """End resets of a second factor that nobody confirmed in time."""
    due = FactorReset.objects.filter(
        status=FactorResetStatus.OPEN, ends_at__lte=timezone.now()
    )
    count = due.count() if dry_run else sum(_lapse(reset) for reset in due)
    return told(
        count,
        dry_run=dry_run,
        did=ngettext_lazy("Ended %(count)s reset.", "Ended %(count)s resets.", "n"),
        would=ngettext_lazy(
            "Would end %(count)s reset.", "Would end %(count)s resets.", "n"
        ),
    )


def _lapse(reset: FactorReset) -> bool:
    try:
        factor_resets.MACHINE.move(reset, "lapse")
    except Refused:  # Somebody stopped or confirmed it in this moment.
        return False
    return True


@job(
    "purge-session-list",
    every=3600,
    purpose=_("Forget where people were signed in once the session is over."),
)
def purge_session_list(*, dry_run: bool) -> str:
    """Forget where people were signed in once the session is over."""
    alive = Session.objects.filter(
        session_key=OuterRef("session_key"), expire_date__gt=timezone.now()
    )
    count = delete_in_batches(
        UserSession.objects.filter(~Exists(alive)), dry_run=dry_run
    )
    return told(
        count,
        dry_run=dry_run,
        did=ngettext_lazy(
            "Removed %(count)s ended session.",
            "Removed %(count)s ended sessions.",
            "n",
        ),
        would=ngettext_lazy(
            "Would remove %(count)s ended session.",
            "Would remove %(count)s ended sessions.",
            "n",
        ),
    )
