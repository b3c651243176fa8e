"""How allauth acts here: our limits, our addresses, our links, our mail."""

import ipaddress
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import lazystr
from django.utils.translation import gettext_lazy as _

from accounts import (
    browsers,
    emails,
    invitations,
    promises,
    second_factor,
    sign_up,
    tries,
)
from accounts.models import User
from accounts.tries import Door, TooOften
from foundation import errors
from foundation.addresses import read_address
from foundation.limits import address_of
from foundation.promised import promises as all_promises
from foundation.words import in_words


class _Waiting:
    """allauth's sentence for whoever entered too many wrong codes."""

    def __str__(self) -> str:
        return tries.too_many(promises.CODES_NEAR)


class AccountAdapter(DefaultAccountAdapter):
    """Accounts by e-mail; mail through the outbox; limits by our own count."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": lazystr(_Waiting()),
        "rate_limited": _("That was too many tries. Wait a minute, then try again."),
        "email_password_mismatch": _(
            "The e-mail address and the password do not fit together. "
            "Check both, or have a code sent to you."
        ),
        "incorrect_code": _("This code is not right. Check it, or ask for a new one."),
        "incorrect_password": _("This password is not right."),
    }

    # --- what comes in

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address that limits are counted by, `0.0.0.0` if there is none."""
        try:
            return str(ipaddress.ip_address(address_of(request)))
        except ValueError:
            # A unix socket has no address, and a forged header may hold anything.
            return str(ipaddress.IPv4Address(0))

    def clean_email(self, email: str) -> str:
        """Return an address as every field reads it, or raise `ValidationError`."""
        return read_address(email)

    def is_safe_url(self, url: str) -> bool:
        """Tell whether to go on to `url`: a page of this site, and nothing else.

        Anybody may write anything into `next`: what is no address of a page is passed
        over, and one arrives where one would without it.
        """
        try:
            is_address = url.startswith("/") or "://" in url
            return is_address and url.isprintable() and super().is_safe_url(url)
        except ValueError:
            return False

    # --- signing in

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Return whose password it is: one look-up and one hashing for everybody.

        Raises `ValidationError` when this was tried too often.
        """
        address, password = credentials.get("email", ""), credentials["password"]
        user = User.objects.at_address(address)
        try:
            tries.count_sign_in(request, user)
            attempt = tries.knock(Door.PASSWORD, request, address, user=user)
        except TooOften as refused:
            raise ValidationError(refused.sentence, code="too_often") from None
        if user is None:
            User().set_password(password)
        elif user.check_password(password):
            attempt.forget()
            return user
        if attempt.is_last:
            tries.tell_owner(request, address, user)
        return None

    def pre_login(
        self, request: HttpRequest, user: User, **options: Any
    ) -> HttpResponse | None:
        """Let nobody in before one of their addresses is proven."""
        if response := super().pre_login(request, user, **options):
            return response
        if user.emailaddress_set.filter(verified=True).exists():
            return None
        try:
            tries.knock(Door.CODE, request, user.email, user=user)
        except TooOften:
            return errors.too_many(request)
        sign_up.prove(request, user, next=options.get("redirect_url") or "")
        return redirect("account_confirm_login_code")

    def post_login(
        self, request: HttpRequest, user: User, **options: Any
    ) -> HttpResponse:
        """Know this browser from now on: strangers' tries do not count in it."""
        response = super().post_login(request, user, **options)
        invitations.came(user)
        browsers.remember(request, response, user)
        # Public pages that this browser keeps do not say who is signed in.
        response["Clear-Site-Data"] = '"cache"'
        return response

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask once more who it is, but not for a first second factor at sign-in."""
        if app == "allauth.mfa" and second_factor.is_being_set_up(self.request):
            return False
        return super().is_reauthentication_required(app=app, **kwargs)

    # --- what goes out

    def format_email_subject(self, subject: str) -> str:
        """Return a subject that says whose mail it is, whatever list it stands in."""
        return emails.of_network(subject)

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Send a mail with our promises in it, and every link to our own address."""
        links = {
            name: emails.on_this_site(value)
            for name, value in context.items()
            if name.endswith("_url")
        }
        more = {
            "promises": all_promises(),
            "code_holds": in_words(promises.CODE_WORKS),
            "link_holds": in_words(promises.RESET_WORKS),
        }
        super().send_mail(template_prefix, email, more | context | links)

    def send_confirmation_mail(
        self, request: HttpRequest, emailconfirmation: Any, signup: bool
    ) -> None:
        """Send a code to an address that somebody wants to add, not too often."""
        address = emailconfirmation.email_address.email
        try:
            tries.knock(Door.CODE, request, address)
        except TooOften:
            raise ImmediateHttpResponse(errors.too_many(request)) from None
        super().send_confirmation_mail(request, emailconfirmation, signup)
