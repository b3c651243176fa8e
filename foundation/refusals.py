"""How the portal says no to an act: in sentences, and saying who was first.

`Refused` carries what the person reads. `Changed` is the refusal of a stale view: the
one mechanism for all forms and buttons, on staff pages as on ours.
"""

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from foundation import history
from foundation.words import moment_in_words

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User


class Refused(Exception):
    """An act was not done; `sentences` say why, to the person who asked."""

    def __init__(self, *sentences: str | Promise) -> None:
        self.sentences = [str(sentence) for sentence in sentences]
        super().__init__(" ".join(self.sentences))


class Changed(Refused):
    """Somebody else changed the record since the person looked at it."""


def refuse_stale(record: models.Model, *, seen: int | None, by: "User | None") -> None:
    """Raise `Changed` unless `record` still has the version the person had before them.

    `record` is the locked row with a `version`; `seen` is None for the portal's own
    work, which looked a moment ago. The sentence says who did what and when: staff
    read the name and the act, everybody else the role that `record.role_of(user)`
    gives (the user is None where nobody was signed in: the portal itself, or the
    holder of a link), and the `public_status` that came of it, where a record has one.
    """
    if seen is None or record.version == seen:  # type: ignore[attr-defined]
        return
    raise Changed(who_was_first(record, by), _("What you typed is still here."))


def who_was_first(record: models.Model, by: "User | None") -> str:
    """Return who changed the record last, in a sentence for `by` to read."""
    change = history.last_change(record)
    if change is None:
        when = moment_in_words(getattr(record, "updated_at", None) or timezone.now())
        return _t("This was changed on %(when)s, while you had it open.") % {
            "when": when
        }
    facts = {"what": change.what, "when": moment_in_words(change.at)}
    if by is not None and change.user is not None and change.user.pk == by.pk:
        return _t("You changed this in another window on %(when)s: “%(what)s”.") % facts
    facts["who"] = _named(record, change, by)
    facts["what"] = public_status(record, by) or change.what
    return _t("%(who)s changed this on %(when)s: “%(what)s”.") % facts


def public_status(record: models.Model, by: "User | None") -> str:
    """Return the record's status in the words for everybody but the staff.

    "" where staff read it, whose own words say more, and where a record has none.
    """
    if _reads_as_staff(record, by):
        return ""
    return str(getattr(record, "public_status", ""))


def _role(record: models.Model, user: "User | None") -> str:
    role_of = getattr(record, "role_of", None)
    return str(role_of(user)) if role_of else ""


def _reads_as_staff(record: models.Model, by: "User | None") -> bool:
    """Staff read as everybody does what is their own: an application, a profile."""
    return by is not None and by.is_staff and not _role(record, by)


def _named(record: models.Model, change: history.LastChange, by: "User | None") -> str:
    if change.user is not None and _reads_as_staff(record, by):
        return str(change.user)
    if role := _role(record, change.user):
        return role
    if change.user is None:
        return _t("The portal")
    return _t("The program office") if change.user.is_staff else _t("Somebody else")
