"""Mail about accounts that allauth does not send."""

from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from foundation import outbox
from foundation.limits import address_of
from foundation.words import moment_in_words


def link_to(name: str, *args: Any) -> str:
    """The address of a page of ours for a mail: never the host somebody asked for."""
    return settings.SITE_URL + reverse(name, args=args)


def on_this_site(link: str) -> str:
    """The same page by the portal's own address, whatever host was asked for it."""
    parts = urlsplit(link)
    return settings.SITE_URL + urlunsplit(("", "", parts.path, parts.query, ""))


def of_network(subject: str) -> str:
    """Return a subject that names the network, as all account mail does.

    People wait for a code among many mails, and other sites send codes too.
    """
    is_named = settings.SITE_NAME in subject
    return subject if is_named else f"{subject} – {settings.SITE_NAME}"


def _send(
    template: str, context: dict[str, Any], *, to: str, user: User | None
) -> None:
    letter = outbox.worded(template, context)
    outbox.queue(
        to=to,
        subject=of_network(letter.subject),
        text=letter.text,
        html=letter.html,
        about=user,
        is_private=True,
    )


def send_invitation(user: User, *, to: str, role: str, token: str) -> str:
    """Tell somebody that they are on the staff now; return the link in the mail."""
    link = link_to("accounts:invitation", token)
    _send(
        "accounts/email/invitation",
        {
            "name": user.display_name,
            "role": role,
            "link": link,
            "reset_link": link_to("account_reset_password"),
        },
        to=to,
        user=user,
    )
    return link


def send_second_factor_reset(user: User) -> None:
    """Tell somebody that their second factor was taken away by the operator."""
    _send(
        "accounts/email/second_factor_reset",
        {
            "name": user.display_name,
            "office": settings.PROGRAM_OFFICE_EMAIL,
            "login_link": link_to("account_login"),
        },
        to=user.email,
        user=user,
    )


def tell_old_address(user: User, *, to: str) -> None:
    """Tell an address that the account which had it goes by another one now."""
    _send(
        "accounts/email/address_left",
        {"name": user.display_name, "contact_link": link_to("contact")},
        to=to,
        user=user,
    )


def tell_right_address(user: User) -> None:
    """Tell the new address that it is the account's, and how to sign in with it."""
    _send(
        "accounts/email/address_corrected",
        {
            "name": user.display_name,
            "login_link": link_to("account_login"),
            "contact_link": link_to("contact"),
        },
        to=user.email,
        user=user,
    )


def send_wrong_passwords(request: HttpRequest, address: str, user: User | None) -> None:
    """Tell the owner of an account that strangers try passwords for it.

    Whoever has none gets the mail that says so.
    """
    is_account = user is not None and user.is_confirmed
    name = "accounts/email/wrong_passwords" if is_account else _UNKNOWN
    _send_notice(name, request, to=address, user=user)


def send_wrong_second_steps(request: HttpRequest, user: User) -> None:
    """Tell somebody that their password is known to whoever failed the second step."""
    _send_notice("accounts/email/wrong_second_steps", request, to=user.email, user=user)


_UNKNOWN = "account/email/unknown_account"


def _send_notice(
    template: str, request: HttpRequest, *, to: str, user: User | None
) -> None:
    context = {
        "email": to,
        "login_url": link_to("account_login"),
        "login_link": link_to("account_login"),
        "reset_link": link_to("account_reset_password"),
        "when": moment_in_words(timezone.now()),
        "network": address_of(request),
    }
    _send(template, context, to=to, user=user)
