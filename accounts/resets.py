"""The link to a new password: it goes to the address that was typed, and holds an hour.

Asking is the same work and the same page for an address that nobody has.
"""

from allauth.account.adapter import get_adapter
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.http import HttpRequest

from accounts import tries
from accounts.emails import link_to
from accounts.models import User
from accounts.tries import Door, TooOften


class ResetTokens(PasswordResetTokenGenerator):
    """Ends the link when password or addresses change, or when somebody signs in.

    What allauth does too, in one statement and without writing.
    """

    def _make_hash_value(self, user: User, timestamp: int) -> str:
        value = super()._make_hash_value(user, timestamp)
        return value + "|".join(sorted(user.addresses()))


tokens = ResetTokens()


def send_link(request: HttpRequest, address: str) -> None:
    """Mail a link to choose a new password, or that there is no account; else raise.

    Strangers who ask again and again get no further mail sent after a while. The page
    stays the same, and the last link that was mailed still works: so the owner cannot
    be kept from it. Raises `TooOften` for somebody who asked too often themselves.
    """
    user = User.objects.at_address(address)
    try:
        tries.knock(Door.RESET, request, address, user=user)
    except TooOften as refused:
        if refused.is_crowd:
            return
        raise
    person = user if user is not None and user.is_active else User(pk=0, email=address)
    key = f"{user_pk_to_url_str(person)}-{tokens.make_token(person)}"
    if person.pk:
        name, context = "password_reset_key", {"password_reset_url": _link(key)}
    else:
        name, context = "unknown_account", {"login_url": link_to("account_login")}
    get_adapter().send_mail(f"account/email/{name}", address, context)


def _link(key: str) -> str:
    number, _dash, token = key.partition("-")
    return link_to("account_reset_password_from_key", number, token)
