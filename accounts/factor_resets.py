"""The reset of a lost second factor: one of the staff starts it, another confirms.

The person is told at the start and at the end, and stops it with one button.
"""

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts import emails, staff
from accounts.choices import FactorResetStatus
from accounts.models import FactorReset, User
from accounts.promises import RESET_CONFIRMED
from accounts.remembered import once_a_page
from accounts.roles import KEEP
from accounts.statuses import FACTOR_RESET
from foundation import history
from foundation.machines import Machine, guard
from foundation.refusals import Refused
from foundation.tokens import BadToken, read_token, token_for
from foundation.words import in_words

MACHINE: Machine[FactorReset] = Machine(FACTOR_RESET, FactorReset)

_PURPOSE = "factor-reset"


# Who may, and what stands in the way


@guard(_("You started it. Another program manager, or a superuser, has to confirm it."))
def is_not_starter(reset: FactorReset, by: User | None) -> bool:
    return by is None or by.pk != reset.started_by_id


@guard(_("This is about your own second step. Colleagues have to do it."))
def is_not_own(reset: FactorReset, by: User | None) -> bool:
    return by is None or by.pk != reset.user_id


@guard(
    lambda reset, by: (
        _t("It was not confirmed within %(time)s. Start it anew, after another call.")
        % {"time": in_words(RESET_CONFIRMED)}
    )
)
def is_in_time(reset: FactorReset, by: User | None) -> bool:
    return reset.is_in_time


@guard(_("This person is no longer on the staff."))
def is_on_staff(reset: FactorReset, by: User | None) -> bool:
    return reset.user.is_staff and reset.user.is_active


# What is written, and who is told


@MACHINE.step(
    "confirm",
    permission=KEEP,
    guards=[is_not_own, is_not_starter, is_in_time, is_on_staff],
)
def confirm(reset: FactorReset, by: User | None) -> None:
    reset.confirmed_by, reset.ended_at = by, timezone.now()


@MACHINE.tells("confirm")
def remove_factors(reset: FactorReset, by: User | None) -> None:
    """Take the factors away; the mail that says so goes with it."""
    staff.reset_second_factor(reset.user)


@MACHINE.step("call_off", permission=KEEP)
@MACHINE.step("object", "lapse")
def end(reset: FactorReset, by: User | None) -> None:
    reset.ended_at = timezone.now()


@MACHINE.tells("call_off", "lapse")
def tell_unchanged(reset: FactorReset, by: User | None) -> None:
    emails.send_reset_ended(reset)


@MACHINE.tells("object")
def tell_stopped(reset: FactorReset, by: User | None) -> None:
    emails.send_reset_ended(reset)
    emails.send_reset_stopped(reset)


# Starting


def who_could_confirm(person: User, by: User) -> QuerySet[User]:
    """Those besides the two who may confirm a reset, now."""
    managers = staff.active_managers().values("pk")
    rows = User.objects.filter(Q(pk__in=managers) | Q(is_superuser=True))
    return rows.filter(is_active=True).exclude(pk__in=[person.pk, by.pk])


@once_a_page
def open_of(person: User) -> FactorReset | None:
    """The reset that waits for its second person."""
    rows = FactorReset.objects.select_related("started_by", "user")
    return rows.filter(user=person, status=FactorResetStatus.OPEN).first()


def why_not_start(person: User, by: User) -> str:
    """Say why no reset can be started for this person now; "" where one can."""
    if person.pk == by.pk:
        return _t("Nobody resets their own second step. Ask a colleague.")
    if person.is_superuser:
        return _t(
            "This is a superuser. Whoever runs the server does it: %(command)s"
        ) % {"command": command_for(person)}
    if not (person.is_staff and person.is_active):
        return _t("This person has no role.")
    if open_of(person):
        return _t("A reset is under way already.")
    if not who_could_confirm(person, by).exists():
        return _t(
            "There is nobody else who could confirm it. Whoever runs the server does "
            "it: %(command)s"
        ) % {"command": command_for(person)}
    return ""


def command_for(person: User) -> str:
    """What is typed on the server to do it without a second person."""
    return f"manage.py reset_second_factor {person.email}"


@transaction.atomic
def start(person: User, *, by: User) -> FactorReset:
    """Begin a reset and tell the person, who can stop it. Raises `Refused`.

    The second press of a button finds what the first one began.
    """
    held = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    actor = User.objects.get(pk=by.pk)
    if not (actor.is_active and actor.has_perm(KEEP)):
        raise Refused(_t("You may not do this."))
    standing = open_of(held)
    if standing is not None and standing.started_by_id == by.pk:
        return standing
    if reason := why_not_start(held, by):
        raise Refused(reason)
    with history.acting(by, act=_t("Started the reset of the second step")):
        made = FactorReset.objects.create(
            user=held, started_by=by, ends_at=timezone.now() + RESET_CONFIRMED
        )
    emails.send_reset_started(made, token=token_for(_PURPOSE, made))
    return made


def read(token: str) -> FactorReset | None:
    """The reset that a link in a mail is about; None where it was never ours."""
    rows = FactorReset.objects.select_related("user", "started_by")
    try:
        return read_token(_PURPOSE, token, rows)
    except BadToken:
        return None
