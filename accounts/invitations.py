"""Links by which somebody who was invited chooses a first password."""

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.models import User
from accounts.promises import INVITATION_WORKS

_SALT = "accounts.invitations"


class BadInvitation(Exception):
    """The link was used, is too old, or was never ours."""


def token_for(user: User) -> str:
    """Return a token that ends with its first use, or after `INVITATION_WORKS`."""
    return signing.dumps([user.pk, _state_of(user)], salt=_SALT)


def read_token(token: str) -> User:
    """Return the person that was invited; raises `BadInvitation`."""
    try:
        pk, state = signing.loads(token, salt=_SALT, max_age=INVITATION_WORKS)
    except (signing.BadSignature, ValueError):
        raise BadInvitation from None
    user = User.objects.filter(pk=pk, is_active=True).first()
    if user is None or not constant_time_compare(state, _state_of(user)):
        raise BadInvitation
    return user


def _state_of(user: User) -> str:
    """A word that changes as soon as password or address do."""
    return salted_hmac(
        _SALT, f"{user.password}:{user.email}", algorithm="sha256"
    ).hexdigest()[:24]
