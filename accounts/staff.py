"""Making somebody staff, and helping staff who lost their second factor."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.db import transaction

from accounts import codes, emails, invitations
from accounts.models import User
from foundation import history


@transaction.atomic
def invite(email: str, *, role: str, name: str = "", superuser: bool = False) -> str:
    """Make or promote the account of `email` and write to it; return the link.

    `role` is the name of a group. The address counts as verified: whoever asks us to
    invite it vouches for it, and the link goes nowhere else. Safe to run twice.
    """
    codes.in_turn(email)
    known = EmailAddress.objects.filter(email=email, verified=True).first()
    if known is not None:
        user = User.objects.select_for_update().get(pk=known.user_id)
    else:
        User.objects.get_or_create(email=email)
        user = User.objects.select_for_update().get(email=email)
        # Anybody may have typed this address into the sign-up form, with a password
        # and a second factor of their own. Nothing of theirs may come along.
        user.set_unusable_password()
        user.authenticator_set.all().delete()
        EmailAddress.objects.filter(user=user).delete()
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        user.session_version += 1
    user.display_name = name or user.display_name
    user.is_staff = user.is_active = True
    user.is_superuser = user.is_superuser or superuser
    with history.acting(act=f"Invited to the staff: {role or 'Superuser'}"):
        user.save()
        if role:
            user.groups.set([Group.objects.get(name=role)])
    return emails.send_invitation(
        user, to=email, role=role or "Superuser", token=invitations.token_for(user)
    )


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
