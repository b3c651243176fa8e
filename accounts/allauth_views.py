"""allauth's pages, where ours must do a little more."""

from typing import Any

from allauth.account.models import Login
from allauth.account.utils import (
    get_next_redirect_url,
    passthrough_next_redirect_url,
)
from allauth.account.views import (
    ConfirmEmailVerificationCodeView,
    LoginView,
    LogoutView,
    PasswordResetFromKeyView,
)
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from allauth.mfa.webauthn.views import (
    LoginWebAuthnView,
    ReauthenticateWebAuthnView,
    RemoveWebAuthnView,
)
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator

from accounts import browsers, entrance
from accounts.forms import DoorForm


class SignIn(LoginView):
    """The one door: the address first; password and passkey stand beside it.

    What is posted here is a password; 429 for a limit that is spent, with what was
    typed. The address alone is posted to `entrance.request_code`.
    """

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        more = {"code_form": DoorForm(), "no_code": "no_code" in self.request.GET}
        return super().get_context_data(**kwargs) | more

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        response = super().form_invalid(form)
        if form.has_error("__all__", "too_often"):
            response.status_code = 429
        return response


sign_in = SignIn.as_view()


class SignInByPasskey(LoginWebAuthnView):
    """A passkey alone; whatever goes wrong is said at the door, and the way on kept."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().get(request, *args, **kwargs)
        if response.status_code == 302:
            return HttpResponseRedirect(entrance.door_url(request))
        return response

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        super().form_invalid(form)
        return HttpResponseRedirect(entrance.door_url(self.request))

    def form_valid(self, form: forms.Form) -> HttpResponse:
        authenticator = form.cleaned_data["credential"]
        where = get_next_redirect_url(self.request) or None
        login = Login(user=authenticator.user, redirect_url=where)
        return perform_passwordless_login(self.request, authenticator, login)


sign_in_by_passkey = SignInByPasskey.as_view()


class ShowPasskey(ReauthenticateWebAuthnView):
    """A passkey from somebody signed in; what goes wrong is said on the same page."""

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        super().form_invalid(form)
        here = self.request.path
        return HttpResponseRedirect(
            passthrough_next_redirect_url(self.request, here, "next")
        )


show_passkey = ShowPasskey.as_view()


class ConfirmAddedAddress(ConfirmEmailVerificationCodeView):
    """The code for an address that somebody who is signed in wants to add."""

    def _change_form_invalid(self, form: forms.Form) -> HttpResponse:
        # allauth calls this and has none.
        return self.render_to_response(self.get_context_data(form=form))


confirm_address = ConfirmAddedAddress.as_view()


class ResetByLink(PasswordResetFromKeyView):
    """A new password; the browser is known from now on, for the mailbox was shown."""

    def form_valid(self, form: forms.Form) -> HttpResponse:
        response = super().form_valid(form)
        browsers.remember(self.request, response, self.reset_user)
        return response


reset_by_link = ResetByLink.as_view()


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

    def form_valid(self, form: forms.Form) -> HttpResponse:
        adapter = get_mfa_adapter()
        if not adapter.can_delete_authenticator(self.get_object()):
            sentence = adapter.error_messages["cannot_delete_authenticator"]
            messages.error(self.request, sentence)
            return HttpResponseRedirect(self.get_success_url())
        return super().form_valid(form)


remove_passkey = RemovePasskey.as_view()
