"""A wrong address is mended on an application or a leader, never on a mail."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import corrections
from accounts.models import User
from foundation import anew, history
from foundation.refusals import refuse_stale
from leaders.models import Application, Leader

CORRECT = "leaders.correct_address"
ACT = _("Correct the e-mail address")


def person_of(record: Application | Leader) -> User:
    """Whose address the mails about a record go to."""
    return record.user if isinstance(record, Leader) else record.applicant


@transaction.atomic
def correct(
    record: Application | Leader, address: str, *, by: User, why: str, seen: int
) -> int:
    """Mend the address of a person's account; return how many mails went out anew.

    The history of the record names who did it and why. Raises `Refused`.
    """
    rows = type(record)._default_manager.select_for_update(no_key=True, of=("self",))
    row: Application | Leader = rows.get(pk=record.pk)
    refuse_stale(row, seen=seen, by=by)
    old = corrections.correct_address(person_of(row), address, by=by)
    row.version += 1
    with history.acting(by, act=str(ACT), why=why):
        row.save(update_fields=["version", "updated_at"])
    return anew.readdress(old, address)
