"""Making an account: it begins when its address is proven, and not before.

Nothing is written for an address that was only typed, so asking costs the same whoever
it belongs to. A row whose address nobody proved is only a wish, which anybody may have
made: whoever proves the address takes it over, and no password goes with it.
"""

from typing import NamedTuple

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.http import HttpRequest

from accounts import codes
from accounts.codes import Asked
from accounts.models import User


class Arrival(NamedTuple):
    """Who proved an address, and whether their account began with it."""

    user: User
    is_new: bool


def prove(request: HttpRequest, user: User, *, next: str) -> None:
    """Ask somebody who knows the password of an unproven account for the address."""
    asked = codes.ask(user.email, password=user.password, next=next)
    send_code(asked, is_new=True)
    codes.keep(request, asked)


@transaction.atomic
def finish(asked: Asked) -> Arrival:
    """Return whose the address is that was proven; make the account if there is none.

    An account that waited for this keeps its password only if it was shown in the very
    browser in which the code was entered, since nobody knows whose another one was.
    """
    codes.in_turn(asked.address)
    user = User.objects.at_address(asked.address)
    if user is not None and user.is_confirmed:
        return Arrival(user, is_new=False)
    if user is None:
        user = User(email=asked.address)
    user.password = asked.password or make_password(None)
    user.save()
    row, _made = EmailAddress.objects.update_or_create(
        user=user, email=asked.address, defaults={"verified": True}
    )
    row.set_as_primary(conditional=True)
    return Arrival(user, is_new=True)


def send_code(asked: Asked, *, is_new: bool) -> None:
    """Mail the code; its reader, and nobody else, learns whether an account begins."""
    context = {"code": asked.code, "is_new": is_new}
    get_adapter().send_mail("account/email/login_code", asked.address, context)
