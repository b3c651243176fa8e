"""The account's own pages: the profile, the second factor, an invitation."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.views.decorators.http import require_safe

from accounts import invitations
from accounts.forms import InvitationForm, ProfileForm
from accounts.models import User
from accounts.second_factor import FACTORS, has_shown_factor
from foundation.http import public_page


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
    """Let somebody who was invited choose a password; a GET changes nothing."""
    try:
        user = invitations.read_token(token)
    except invitations.BadInvitation:
        return render(request, "accounts/invitation_ended.html", status=404)
    if request.method == "POST":
        form = InvitationForm(request.POST, user=user)
        if form.is_valid() and _accept(token, form.cleaned_data["password"]):
            messages.success(request, _t("Your password is set. Now sign in with it."))
            return redirect(f"{reverse('account_login')}?next=/admin/")
    else:
        form = InvitationForm(user=user)
    return render(request, "accounts/invitation.html", {"form": form, "person": user})


@transaction.atomic
def _accept(token: str, password: str) -> bool:
    """Set the password unless another tab did so first."""
    try:
        invited = invitations.read_token(token)
        User.objects.select_for_update().get(pk=invited.pk)
        user = invitations.read_token(token)
    except invitations.BadInvitation:
        return False
    user.set_password(password)
    user.save(update_fields=["password"])
    return True


@public_page
def signed_out(request: HttpRequest) -> HttpResponse:
    """Say that the way out worked."""
    return render(request, "accounts/signed_out.html")
