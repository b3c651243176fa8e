"""Notes of the staff on a leader: written once, read by staff alone.

Whoever must not vet an officer, a colleague or themselves, neither reads nor writes
notes on them either.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from leaders import conflicts
from leaders.models import Leader, LeaderNote

READ, WRITE = "leaders.view_leadernote", "leaders.add_leadernote"
#: The page shows the newest; who needs an older one asks the database.
SHOWN = 50
#: The same words of the same person within this are one press of the button.
_ONE_PRESS = timedelta(minutes=1)


def is_barred(leader: Leader, person: User) -> bool:
    """Whether the notes are about the person, or about somebody of their agency."""
    return leader.user_id == person.pk or conflicts.of_one_agency(leader, person)


def may_read(leader: Leader, person: User) -> bool:
    return person.has_perm(READ) and not is_barred(leader, person)


def may_write(leader: Leader, person: User) -> bool:
    return person.has_perm(WRITE) and not is_barred(leader, person)


@transaction.atomic
def write(leader: Leader, text: str, *, by: User) -> LeaderNote:
    """Keep a note; a second press of the same button keeps no second one."""
    # Locked, so that two presses come one after the other.
    Leader.objects.select_for_update(no_key=True).only("pk").get(pk=leader.pk)
    before = LeaderNote.objects.filter(
        leader=leader,
        written_by=by,
        text=text,
        written_at__gt=timezone.now() - _ONE_PRESS,
    ).first()
    return before or LeaderNote.objects.create(leader=leader, text=text, written_by=by)
