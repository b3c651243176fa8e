"""Portraits on disk: a file under its content's hash, kept as long as it is used."""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from foundation import files
from leaders.models import Leader


def path_of(name: str) -> str:
    """Where the file `name` lies in the storage."""
    return f"portraits/{name}"


def set_portrait(leader: Leader, picture: ContentFile | None) -> None:
    """Give the leader a cleaned picture (`clean_portrait`), or take it away.

    Raises `files.NotStored`, with the picture there was, where the disk is full.
    """
    after = "" if picture is None else str(picture.name)
    if picture is not None:
        files.store(path_of(after), picture)
    try:
        _name_portrait(leader, after)
    except BaseException:
        if after:
            _drop(after)
        raise


@transaction.atomic
def _name_portrait(leader: Leader, after: str) -> None:
    before, leader.portrait = leader.portrait, after
    leader.save(update_fields=["portrait", "updated_at"])
    if before and before != after:
        transaction.on_commit(lambda: _drop(before))


def _drop(name: str) -> None:
    if not Leader.objects.filter(portrait=name).exists():
        default_storage.delete(path_of(name))
