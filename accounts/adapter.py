"""How allauth acts here."""

import ipaddress

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from foundation.limits import address_of
from foundation.text import one_line


class AccountAdapter(DefaultAccountAdapter):
    """Accounts by e-mail; mail through the outbox; limits by our client address."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": _(
            "That was too many tries. Wait 15 minutes, then try again."
        ),
        "rate_limited": _("That was too many tries. Wait a minute, then try again."),
        "email_password_mismatch": _(
            "The e-mail address and the password do not fit together. "
            "Check both, or have a code sent to you."
        ),
        "incorrect_code": _("This code is not right. Check it, or ask for a new one."),
        "incorrect_password": _("This password is not right."),
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address that limits are counted by, `0.0.0.0` if there is none."""
        try:
            return str(ipaddress.ip_address(address_of(request)))
        except ValueError:
            # A unix socket has no address, and a forged header may hold anything.
            return str(ipaddress.IPv4Address(0))

    def clean_email(self, email: str) -> str:
        """Refuse addresses that the database or a mail header could not hold."""
        return plain_address(email)


def plain_address(email: str) -> str:
    """Return an address that mail everywhere can carry, or raise `ValidationError`.

    At most 254 characters (RFC 5321), and plain letters before the @: look-alikes such
    as a Kelvin sign would name one account and write to another.
    """
    MaxLengthValidator(254)(email)
    one_line(email)
    if not email.partition("@")[0].isascii():
        raise ValidationError(
            _("Use plain letters without accents before the @."), code="plain"
        )
    return email
