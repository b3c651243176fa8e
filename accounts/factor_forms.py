"""allauth's forms of the second step, with our limits and a gate before them."""

from typing import Any

from allauth.core import context
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as code_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import forms as passkey_forms
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts import tries
from accounts.passkeys import Answer, refusing_nonsense
from accounts.tries import Door, TooOften
from foundation import formfields


class _CountedCode:
    """Counts wrong codes near whoever types them, and takes each right one once."""

    def clean_code(self) -> str:
        request = context.request
        try:
            attempt = tries.knock(
                Door.SECOND_FACTOR, request, f"account {self.user.pk}", user=self.user
            )
        except TooOften as refused:
            raise ValidationError(refused.sentence, code="too_often") from None
        try:
            code = super().clean_code()
            self._refuse_replay(code)
        except ValidationError:
            if attempt.is_last:
                tries.tell_of_second_step(request, self.user)
            raise
        attempt.forget()
        return code

    def _refuse_replay(self, code: str) -> None:
        """Raise for a code of the app that was used before (RFC 6238, section 5.2).

        allauth remembers a used code for one period. Codes of the periods beside it
        are taken too, so it has to be remembered for all of these.
        """
        if self.authenticator.type != Authenticator.Type.TOTP:
            return
        periods = 2 * app_settings.TOTP_TOLERANCE + 1
        key = f"accounts.totp.used:{self.user.pk}:{normalize_user_code(code)}"
        if not cache.add(key, "used", timeout=periods * app_settings.TOTP_PERIOD):
            raise get_adapter().validation_error("incorrect_code")


class AuthenticateForm(_CountedCode, code_forms.AuthenticateForm):
    """The code of the app, or a recovery code, at sign-in."""


class ReauthenticateForm(_CountedCode, code_forms.ReauthenticateForm):
    """The same, from somebody who is signed in and changes something."""


class AuthenticateWebAuthnForm(passkey_forms.AuthenticateWebAuthnForm):
    """A passkey as the second step: nobody can guess one, so none is counted."""

    credential = Answer()

    def clean_credential(self) -> Authenticator:
        with refusing_nonsense():
            return super().clean_credential()


class LoginWebAuthnForm(AuthenticateWebAuthnForm, passkey_forms.LoginWebAuthnForm):
    """A passkey alone."""

    passwordless = True


class ReauthenticateWebAuthnForm(
    AuthenticateWebAuthnForm, passkey_forms.ReauthenticateWebAuthnForm
):
    """A passkey from somebody who is signed in and changes something."""

    reauthenticated = True


class AddWebAuthnForm(passkey_forms.AddWebAuthnForm):
    """A new passkey."""

    name = formfields.Line(max_length=80, required=False, label=_("Name"))
    credential = Answer()

    def clean(self) -> dict[str, Any]:
        with refusing_nonsense():
            return super().clean()


class EditWebAuthnForm(passkey_forms.EditWebAuthnForm):
    """Another name for a passkey."""

    name = formfields.Line(max_length=80, label=_("Name"))
