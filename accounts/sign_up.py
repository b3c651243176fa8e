"""Making an account: the same work, page and mail-shaped answer for whoever asks.

An account begins when its address is proven. Until then the row is only a wish, which
anybody may have typed: name and password are those of the browser in which the code
was entered, never of who came first.
"""

from uuid import uuid4

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.http import HttpRequest

from accounts import codes
from accounts.codes import SIGN_UP, Asked
from accounts.emails import link_to
from accounts.models import User


def begin(
    request: HttpRequest, *, address: str, name: str, password: str, next: str
) -> None:
    """Keep the wish for an account and mail a code, or that there is one already.

    Without a password people sign in by code. One hashing and the same statements for
    a known and a new address: what a known one does not need is undone.
    """

    def ask() -> Asked:
        asked = codes.ask(
            SIGN_UP,
            address,
            name=name,
            password=make_password(password or None),
            next=next,
        )
        _mail(asked)
        return asked

    codes.one_wish(request, address, ask)


def begin_again(request: HttpRequest, asked: Asked, address: str = "") -> None:
    """Mail a code once more, to another address if one is given."""
    asked = asked.once_more(address)
    with transaction.atomic():
        codes.in_turn(asked.address)
        _mail(asked)
    codes.keep(request, asked)


def prove(request: HttpRequest, user: User, *, next: str) -> None:
    """Ask somebody who knows the password of an unproven account for the address."""
    asked = codes.ask(
        SIGN_UP,
        user.email,
        name=user.display_name,
        password=user.password,
        next=next,
    )
    _send_code(asked)
    codes.keep(request, asked)


@transaction.atomic
def finish(asked: Asked) -> User | None:
    """Make the account of whoever proved the address; None if somebody else did.

    Also for a sign-in by code with an address that was only ever typed: then without
    a password, since nobody knows whose the old one was.
    """
    codes.in_turn(asked.address)
    user = User.objects.at_address(asked.address)
    if user is None:
        user = _keep(asked)
    elif user.is_confirmed and user.password != asked.password:
        return None
    user.password = asked.password or make_password(None)
    user.display_name = asked.name or user.display_name
    user.save(update_fields=["password", "display_name"])
    row, _made = EmailAddress.objects.update_or_create(
        user=user, email=asked.address, defaults={"verified": True}
    )
    row.set_as_primary(conditional=True)
    return user


def _mail(asked: Asked) -> None:
    """Keep the row of a new address, and write what its owner must know."""
    user = User.objects.at_address(asked.address)
    _keep(asked, in_vain=user is not None)
    if user is not None and user.is_confirmed:
        get_adapter().send_mail(
            "account/email/account_already_exists",
            asked.address,
            {"password_reset_url": link_to("account_reset_password")},
        )
    else:
        _send_code(asked)


def _send_code(asked: Asked) -> None:
    get_adapter().send_mail(
        "account/email/email_confirmation_signup", asked.address, {"code": asked.code}
    )


def _keep(asked: Asked, *, in_vain: bool = False) -> User:
    """Write the row of an account that waits for its code; in vain, undo it again."""
    address = f"{uuid4()}@in-vain.invalid" if in_vain else asked.address
    before = transaction.savepoint()
    user = User.objects.create(
        email=address, display_name=asked.name, password=asked.password
    )
    EmailAddress.objects.create(user=user, email=address, primary=True)
    if in_vain:
        transaction.savepoint_rollback(before)
    else:
        transaction.savepoint_commit(before)
    return user
