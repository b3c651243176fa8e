"""Who may do what here, asked anew at every request: a suspension works at once."""

from allauth.account.models import EmailAddress
from django.db.models import F, OuterRef, QuerySet
from django.http import Http404

from accounts.models import User
from leaders.choices import LeaderStatus
from leaders.models import Application, Leader

#: Those who run their own affairs here. Others have no desk of a leader.
WORKING = (LeaderStatus.ACTIVE, LeaderStatus.PAUSED)
#: Those who may prepare or change a profile.
OWNERS = (LeaderStatus.ONBOARDING, *WORKING)


def leader_or_404(
    person: User, statuses: tuple[str, ...] = WORKING, *, locked: bool = False
) -> Leader:
    """Return the person's own record; for others the page does not exist.

    `locked` holds the row until the transaction ends: no save undoes a suspension.
    """
    mine = Leader.objects.filter(user=person, status__in=statuses)
    if locked:
        mine = mine.select_for_update(no_key=True)
    if (leader := mine.first()) is None:
        raise Http404
    return leader


def may_see_addresses(application: Application, person: User) -> bool:
    """Whether somebody of the staff may read the e-mail addresses of an application.

    Whoever has it writes to them; whoever decides answers for it. Others vet the
    answers without them.
    """
    return application.assignee_id == person.pk or person.has_perm(
        "leaders.decide_application"
    )


def verified_addresses(user: User | OuterRef) -> QuerySet:
    """The confirmed sign-in addresses of a user, or of an `OuterRef` to one."""
    return EmailAddress.objects.filter(
        user=user, email__iexact=F("user__email"), verified=True
    )


def has_verified_address(user: User) -> bool:
    """Whether the person showed that the e-mail address is theirs."""
    return verified_addresses(user).exists()
