"""A draft begins: empty, or with the answers of an application that came to nothing."""

from django.db import IntegrityError, transaction

from accounts.models import User
from leaders import as_typed
from leaders.application_forms import WhatIsShown
from leaders.models import Application

#: What a new draft takes over. Whoever staff matched the agency with, and what was
#: agreed to, is not among it: both are asked anew.
_TAKEN_OVER = (
    "name",
    "rank",
    "service",
    "years_of_service",
    "agency_name",
    "agency_kind",
    "agency_size",
    "zip",
    "state",
    "city",
    "lat",
    "lng",
    "languages",
    "why",
    "experience",
    "speaker",
    "no_supervisor",
    "supervisor_name",
    "supervisor_role",
    "supervisor_email",
    "as_typed",
)


def earlier_application(person: User) -> Application | None:
    """The newest closed application of somebody with answers to begin again from."""
    theirs = Application.objects.filter(applicant=person).closed().order_by("-pk")
    return next((each for each in theirs if has_answers(each)), None)


def has_answers(application: Application) -> bool:
    """Whether there is anything to take over that a new draft does not hold already."""
    new = Application()
    return any(getattr(application, name) != getattr(new, name) for name in _TAKEN_OVER)


def begin(person: User, *, earlier: Application | None = None) -> Application | None:
    """Make the draft of somebody who has none, with the answers of `earlier`.

    None where another press was first and made it.
    """
    try:
        with transaction.atomic():
            return _made(person, earlier)
    except IntegrityError:
        return None


def _made(person: User, earlier: Application | None) -> Application:
    draft = Application(applicant=person)
    if earlier is not None:
        for name in _TAKEN_OVER:
            setattr(draft, name, getattr(earlier, name))
        as_typed.keep(draft, WhatIsShown.slug, {})
    draft.save()
    if earlier is not None:
        draft.topics.set(earlier.topics.all())
    return draft
