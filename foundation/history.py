"""Who changed what, when and why: written by the database, read on the record's page.

`tracked` puts triggers on a model (bulk updates and raw SQL are caught too); the
middleware and `acting` say on whose behalf the statements run.
"""

import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pghistory
import pghistory.runtime
from django.contrib.auth import get_user_model
from django.db import connection, models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.contrib.auth.models import _User as User


def tracked(*, exclude: Iterable[str] = ()) -> Callable[[type], type]:
    """Keep an append-only event for each insert, update and delete of a model.

    `exclude` names the columns that must not outlive the row: guests' addresses,
    secrets, search vectors.
    """

    def decorate(model: type) -> type:
        return pghistory.track(
            pghistory.InsertEvent(),
            pghistory.UpdateEvent(),
            pghistory.DeleteEvent(),
            exclude=list(exclude),
            append_only=True,
            context_field=pghistory.ContextForeignKey(),
            obj_field=pghistory.ObjForeignKey(db_constraint=False),
        )(model)

    return decorate


@contextmanager
def acting(
    by: "User | AnonymousUser | None" = None, *, act: str = "", why: str = ""
) -> Iterator[None]:
    """Name the actor, the act and the reason of the changes made inside.

    Each use is a context of its own, so that several decisions in one request do not
    share one reason.
    """
    tracker = pghistory.runtime._tracker
    outer = getattr(tracker, "value", None)
    outer_user = outer.metadata.get("user") if outer else None
    user = getattr(by, "pk", None) or outer_user
    if outer is not None:
        # The hook that writes the context is in place: only the value is exchanged.
        tracker.value = pghistory.runtime.Context(
            id=uuid.uuid4(), metadata={"user": user, "act": act, "why": why}
        )
        try:
            yield
        finally:
            tracker.value = outer
    else:
        try:
            with pghistory.context(user=user, act=act, why=why):
                yield
        finally:
            _forget()


def _forget() -> None:
    """Let later writes of the same transaction go without the actor that just ended.

    The triggers read settings that last until the transaction does.
    """
    if connection.in_atomic_block and not connection.needs_rollback:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('pghistory.context_id', '', true)")


class HistoryMiddleware:
    """Names the signed-in person as the actor of what a writing request changes.

    Reading requests are left alone (they would read the session), and no address is
    kept: addresses carry tokens.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in ("GET", "HEAD", "OPTIONS"):
            return self.get_response(request)
        with pghistory.context(user=request.user.pk):
            return self.get_response(request)


#: A field's name, what it held before and what after, all in words.
Change = tuple[str, str, str]


@dataclass(frozen=True)
class Event:
    """One line of a record's history."""

    at: datetime
    who: str
    what: str
    why: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class LastChange:
    """The newest event of a record: when, by whom (None: the portal), which act."""

    at: datetime
    user: "User | None"
    what: str


def history_of(obj: models.Model, *, latest: int = 200) -> list[Event]:
    """Return the newest `latest` events of a tracked record, newest first.

    Costs two queries. `what` is the act that was named, or the fields that changed.
    """
    rows = list(_rows_of(obj)[: latest + 1])
    people = _people_of(rows)
    befores = [*rows[1:], None]
    return [
        _event(obj, row, before, people)
        for row, before in zip(rows[:latest], befores, strict=False)
    ]


def last_change(obj: models.Model) -> LastChange | None:
    """Return the newest event of a record; None where no history is kept of it."""
    row = _rows_of(obj).first() if _event_model(obj) else None
    if row is None:
        return None
    user = get_user_model().objects.filter(pk=_context(row).get("user") or 0).first()
    what = _context(row).get("act") or _LABELS.get(row.pgh_label, row.pgh_label)
    return LastChange(row.pgh_created_at, user, str(what))


_LABELS = {"insert": _("Created"), "update": _("Changed"), "delete": _("Deleted")}
_UNTOLD = {"id", "version", "updated_at", "search", "created_at"}


def was_just_done(
    obj: models.Model, act: str, *, by: "User | None", why: str, version: int
) -> bool:
    """Whether this person made this very act, for this reason, within the last minute.

    `version` is the one that the record had after it.
    """
    event_model = _event_model(obj)
    is_to_come = version > obj.version  # type: ignore[attr-defined]
    if event_model is None or by is None or is_to_come:
        return False
    done = {"user": by.pk, "act": act, "why": why}
    return event_model.objects.filter(
        pgh_obj_id=obj.pk,
        version=version,
        pgh_created_at__gte=timezone.now() - timedelta(minutes=1),
        pgh_context__metadata__contains=done,
    ).exists()


def _event_model(obj: models.Model) -> Any:
    found = (
        relation.related_model
        for relation in obj._meta.related_objects
        if relation.field.name == "pgh_obj"
    )
    return next(found, None)


def _rows_of(obj: models.Model) -> models.QuerySet:
    events = _event_model(obj).objects.filter(pgh_obj_id=obj.pk)
    return events.select_related("pgh_context").order_by("-pgh_id")


def _context(row: Any) -> dict[str, Any]:
    return (row.pgh_context.metadata if row.pgh_context else None) or {}


def _people_of(rows: Iterable[models.Model]) -> dict[int, str]:
    keys = {_context(row).get("user") for row in rows} - {None}
    return {user.pk: str(user) for user in get_user_model().objects.filter(pk__in=keys)}


def _event(
    obj: models.Model, row: Any, before: models.Model | None, people: dict[int, str]
) -> Event:
    context = _context(row)
    changes = tuple(_changes(obj, before, row)) if before else ()
    return Event(
        at=row.pgh_created_at,
        who=people.get(context.get("user", 0), _t("The portal")),
        what=context.get("act") or _sentence(row, changes),
        why=context.get("why") or "",
        changes=changes,
    )


def _sentence(row: Any, changes: tuple[Change, ...]) -> str:
    if row.pgh_label != "update":
        return str(_LABELS.get(row.pgh_label, row.pgh_label))
    if not changes:
        return _t("Saved without a change")
    return _t("Changed %(names)s") % {"names": ", ".join(name for name, *_ in changes)}


def _changes(
    obj: models.Model, before: models.Model, after: models.Model
) -> Iterator[Change]:
    kept = {copy.name for copy in after._meta.concrete_fields} - _UNTOLD
    for field in obj._meta.concrete_fields:
        if field.name not in kept:
            continue
        old, new = (getattr(row, field.attname) for row in (before, after))
        if old != new:
            yield str(field.verbose_name), _shown(field, old), _shown(field, new)


def _shown(field: models.Field, value: Any) -> str:
    if value in (None, "", []):
        return "–"
    if isinstance(value, bool):
        return _t("yes") if value else _t("no")
    if isinstance(value, list):
        one = getattr(field, "base_field", field)
        return ", ".join(_shown(one, each) for each in value)[:200]
    labels = dict(field.flatchoices) if field.choices else {}
    return str(labels.get(value, value))[:200]
