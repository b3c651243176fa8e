"""Staff set the wrong address of an account right, and whoever had it is told."""

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext as _t

from accounts import emails
from accounts.models import User
from foundation.refusals import Refused


@transaction.atomic
def correct_address(user: User, address: str, *, by: User) -> str:
    """Make `address` the one that the account is known by; return the old one.

    The new one counts as proven only once its owner signs in with a code sent there.
    All sessions end, and the old address is told, if it was ever proven. Raises
    `Refused` for staff accounts, closed ones, and an address that somebody has.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if reason := why_not(user, by):
        raise Refused(reason)
    old = user.email
    if address == old:
        raise Refused(_t("This is the address that the account has already."))
    if _is_taken(address, user):
        raise Refused(_t("Another account has this address."))
    proven = EmailAddress.objects.filter(user=user, email=old, verified=True).exists()
    EmailAddress.objects.filter(user=user, email=old).delete()
    EmailAddress.objects.filter(user=user).update(primary=False)
    EmailAddress.objects.update_or_create(
        user=user, email=address, defaults={"primary": True}
    )
    user.email = address
    user.save(update_fields=["email"])
    user.sign_out_everywhere()
    if proven:
        emails.tell_old_address(user, to=old)
    emails.tell_right_address(user)
    return old


def why_not(user: User, by: User) -> str:
    """Say why staff cannot set this account's address right; "" where they can."""
    if user.pk == by.pk:
        return _t("Change your own address on your account’s page.")
    if user.is_staff or user.is_superuser:
        return _t("Somebody of the staff changes the address on their account’s page.")
    if not user.is_active:
        return _t("This account is closed.")
    return ""


def _is_taken(address: str, user: User) -> bool:
    others = User.objects.filter(email=address).exclude(pk=user.pk)
    proven = EmailAddress.objects.filter(email=address, verified=True)
    return others.exists() or proven.exclude(user=user).exists()
