"""What may become of a leader: one table, and hiding a profile at once.

Like `leaders.vetting`, this module names no model.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as _n

from foundation import history
from foundation.refusals import Changed, Refused
from foundation.transitions import Machine, Transition
from leaders import emails
from leaders.choices import LeaderStatus, PublicField

_S = LeaderStatus


def is_owner(leader: Any, by: Any) -> bool:
    return by is not None and by.pk == leader.user_id


def is_owner_or_staff(leader: Any, by: Any) -> bool:
    return is_owner(leader, by) or (
        by is not None and by.has_perm("leaders.pause_leader")
    )


def is_ready(leader: Any, by: Any) -> str | None:
    if not (leader.name and leader.rank and leader.help_offered):
        return _("Give your name, your rank and at least one kind of help first.")
    return None


def has_consent(leader: Any, by: Any) -> str | None:
    if PublicField.NAME not in leader.public_fields or not leader.consent_version:
        return _("A leader is listed by name. Agree that we may show yours.")
    return None


def not_oneself(leader: Any, by: Any) -> str | None:
    if is_owner(leader, by):
        return _("This is your own profile. Ask a colleague.")
    return None


def _activate(leader: Any, by: Any, data: dict) -> None:
    leader.activated_at = timezone.now()


def _tell_listed(leader: Any, by: Any, data: dict) -> None:
    emails.send_listed(leader)


def _impose(leader: Any, by: Any, data: dict) -> None:
    leader.sanctions.create(reason=data["reason"], imposed_by=by)
    emails.send_suspended(leader)


def _lift(leader: Any, by: Any, data: dict) -> None:
    leader.sanctions.filter(lifted_at=None).update(
        lifted_at=timezone.now(), lifted_by=by, lift_reason=data["reason"]
    )
    emails.send_reinstated(leader)


_PAUSE = "leaders.pause_leader"
_SUSPEND = "leaders.suspend_leader"

MACHINE = Machine(
    "status",
    [
        Transition(
            "activate",
            (_S.ONBOARDING,),
            _S.ACTIVE,
            _n("Publish my profile"),
            permission=is_owner,
            guards=(is_ready, has_consent),
            apply=_activate,
            after=_tell_listed,
            mails=_n("The leader gets the address of the profile."),
        ),
        Transition(
            "pause",
            (_S.ACTIVE,),
            _S.PAUSED,
            _n("Mark as away"),
            permission=is_owner_or_staff,
        ),
        Transition(
            "resume",
            (_S.PAUSED,),
            _S.ACTIVE,
            _n("Mark as back"),
            permission=is_owner_or_staff,
        ),
        Transition(
            "suspend",
            (_S.ACTIVE, _S.PAUSED),
            _S.SUSPENDED,
            _n("Suspend"),
            permission=_SUSPEND,
            guards=(not_oneself,),
            needs=(("reason", _n("Give the reason.")),),
            after=_impose,
            mails=_n("The leader hears of the suspension and whom to write to."),
        ),
        Transition(
            "reinstate",
            (_S.SUSPENDED,),
            _S.ACTIVE,
            _n("Reinstate"),
            permission=_SUSPEND,
            guards=(not_oneself,),
            needs=(("reason", _n("Say why the suspension ends.")),),
            after=_lift,
            mails=_n("The leader hears that the suspension is over."),
        ),
        Transition(
            "retire",
            (_S.ACTIVE, _S.PAUSED),
            _S.ALUMNI,
            _n("Retire from the network"),
            permission=_SUSPEND,
            needs=(("reason", _n("Give the reason.")),),
        ),
        Transition(
            "remove",
            (_S.SUSPENDED,),
            _S.REMOVED,
            _n("Remove from the network"),
            permission=_SUSPEND,
            guards=(not_oneself,),
            needs=(("reason", _n("Give the reason.")),),
        ),
    ],
)


@transaction.atomic
def set_hidden(leader: Any, hidden: bool, *, by: Any, seen: int, reason: str) -> Any:
    """Hide a profile from everyone at once, or show it again.

    Not a status: the leader stays what they are. Raises `Refused` without the right,
    without a reason, or when somebody else changed the record meanwhile.
    """
    if not by.has_perm("leaders.hide_leader"):
        raise Refused(_("You may not do this."))
    if not reason:
        raise Refused(_("Give the reason."))
    fresh = type(leader)._base_manager.select_for_update(no_key=True).get(pk=leader.pk)
    if fresh.version != seen:
        raise Changed(_("Somebody changed this while you were reading. Look again."))
    fresh.is_hidden = hidden
    fresh.version += 1
    act = "Hide the profile" if hidden else "Show the profile"
    with history.acting(by, act=act, why=reason):
        fresh.save(update_fields=["is_hidden", "version", "updated_at"])
    return fresh
