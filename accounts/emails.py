"""Mail about accounts that allauth does not send."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts.models import FactorReset, Invitation, User
from accounts.roles import MEANING
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


def as_read(template: str, context: dict[str, Any]) -> outbox.Letter:
    """A mail of this app as its reader gets it, for staff to read before it goes."""
    letter = outbox.worded(template, context)
    return replace(letter, subject=of_network(letter.subject))


def _send(
    template: str, context: dict[str, Any], *, to: str, user: User | None
) -> None:
    letter = as_read(template, context)
    outbox.queue(
        to=to,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        about=user,
        is_private=True,
    )


# To whom it is about a role. `…_letter` is the mail before it is sent: in place of a
# link that opens something stands a gap.

_GAP = f"{settings.SITE_URL}/accounts/invitation/…/"


def invitation_letter(name: str, role: str, link: str = _GAP) -> outbox.Letter:
    """The mail by which somebody joins the staff."""
    return as_read(_INVITATION, _invitation_context(name, role, link))


def send_invitation(invitation: Invitation, *, token: str, to: str = "") -> str:
    """Tell somebody that they are on the staff now; return the link in the mail."""
    user, role = invitation.user, invitation.role or "Superuser"
    link = link_to("accounts:invitation", token)
    context = _invitation_context(user.display_name, role, link)
    _send(_INVITATION, context, to=to or user.email, user=user)
    return link


_INVITATION = "accounts/email/invitation"


def _invitation_context(name: str, role: str, link: str) -> dict[str, Any]:
    return {
        "name": name,
        "role": role,
        "link": link,
        "reset_link": link_to("account_reset_password"),
    }


def withdrawn_letter(user: User) -> outbox.Letter:
    """The mail to somebody whose invitation is withdrawn."""
    return as_read(_WITHDRAWN, _role_context(user))


def send_invitation_withdrawn(user: User) -> None:
    """Tell somebody that they are not on the staff after all."""
    _send(_WITHDRAWN, _role_context(user), to=user.email, user=user)


_WITHDRAWN = "accounts/email/invitation_withdrawn"


def role_letter(user: User, role: str) -> outbox.Letter:
    """The mail to somebody who gets another role."""
    return as_read(_ROLE, _role_context(user, role=role, meaning=MEANING[role]))


def send_role_changed(user: User, role: str) -> None:
    """Tell a member of the staff that they have another role now."""
    context = _role_context(user, role=role, meaning=MEANING[role])
    _send(_ROLE, context, to=user.email, user=user)


_ROLE = "accounts/email/role_changed"


def ended_letter(user: User, *, is_closed: bool) -> outbox.Letter:
    """The mail to somebody who leaves the staff."""
    return as_read(_ENDED, _role_context(user, is_closed=is_closed))


def send_role_ended(user: User, *, is_closed: bool) -> None:
    """Tell somebody that they are no longer on the staff."""
    context = _role_context(user, is_closed=is_closed)
    _send(_ENDED, context, to=user.email, user=user)


_ENDED = "accounts/email/role_ended"


def _role_context(user: User, **more: Any) -> dict[str, Any]:
    return {
        "name": user.display_name,
        "office": settings.PROGRAM_OFFICE_EMAIL,
        "login_link": link_to("account_login"),
        **more,
    }


# About the reset of a second factor.


def reset_letter(user: User, by: User) -> outbox.Letter:
    """The mail to somebody whose second factor a colleague wants to remove."""
    gap = f"{settings.SITE_URL}/accounts/second-factor/stop/…/"
    return as_read(_RESET, _role_context(user, by=str(by), link=gap))


def send_reset_started(reset: FactorReset, *, token: str) -> None:
    """Tell the person, who stops it by the link if it is not their wish."""
    user, link = reset.user, link_to("accounts:stop_reset", token)
    context = _role_context(user, by=str(reset.started_by), link=link)
    _send(_RESET, context, to=user.email, user=user)


_RESET = "accounts/email/reset_started"


def reset_ended_letter(reset: FactorReset, *, status: str) -> outbox.Letter:
    """The mail about a reset that was not done, with what it would become."""
    return as_read(_RESET_ENDED, _role_context(reset.user, status=status))


def send_reset_ended(reset: FactorReset) -> None:
    """Tell the person that their second factor stays as it is, and why."""
    context = _role_context(reset.user, status=reset.status)
    _send(_RESET_ENDED, context, to=reset.user.email, user=reset.user)


_RESET_ENDED = "accounts/email/reset_ended"


def send_reset_stopped(reset: FactorReset) -> None:
    """Tell the office and whoever started a reset that the person did not want it."""
    page = link_to("admin:accounts_staffperson_change", reset.user_id)
    for to in sorted({reset.started_by.email, settings.PROGRAM_OFFICE_EMAIL}):
        _send(
            "accounts/email/reset_stopped",
            {"who": str(reset.user), "by": str(reset.started_by), "link": page},
            to=to,
            user=reset.user,
        )


def factor_removed_letter(user: User) -> outbox.Letter:
    """The mail to somebody whose second factor was taken away."""
    return as_read(_REMOVED, _role_context(user))


def send_second_factor_reset(user: User) -> None:
    """Tell somebody that their second factor was taken away."""
    _send(_REMOVED, _role_context(user), to=user.email, user=user)


_REMOVED = "accounts/email/second_factor_reset"


# About tries at the door.


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
