from datetime import date
from functools import cached_property
from typing import Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foundation.codes import new_code
from foundation.fields import (
    CountField,
    DayField,
    LineField,
    MailField,
    MomentField,
    ProseField,
)
from foundation.history import tracked
from foundation.working_days import add_working_days, office_day
from leaders import promises
from leaders.choices import (
    OPEN_STATUSES,
    PUBLIC_STATUS,
    RELEASED_STATUSES,
    ApplicationStatus,
    LapseReason,
    Outcome,
    PublicField,
    Service,
)
from leaders.statuses import APPLICATION
from places.choices import AgencyKind, AgencySize
from places.fields import FIVE_DIGITS, ZipField
from places.states import STATES, Region, region_of, state_choices
from resources.choices import Language
from resources.models import Topic

_S = ApplicationStatus

#: Nobody gives a second opinion before a first one.
_BEFORE_ADVICE = (_S.DRAFT, _S.SUBMITTED, _S.IN_REVIEW, _S.INFO_REQUESTED)
_AFTER_ADVICE = (_S.RECOMMENDED, _S.DECIDED, *RELEASED_STATUSES)

_COMPLETE = (
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
    & Q(consent_to__contains=[PublicField.NAME])
    & ~Q(consent_version="")
    & Q(consented_at__isnull=False)
)


def _english() -> list[str]:
    return [Language.ENGLISH.value]


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


class ApplicationQuerySet(models.QuerySet):
    def open(self) -> Self:
        """Those that may still become something; one for each person."""
        return self.filter(status__in=OPEN_STATUSES)

    def sent(self) -> Self:
        """What staff may see: a draft is the applicant's own."""
        return self.filter(submitted_at__isnull=False)


@tracked(
    exclude=["why", "experience", "supervisor_name", "supervisor_email", "lat", "lng"]
)
class Application(models.Model):
    """An officer's wish to join the network as a leader, and what became of it.

    Empty answers are allowed in a draft only. `state`, `city`, `lat` and `lng` follow
    from `zip`. `version` counts the moves of the status, so that two people looking at
    one application cannot both decide it.
    """

    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("applicant"),
        related_name="leader_applications",
    )
    reference = models.CharField(
        _("reference"), max_length=6, unique=True, default=new_code, editable=False
    )
    status = models.CharField(
        _("status"), max_length=20, choices=_S, default=_S.DRAFT, editable=False
    )
    version = models.PositiveIntegerField(default=0, editable=False)
    created_at = MomentField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)
    submitted_at = MomentField(_("sent on"), null=True, blank=True, editable=False)

    name = LineField(_("name"), max_length=120, blank=True)
    rank = LineField(_("rank or title"), max_length=80, blank=True)
    service = models.CharField(_("service"), max_length=10, choices=Service, blank=True)
    years_of_service = CountField(
        _("years in law enforcement"), lo=0, hi=60, null=True, blank=True
    )
    agency_name = LineField(_("agency"), max_length=150, blank=True)
    agency = models.ForeignKey(
        "places.Agency",
        models.SET_NULL,
        verbose_name=_("matched agency"),
        null=True,
        blank=True,
        related_name="leader_applications",
    )
    agency_kind = models.CharField(
        _("type of agency"), max_length=20, choices=AgencyKind, blank=True
    )
    agency_size = models.CharField(
        _("size of agency"), max_length=20, choices=AgencySize, blank=True
    )
    zip = ZipField(_("ZIP code of the agency"), blank=True)
    state = models.CharField(
        _("state"), max_length=2, choices=state_choices, blank=True
    )
    city = LineField(_("city or town"), max_length=60, blank=True)
    lat = models.FloatField(null=True, blank=True, editable=False)
    lng = models.FloatField(null=True, blank=True, editable=False)
    topics = models.ManyToManyField(
        Topic, verbose_name=_("topics"), related_name="leader_applications", blank=True
    )
    languages = ArrayField(
        models.CharField(max_length=5, choices=Language),
        verbose_name=_("languages"),
        default=_english,
        blank=True,
    )
    why = ProseField(_("why you want to lead"), max_length=3000, blank=True)
    experience = ProseField(_("experience"), max_length=3000, blank=True)
    supervisor_name = LineField(_("supervisor’s name"), max_length=120, blank=True)
    supervisor_email = MailField(_("supervisor’s e-mail"), blank=True)
    consent_to = ArrayField(
        models.CharField(max_length=10, choices=PublicField),
        verbose_name=_("may be shown"),
        default=list,
        blank=True,
    )
    consent_version = LineField(
        _("wording agreed to"), max_length=20, blank=True, editable=False
    )
    consented_at = MomentField(_("agreed on"), null=True, blank=True, editable=False)

    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("has it"),
        null=True,
        blank=True,
        related_name="assigned_applications",
        editable=False,
    )
    recommended_outcome = models.CharField(
        _("recommendation"),
        max_length=10,
        choices=Outcome,
        blank=True,
        editable=False,
    )
    recommendation = ProseField(
        _("why it is recommended"), max_length=3000, blank=True, editable=False
    )
    recommended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("recommended by"),
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    recommended_at = MomentField(
        _("recommended on"), null=True, blank=True, editable=False
    )
    outcome = models.CharField(
        _("decision"), max_length=10, choices=Outcome, blank=True, editable=False
    )
    decision_reason = ProseField(
        _("why it was decided"), max_length=3000, blank=True, editable=False
    )
    decision_message = ProseField(
        _("message to the applicant"), max_length=3000, blank=True, editable=False
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("decided by"),
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    decided_at = MomentField(_("decided on"), null=True, blank=True, editable=False)
    two_person = models.BooleanField(
        _("two people were needed"), default=True, editable=False
    )
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("sent by"),
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    released_at = MomentField(
        _("decision sent on"), null=True, blank=True, editable=False
    )
    lapse_reason = models.CharField(
        _("why it lapsed"),
        max_length=20,
        choices=LapseReason,
        blank=True,
        editable=False,
    )

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["submitted_at", "pk"]
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        permissions = [
            ("claim_application", "Can claim applications and ask the applicant"),
            ("recommend_application", "Can recommend what to decide"),
            ("decide_application", "Can decide applications"),
            ("release_application", "Can send decisions"),
        ]
        indexes = [
            models.Index(
                fields=["submitted_at", "id"],
                condition=Q(submitted_at__isnull=False),
                name="application_queue",
            ),
            models.Index(fields=["status"], name="application_status"),
        ]
        triggers = [
            APPLICATION.trigger("legal_status"),
            pgtrigger.Protect(
                name="begins_as_draft",
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__status__df=_S.DRAFT.value),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["applicant"],
                condition=Q(status__in=OPEN_STATUSES),
                name="%(app_label)s_%(class)s_one_open_each",
                violation_error_message=_("There is an open application already."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=_S.values),
                name="%(app_label)s_%(class)s_status_is_known",
            ),
            models.CheckConstraint(
                condition=Q(service__in=["", *Service.values])
                & Q(agency_kind__in=["", *AgencyKind.values])
                & Q(agency_size__in=["", *AgencySize.values])
                & Q(state__in=["", *STATES])
                & Q(lapse_reason__in=["", *LapseReason.values])
                & Q(outcome__in=["", *Outcome.values])
                & Q(recommended_outcome__in=["", *Outcome.values]),
                name="%(app_label)s_%(class)s_choices_are_known",
            ),
            models.CheckConstraint(
                condition=Q(consent_to__contained_by=PublicField.values)
                & Q(languages__contained_by=Language.values),
                name="%(app_label)s_%(class)s_lists_are_known",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at=None) | _COMPLETE,
                name="%(app_label)s_%(class)s_sent_is_complete",
                violation_error_message=_("Answer every required question first."),
            ),
            models.CheckConstraint(
                condition=Q(status=_S.DRAFT, submitted_at=None)
                | Q(status__in=[_S.WITHDRAWN, _S.LAPSED])
                | (~Q(status=_S.DRAFT) & Q(submitted_at__isnull=False)),
                name="%(app_label)s_%(class)s_sent_with_time",
            ),
            models.CheckConstraint(
                condition=Q(assignee=None, status__in=[_S.DRAFT, _S.SUBMITTED])
                | Q(
                    assignee__isnull=False,
                    status__in=[_S.IN_REVIEW, _S.INFO_REQUESTED],
                )
                | ~Q(
                    status__in=[
                        _S.DRAFT,
                        _S.SUBMITTED,
                        _S.IN_REVIEW,
                        _S.INFO_REQUESTED,
                    ]
                ),
                name="%(app_label)s_%(class)s_read_by_somebody",
            ),
            models.CheckConstraint(
                condition=_all_or_none(
                    "recommended_by",
                    "recommended_at",
                    texts=("recommended_outcome", "recommendation"),
                ),
                name="%(app_label)s_%(class)s_recommended_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(status__in=_BEFORE_ADVICE, recommended_at=None)
                | Q(status__in=_AFTER_ADVICE, recommended_at__isnull=False)
                | Q(status__in=[_S.WITHDRAWN, _S.LAPSED]),
                name="%(app_label)s_%(class)s_recommended_in_time",
            ),
            models.CheckConstraint(
                condition=_all_or_none(
                    "decided_by", "decided_at", texts=("outcome", "decision_reason")
                ),
                name="%(app_label)s_%(class)s_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=[_S.DECIDED, *RELEASED_STATUSES],
                    decided_at__isnull=False,
                )
                | Q(
                    status__in=[*_BEFORE_ADVICE, _S.RECOMMENDED],
                    decided_at=None,
                )
                | Q(status__in=[_S.WITHDRAWN, _S.LAPSED]),
                name="%(app_label)s_%(class)s_decided_in_time",
            ),
            models.CheckConstraint(
                condition=Q(two_person=False)
                | Q(decided_by=None)
                | ~Q(decided_by=F("recommended_by")),
                name="%(app_label)s_%(class)s_decided_by_another",
                violation_error_message=_(
                    "Whoever recommended cannot also decide. Ask a colleague."
                ),
            ),
            models.CheckConstraint(
                condition=Q(released_at=None, released_by=None)
                | Q(
                    released_at__isnull=False,
                    released_by__isnull=False,
                    decided_at__isnull=False,
                ),
                name="%(app_label)s_%(class)s_released_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(
                    status=_S.ACCEPTED,
                    outcome=Outcome.ACCEPT,
                    released_at__isnull=False,
                )
                | Q(
                    status=_S.WAITLISTED,
                    outcome=Outcome.WAITLIST,
                    released_at__isnull=False,
                )
                | Q(
                    status=_S.DECLINED,
                    outcome=Outcome.DECLINE,
                    released_at__isnull=False,
                )
                | Q(status__in=[_S.WITHDRAWN, _S.LAPSED])
                | (~Q(status__in=RELEASED_STATUSES) & Q(released_at=None)),
                name="%(app_label)s_%(class)s_released_as_decided",
            ),
            models.CheckConstraint(
                condition=(Q(status=_S.LAPSED) & ~Q(lapse_reason=""))
                | (~Q(status=_S.LAPSED) & Q(lapse_reason="")),
                name="%(app_label)s_%(class)s_lapsed_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}, {self.name}" if self.name else self.code

    def get_absolute_url(self) -> str:
        return reverse("leaders:application")

    @property
    def code(self) -> str:
        """The reference as it is written and read aloud: "A-7K2M9Q"."""
        return f"A-{self.reference.upper()}"

    @property
    def public_status(self) -> str:
        """Where it stands, in the applicant's words."""
        return str(PUBLIC_STATUS[ApplicationStatus(self.status)])

    def role_of(self, user: User) -> str | Promise:
        """Return what somebody is to this application, for others to read; or ""."""
        return _("The applicant") if user.pk == self.applicant_id else ""

    @cached_property
    def others(self) -> "list[Application]":
        """The other applications of the same person; a page may fill them in."""
        theirs = Application.objects.filter(applicant=self.applicant_id)
        return list(theirs.exclude(pk=self.pk))

    @property
    def first_look_by(self) -> date | None:
        """The day by which somebody has begun to read, as we promise applicants."""
        return self._days_after_sending(promises.FIRST_LOOK.number)

    @property
    def decision_by(self) -> date | None:
        """The day by which the applicant has an answer."""
        return self._days_after_sending(promises.DECISION.number)

    def _days_after_sending(self, number: int) -> date | None:
        if self.submitted_at is None:
            return None
        return add_working_days(office_day(self.submitted_at), number)

    @property
    def region(self) -> Region | None:
        return region_of(self.state)

    @property
    def state_name(self) -> str:
        state = STATES.get(self.state)
        return str(state.name) if state else ""

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_STATUSES

    @property
    def is_sent(self) -> bool:
        return self.submitted_at is not None

    @property
    def is_complete(self) -> bool:
        """Whether every required question is answered, as the database asks."""
        texts = (
            self.name,
            self.rank,
            self.service,
            self.agency_name,
            self.agency_kind,
            self.agency_size,
            self.zip,
            self.state,
            self.why,
            self.supervisor_name,
            self.supervisor_email,
            self.consent_version,
        )
        return (
            all(texts)
            and self.years_of_service is not None
            and self.consented_at is not None
            and PublicField.NAME in self.consent_to
        )

    @property
    def days_waiting(self) -> int:
        """Whole days since it was sent; 0 for a draft."""
        if self.submitted_at is None:
            return 0
        return (timezone.now() - self.submitted_at).days

    @property
    def language_labels(self) -> list[str]:
        return [str(one.label) for one in Language if one.value in self.languages]

    @property
    def consent_labels(self) -> list[str]:
        return [str(one.label) for one in PublicField if one.value in self.consent_to]


class InfoRequest(models.Model):
    """A question that a reviewer put to the applicant, and the answer."""

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="info_requests"
    )
    question = ProseField(_("question"), max_length=1500)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    asked_at = MomentField(default=timezone.now)
    due_on = DayField(_("answer by"))
    answer = ProseField(_("answer"), max_length=4000, blank=True)
    answered_at = MomentField(null=True, blank=True)
    closed_at = MomentField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        verbose_name = _("question to the applicant")
        verbose_name_plural = _("questions to the applicant")
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(closed_at=None),
                name="%(app_label)s_%(class)s_one_open_each",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="")
                | (
                    Q(answered_at__isnull=False, closed_at__isnull=False)
                    & ~Q(answer="")
                ),
                name="%(app_label)s_%(class)s_answered_with_text",
            ),
        ]

    def __str__(self) -> str:
        return self.question[:60]
