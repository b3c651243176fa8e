"""Mail about accounts that allauth does not send."""

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from accounts.promises import INVITATION_WORKS
from foundation import outbox


def send_invitation(user: User, *, to: str, role: str, token: str) -> str:
    """Tell somebody that they are on the staff now; return the link in the mail."""
    link = settings.SITE_URL + reverse("accounts:invitation", args=[token])
    outbox.compose(
        "accounts/email/invitation",
        {
            "name": user.display_name,
            "role": role,
            "link": link,
            "days": INVITATION_WORKS.days,
            "reset_link": settings.SITE_URL + reverse("account_reset_password"),
        },
        to=to,
        about=user,
        is_private=True,
    )
    return link


def send_second_factor_reset(user: User) -> None:
    """Tell somebody that their second factor was taken away by the operator."""
    outbox.compose(
        "accounts/email/second_factor_reset",
        {
            "name": user.display_name,
            "office": settings.PROGRAM_OFFICE_EMAIL,
            "login_link": settings.SITE_URL + reverse("account_login"),
        },
        to=user.email,
        about=user,
        is_private=True,
    )
