"""Pages on the way in: a new account, a code by mail, a forgotten password.

Each is one page for everybody: it neither shows nor takes longer to show whether an
address is known. What is known is told in the mail, to whoever reads it.
"""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.templatekit import get_entrance_context_data
from allauth.account.models import Login
from allauth.account.utils import (
    get_login_redirect_url,
    get_next_redirect_url,
)
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _t
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts import codes, resets, sign_up, tries
from accounts.codes import SIGN_IN, SIGN_UP, Asked
from accounts.emails import link_to
from accounts.forms import AddressForm, CodeForm, SignUpForm
from accounts.models import User
from accounts.promises import CODES_NEAR, SIGN_UPS_NETWORK
from accounts.tries import Door, TooOften
from foundation.limits import network_of, take


@never_cache
@login_not_required
@sensitive_post_parameters("password1")
def create_account(request: HttpRequest) -> HttpResponse:
    """Let anybody wish for an account; the address is proven on the next page."""
    if request.user.is_authenticated:
        return redirect(get_login_redirect_url(request))
    if request.method != "POST":
        form = SignUpForm(initial={"email": request.GET.get("email", "")})
        return _entrance(request, "account/signup.html", form)
    form = SignUpForm(request.POST)
    if not form.is_valid():
        return _entrance(request, "account/signup.html", form)
    typed = form.cleaned_data
    try:
        _count_sign_up(request, typed["email"])
    except TooOften as refused:
        return _too_often(request, "account/signup.html", form, refused)
    sign_up.begin(
        request,
        address=typed["email"],
        name=typed["display_name"],
        password=typed["password1"],
        next=get_next_redirect_url(request) or "",
    )
    _say_sent(request, typed["email"])
    return redirect("account_email_verification_sent")


@never_cache
@login_not_required
def confirm_address(request: HttpRequest, other: Any) -> HttpResponse:
    """Take the code that proves the address of a new account.

    `other` is allauth's view, for somebody signed in who adds an address.
    """
    asked = codes.pending(request, SIGN_UP)
    if asked is None or request.user.is_authenticated:
        return other(request)
    action = request.POST.get("action")
    if action == "change" and asked.may_mail:
        return _change_address(request, asked)
    if action == "resend" and asked.may_mail:
        return _mail_again(request, asked, sign_up.begin_again)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if not form.is_valid() or not codes.is_right(asked, form.cleaned_data["code"]):
        return _ask_code(request, asked, form)
    codes.drop(request)
    user = sign_up.finish(asked)
    if user is None:
        messages.info(request, _t("This address has an account. Sign in to it."))
        return redirect("account_login")
    return _come_in(request, user, asked)


@never_cache
@login_not_required
def request_code(request: HttpRequest) -> HttpResponse:
    """Mail a code to sign in with, instead of a password."""
    template = "account/request_login_code.html"
    if request.user.is_authenticated:
        return redirect(get_login_redirect_url(request))
    form = AddressForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _entrance(request, template, form)
    address = form.cleaned_data["email"]
    try:
        tries.knock(Door.CODE, request, address, user=User.objects.at_address(address))
    except TooOften as refused:
        return _too_often(request, template, form, refused)

    def ask() -> Asked:
        asked = codes.ask(SIGN_IN, address, next=get_next_redirect_url(request) or "")
        _mail_code(asked)
        return asked

    codes.one_wish(request, address, ask)
    _say_sent(request, address)
    return redirect("account_confirm_login_code")


@never_cache
@login_not_required
def confirm_code(request: HttpRequest) -> HttpResponse:
    """Take the code that signs in."""
    if request.user.is_authenticated:
        return redirect(get_login_redirect_url(request))
    asked = codes.pending(request, SIGN_IN)
    if asked is None:
        return redirect("account_request_login_code")
    if request.POST.get("action") == "resend" and asked.may_mail:
        return _mail_again(request, asked, _mail_code_again)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if not form.is_valid() or not codes.is_right(asked, form.cleaned_data["code"]):
        return _ask_code(request, asked, form)
    codes.drop(request)
    user = User.objects.at_address(asked.address)
    if user is not None and not user.is_confirmed:
        user = sign_up.finish(asked)
    if user is None:
        # It ended between the mail and the code.
        return redirect("account_request_login_code")
    return _come_in(request, user, asked)


@never_cache
@login_not_required
def reset_password(request: HttpRequest) -> HttpResponse:
    """Mail a link to choose a new password."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _entrance(request, "account/password_reset.html", form)
    try:
        resets.send_link(request, form.cleaned_data["email"])
    except TooOften as refused:
        return _too_often(request, "account/password_reset.html", form, refused)
    return redirect("account_reset_password_done")


# --- parts of these pages


def _entrance(
    request: HttpRequest, template: str, form: forms.Form, **more: Any
) -> HttpResponse:
    status = more.pop("status", 200)
    next_page = get_next_redirect_url(request)
    field = format_html('<input type="hidden" name="next" value="{}">', next_page or "")
    context = {
        **get_entrance_context_data(request),
        "form": form,
        "redirect_field": field if next_page else "",
        **more,
    }
    return render(request, template, context, status=status)


def _too_often(
    request: HttpRequest, template: str, form: forms.Form, refused: TooOften
) -> HttpResponse:
    form.add_error(None, refused.sentence)
    return _entrance(request, template, form, status=429)


def _count_sign_up(request: HttpRequest, address: str) -> None:
    if take("sign-up network", network_of(request), SIGN_UPS_NETWORK) is None:
        raise TooOften(
            _t("Too many tries came from your connection. Wait, then try again.")
        )
    tries.knock(Door.CODE, request, address)


def _ask_code(
    request: HttpRequest,
    asked: Asked,
    form: CodeForm,
    change_form: AddressForm | None = None,
) -> HttpResponse:
    """The page with the field for the code, after a wrong one with a sentence."""
    if form.is_bound:
        if not codes.count_wrong(request, asked):
            messages.error(request, tries.too_many(CODES_NEAR))
            return redirect(_BEGIN_AGAIN[asked.purpose])
        if not form.errors:
            sentence = get_adapter().error_messages["incorrect_code"]
            form.add_error("code", sentence)
    context = {
        "verify_form": form,
        "change_form": change_form or AddressForm(),
        "can_change": asked.purpose == SIGN_UP and asked.may_mail,
        "can_resend": asked.may_mail,
        "email": asked.address,
    }
    return _entrance(request, _CODE_PAGE[asked.purpose], form, **context)


_CODE_PAGE = {
    SIGN_UP: "account/confirm_email_verification_code.html",
    SIGN_IN: "account/confirm_login_code.html",
}
_BEGIN_AGAIN = {SIGN_UP: "account_login", SIGN_IN: "account_request_login_code"}


def _change_address(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Begin again with another address, before the first one was proven."""
    form = AddressForm(request.POST)
    if form.is_valid() and form.cleaned_data["email"] == asked.address:
        form.add_error("email", _t("This is the address you gave already."))
    if not form.is_valid():
        return _ask_code(request, asked, CodeForm(), form)
    address = form.cleaned_data["email"]
    try:
        tries.knock(Door.CODE, request, address)
    except TooOften as refused:
        form.add_error("email", refused.sentence)
        return _ask_code(request, asked, CodeForm(), form)
    sign_up.begin_again(request, asked, address)
    _say_sent(request, address)
    return redirect("account_email_verification_sent")


def _mail_again(request: HttpRequest, asked: Asked, mail: Any) -> HttpResponse:
    try:
        tries.knock(Door.CODE, request, asked.address)
    except TooOften as refused:
        messages.error(request, refused.sentence)
    else:
        mail(request, asked)
        _say_sent(request, asked.address)
    return redirect(request.resolver_match.view_name)


def _mail_code_again(request: HttpRequest, asked: Asked) -> None:
    asked = asked.once_more()
    _mail_code(asked)
    codes.keep(request, asked)


def _mail_code(asked: Asked) -> None:
    """Mail the code to whoever may sign in with it, and to others that they cannot."""
    user = User.objects.at_address(asked.address)
    if user is not None and user.is_active:
        name, context = "login_code", {"code": asked.code}
    else:
        name, context = "unknown_account", {"signup_url": link_to("account_signup")}
    get_adapter().send_mail(f"account/email/{name}", asked.address, context)


def _say_sent(request: HttpRequest, address: str) -> None:
    get_adapter().add_message(
        request,
        messages.INFO,
        "account/messages/email_confirmation_sent.txt",
        {"email": address},
    )


def _come_in(request: HttpRequest, user: User, asked: Asked) -> HttpResponse:
    """Sign in whoever proved the address; who has a second factor is asked for it."""
    record_authentication(request, user, method="code", email=asked.address)
    login = Login(user=user, email=asked.address, redirect_url=asked.next or None)
    return perform_login(request, login)
