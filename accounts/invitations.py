"""Invitations to the staff: their life, and the links by which people accept them."""

from django.core import signing
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts import emails
from accounts.choices import InvitationStatus
from accounts.models import Invitation, User
from accounts.promises import INVITATION_WORKS
from accounts.remembered import once_a_page
from accounts.roles import KEEP
from accounts.statuses import INVITATION
from foundation.machines import Machine

MACHINE: Machine[Invitation] = Machine(INVITATION, Invitation)

_SALT = "accounts.invitations"


class BadInvitation(Exception):
    """The link was used, is too old, was withdrawn, or was never ours."""


# Its life; whoever calls holds the row of the person.


@MACHINE.step("accept")
@MACHINE.step("withdraw", permission=KEEP)
def end(invitation: Invitation, by: User | None) -> None:
    invitation.ended_at = timezone.now()


@MACHINE.step("send_anew", permission=KEEP)
def prolong(invitation: Invitation, by: User | None) -> None:
    """Let it hold anew; the link that was sent before ends."""
    invitation.sent_at = timezone.now()
    invitation.ends_at = invitation.sent_at + INVITATION_WORKS
    invitation.token_version += 1


@MACHINE.tells("send_anew")
def tell_anew(invitation: Invitation, by: User | None) -> None:
    emails.send_invitation(invitation, token=token_for(invitation))


@MACHINE.tells("withdraw")
def tell_withdrawn(invitation: Invitation, by: User | None) -> None:
    emails.send_invitation_withdrawn(invitation.user)


def open_for(user: User, role: str, by: User | None) -> Invitation:
    """Return the open invitation of a person, a new one or the last one made anew."""
    invitation = open_of(user) or Invitation(user=user)
    if invitation.pk:
        prolong(invitation, by)
        invitation.version += 1
    invitation.role, invitation.invited_by = role, by
    invitation.ends_at = invitation.sent_at + INVITATION_WORKS
    invitation.save()
    return invitation


@once_a_page
def open_of(user: User) -> Invitation | None:
    """The invitation of a person that nobody has answered."""
    return user.invitations.filter(status=InvitationStatus.OPEN).first()


def came(user: User) -> None:
    """Take the invitation of somebody who has come for accepted."""
    if user.is_staff and (invitation := open_of(user)):
        MACHINE.move(invitation, "accept")


# Its link


def token_for(invitation: Invitation) -> str:
    """Return a token that ends with its first use, or after `INVITATION_WORKS`."""
    return signing.dumps([invitation.pk, _state_of(invitation)], salt=_SALT)


def read_token(token: str) -> Invitation:
    """Return the invitation that a link was sent for; raises `BadInvitation`."""
    try:
        pk, state = signing.loads(token, salt=_SALT, max_age=INVITATION_WORKS)
    except (signing.BadSignature, ValueError):
        raise BadInvitation from None
    rows = Invitation.objects.select_related("user")
    open_ones = rows.filter(status=InvitationStatus.OPEN, user__is_active=True)
    invitation = open_ones.filter(pk=pk).first()
    if invitation is None or invitation.is_over:
        raise BadInvitation
    if not constant_time_compare(state, _state_of(invitation)):
        raise BadInvitation
    return invitation


def _state_of(invitation: Invitation) -> str:
    """A word that changes as soon as password, address or the last mail do."""
    user = invitation.user
    return salted_hmac(
        _SALT,
        f"{user.password}:{user.email}:{invitation.token_version}",
        algorithm="sha256",
    ).hexdigest()[:24]
