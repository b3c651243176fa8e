"""Pages on the way in: the one door with its code, and a forgotten password.

Each is one page for everybody: it neither shows nor takes longer to show whether an
address is known. What is known is told in the mail, to whoever reads it.
"""

import time
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

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
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _t
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts import browsers, codes, resets, sign_up, tries
from accounts.codes import Asked
from accounts.emails import link_to
from accounts.forms import AddressForm, CodeForm, DoorForm, LoginForm, WelcomeForm
from accounts.models import User
from accounts.promises import CODE_TRIES, CODE_WORKS, PROOF_HOLDS, SIGN_UPS_NETWORK
from accounts.tries import Door, TooOften
from foundation.limits import network_of, take
from foundation.words import in_words


@never_cache
@login_not_required
def door(request: HttpRequest) -> HttpResponse:
    """The addresses that used to be doors of their own lead to the one."""
    if request.user.is_authenticated:
        return redirect(get_login_redirect_url(request))
    return redirect(door_url(request))


@never_cache
@login_not_required
def request_code(request: HttpRequest) -> HttpResponse:
    """Mail a code to an address, whoever it belongs to; also to nobody yet."""
    if request.user.is_authenticated:
        return redirect(get_login_redirect_url(request))
    if request.method != "POST":
        return redirect(door_url(request))
    form = DoorForm(request.POST)
    if not form.is_valid():
        return _door(request, form)
    address = form.cleaned_data["email"]
    try:
        tries.knock(Door.CODE, request, address, user=User.objects.at_address(address))
    except TooOften as refused:
        form.add_error(None, refused.sentence)
        return _door(request, form, status=429)

    def ask() -> Asked:
        asked = codes.ask(address, next=get_next_redirect_url(request) or "")
        _mail_code(asked)
        return asked

    codes.one_wish(request, address, ask)
    _say_sent(request, address)
    return redirect("account_confirm_login_code")


@never_cache
@login_not_required
def confirm_code(request: HttpRequest) -> HttpResponse:
    """Take the code: it signs in who is known, and begins an account for who is not."""
    if request.user.is_authenticated:
        return redirect(get_login_redirect_url(request))
    asked = codes.pending(request)
    if asked is None:
        return redirect(door_url(request, no_code="" if _is_get(request) else "yes"))
    action = request.POST.get("action")
    if action == "change" and asked.may_mail:
        return _change_address(request, asked)
    if action == "resend" and asked.may_mail:
        return _mail_again(request, asked)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if not form.is_valid() or not codes.is_right(asked, form.cleaned_data["code"]):
        return _ask_code(request, asked, form)
    if not _may_begin(request, asked):
        form.add_error(
            None, _t("Too many accounts began at your connection. Wait, then go on.")
        )
        return _code_page(request, asked, form, status=429)
    codes.drop(request)
    return _come_in(request, asked)


@never_cache
@login_not_required
@sensitive_post_parameters("password1")
def welcome(request: HttpRequest) -> HttpResponse:
    """Ask somebody whose account just began for a name, and a password if they like."""
    if not request.user.is_authenticated:
        return redirect(door_url(request))
    where = get_login_redirect_url(request)
    began = request.session.get(_IS_NEW)
    if began is None:
        return redirect(where)
    form = WelcomeForm(
        request.POST if request.method == "POST" else None,
        instance=request.user,
        # Later on, choosing one asks first who one is.
        takes_password=time.time() - began < PROOF_HOLDS.total_seconds(),
    )
    if not form.is_valid():
        return _entrance(request, "accounts/welcome.html", form, where=where)
    user = form.save()
    update_session_auth_hash(request, user)
    del request.session[_IS_NEW]
    response = redirect(where)
    # The mark of a browser goes with the password.
    browsers.remember(request, response, user)
    return response


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
    request: HttpRequest, template: str, form: forms.BaseForm, **more: Any
) -> HttpResponse:
    status = more.pop("status", 200)
    next_page = more.pop("next_page", "") or get_next_redirect_url(request)
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


def _is_get(request: HttpRequest) -> bool:
    return request.method in ("GET", "HEAD")


def door_url(request: HttpRequest, **more: str) -> str:
    """The door, with the way on from here that one was headed for."""
    query = {"next": get_next_redirect_url(request) or "", **more}
    kept = urlencode({name: value for name, value in query.items() if value})
    return reverse("account_login") + (f"?{kept}" if kept else "")


def _door(request: HttpRequest, form: DoorForm, status: int = 200) -> HttpResponse:
    """The door, with what was typed for a code and what is wrong with it."""
    context = {"code_form": form, "status": status}
    return _entrance(request, "account/login.html", LoginForm(), **context)


def _may_begin(request: HttpRequest, asked: Asked) -> bool:
    """Count an account that is about to begin; none is counted twice."""
    user = User.objects.at_address(asked.address)
    if user is not None and user.is_confirmed:
        return True
    network = network_of(request)
    return take("sign-up network", network, SIGN_UPS_NETWORK) is not None


def _ask_code(request: HttpRequest, asked: Asked, form: CodeForm) -> HttpResponse:
    """The page with the field for the code, after a wrong one with a sentence."""
    if not form.is_bound:
        return _code_page(request, asked, form)
    if asked.is_over:
        if not asked.may_mail:
            codes.drop(request)
            return redirect(door_url(request, no_code="yes"))
        form.add_error("code", _over())
        return _code_page(request, asked, form)
    if not codes.count_wrong(request, asked):
        messages.error(request, _wrong_too_often())
        return redirect(door_url(request))
    if not form.errors:
        form.add_error("code", get_adapter().error_messages["incorrect_code"])
    return _code_page(request, asked, form)


def _over() -> str:
    return _t("This code is over: it held for %(time)s. Have a new one sent.") % {
        "time": in_words(CODE_WORKS)
    }


def _wrong_too_often() -> str:
    return _t("The code was wrong %(times)s times. Have a new one sent.") % {
        "times": in_words(CODE_TRIES)
    }


def _code_page(
    request: HttpRequest,
    asked: Asked,
    form: CodeForm,
    change_form: AddressForm | None = None,
    **more: Any,
) -> HttpResponse:
    context = {
        "verify_form": form,
        "change_form": change_form or AddressForm(),
        "can_change": asked.may_mail,
        "can_resend": asked.may_mail,
        "email": asked.address,
        "next_page": asked.next,
        "cancel_url": door_url(request, next=asked.next),
        **more,
    }
    return _entrance(request, "account/confirm_login_code.html", form, **context)


def _change_address(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Send the code to another address, before the first one was proven."""
    form = AddressForm(request.POST)
    if form.is_valid() and form.cleaned_data["email"] == asked.address:
        form.add_error("email", _t("This is the address you gave already."))
    if not form.is_valid():
        return _code_page(request, asked, CodeForm(), form)
    address = form.cleaned_data["email"]
    try:
        tries.knock(Door.CODE, request, address)
    except TooOften as refused:
        form.add_error("email", refused.sentence)
        return _code_page(request, asked, CodeForm(), form, status=429)
    _mail_code_again(request, asked, address)
    return redirect("account_confirm_login_code")


def _mail_again(request: HttpRequest, asked: Asked) -> HttpResponse:
    try:
        tries.knock(Door.CODE, request, asked.address)
    except TooOften as refused:
        messages.error(request, refused.sentence)
    else:
        _mail_code_again(request, asked)
    return redirect("account_confirm_login_code")


def _mail_code_again(request: HttpRequest, asked: Asked, address: str = "") -> None:
    """Mail a new code, to another address if one is given: the first one is void."""
    if address:
        asked = replace(asked, password="")
    asked = asked.once_more(address)
    with transaction.atomic():
        codes.in_turn(asked.address)
        _mail_code(asked)
    codes.keep(request, asked)
    _say_sent(request, asked.address)


def _mail_code(asked: Asked) -> None:
    """Mail the code, or to whose account is closed that it is."""
    user = User.objects.at_address(asked.address)
    if user is not None and not user.is_active:
        context = {"contact_url": link_to("contact")}
        get_adapter().send_mail("account/email/closed", asked.address, context)
    else:
        sign_up.send_code(asked, is_new=user is None or not user.is_confirmed)


def _say_sent(request: HttpRequest, address: str) -> None:
    get_adapter().add_message(
        request,
        messages.INFO,
        "account/messages/email_confirmation_sent.txt",
        {"email": address},
    )


def _come_in(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Sign in whoever proved the address; who has a second factor is asked for it."""
    user, is_new = sign_up.finish(asked)
    where = asked.next
    if is_new:
        request.session[_IS_NEW] = int(time.time())
        query = f"?{urlencode({'next': asked.next})}" if asked.next else ""
        where = reverse("accounts:welcome") + query
    record_authentication(request, user, method="code", email=asked.address)
    login = Login(user=user, email=asked.address, redirect_url=where or None)
    return perform_login(request, login)


#: In the session of somebody whose account just began: when.
_IS_NEW = "accounts.is_new"
