"""The account's own pages: the profile, the second factor, an invitation."""

from contextlib import suppress

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.views.decorators.http import require_safe

from accounts import factor_resets, invitations
from accounts.forms import InvitationForm, ProfileForm
from accounts.models import User
from accounts.second_factor import FACTORS, has_shown_factor
from foundation.http import public_page
from foundation.refusals import Refused


def profile(request: HttpRequest) -> HttpResponse:
    """Your account: the name, the address, and how it is kept safe."""
    if request.method == "POST":
        form = ProfileForm(request.POST, instance=request.user)
        if form.is_valid():
            form.save()
            messages.success(request, _t("Your name is saved."))
            return redirect("accounts:profile")
    else:
        form = ProfileForm(instance=request.user)
    factors = dict(
        Authenticator.objects.filter(user=request.user)
        .order_by()
        .values_list("type")
        .annotate(Count("pk"))
    )
    context = {
        "form": form,
        "person": request.user,
        "has_password": request.user.has_usable_password(),
        "has_app": Authenticator.Type.TOTP in factors,
        "keys": factors.get(Authenticator.Type.WEBAUTHN, 0),
        "has_codes": Authenticator.Type.RECOVERY_CODES in factors,
        "sessions": UserSession.objects.filter(user=request.user).count(),
    }
    return render(request, "accounts/profile.html", context)


@require_safe
def second_factor(request: HttpRequest) -> HttpResponse:
    """Tell staff why nothing opens without a second factor, and how to get one."""
    context = {
        "has_factor": request.user.authenticator_set.filter(type__in=FACTORS).exists(),
        "has_shown": has_shown_factor(request),
    }
    return render(request, "accounts/second_factor.html", context)


@login_not_required
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Let somebody who was invited choose a password, and come in with it.

    A GET changes nothing.
    """
    try:
        user = invitations.read_token(token).user
    except invitations.BadInvitation:
        return render(request, "accounts/invitation_ended.html", status=404)
    if request.method == "POST":
        form = InvitationForm(request.POST, user=user)
        if form.is_valid():
            if (accepted := _accept(token, **form.cleaned_data)) is None:
                return render(request, "accounts/invitation_ended.html", status=404)
            return _come_in(request, accepted)
    else:
        form = InvitationForm(user=user)
    return render(request, "accounts/invitation.html", {"form": form, "person": user})


@transaction.atomic
def _accept(token: str, *, name: str, password: str) -> User | None:
    """Set name and password; None where another tab did so first."""
    try:
        invited = invitations.read_token(token)
        user = User.objects.select_for_update().get(pk=invited.user_id)
        invited = invitations.read_token(token)
        invitations.MACHINE.move(invited, "accept")
    except (invitations.BadInvitation, Refused):
        return None
    user.display_name = name or user.display_name
    user.set_password(password)
    user.save()
    return user


def _come_in(request: HttpRequest, user: User) -> HttpResponse:
    """Sign in with the password that was just chosen: it is not asked for again.

    Who has a second factor already is asked for it.
    """
    if request.user.is_authenticated and request.user.pk != user.pk:
        logout(request)
    record_authentication(
        request, user, method="password", email=user.email, reauthenticated=True
    )
    where = reverse("admin:index")
    return perform_login(request, Login(user=user, redirect_url=where))


@login_not_required
def stop_reset(request: HttpRequest, token: str) -> HttpResponse:
    """Let somebody stop the removal of their second factor; a GET changes nothing."""
    reset = factor_resets.read(token)
    if reset is None:
        raise Http404
    if request.method == "POST" and reset.is_open:
        with suppress(Refused):  # Somebody ended it just now: the page says how.
            factor_resets.MACHINE.move(reset, "object")
        return redirect("accounts:stop_reset", token)
    context = {"reset": reset, "office": settings.PROGRAM_OFFICE_EMAIL}
    return render(request, "accounts/stop_reset.html", context)


@public_page
def signed_out(request: HttpRequest) -> HttpResponse:
    """Say that the way out worked."""
    return render(request, "accounts/signed_out.html")
