"""The account's own pages, and allauth's where ours must do a little more."""

from typing import Any

from allauth.account.views import LogoutView
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.db.models import Count
from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import invitations
from accounts.forms import InvitationForm, ProfileForm
from accounts.models import User
from accounts.second_factor import FACTORS, has_shown_factor
from foundation import errors
from foundation.http import public_page


def profile(request: HttpRequest) -> HttpResponse:
    """Your account: the name, the address, and how it is kept safe."""
    if request.method == "POST":
        form = ProfileForm(request.POST, instance=request.user)
        if form.is_valid():
            form.save()
            messages.success(request, _("Your name is saved."))
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
            messages.success(request, _("Your password is set. Now sign in with it."))
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


@method_decorator(login_not_required, name="dispatch")
class SignOut(LogoutView):
    """Asks, then signs out by POST and leaves nothing of the person in the browser."""

    def get_redirect_url(self) -> str:
        return reverse("accounts:signed_out")

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().post(*args, **kwargs)
        # Without "cookies": that would sign people out of the owner's other sites.
        response["Clear-Site-Data"] = '"cache", "storage"'
        return response


sign_out = SignOut.as_view()


class RemovePasskey(RemoveWebAuthnView):
    """allauth asks for TOTP whether a factor may go, but not for passkeys."""

    def form_valid(self, form) -> HttpResponse:
        if not get_mfa_adapter().can_delete_authenticator(self.get_object()):
            messages.error(
                self.request,
                _("Staff need a second factor. Add another before you remove this."),
            )
            return HttpResponseRedirect(self.get_success_url())
        return super().form_valid(form)


remove_passkey = RemovePasskey.as_view()

# Forms that are drawn again with what was typed when a limit is spent.
_KEPT = {
    "account_login",
    "account_signup",
    "account_request_login_code",
    "account_reset_password",
}


def too_many(request: HttpRequest) -> HttpResponse:
    """429 from allauth's limits: the same form with a sentence, or the plain page."""
    match = request.resolver_match
    if request.method != "POST" or match is None or match.url_name not in _KEPT:
        return errors.too_many(request)
    view = match.func.view_class(**match.func.view_initkwargs)
    view.setup(request, *match.args, **match.kwargs)
    form = view.get_form()
    # Not validated: that would try the password once more.
    form._errors, form.cleaned_data = ErrorDict(), {}
    form.add_error(
        None,
        _("Too many tries came from your connection. Wait, then try again."),
    )
    context = view.get_context_data(form=form)
    return render(request, view.template_name, context, status=429)
