"""What each step of a leader demands, writes and tells; hiding a profile at once.

The steps themselves stand in `leaders.statuses`.
"""

from collections.abc import Callable
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foundation import history
from foundation.machines import Machine, guard
from foundation.refusals import Refused, refuse_stale
from leaders import emails, leaving
from leaders.choices import PublicField
from leaders.leaving import Settled
from leaders.models import Leader
from leaders.statuses import BEFORE_DEATH, LEADER, undo_of_death

MACHINE: Machine[Leader] = Machine(LEADER, Leader)

HIDE = "leaders.hide_leader"
PAUSE = "leaders.pause_leader"
SUSPEND = "leaders.suspend_leader"


# Who may do it, where a permission's name does not say it


def is_owner(leader: Leader, by: User) -> bool:
    return by.pk == leader.user_id


def is_owner_or_staff(leader: Leader, by: User) -> bool:
    return is_owner(leader, by) or by.has_perm(PAUSE)


# What must be true; the sentence is for when it is not


@guard(_("Give your name, your rank and at least one kind of help first."))
def is_ready(leader: Leader, by: User | None) -> bool:
    return bool(leader.name and leader.rank and leader.help_offered)


@guard(_("A leader is listed by name. Agree that we may show yours."))
def has_agreed(leader: Leader, by: User | None) -> bool:
    return leader.shows(PublicField.NAME) and bool(leader.consent_version)


@guard(_("This is your own profile. Ask a colleague."))
def is_not_own(leader: Leader, by: User | None) -> bool:
    return by is None or by.pk != leader.user_id


# The leader's steps


@MACHINE.step("activate", permission=is_owner, guards=[is_ready, has_agreed])
def activate(leader: Leader, by: User | None) -> None:
    leader.activated_at = timezone.now()


@MACHINE.tells("activate")
def tell_listed(leader: Leader, by: User | None) -> None:
    emails.send_listed(leader)


MACHINE.step("pause", "resume", permission=is_owner_or_staff)


# The program manager's steps


@MACHINE.step("suspend", permission=SUSPEND, guards=[is_not_own])
def suspend(
    leader: Leader, by: User | None, *, reason: str, settled: Settled | None = None
) -> None:
    """Impose a sanction: a record of its own, which can be lifted."""
    leader.sanctions.create(reason=reason, imposed_by=by)
    leaving.settle(leader, by, settled, reason)


@MACHINE.shows("suspend")
def show_suspension(
    leader: Leader, by: User | None, *, settled: Settled | None = None
) -> None:
    leaving.rehearse(leader, by, settled)
    emails.send_suspended(leader)


@MACHINE.tells("suspend")
def tell_suspended(leader: Leader, by: User | None) -> None:
    emails.send_suspended(leader)


@MACHINE.step("reinstate", permission=SUSPEND, guards=[is_not_own])
def reinstate(leader: Leader, by: User | None, *, reason: str) -> None:
    leader.sanctions.filter(lifted_at=None).update(
        lifted_at=timezone.now(), lifted_by=by, lift_reason=reason
    )


@MACHINE.tells("reinstate")
def tell_reinstated(leader: Leader, by: User | None) -> None:
    emails.send_reinstated(leader)


@MACHINE.step("retire", permission=SUSPEND)
@MACHINE.step("remove", permission=SUSPEND, guards=[is_not_own])
def go(
    leader: Leader, by: User | None, *, reason: str, settled: Settled | None = None
) -> None:
    """Settle what hangs on the leader; the rest of them stays as it was."""
    leaving.settle(leader, by, settled, reason, is_final=True)


# Death: a way of leaving of its own, and taken back where it was a mistake


@MACHINE.step("died", permission=SUSPEND, guards=[is_not_own])
def record_death(
    leader: Leader,
    by: User | None,
    *,
    reason: str = "",
    died_on: date | None = None,
    settled: Settled | None = None,
) -> None:
    """Close the sign-in and settle what hangs on the leader; nobody is mailed.

    From here on the outbox sends nothing to any of their addresses
    (`emails.goes_to_nobody`).
    """
    leaving.settle(leader, by, settled, reason, is_final=True)
    person = User.objects.select_for_update(no_key=True).get(pk=leader.user_id)
    leader.status_before_death, leader.died_on = leader.status, died_on
    leader.death_closed_sign_in = person.is_active
    _set_sign_in(person, is_open=False)


@MACHINE.shows("retire", "remove", "died")
def show_leaving(
    leader: Leader, by: User | None, *, settled: Settled | None = None
) -> None:
    """The leader is not mailed; whom their evenings touch may be."""
    leaving.rehearse(leader, by, settled)


def _let_live(status: str) -> None:
    """Make the step back to what the leader was."""

    def may_take_back(leader: Leader, by: User) -> bool:
        return by.has_perm(SUSPEND) and leader.status_before_death == status

    @MACHINE.step(undo_of_death(status), permission=may_take_back, guards=[is_not_own])
    def take_back(leader: Leader, by: User | None, *, reason: str) -> None:
        """Open the sign-in again; evenings that were settled stay so."""
        if leader.death_closed_sign_in:
            person = User.objects.select_for_update(no_key=True).get(pk=leader.user_id)
            _set_sign_in(person, is_open=True)
        leader.status_before_death, leader.died_on = "", None
        leader.death_closed_sign_in = False


def _set_sign_in(person: User, *, is_open: bool) -> None:
    person.is_active = is_open
    person.save(update_fields=["is_active"])
    person.sign_out_everywhere()


for _status in BEFORE_DEATH:
    _let_live(_status)


# Hiding, which is no status: the leader stays what they are


def act_of_hiding(hidden: bool) -> str:
    """What hiding a profile, or showing it, is called on its button and after."""
    return str(_("Hide the profile") if hidden else _("Show the profile"))


@transaction.atomic
def set_hidden(
    leader: Leader,
    hidden: bool,
    *,
    by: User,
    seen: int,
    reason: str,
    settled: Settled | None = None,
    look: Callable[[Leader], None] | None = None,
) -> Leader:
    """Hide a profile from everyone at once, or show it again.

    What hangs on who is hidden is settled with it; showing gives nothing back. `look`
    sees the locked row before anything is written, and may refuse.

    Raises `Refused` without the right or a reason, `Changed` for a stale view. A
    second press changes nothing and is answered alike.
    """
    if not by.has_perm(HIDE):
        raise Refused(_("You may not do this."))
    if not reason:
        raise Refused(_("Give the reason."))
    fresh = Leader.objects.select_for_update(no_key=True).get(pk=leader.pk)
    act = act_of_hiding(hidden)
    if history.was_just_done(fresh, act, by=by, why=reason, version=seen + 1):
        return fresh
    refuse_stale(fresh, seen=seen, by=by)
    if look is not None:
        look(fresh)
    if hidden and not fresh.is_hidden:
        leaving.settle(fresh, by, settled, reason)
    fresh.is_hidden = hidden
    fresh.version += 1
    with history.acting(by, act=act, why=reason):
        fresh.save(update_fields=["is_hidden", "version", "updated_at"])
    return fresh
