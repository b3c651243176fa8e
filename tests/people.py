"""Signing in as somebody, second factor and all."""

import time

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.test import Client

from accounts.models import User


def signed_in(user: User | None) -> Client:
    """Return a browser with `user` signed in; staff have shown a second factor."""
    client = Client()
    if user is None:
        return client
    client.force_login(user)
    if user.is_staff:
        Authenticator.objects.get_or_create(
            user=user,
            type=Authenticator.Type.TOTP,
            defaults={"data": {"secret": get_adapter().encrypt("JBSWY3DPEHPK3PXP")}},
        )
        session = client.session
        session["account_authentication_methods_user"] = str(user.pk)
        session["account_authentication_methods"] = [
            {"method": "password", "at": time.time(), "email": user.email},
            {"method": "mfa", "at": time.time(), "type": "totp"},
        ]
        session.save()
    return client
