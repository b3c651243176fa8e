"""What a program manager does about one person with a role, an entry for each button.

Each says when it is offered, what bars it, what it mails, and does it. Every one has a
page, for each of them mails; the agency alone does not.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts import emails, factor_resets, invitations, leaving, staff
from accounts.choices import FactorResetStatus
from accounts.models import User
from accounts.promises import INVITATION_WORKS, RESET_CONFIRMED
from accounts.roles import MEANING, PROGRAM_MANAGER, REVIEWER
from accounts.staff_forms import (
    AN_AGENCY,
    NO_AGENCY,
    AgencyForm,
    LeaveForm,
    StaffActForm,
)
from foundation.outbox import Letter
from foundation.versions import VersionedForm
from foundation.words import in_words

Said = Mapping[str, Any]


def _no_letter(person: User, by: User) -> Letter | None:
    return None


@dataclass(frozen=True, kw_only=True)
class StaffAct:
    """One button. `about` gives the record whose version the form carries."""

    label: str | Promise
    is_offered: Callable[[User], bool]
    why_not: Callable[[User, User], str]
    do: Callable[[User, User, int, Said], None]
    effects: Callable[[User], list[str]]
    letter: Callable[[User, User], Letter | None] = _no_letter
    about: Callable[[User], models.Model | None] = lambda person: person
    form: type[VersionedForm] = StaffActForm
    done: str | Promise = ""

    def form_for(self, person: User, data: Any) -> VersionedForm:
        """The form, which carries what is there now."""
        record: Any = self.about(person)
        initial = {"version": record.version}
        more: dict[str, Any] = {}
        if self.form is LeaveForm:
            more["person"] = person
        if self.form is AgencyForm and person.says_agency:
            initial |= {
                "works_for": NO_AGENCY if person.has_no_agency else AN_AGENCY,
                "agency": str(person.agency or ""),
            }
        return self.form(data, initial=initial, **more)


# A role


def _is_on_staff(person: User) -> bool:
    return person.is_staff


def _role_act(role: str, label: Promise, why_not: Callable[[User, User], str]):
    def do(person: User, by: User, seen: int, said: Said) -> None:
        staff.change_role(person, role, by=by, seen=seen)

    return StaffAct(
        label=label,
        is_offered=lambda person: person.is_staff and staff.role_of(person) != role,
        why_not=why_not,
        do=do,
        effects=lambda person: [
            _t("%(name)s %(meaning)s, from now on.")
            % {"name": person, "meaning": MEANING[role]},
            *(leaving.held_by(person) if role == REVIEWER else []),
        ],
        letter=lambda person, by: emails.role_letter(person, role),
        done=_("The role is changed, and the person is told."),
    )


def _agency(person: User, by: User, seen: int, said: Said) -> None:
    staff.say_agency(person, said["agency"], by=by, seen=seen)


# Leaving


def _leaving_effects(person: User) -> list[str]:
    return [
        _t("They are signed out everywhere, at once, and see no staff page."),
        *leaving.held_by(person),
    ]


def _take_role(person: User, by: User, seen: int, said: Said) -> None:
    staff.leave(person, by=by, seen=seen, is_closed=False, **said)


def _end_account(person: User, by: User, seen: int, said: Said) -> None:
    staff.leave(person, by=by, seen=seen, is_closed=True, **said)


# An invitation


def _is_invited(person: User) -> bool:
    return invitations.open_of(person) is not None


def _send_anew(person: User, by: User, seen: int, said: Said) -> None:
    invitation = person.invitations.latest("sent_at")
    invitations.MACHINE.move(invitation, "send_anew", by=by, seen=seen)


def _withdraw(person: User, by: User, seen: int, said: Said) -> None:
    staff.withdraw(person.invitations.latest("sent_at"), by=by, seen=seen)


def _invitation_letter(person: User, by: User) -> Letter:
    role = staff.role_of(person) or "Superuser"
    return emails.invitation_letter(person.display_name, role)


# A reset


def _is_reset_open(person: User) -> bool:
    return factor_resets.open_of(person) is not None


def _start(person: User, by: User, seen: int, said: Said) -> None:
    factor_resets.start(person, by=by)


def _step(name: str) -> Callable[[User, User, int, Said], None]:
    def do(person: User, by: User, seen: int, said: Said) -> None:
        reset = person.factor_resets.latest("started_at")
        factor_resets.MACHINE.move(reset, name, by=by, seen=seen)

    return do


def _why_not_step(name: str) -> Callable[[User, User], str]:
    def why_not(person: User, by: User) -> str:
        reset = factor_resets.open_of(person)
        if reset is None:
            return ""
        return " ".join(factor_resets.MACHINE.choice(reset, name, by=by).reasons)

    return why_not


def _called_off_letter(person: User, by: User) -> Letter | None:
    reset = factor_resets.open_of(person)
    if reset is None:
        return None
    return emails.reset_ended_letter(reset, status=FactorResetStatus.CALLED_OFF)


#: By the name in the address, in the order of the page.
ACTS: dict[str, StaffAct] = {
    "confirm-reset": StaffAct(
        label=_("Confirm the reset"),
        is_offered=_is_reset_open,
        why_not=_why_not_step("confirm"),
        do=_step("confirm"),
        about=factor_resets.open_of,
        effects=lambda person: [
            _t("Make sure first, by telephone or face to face, that it is the person."),
            _t("Their second step is removed, and they are signed out everywhere."),
            _t("At the next sign-in they set up a new one."),
        ],
        letter=lambda person, by: emails.factor_removed_letter(person),
        done=_("The second step is removed, and the person is told."),
    ),
    "call-off-reset": StaffAct(
        label=_("Call off the reset"),
        is_offered=_is_reset_open,
        why_not=_why_not_step("call_off"),
        do=_step("call_off"),
        about=factor_resets.open_of,
        effects=lambda person: [_t("The second step stays as it is.")],
        letter=_called_off_letter,
        done=_("The reset is called off, and the person is told."),
    ),
    "send-anew": StaffAct(
        label=_("Send the invitation anew"),
        is_offered=_is_invited,
        why_not=lambda person, by: "",
        do=_send_anew,
        about=invitations.open_of,
        effects=lambda person: [
            _t("The link that was sent before ends. The new one works for %(time)s.")
            % {"time": in_words(INVITATION_WORKS)}
        ],
        letter=_invitation_letter,
        done=_("The invitation is sent anew."),
    ),
    "withdraw": StaffAct(
        label=_("Withdraw the invitation"),
        is_offered=_is_invited,
        why_not=staff.why_not_less,
        do=_withdraw,
        about=invitations.open_of,
        effects=lambda person: [
            _t(
                "The link in the mail ends, and so does the role. An account that the "
                "person had before stays theirs."
            )
        ],
        letter=lambda person, by: emails.withdrawn_letter(person),
        done=_("The invitation is withdrawn, and the person is told."),
    ),
    "make-manager": _role_act(
        PROGRAM_MANAGER, _("Make a program manager"), staff.why_not
    ),
    "make-reviewer": _role_act(REVIEWER, _("Make a reviewer"), staff.why_not_less),
    "agency": StaffAct(
        label=_("Say the agency"),
        is_offered=_is_on_staff,
        why_not=staff.why_not_agency,
        do=_agency,
        form=AgencyForm,
        effects=lambda person: [
            _t(
                "Who works for an agency cannot vet an application from there. It "
                "counts from the next page they open. Nobody is mailed."
            )
        ],
        done=_("The agency is saved."),
    ),
    "start-reset": StaffAct(
        label=_("Reset the second step"),
        is_offered=lambda person: person.is_staff and not _is_reset_open(person),
        why_not=factor_resets.why_not_start,
        do=_start,
        effects=lambda person: [
            _t("Make sure first, by telephone or face to face, that it is the person."),
            _t(
                "Another program manager, or a superuser, confirms it within %(time)s. "
                "Until then nothing changes."
            )
            % {"time": in_words(RESET_CONFIRMED)},
            _t("The person gets the mail below and can stop it."),
        ],
        letter=lambda person, by: emails.reset_letter(person, by),
        done=_("The reset waits for a second person. Tell them."),
    ),
    "take-role": StaffAct(
        label=_("Take the role away"),
        is_offered=lambda person: person.is_staff and not _is_invited(person),
        why_not=staff.why_not_leave,
        do=_take_role,
        form=LeaveForm,
        effects=lambda person: [
            *_leaving_effects(person),
            _t("Their own account stays, without a role."),
        ],
        letter=lambda person, by: emails.ended_letter(person, is_closed=False),
        done=_("The role is taken away, and the person is told."),
    ),
    "end-account": StaffAct(
        label=_("End the account"),
        is_offered=lambda person: person.is_staff and not _is_invited(person),
        why_not=staff.why_not_end,
        do=_end_account,
        form=LeaveForm,
        effects=lambda person: [
            *_leaving_effects(person),
            _t("Nobody can sign in with this address until it is invited anew."),
        ],
        letter=lambda person, by: emails.ended_letter(person, is_closed=True),
        done=_("The account is ended, and the person is told."),
    ),
}
