from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foundation.codes import new_code
from foundation.fields import DayField, LineField, MailField, MomentField, ProseField
from foundation.history import tracked
from foundation.working_days import add_working_days, office_day
from leaders import promises
from leaders.choices import (
    OPEN_STATUSES,
    PUBLIC_STATUS,
    ApplicationStatus,
    LapseReason,
    NoSupervisor,
    Outcome,
    PublicField,
    Speaker,
)

# 0001_initial finds `_english` here.
from leaders.models.officer import Officer, _english  # noqa: F401
from leaders.models.rules import APPLICATION_RULES, COMPLETE, QUESTION_RULES
from leaders.statuses import APPLICATION

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

_S = ApplicationStatus


class ApplicationQuerySet(models.QuerySet):
    def open(self) -> Self:
        """Those that may still become something; one for each person."""
        return self.filter(status__in=OPEN_STATUSES)

    def closed(self) -> Self:
        return self.exclude(status__in=OPEN_STATUSES)

    def sent(self) -> Self:
        """What staff may see: a draft is the applicant's own."""
        return self.filter(submitted_at__isnull=False)


@tracked(
    exclude=[
        "why",
        "experience",
        "supervisor_name",
        "supervisor_role",
        "supervisor_email",
        "as_typed",
        "lat",
        "lng",
    ]
)
class Application(Officer):
    """An officer's wish to join the network as a leader, and what became of it.

    Empty answers are allowed in a draft only; what is typed there and no column can
    hold waits in `as_typed`. `version` counts the moves of the status, so that two
    people looking at one application cannot both decide it. The columns of the
    supervisor hold whoever can speak for the applicant: `speaker` says who that is.
    """

    info_requests: "RelatedManager[InfoRequest]"

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

    why = ProseField(
        _("why you want to lead"), max_length=promises.STORY_LETTERS, blank=True
    )
    experience = ProseField(
        _("experience"), max_length=promises.STORY_LETTERS, blank=True
    )
    speaker = models.CharField(
        _("who can speak for the applicant"),
        max_length=10,
        choices=Speaker,
        default=Speaker.SUPERVISOR,
    )
    supervisor_name = LineField(_("their name"), max_length=120, blank=True)
    supervisor_role = LineField(_("their role or title"), max_length=120, blank=True)
    supervisor_email = MailField(_("their e-mail"), blank=True)
    no_supervisor = models.CharField(
        _("why it is no supervisor"), max_length=10, choices=NoSupervisor, blank=True
    )
    consent_to = ArrayField(
        models.CharField(max_length=10, choices=PublicField),
        verbose_name=_("may be shown"),
        default=list,
        blank=True,
    )

    #: JSON in plain ASCII, which holds a NUL byte too; see `leaders.as_typed`.
    as_typed = ProseField(
        _("as typed"), max_length=promises.TYPED_LETTERS, blank=True, editable=False
    )

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
        _("why it is recommended"),
        max_length=promises.REASON_LETTERS,
        blank=True,
        editable=False,
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
        _("why it was decided"),
        max_length=promises.REASON_LETTERS,
        blank=True,
        editable=False,
    )
    decision_message = ProseField(
        _("message to the applicant"),
        max_length=promises.REASON_LETTERS,
        blank=True,
        editable=False,
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
            ("correct_address", "Can correct the address of an account or a guest"),
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
        constraints = APPLICATION_RULES

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

    def role_of(self, user: User | None) -> str | Promise:
        """Return what somebody is to this application, for others to read; or ""."""
        return _("The applicant") if user and user.pk == self.applicant_id else ""

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
    def is_open(self) -> bool:
        return self.status in OPEN_STATUSES

    @property
    def is_sent(self) -> bool:
        return self.submitted_at is not None

    @property
    def is_spoken_for_by_supervisor(self) -> bool:
        return self.speaker == Speaker.SUPERVISOR

    @property
    def is_complete(self) -> bool:
        """Whether every required question is answered, as the database asks."""
        return Application.objects.filter(COMPLETE, pk=self.pk).exists()

    @property
    def days_waiting(self) -> int:
        """Whole days since it was sent; 0 for a draft."""
        if self.submitted_at is None:
            return 0
        return (timezone.now() - self.submitted_at).days

    @property
    def consent_labels(self) -> list[str]:
        return [str(one.label) for one in PublicField if one.value in self.consent_to]


class InfoRequest(models.Model):
    """A question that a reviewer put to the applicant, and the answer."""

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="info_requests"
    )
    question = ProseField(_("question"), max_length=promises.QUESTION_LETTERS)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    asked_at = MomentField(default=timezone.now)
    due_on = DayField(_("answer by"))
    answer = ProseField(_("answer"), max_length=promises.ANSWER_LETTERS, blank=True)
    answered_at = MomentField(null=True, blank=True)
    closed_at = MomentField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        verbose_name = _("question to the applicant")
        verbose_name_plural = _("questions to the applicant")
        constraints = QUESTION_RULES

    def __str__(self) -> str:
        return self.question[:60]

    @property
    def is_open(self) -> bool:
        return self.closed_at is None
