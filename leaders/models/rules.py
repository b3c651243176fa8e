"""What always holds of applications and leaders, whoever writes: page, staff or SQL.

Each rule is named for what is true; a sentence stands where a person can meet it.
"""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from leaders.choices import (
    OPEN_STATUSES,
    RELEASED_STATUSES,
    ApplicationStatus,
    Help,
    LapseReason,
    LeaderStatus,
    NoSupervisor,
    Outcome,
    PublicField,
    RankBand,
    Service,
    Speaker,
)
from leaders.slugs import RESERVED, SLUG
from places.choices import AgencyKind, AgencySize
from places.fields import FIVE_DIGITS
from places.states import STATES
from resources.choices import Language

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_A = ApplicationStatus
_PREFIX = "%(app_label)s_%(class)s_"


def _rule(
    name: str, condition: Q, sentence: "_StrPromise | None" = None
) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=condition, name=_PREFIX + name, violation_error_message=sentence
    )


def _one_for_each(
    column: str, *, among: Q, sentence: "_StrPromise | None" = None
) -> models.UniqueConstraint:
    return models.UniqueConstraint(
        fields=[column],
        condition=among,
        name=_PREFIX + "one_open_each",
        violation_error_message=sentence,
    )


def _all_or_none(*names: str, texts: tuple[str, ...] = ()) -> Q:
    """Either every named column is filled or none is."""
    filled, empty = Q(), Q()
    for name in names:
        filled &= Q(**{f"{name}__isnull": False})
        empty &= Q(**{f"{name}__isnull": True})
    for name in texts:
        filled &= ~Q(**{name: ""})
        empty &= Q(**{name: ""})
    return filled | empty


# An application

#: Nobody gives a second opinion before a first one.
_BEFORE_ADVICE = (_A.DRAFT, _A.SUBMITTED, _A.IN_REVIEW, _A.INFO_REQUESTED)
_AFTER_ADVICE = (_A.RECOMMENDED, _A.DECIDED, *RELEASED_STATUSES)
#: These may be reached from anywhere, with whatever was written until then.
_BROKEN_OFF = Q(status__in=[_A.WITHDRAWN, _A.LAPSED])

#: Whoever is no supervisor is named with their role, and with why it is they.
_SPOKEN_FOR = Q(speaker=Speaker.SUPERVISOR) | (
    ~Q(speaker="") & ~Q(supervisor_role="") & ~Q(no_supervisor="")
)
#: What a draft may lack and a sent application has; nothing waits to be put right.
COMPLETE = (
    ~Q(name="")
    & ~Q(rank="")
    & ~Q(service="")
    & Q(years_of_service__isnull=False)
    & ~Q(agency_name="")
    & ~Q(agency_kind="")
    & ~Q(agency_size="")
    & Q(zip__regex=FIVE_DIGITS)
    & ~Q(state="")
    & ~Q(why="")
    & ~Q(supervisor_name="")
    & ~Q(supervisor_email="")
    & _SPOKEN_FOR
    & Q(as_typed="")
    & Q(consent_to__contains=[PublicField.NAME])
    & ~Q(consent_version="")
    & Q(consented_at__isnull=False)
)

_NOT_ASSIGNED = Q(assignee=None, status__in=[_A.DRAFT, _A.SUBMITTED])
_BEING_READ = Q(assignee__isnull=False, status__in=[_A.IN_REVIEW, _A.INFO_REQUESTED])


def _released(status: ApplicationStatus, outcome: Outcome) -> Q:
    return Q(status=status, outcome=outcome, released_at__isnull=False)


APPLICATION_RULES: list[models.BaseConstraint] = [
    _one_for_each(
        "applicant",
        among=Q(status__in=OPEN_STATUSES),
        sentence=_("There is an open application already."),
    ),
    _rule("status_is_known", Q(status__in=_A.values)),
    _rule(
        "choices_are_known",
        Q(service__in=["", *Service.values])
        & Q(agency_kind__in=["", *AgencyKind.values])
        & Q(agency_size__in=["", *AgencySize.values])
        & Q(state__in=["", *STATES])
        & Q(speaker__in=["", *Speaker.values])
        & Q(no_supervisor__in=["", *NoSupervisor.values])
        & Q(lapse_reason__in=["", *LapseReason.values])
        & Q(outcome__in=["", *Outcome.values])
        & Q(recommended_outcome__in=["", *Outcome.values]),
    ),
    _rule(
        "lists_are_known",
        Q(consent_to__contained_by=PublicField.values)
        & Q(languages__contained_by=Language.values),
    ),
    _rule(
        "sent_is_complete",
        Q(submitted_at=None) | COMPLETE,
        _("Answer every required question first."),
    ),
    _rule(
        "sent_with_time",
        Q(status=_A.DRAFT, submitted_at=None)
        | _BROKEN_OFF
        | (~Q(status=_A.DRAFT) & Q(submitted_at__isnull=False)),
    ),
    _rule(
        "read_by_somebody",
        _NOT_ASSIGNED
        | _BEING_READ
        | ~Q(status__in=[_A.DRAFT, _A.SUBMITTED, _A.IN_REVIEW, _A.INFO_REQUESTED]),
    ),
    _rule(
        "recommended_by_somebody",
        _all_or_none(
            "recommended_by",
            "recommended_at",
            texts=("recommended_outcome", "recommendation"),
        ),
    ),
    _rule(
        "recommended_in_time",
        Q(status__in=_BEFORE_ADVICE, recommended_at=None)
        | Q(status__in=_AFTER_ADVICE, recommended_at__isnull=False)
        | _BROKEN_OFF,
    ),
    _rule(
        "decided_by_somebody",
        _all_or_none("decided_by", "decided_at", texts=("outcome", "decision_reason")),
    ),
    _rule(
        "decided_in_time",
        Q(status__in=[_A.DECIDED, *RELEASED_STATUSES], decided_at__isnull=False)
        | Q(status__in=[*_BEFORE_ADVICE, _A.RECOMMENDED], decided_at=None)
        | _BROKEN_OFF,
    ),
    _rule(
        "decided_by_another",
        Q(two_person=False) | Q(decided_by=None) | ~Q(decided_by=F("recommended_by")),
        _("Whoever recommended cannot also decide. Ask a colleague."),
    ),
    _rule(
        "released_by_somebody",
        Q(released_at=None, released_by=None)
        | Q(
            released_at__isnull=False,
            released_by__isnull=False,
            decided_at__isnull=False,
        ),
    ),
    _rule(
        "released_as_decided",
        _released(_A.ACCEPTED, Outcome.ACCEPT)
        | _released(_A.WAITLISTED, Outcome.WAITLIST)
        | _released(_A.DECLINED, Outcome.DECLINE)
        | _BROKEN_OFF
        | (~Q(status__in=RELEASED_STATUSES) & Q(released_at=None)),
    ),
    _rule(
        "lapsed_with_reason",
        (Q(status=_A.LAPSED) & ~Q(lapse_reason=""))
        | (~Q(status=_A.LAPSED) & Q(lapse_reason="")),
    ),
]

QUESTION_RULES: list[models.BaseConstraint] = [
    _one_for_each("application", among=Q(closed_at=None)),
    _rule(
        "answered_with_text",
        Q(answered_at=None, answer="")
        | (Q(answered_at__isnull=False, closed_at__isnull=False) & ~Q(answer="")),
    ),
]

# A leader

#: What the published profile has, and one being prepared may lack.
_LISTABLE = (
    ~Q(name="")
    & ~Q(rank="")
    & Q(help_offered__len__gt=0)
    & Q(public_fields__contains=[PublicField.NAME])
    & ~Q(consent_version="")
    & Q(consented_at__isnull=False, activated_at__isnull=False)
)

LEADER_RULES: list[models.BaseConstraint] = [
    _rule("status_is_known", Q(status__in=LeaderStatus.values)),
    _rule(
        "choices_are_known",
        Q(service__in=["", *Service.values])
        & Q(band_by_hand__in=["", *RankBand.values])
        & Q(agency_kind__in=AgencyKind.values)
        & Q(agency_size__in=AgencySize.values)
        & Q(state__in=list(STATES)),
    ),
    _rule(
        "lists_are_known",
        Q(public_fields__contained_by=PublicField.values)
        & Q(languages__contained_by=Language.values)
        & Q(help_offered__contained_by=Help.values),
    ),
    _rule("zip_is_five_digits", Q(zip__regex=FIVE_DIGITS)),
    _rule(
        "slug_is_free",
        Q(slug__regex=SLUG) & Q(slug__regex=r"^.{3,}$") & ~Q(slug__in=RESERVED),
        _("This address is too short or kept for another page."),
    ),
    _rule(
        "listed_with_consent",
        Q(status__in=[LeaderStatus.ONBOARDING, LeaderStatus.DIED]) | _LISTABLE,
        _(
            "A profile is published only with a name, a rank, the help offered and the "
            "leader’s consent."
        ),
    ),
]

DEATH_RULES: list[models.BaseConstraint] = [
    _rule(
        "died_with_what_was",
        Q(status=LeaderStatus.DIED) & ~Q(status_before_death="")
        | ~Q(status=LeaderStatus.DIED)
        & Q(status_before_death="", died_on=None, death_closed_sign_in=False),
    ),
    _rule(
        "status_before_is_known",
        Q(status_before_death__in=["", *LeaderStatus.values]),
    ),
]

SANCTION_RULES: list[models.BaseConstraint] = [
    _one_for_each("leader", among=Q(lifted_at=None)),
    _rule("has_reason", ~Q(reason="")),
    _rule(
        "lifted_by_somebody",
        Q(lifted_at=None, lifted_by=None, lift_reason="")
        | (Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lift_reason="")),
    ),
]
