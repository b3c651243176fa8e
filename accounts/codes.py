"""A code in a mail shows that an address is somebody's: asked, kept, and taken once.

The one code of the one door: it signs in who is known and begins an account for who is
not.

What was asked lies in the session, the same for an address that is known and one that
is not: whether a mail with this very code was ever sent is written nowhere.
"""

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Self

from allauth.account.adapter import get_adapter
from allauth.core.internal.cryptokit import compare_user_code
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from accounts.promises import CODE_MAILS_MORE, CODE_TRIES, CODE_WORKS, SAME_PRESS
from foundation.limits import network_of

_KEY = "accounts.door"
_SALT = "accounts.codes.one"


@dataclass(frozen=True)
class Asked:
    """A code that was asked for: for which address, and what comes after it.

    `password` (hashed) is that of an account whose address was never proven, and was
    shown in this browser: whoever proves the address keeps it.
    """

    address: str
    code: str
    at: float
    next: str = ""
    password: str = ""
    wrong: int = 0
    mails: int = 1

    @property
    def may_mail(self) -> bool:
        """Whether this page may send one more mail, here or to another address."""
        return self.mails <= CODE_MAILS_MORE

    @property
    def is_over(self) -> bool:
        """Whether the code was asked for too long ago."""
        return time.time() - self.at > CODE_WORKS.total_seconds()

    def once_more(self, address: str = "") -> Self:
        """A new code for the same wish, for another address if one is given."""
        return replace(
            self,
            address=address or self.address,
            code=new_code(),
            at=time.time(),
            wrong=0,
            mails=self.mails + 1,
        )


def ask(address: str, *, password: str = "", next: str = "") -> Asked:
    """Return a new code for an address; it is kept by `keep`."""
    return Asked(address, new_code(), time.time(), password=password, next=next)


def new_code() -> str:
    """Return a code that is easy to type and hard to guess: 20 letters to the 8th."""
    return get_adapter().generate_login_code()


def pending(request: HttpRequest) -> Asked | None:
    """Return what was asked last in this browser; it may be over."""
    kept = request.session.get(_KEY)
    return Asked(**kept) if kept else None


def keep(request: HttpRequest, asked: Asked) -> None:
    """Remember in this browser what was asked."""
    request.session[_KEY] = asdict(asked)


def drop(request: HttpRequest) -> None:
    """Forget what was asked: it was answered, or is over."""
    request.session.pop(_KEY, None)


def is_right(asked: Asked, typed: str) -> bool:
    """Tell whether a code is the one and holds; dashes, spaces, case do not matter."""
    return not asked.is_over and compare_user_code(actual=typed, expected=asked.code)


def count_wrong(request: HttpRequest, asked: Asked) -> bool:
    """Count a wrong code; tell whether one may try again."""
    asked = replace(asked, wrong=asked.wrong + 1)
    if asked.wrong >= CODE_TRIES:
        drop(request)
        return False
    keep(request, asked)
    return True


def one_wish(request: HttpRequest, address: str, ask: Callable[[], Asked]) -> None:
    """Do what a form asks once, however often it is pressed, and keep what was asked.

    The second press of a page finds what the first one asked: one account, one mail,
    one code. All for an address happens in turn.
    """
    press = f"{_SALT}:{_fingerprint(request)}"
    with transaction.atomic():
        in_turn(address)
        if kept := cache.get(press):
            asked = Asked(**kept)
        else:
            asked = ask()
            cache.set(press, asdict(asked), SAME_PRESS.total_seconds())
    keep(request, asked)


def in_turn(address: str) -> None:
    """Let one at a time work on an address, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"{_SALT}:{address}"],
        )


def _fingerprint(request: HttpRequest) -> str:
    """A key of this very answer: the page's own token is part of what was posted."""
    typed = sorted(request.POST.lists())
    return salted_hmac(
        _SALT,
        repr([request.path, network_of(request), typed]),
        algorithm="sha256",
    ).hexdigest()
