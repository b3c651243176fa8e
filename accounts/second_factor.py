"""Staff reach nothing without a second factor, and its secrets lie encrypted."""

import base64
from collections.abc import Callable
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.utils import is_mfa_enabled
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse


def _fernet(secret: str) -> Fernet:
    key = HKDF(hashes.SHA256(), 32, salt=None, info=b"niot second factor").derive(
        secret.encode()
    )
    return Fernet(base64.urlsafe_b64encode(key))


class EncryptedSecrets(DefaultMFAAdapter):
    """Keeps TOTP secrets and recovery seeds encrypted under the portal's secret key."""

    @property
    def _box(self) -> MultiFernet:
        return MultiFernet(
            [
                _fernet(key)
                for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
            ]
        )

    def encrypt(self, text: str) -> str:
        """Return `text` as a Fernet token."""
        return self._box.encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return what `encrypt` was given; raises `InvalidToken` otherwise."""
        return self._box.decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator) -> bool:
        """Staff may add a factor but not go without one."""
        user = authenticator.user
        if not user.is_staff:
            return True
        others = user.authenticator_set.exclude(pk=authenticator.pk)
        return others.exclude(type="recovery_codes").exists()


class StaffSecondFactor:
    """Sends staff to enrol or show a second factor before any staff page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs):
        """Return a redirect for staff without a second factor in this session."""
        match = request.resolver_match
        if "admin" not in match.app_names or match.url_name == "logout":
            return None
        user = request.user
        if not (user.is_authenticated and user.is_staff):
            return None
        if not is_mfa_enabled(user):
            return redirect("mfa_index")
        records = get_authentication_records(request, user)
        if any(record.get("method") == "mfa" for record in records):
            return None
        where = urlencode({"next": request.get_full_path()})
        return redirect(f"{reverse('mfa_reauthenticate')}?{where}")
