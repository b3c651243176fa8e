"""Staff reach nothing without a second factor, and its secrets lie encrypted."""

import base64
import time
from collections.abc import Callable
from urllib.parse import urlencode

from allauth.account.internal.flows.login import (
    get_authentication_records,
    record_authentication,
)
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.promises import FIRST_HOUR


def _fernet(secret: str) -> Fernet:
    key = HKDF(hashes.SHA256(), 32, salt=None, info=b"niot second factor").derive(
        secret.encode()
    )
    return Fernet(base64.urlsafe_b64encode(key))


class EncryptedSecrets(DefaultMFAAdapter):
    """Keeps TOTP secrets and recovery seeds encrypted under the portal's secret key."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _(
            "Staff need a second factor. Add another before you remove this."
        ),
        "incorrect_code": _("This code is not right, or it was used before."),
    }

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
        """Return what `encrypt` was given.

        Raises `cryptography.fernet.InvalidToken` if no key of ours made it.
        """
        return self._box.decrypt(encrypted_text.encode()).decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Name the portal, not its host, where a device lists its passkeys."""
        entity = super().get_public_key_credential_rp_entity()
        return entity | {"name": settings.SITE_NAME}

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Staff may change their factor but not go without one."""
        user = authenticator.user
        if not user.is_staff:
            return True
        others = user.authenticator_set.exclude(pk=authenticator.pk)
        return others.filter(type__in=FACTORS).exists()


# Recovery codes stand in for one of these; they are none by themselves.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class StaffSecondFactor:
    """Lets staff into nothing private but their account without a second factor.

    Who has none is sent to the page that explains how to get one; who has one and has
    not shown it in this session is asked for it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs):
        """Return a redirect for staff without a second factor in this session."""
        if not getattr(view, "login_required", True) or _is_own_account(request):
            return None
        user = request.user
        if not (user.is_authenticated and (user.is_staff or user.is_superuser)):
            return None
        if has_shown_factor(request):
            return None
        types = set(
            user.authenticator_set.filter(type__in=FACTORS).values_list(
                "type", flat=True
            )
        )
        if not types:
            return redirect("accounts:second_factor")
        ask = (
            "mfa_reauthenticate"
            if Authenticator.Type.TOTP in types
            else "mfa_reauthenticate_webauthn"
        )
        back = request.get_full_path() if request.method == "GET" else "/desk/"
        return redirect(f"{reverse(ask)}?{urlencode({'next': back})}")


#: In the session of somebody who set up a first factor: when.
_SET_UP = "accounts.first_factor"


def note_first(request: HttpRequest, user: User, factor: Authenticator) -> None:
    """Take a first factor for shown in the session in which it was set up.

    Its code, or its key, was asked for a moment ago. Another one beside it proves
    nothing about the first: whoever added it is asked for that one still.
    """
    others = user.authenticator_set.filter(type__in=FACTORS).exclude(pk=factor.pk)
    if factor.type not in FACTORS or others.exists():
        return
    record_authentication(
        request, user, "mfa", type=factor.type, id=factor.pk, reauthenticated=True
    )
    request.session[_SET_UP] = int(time.time())


def is_being_set_up(request: HttpRequest) -> bool:
    """Whether somebody signed in within `FIRST_HOUR` and sets up a first factor.

    It holds from the sign-in, while there is none, and from then on for the recovery
    codes and a second one beside it.
    """
    since = time.time() - FIRST_HOUR.total_seconds()
    if request.session.get(_SET_UP, 0) > since:
        return True
    user = request.user
    records = get_authentication_records(request, user)
    if not any(record.get("at", 0) > since for record in records):
        return False
    return not user.authenticator_set.filter(type__in=FACTORS).exists()


def has_shown_factor(request: HttpRequest) -> bool:
    """Tell whether the signed-in person showed a second factor in this session."""
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)


def _is_own_account(request: HttpRequest) -> bool:
    """The account's own pages, where factors are made and shown, and the way out."""
    match = request.resolver_match
    return match.route.startswith("accounts/") or match.view_name == "admin:logout"
