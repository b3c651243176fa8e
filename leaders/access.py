"""Who is a leader, asked anew at every request: a suspension works at once."""

from collections.abc import Callable
from functools import wraps

from allauth.account.models import EmailAddress
from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from leaders.choices import LeaderStatus
from leaders.models import Leader

#: Those who run their own affairs here. Others have no desk of a leader.
WORKING = (LeaderStatus.ACTIVE, LeaderStatus.PAUSED)


def current_leader(
    request: HttpRequest, statuses: tuple[str, ...] = WORKING
) -> Leader | None:
    """Return the signed-in person's leader record in one of `statuses`, or None."""
    if not request.user.is_authenticated:
        return None
    return Leader.objects.filter(user=request.user, status__in=statuses).first()


def leader_required(
    view: Callable[..., HttpResponse] | None = None,
    *,
    statuses: tuple[str, ...] = WORKING,
) -> Callable:
    """Let only leaders in; for others the page does not exist. Sets `request.leader`.

    Visitors without a session are sent to sign in by the middleware, before this.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def wrapped(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            request.leader = current_leader(request, statuses)
            if request.leader is None:
                raise Http404
            return view(request, *args, **kwargs)

        return wrapped

    return decorate(view) if view else decorate


def verified_addresses(user) -> QuerySet:
    """The confirmed sign-in addresses of a user, or of an `OuterRef` to one."""
    return EmailAddress.objects.filter(
        user=user, email__iexact=F("user__email"), verified=True
    )


def has_verified_address(user) -> bool:
    """Whether the person showed that the e-mail address is theirs."""
    return verified_addresses(user).exists()
