"""Files on disk: whole under their name, or not there at all."""

import contextlib
import logging
import os
import secrets
import time
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.utils.translation import gettext as _t

log = logging.getLogger("niot.files")

#: What a file is called beside its own name while it is being written.
_PART = ".part"
#: Whoever writes for longer has died.
_PART_KEPT = timedelta(hours=1)


class NotStored(Exception):
    """A file could not be written; `str()` is the sentence to show."""


def store(name: str, content: ContentFile) -> None:
    """Write a file of the portal under a name that tells its content (a hash).

    Afterwards it is on the disk, whole, also if the power fails. Raises `NotStored`,
    with nothing changed, where the disk is full or does not take it.
    """
    content.seek(0)
    try:
        if default_storage.exists(name):
            if default_storage.size(name) == content.size:
                return
            default_storage.delete(name)
        default_storage.save(name, content)
    except OSError as error:
        log.error("file not stored", exc_info=error)
        raise NotStored(
            _t(
                "The portal could not store the file: its disk is full or does not "
                "answer. Nothing was changed. Try again later."
            )
        ) from error


def write_whole(path: Path, chunks: Iterable[bytes], *, mode: int = 0o644) -> None:
    """Write `chunks` aside, then give the file its name in one step.

    Raises FileExistsError where the name is taken and any other OSError of the disk;
    either way nothing is left behind. What a killed process leaves aside, a later call
    removes.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    _sweep(path.parent)
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}{_PART}")
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(handle, "wb") as file:
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(mode)
        path.hardlink_to(part)
    finally:
        part.unlink(missing_ok=True)
    _settle(path.parent)


def _settle(folder: Path) -> None:
    """Have the disk keep the folder's list of names too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        # Some network disks cannot; the file itself is safe there.
        with contextlib.suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)


def _sweep(folder: Path) -> None:
    """Remove what processes that were killed in mid-work left in `folder`."""
    oldest = time.time() - _PART_KEPT.total_seconds()
    for part in folder.glob(f".*{_PART}"):
        with contextlib.suppress(OSError):  # somebody else may have removed it
            if part.stat().st_mtime < oldest:
                part.unlink()


class WholeFiles(FileSystemStorage):
    """Django's files under `MEDIA_ROOT`, each written by `write_whole`."""

    def _save(self, name: str, content: File) -> str:
        mode = self.file_permissions_mode or 0o644
        while True:
            try:
                write_whole(Path(self.path(name)), content.chunks(), mode=mode)
            except FileExistsError:
                if not self.exists(name):
                    raise  # a file stands where a folder should
                # Somebody took the name since Django looked.
                name = self.get_available_name(name)
            else:
                return name
