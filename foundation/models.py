"""Tables every app uses: mails, jobs, counts of tries, changes, kept forms."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from foundation.blanking import blanked
from foundation.fields import CountField, LineField, MailField, MomentField
from foundation.promises import ACCOUNT_MAIL_KEPT, FORM_KEPT, MAIL_KEPT

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User


class MailState(models.TextChoices):
    QUEUED = "queued", _("Waiting to be sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Given up")
    KEPT = "kept", _("Kept here (no mail server)")
    WITHHELD = "withheld", _("Not sent: nobody reads it any more")


class OutboxMailQuerySet(models.QuerySet):
    def due(self) -> Self:
        """Mails whose time has come, oldest first."""
        return self.filter(
            state=MailState.QUEUED, send_at__lte=timezone.now()
        ).order_by("send_at", "pk")

    def to_blank(self) -> Self:
        """Mails that were dealt with and whose words need not be kept any longer."""
        now = timezone.now()
        return self.exclude(state=MailState.QUEUED).filter(
            Q(created_at__lt=now - MAIL_KEPT)
            | Q(is_private=True, created_at__lt=now - ACCOUNT_MAIL_KEPT),
            purged_at=None,
        )

    def about(self, obj: models.Model) -> Self:
        """Mails written because of one record, newest first."""
        return self.about_any(type(obj), [obj.pk]).order_by("-pk")

    def about_any(self, model: type[models.Model], keys: Iterable[int]) -> Self:
        """Mails written because of any of these records of one model."""
        kind = ContentType.objects.get_for_model(model)
        return self.filter(about_type=kind, about_id__in=keys)

    def blank(self) -> int:
        """Forget words, headers and address; return how many mails had any.

        Key, state and times stay, so that nothing is sent a second time.
        """
        return self.filter(purged_at=None).update(
            to="",
            subject="",
            text="",
            html="",
            calendar="",
            headers={},
            purged_at=timezone.now(),
        )


class OutboxMail(models.Model):
    """One mail to one person, written in the transaction that made it necessary."""

    key = LineField(
        max_length=200,
        null=True,
        blank=True,
        unique=True,
        help_text=_("What makes this mail unique, such as reminder:reservation:812:3."),
    )
    to = MailField(blank=True)
    subject = LineField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    calendar = models.TextField(blank=True)
    calendar_method = LineField(max_length=20, blank=True)
    headers = models.JSONField(default=dict, blank=True)
    message_id = LineField(max_length=120, unique=True)
    is_private = models.BooleanField(
        default=False,
        help_text=_("Account mail: staff see only whether it was sent."),
    )
    about_type = models.ForeignKey(
        ContentType, models.SET_NULL, null=True, blank=True, editable=False
    )
    about_id = models.BigIntegerField(null=True, blank=True, editable=False)
    about = GenericForeignKey("about_type", "about_id")
    state = LineField(
        max_length=10, choices=MailState.choices, default=MailState.QUEUED
    )
    attempts = CountField(hi=1000, default=0)
    last_error = LineField(max_length=300, blank=True)
    created_at = MomentField(default=timezone.now, editable=False)
    send_at = MomentField(default=timezone.now)
    sent_at = MomentField(null=True, blank=True)
    purged_at = MomentField(null=True, blank=True)

    objects = OutboxMailQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("mail")
        default_permissions = ("view",)
        permissions = [("resend_outboxmail", "Can send a failed mail again")]
        indexes = [
            models.Index(
                fields=["send_at", "id"],
                condition=Q(state="queued"),
                name="outbox_due",
            ),
            models.Index(fields=["about_type", "about_id"], name="outbox_about"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at=None)),
                name="foundation_outboxmail_sent_with_time",
            )
        ]

    def __str__(self) -> str:
        # Not the subject: this text reaches titles and logs.
        return f"Mail {self.pk}"

    @property
    def subject_for_staff(self) -> str:
        """What the mail is called to others than its reader."""
        if self.is_private:
            return _t("Account mail")
        return blanked(self.subject) or _t("Mail no longer kept")

    @property
    def text_for_staff(self) -> str:
        """What others than its reader may read of it."""
        if self.purged_at:
            return _t("No longer kept.")
        if self.is_private:
            return _t("Account mail is read by its owner alone.")
        return blanked(self.text).strip()

    @property
    def may_be_sent_again(self) -> bool:
        """Whether it was given up, its words are still there, and hold no code.

        Account mail is never sent again by others: its reader asks for a new one.
        """
        is_kept = self.purged_at is None and not self.is_private
        return self.state == MailState.FAILED and is_kept

    def send_again(self) -> bool:
        """Queue a mail that was given up for one new attempt; tell whether it was.

        Account mail, and a mail whose words are purged, cannot be sent again. The
        Message-ID stays, so that a reader who has the mail after all sees it once.
        """
        return bool(
            OutboxMail.objects.filter(
                pk=self.pk, state=MailState.FAILED, purged_at=None, is_private=False
            ).update(
                state=MailState.QUEUED,
                attempts=0,
                last_error="",
                send_at=timezone.now(),
            )
        )


class JobRun(models.Model):
    """When a job of the worker ran last and how it ended (`foundation.scheduler`)."""

    name = LineField(max_length=60, primary_key=True)
    next_at = MomentField(default=timezone.now, db_index=True)
    started_at = MomentField(null=True, blank=True)
    ended_at = MomentField(null=True, blank=True)
    is_ok = models.BooleanField(null=True, blank=True)
    outcome = LineField(max_length=300, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("job")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.name


class RateLimit(models.Model):
    """How many tries one hashed key made in its window; see `foundation.limits`."""

    key = models.CharField(max_length=40, primary_key=True)
    tries = models.IntegerField()
    until = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.key


class ContentChange(models.Model):
    """One transaction changed something of one topic; see `foundation.content`."""

    pk = models.CompositePrimaryKey("topic", "transaction")
    topic = models.CharField(max_length=40)
    transaction = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("change of content")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.topic} {self.transaction}"


class KeptFormQuerySet(models.QuerySet["KeptForm"]):
    """Which kept forms still wait."""

    def still_kept(self) -> Self:
        """Those whose time is not over."""
        return self.filter(kept_at__gt=timezone.now() - FORM_KEPT)

    def over(self) -> Self:
        """Those whose time is over."""
        return self.filter(kept_at__lte=timezone.now() - FORM_KEPT)

    def forget_beyond(self, person: "User", most: int) -> None:
        """Leave the newest `most` of a person, and no others."""
        mine = self.filter(person=person).order_by("-kept_at")
        self.filter(pk__in=list(mine.values_list("pk", flat=True)[most:])).delete()


class KeptForm(models.Model):
    """What somebody sent after their session ended; see `foundation.kept_forms`."""

    key = models.CharField(max_length=22, primary_key=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+"
    )
    path = models.TextField()
    typed = models.JSONField()
    had_files = models.BooleanField(default=False)
    kept_at = MomentField(default=timezone.now, db_index=True)

    objects = KeptFormQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        # Not a word of it: this text reaches logs.
        return f"Kept form {self.pk[:4]}"
