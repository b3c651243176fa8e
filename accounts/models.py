"""People who sign in: by e-mail, without a user name."""

from typing import Self

import pghistory
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

from foundation.addresses import read_address
from foundation.fields import LineField, MailField, MomentField
from foundation.history import tracked


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
            )
        ]

    def __str__(self) -> str:
        # Never the address: this text reaches pages, logs and histories.
        return self.display_name or f"Account {self.pk}"

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)

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
