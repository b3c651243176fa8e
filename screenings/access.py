"""Whose screening it is. What is not theirs does not exist for people who ask."""

from collections.abc import Callable

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _t

from accounts.models import User
from foundation.codes import read_code
from foundation.errors import RightEnded
from foundation.http import PersonRequest
from leaders.models import Leader
from screenings import lifecycle
from screenings.choices import ScreeningStatus
from screenings.models import Screening

Question = Callable[[PersonRequest, Screening], bool]


def listed_or_404(code: str) -> Screening:
    """The screening with this code, typed in whichever way, that visitors may see."""
    return _first_or_404(Screening.objects.listed().with_people(), code)


def found_or_404(request: PersonRequest, code: str, allows: Question) -> Screening:
    """The screening with this code where `allows` says yes."""
    rows = Screening.objects.with_people().select_related("film", "host__user")
    screening = _first_or_404(rows, code)
    if not allows(request, screening):
        raise _no(request, screening)
    return screening


def _no(request: PersonRequest, screening: Screening) -> Exception:
    """Whoever wrote as the host until just now keeps the words; others find nothing."""
    if request.method != "POST" or not was_host(request.user, screening):
        return Http404()
    words = _t("You no longer host “%(title)s”. The program office looks after it.")
    if screening.host and screening.host.user_id == request.user.pk:
        words = _t("Your profile is not active now, so “%(title)s” stays as it was.")
    return RightEnded(words % {"title": screening.title})


def was_host(person: User, screening: Screening) -> bool:
    """Whether the history names this person as the host of the screening."""
    events = Screening.pgh_event_model.objects.filter(pgh_obj_id=screening.pk)
    return events.filter(host__user=person).exists()


def _first_or_404(rows: QuerySet[Screening], code: str) -> Screening:
    screening = rows.filter(code=read_code(code)).first()
    if screening is None:
        raise Http404
    return screening


def is_misspelt(
    request: HttpRequest, screening: Screening, code: str, slug: str
) -> bool:
    """Whether somebody reads a page under an address that is not quite its own.

    What is sent to such an address counts: answers must not be lost.
    """
    own = (screening.code, screening.slug)
    return request.method in ("GET", "HEAD") and (code, slug) != own


def may_manage(request: PersonRequest, screening: Screening) -> bool:
    """Whether this person may change the screening."""
    return lifecycle.is_host(screening, request.user) or request.user.has_perm(
        "screenings.change_screening"
    )


def may_look(request: PersonRequest, screening: Screening) -> bool:
    """Whether this person may see the page before visitors do.

    Reviewers see what waits for their look; a draft is its host's own.
    """
    return may_manage(request, screening) or (
        screening.status == ScreeningStatus.SUBMITTED
        and request.user.has_perm("screenings.review_screening")
    )


def may_see_guests(request: PersonRequest, screening: Screening) -> bool:
    """Whether this person may read who comes."""
    return lifecycle.is_host(screening, request.user) or request.user.has_perm(
        "screenings.view_guests"
    )


def hosting_leader(request: PersonRequest) -> Leader | None:
    """The active leader who asks, or None: only they begin screenings."""
    return Leader.objects.active().filter(user=request.user).first()
