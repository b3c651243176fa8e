"""People who sign in: by e-mail, without a user name."""

from collections.abc import Iterable
from typing import Any, Self

import pghistory
import pgtrigger
from allauth.account.models import EmailAddress
from django.contrib.auth.models import (
    AbstractBaseUser,
    BaseUserManager,
    PermissionsMixin,
)
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.choices import FactorResetStatus, InvitationStatus
from accounts.statuses import FACTOR_RESET, INVITATION
from foundation.addresses import read_address
from foundation.fields import LineField, MailField, MomentField
from foundation.history import tracked
from foundation.statuses import Table
from places.models import Agency


def _is_confirmed() -> Q:
    """Whether a person is more than a sign-up that nobody finished.

    Without a verified address there is no signing in; staff are made otherwise.
    """
    mine = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
    was_made = Q(last_login__isnull=False) | Q(is_staff=True) | Q(is_superuser=True)
    return Q(Exists(mine)) | was_made


class UserQuerySet(models.QuerySet["User"]):
    """Which people count as what."""

    def never_verified(self) -> Self:
        """People who signed up and never showed that the address is theirs."""
        return self.exclude(_is_confirmed())

    def at_address(self, address: str) -> "User | None":
        """Return whom an address belongs to, in one statement whoever that is.

        The person who proved it, else whoever only typed it. The result tells
        `is_confirmed`: whether it is an account, or a sign-up that nobody finished.
        """
        proven = EmailAddress.objects.filter(email=address, verified=True)
        typed = User.objects.filter(email=address)
        mine = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
        return (
            self.filter(pk__in=proven.values("user").union(typed.values("pk")))
            .annotate(is_confirmed=_is_confirmed())
            .annotate(holds=Exists(mine.filter(email=address)))
            .order_by("-holds")
            .first()
        )

    def holding_nothing(self) -> Self:
        """People no record of the network hangs on; sign-in's and history's aside."""
        of_sign_in = {"account", "mfa", "pghistory", "socialaccount", "usersessions"}
        records = {
            f"{relation.field.related_query_name()}__isnull": True
            for relation in User._meta.related_objects
            if relation.related_model._meta.app_label not in of_sign_in
            and relation.related_model is not User.pgh_event_model
        }
        return self.filter(**records)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    """Makes users from an e-mail address."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        """Create a person who may sign in; without a password, by code only."""
        user = self.model(email=read_address(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(
        self, email: str, password: str | None = None, **fields
    ) -> "User":
        """Create somebody who may do everything: the break-glass account."""
        return self.create_user(
            email, password, is_staff=True, is_superuser=True, **fields
        )

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())


# Who got which rights, and when, stays for ever; names and addresses go with the row.
@tracked(
    exclude=[
        "password",
        "last_login",
        "email",
        "display_name",
        "date_joined",
        "session_version",
    ]
)
class User(AbstractBaseUser, PermissionsMixin):
    """Somebody with an account. Roles are groups; applicant and leader are facts."""

    email = MailField(_("e-mail"), unique=True)
    display_name = LineField(_("name"), max_length=120, blank=True)
    is_staff = models.BooleanField(
        _("staff"), default=False, help_text=_("May sign in to the staff site.")
    )
    is_active = models.BooleanField(
        _("active"),
        default=True,
        help_text=_("Take this away to keep somebody out; their records stay."),
    )
    date_joined = MomentField(_("joined"), default=timezone.now, editable=False)
    session_version = models.PositiveIntegerField(default=0, editable=False)
    # Of staff. Neither an agency nor the tick: nobody has asked yet.
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        verbose_name=_("agency"),
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    has_no_agency = models.BooleanField(_("no agency"), default=False, editable=False)
    left_staff_at = MomentField(
        _("left the staff"), null=True, blank=True, editable=False
    )
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = UserManager()

    EMAIL_FIELD = USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        ordering = ["email"]
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        # Accounts are made by signing up or by invitation and end by themselves.
        default_permissions = ("view", "change")
        constraints = [
            models.CheckConstraint(
                condition=Q(email=Lower("email")), name="accounts_user_email_in_lower"
            ),
            models.CheckConstraint(
                condition=Q(agency=None) | Q(has_no_agency=False),
                name="accounts_user_agency_or_none",
            ),
        ]
        # Below superusers: gives and takes the two roles, and ends staff accounts.
        permissions = [("keep_staff", _("Can invite, change and end staff"))]

    def __str__(self) -> str:
        # Never the address: this text reaches pages, logs and histories.
        return self.display_name or f"Account {self.pk}"

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)

    @classmethod
    def from_db(
        cls, db: str | None, field_names: Any, values: Any, **options: Any
    ) -> Self:
        made = super().from_db(db, field_names, values, **options)
        made._remember(field_names)
        return made

    def refresh_from_db(
        self, using: str | None = None, fields: Any = None, from_queryset: Any = None
    ) -> None:
        super().refresh_from_db(using, fields, from_queryset)
        self._remember(fields or self._columns())

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write what was changed here and nothing else.

        A form that was opened before somebody's rights were taken brings none back.
        """
        if not args and kwargs.get("update_fields") is None and self._was_read:
            kwargs["update_fields"] = [
                name
                for name in self._columns()
                if name in self.__dict__  # what was never loaded stays as it is
                and (
                    name not in self._was_read
                    or self._was_read[name] != getattr(self, name)
                )
            ]
        super().save(*args, **kwargs)
        if self._was_read:
            self._remember(kwargs.get("update_fields") or ())

    #: What the row held when it was read, by column; empty for one that was just made.
    _was_read: dict[str, Any] = {}

    def _remember(self, names: Iterable[str]) -> None:
        now = {name: getattr(self, name) for name in names if name in self.__dict__}
        self._was_read = {**self._was_read, **now}

    @classmethod
    def _columns(cls) -> list[str]:
        fields = cls._meta.concrete_fields
        return [field.attname for field in fields if not field.primary_key]

    @property
    def says_agency(self) -> bool:
        """Whether it is known of a member of the staff for which agency they work."""
        return self.has_no_agency or self.agency_id is not None

    def addresses(self) -> set[str]:
        """Every address by which this person is known here, confirmed or not."""
        more = EmailAddress.objects.filter(user_id=self.pk)
        return {self.email, *more.values_list("email", flat=True)}

    def sign_out_everywhere(self) -> None:
        """End every session of this person, at once and in the caller's transaction."""
        User.objects.filter(pk=self.pk).update(session_version=F("session_version") + 1)
        self.refresh_from_db(fields=["session_version"])

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        # Django compares this with what the session holds on each request.
        return salted_hmac(
            "accounts.models.User.session",
            f"{self.session_version}:{self.password}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()


@pghistory.track(
    pghistory.InsertEvent("added"), pghistory.DeleteEvent("removed"), append_only=True
)
class RoleHeld(User.groups.through):  # type: ignore[name-defined]
    """That somebody holds a role; tracked, so that its history is kept."""

    class Meta:
        proxy = True
        default_permissions = ()


def own_name(user: User) -> str:
    """Return how the portal addresses a person on their own pages and in their mail."""
    return user.display_name or user.email


class StaffPerson(User):
    """An account as the page of people with a role shows it."""

    class Meta:
        proxy = True
        ordering = ["display_name", "email"]
        verbose_name = _("person with a role")
        verbose_name_plural = _("people with a role")
        default_permissions = ()


def _triggers(table: Table) -> list[pgtrigger.Trigger]:
    """The steps of the table and no others; it begins open and is never deleted."""
    return [
        table.trigger("status_moves"),
        pgtrigger.Protect(
            name="begins_open",
            operation=pgtrigger.Insert,
            condition=pgtrigger.Q(new__status__df="open"),
        ),
        pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
    ]


def _rules(name: str) -> list[models.BaseConstraint]:
    """One open for each person; ended exactly when it is open no longer."""
    is_open = Q(status="open")
    return [
        models.UniqueConstraint(
            fields=["user"], condition=is_open, name=f"accounts_{name}_one_open_each"
        ),
        models.CheckConstraint(
            condition=is_open & Q(ended_at=None) | ~is_open & Q(ended_at__isnull=False),
            name=f"accounts_{name}_ended_with_time",
        ),
    ]


@tracked()
class Invitation(models.Model):
    """Somebody asked to join the staff; the link in the mail works until `ends_at`.

    `role` is the name of a group, "" for a superuser. The rights are given at once;
    withdrawing takes them away. `token_version` ends links that were sent before.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="invitations")
    role = models.CharField(_("role"), max_length=30, blank=True)
    invited_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    sent_at = MomentField(_("sent"), default=timezone.now, editable=False)
    ends_at = MomentField(_("ends"), editable=False)
    status = models.CharField(
        _("status"),
        max_length=9,
        choices=InvitationStatus,
        default=InvitationStatus.OPEN,
        editable=False,
    )
    ended_at = MomentField(null=True, blank=True, editable=False)
    token_version = models.PositiveIntegerField(default=0, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["-sent_at", "-pk"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        default_permissions = ()
        constraints = _rules("invitation")
        triggers = _triggers(INVITATION)

    def __str__(self) -> str:
        return str(self.user)

    @property
    def is_over(self) -> bool:
        """Whether its link has stopped working by itself."""
        return timezone.now() >= self.ends_at


@tracked()
class FactorReset(models.Model):
    """A lost second factor that staff remove: one starts it, another confirms."""

    user = models.ForeignKey(User, models.PROTECT, related_name="factor_resets")
    started_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    started_at = MomentField(default=timezone.now, editable=False)
    ends_at = MomentField(_("ends"), editable=False)
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=FactorResetStatus,
        default=FactorResetStatus.OPEN,
        editable=False,
    )
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = MomentField(null=True, blank=True, editable=False)
    token_version = models.PositiveIntegerField(default=0, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["-started_at", "-pk"]
        verbose_name = _("reset of a second step")
        verbose_name_plural = _("resets of second steps")
        default_permissions = ()
        constraints = [
            *_rules("factorreset"),
            models.CheckConstraint(
                condition=~Q(started_by=F("user")),
                name="accounts_factorreset_not_started_for_oneself",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None)
                | ~Q(confirmed_by=F("started_by")) & ~Q(confirmed_by=F("user")),
                name="accounts_factorreset_confirmed_by_a_third",
            ),
            models.CheckConstraint(
                condition=Q(status="done", confirmed_by__isnull=False)
                | ~Q(status="done") & Q(confirmed_by=None),
                name="accounts_factorreset_done_is_confirmed",
            ),
        ]
        triggers = _triggers(FACTOR_RESET)

    def __str__(self) -> str:
        return str(self.user)

    @property
    def is_open(self) -> bool:
        return self.status == FactorResetStatus.OPEN

    @property
    def is_in_time(self) -> bool:
        return timezone.now() < self.ends_at
