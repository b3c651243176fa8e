"""Members of the staff: asked to join, given and taken a role, ended.

Whatever gives or takes a role holds one row first, so that of two managers who end
each other one finds that they are no longer a manager.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _t

from accounts import codes, emails, invitations, leaving
from accounts.choices import InvitationStatus
from accounts.models import Invitation, User
from accounts.remembered import once_a_page
from accounts.roles import KEEP, PROGRAM_MANAGER, ROLES
from foundation import history
from foundation.refusals import Refused, refuse_stale
from places.models import Agency

# Who is there


def active_managers() -> QuerySet[User]:
    """Program managers who can act now: not those who were asked and never came."""
    asked = Invitation.objects.filter(user=OuterRef("pk"), status=InvitationStatus.OPEN)
    return User.objects.filter(
        Q(last_login__isnull=False) | ~Exists(asked),
        groups__name=PROGRAM_MANAGER,
        is_active=True,
        is_staff=True,
    )


def colleagues_of(person: User) -> QuerySet[User]:
    """To whom things of this person can be handed over: others with a role."""
    rows = User.objects.filter(is_active=True, is_staff=True, groups__name__in=ROLES)
    return rows.exclude(pk=person.pk).distinct().order_by("display_name", "pk")


def role_of(person: User) -> str:
    """The name of the role that somebody holds, or ""."""
    names = {group.name for group in person.groups.all()}
    return next((role for role in ROLES if role in names), "")


# What stands in the way, in sentences


def why_not(person: User, by: User) -> str:
    """Say why this person’s role is not for the other to change; "" where it is."""
    if person.pk == by.pk:
        return _t("Nobody changes their own role or ends themselves. Ask a colleague.")
    if person.is_superuser:
        return _t("This is a superuser. Only whoever runs the server changes those.")
    if not person.is_staff:
        return _t("This person has no role.")
    return ""


def why_not_less(person: User, by: User) -> str:
    """Say why the role cannot be taken, or made a smaller one; "" where it can."""
    if reason := why_not(person, by):
        return reason
    if is_last_manager(person):
        return is_last()
    return ""


def is_last() -> str:
    """What is said where there would be no program manager any more."""
    return _t("This is the last program manager. Make somebody else one first.")


def why_not_leave(person: User, by: User) -> str:
    """Say why the person cannot be taken off the staff; "" where they can."""
    if invitations.open_of(person):
        return _t("This person has not come yet. Withdraw the invitation instead.")
    return why_not_less(person, by)


def why_not_end(person: User, by: User) -> str:
    """Say why the account cannot be ended; "" where it can."""
    return why_not_leave(person, by) or leaving.needs_account(person)


def why_not_agency(person: User, by: User) -> str:
    """Say why the agency is not for this person to change; "" where it is.

    Who says anew for whom they work would choose whose applications they may vet.
    """
    if not person.is_staff:
        return _t("This person has no role.")
    if person.pk == by.pk and person.says_agency:
        return _t("A colleague has to change your agency.")
    return ""


@once_a_page
def is_last_manager(person: User) -> bool:
    """Whether there is no program manager besides this one."""
    managers = active_managers()
    is_one = managers.filter(pk=person.pk).exists()
    return is_one and not managers.exclude(pk=person.pk).exists()


# Asking to join


@transaction.atomic
def invite(
    email: str,
    *,
    role: str,
    name: str = "",
    superuser: bool = False,
    by: User | None = None,
    agency: Agency | None = None,
    has_no_agency: bool = False,
) -> str:
    """Make or promote the account of `email` and write to it; return the link.

    `role` is the name of a group. The address counts as verified: whoever asks us to
    invite it vouches for it, and the link goes nowhere else. Safe to run twice from the
    server, where `by` is None; raises `Refused` where a manager asks.
    """
    codes.in_turn(email)
    user = _account_of(email)
    if by is not None:
        _refuse_invitation(user, role, superuser=superuser, by=by)
    user.display_name = name or user.display_name
    user.is_staff = user.is_active = True
    user.is_superuser = user.is_superuser or superuser
    user.left_staff_at = None
    if agency or has_no_agency:
        user.agency, user.has_no_agency = agency, agency is None
    user.version += 1
    with history.acting(by, act=f"Invited to the staff: {role or 'Superuser'}"):
        user.save()
        if role:
            user.groups.set([Group.objects.get(name=role)])
        invitation = invitations.open_for(user, role, by)
    token = invitations.token_for(invitation)
    return emails.send_invitation(invitation, token=token, to=email)


def _account_of(email: str) -> User:
    """The account of an address, locked; of one that nobody proved, emptied."""
    known = EmailAddress.objects.filter(email=email, verified=True).first()
    if known is not None:
        return User.objects.select_for_update().get(pk=known.user_id)
    User.objects.get_or_create(email=email)
    user = User.objects.select_for_update().get(email=email)
    # Anybody may have typed this address into the sign-up form, with a password
    # and a second factor of their own. Nothing of theirs may come along.
    user.set_unusable_password()
    user.authenticator_set.all().delete()
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    user.session_version += 1
    return user


def _refuse_invitation(user: User, role: str, *, superuser: bool, by: User) -> None:
    actor = User.objects.get(pk=by.pk)
    if superuser or role not in ROLES or not actor.has_perm(KEEP):
        raise Refused(_t("You may not do this."))
    if user.pk == by.pk:
        raise Refused(_t("This is your own address. Nobody gives themselves a role."))
    if user.is_staff or user.is_superuser:
        raise Refused(
            _t("%(name)s has a role, or is invited already. Open their page.")
            % {"name": user}
        )


# What is done to somebody’s role


@contextmanager
def _held(
    person: User, act: str, *, by: User, seen: int, why: str = ""
) -> Iterator[User | None]:
    """Hold the person, and whoever acts, until the act is done.

    Gives None for the second press of a button, which changes nothing. Raises `Refused`
    where the other may not, or somebody was first.
    """
    with transaction.atomic():
        # All who give or take a role stand in this line.
        list(Group.objects.select_for_update(no_key=True).filter(name=PROGRAM_MANAGER))
        rows = User.objects.select_for_update(no_key=True).order_by("pk")
        held = {row.pk: row for row in rows.filter(pk__in=[person.pk, by.pk])}
        fresh, actor = held[person.pk], held[by.pk]
        if not (actor.is_active and actor.has_perm(KEEP)):
            raise Refused(_t("You may not do this."))
        if history.was_just_done(fresh, act, by=by, why=why, version=seen + 1):
            yield None
            return
        refuse_stale(fresh, seen=seen, by=by)
        with history.acting(by, act=act, why=why):
            yield fresh


def _refuse(reason: str) -> None:
    if reason:
        raise Refused(reason)


def change_role(person: User, role: str, *, by: User, seen: int) -> None:
    """Give a member of the staff the other role, and tell them. Raises `Refused`."""
    if role not in ROLES:
        raise Refused(_t("Choose a role from the list."))
    act = _t("Made %(role)s") % {"role": role}
    with _held(person, act, by=by, seen=seen) as fresh:
        if fresh is None:
            return
        is_less = role != PROGRAM_MANAGER
        _refuse(why_not_less(fresh, by) if is_less else why_not(fresh, by))
        fresh.version += 1
        fresh.save()
        fresh.groups.set([Group.objects.get(name=role)])
        emails.send_role_changed(fresh, role)


def say_agency(person: User, agency: Agency | None, *, by: User, seen: int) -> None:
    """Write for which agency a member of the staff works; None for none at all."""
    with _held(person, _t("Said the agency"), by=by, seen=seen) as fresh:
        if fresh is None:
            return
        _refuse(why_not_agency(fresh, by))
        fresh.agency, fresh.has_no_agency = agency, agency is None
        fresh.version += 1
        fresh.save()


def leave(
    person: User,
    *,
    by: User,
    seen: int,
    why: str,
    to: User | None = None,
    is_closed: bool,
) -> None:
    """Take the role away, or with `is_closed` end the account; raises `Refused`.

    What the person has goes to `to`, or back to where anybody may take it.
    """
    act = _t("Ended the account") if is_closed else _t("Took the role away")
    with _held(person, act, by=by, seen=seen, why=why) as fresh:
        if fresh is None:
            return
        _refuse((why_not_end if is_closed else why_not_leave)(fresh, by))
        leaving.hand_over(fresh, _colleague(fresh, to), by)
        _take_rights(fresh, is_closed=is_closed)
        emails.send_role_ended(fresh, is_closed=is_closed)


def withdraw(invitation: Invitation, *, by: User, seen: int) -> None:
    """Take an invitation back, and the rights that came with it. Raises `Refused`."""
    person = invitation.user
    act = _t("Withdrew the invitation")
    with _held(person, act, by=by, seen=person.version) as fresh:
        if fresh is None:
            return
        _refuse(why_not_less(fresh, by))
        invitations.MACHINE.move(invitation, "withdraw", by=by, seen=seen)
        leaving.hand_over(fresh, None, by)
        _take_rights(fresh, is_closed=False)


def _colleague(person: User, to: User | None) -> User | None:
    """Whoever takes over, held, so that they do not go in the same moment."""
    if to is None:
        return None
    rows = User.objects.select_for_update(no_key=True).filter(pk=to.pk)
    colleague = rows.first()
    if colleague is None or not colleagues_of(person).filter(pk=to.pk).exists():
        raise Refused(_t("Choose a colleague who has a role now."))
    return colleague


def _take_rights(person: User, *, is_closed: bool) -> None:
    person.is_staff = False
    person.is_active = person.is_active and not is_closed
    person.left_staff_at = timezone.now()
    person.session_version += 1
    person.version += 1
    person.save()
    person.groups.clear()


# A lost second factor


@transaction.atomic
def reset_second_factor(user: User) -> int:
    """Remove a person's factors, end their sessions and tell them.

    Returns how many factors there were, recovery codes not counted.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    factors = user.authenticator_set.exclude(type=Authenticator.Type.RECOVERY_CODES)
    count = factors.count()
    user.authenticator_set.all().delete()
    user.sign_out_everywhere()
    emails.send_second_factor_reset(user)
    return count
