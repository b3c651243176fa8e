"""Portraits on disk: a file under its content's hash, kept as long as it is used."""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from leaders.models import Leader


def path_of(name: str) -> str:
    """Where the file `name` lies in the storage."""
    return f"portraits/{name}"


@transaction.atomic
def set_portrait(leader: Leader, picture: ContentFile | None) -> None:
    """Give the leader a cleaned picture (`clean_portrait`), or take it away."""
    before, after = leader.portrait, ""
    if picture is not None:
        after = str(picture.name)
        # The same pixels have the same name: there is nothing to write twice.
        if not default_storage.exists(path_of(after)):
            default_storage.save(path_of(after), picture)
    leader.portrait = after
    leader.save(update_fields=["portrait", "updated_at"])
    if before and before != after:
        transaction.on_commit(lambda: _drop(before))


def _drop(name: str) -> None:
    if not Leader.objects.filter(portrait=name).exists():
        default_storage.delete(path_of(name))
