"""Files of the portal are whole or not there, whatever happens to the disk."""

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from foundation.files import NotStored, store, write_whole


@pytest.fixture
def small_disk(tmp_path):
    """A file system of one megabyte, where the machine lets us mount one."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount")
    words = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(tmp_path)]
    if subprocess.run(words, capture_output=True).returncode:
        pytest.skip("this machine mounts nothing")
    yield tmp_path
    subprocess.run(["umount", "-l", str(tmp_path)], check=True)


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_full_disk_is_a_sentence_and_leaves_no_half_file(small_disk, settings):
    settings.MEDIA_ROOT = small_disk
    filler = small_disk / "filler"
    filler.write_bytes(b"x" * 900_000)

    with pytest.raises(NotStored, match="disk is full"):
        store("portraits/a.webp", ContentFile(b"y" * 400_000))
    on_full_disk = _names(small_disk)
    filler.unlink()
    store("portraits/a.webp", ContentFile(b"y" * 400_000))

    assert on_full_disk == ["filler"]
    assert _names(small_disk) == ["a.webp"]
    assert (small_disk / "portraits/a.webp").read_bytes() == b"y" * 400_000


def test_limit_on_a_file_is_a_sentence_and_leaves_no_half_file(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        with pytest.raises(NotStored):
            store("portraits/a.webp", ContentFile(b"y" * 400_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)

    assert _names(tmp_path) == []


def test_folder_that_cannot_be_is_a_sentence(tmp_path, settings):
    (tmp_path / "portraits").write_text("in the way")
    settings.MEDIA_ROOT = tmp_path

    with pytest.raises(NotStored):
        store("portraits/a.webp", ContentFile(b"y"))


def test_half_a_file_under_the_name_is_written_whole(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "portraits").mkdir()
    (tmp_path / "portraits/a.webp").write_bytes(b"who")

    store("portraits/a.webp", ContentFile(b"whole"))

    assert (tmp_path / "portraits/a.webp").read_bytes() == b"whole"


def test_killed_process_leaves_nothing_under_the_name(tmp_path):
    target = tmp_path / "a.webp"
    words = (
        "import os, signal, sys; from pathlib import Path;"
        "from foundation.files import write_whole\n"
        "def chunks():\n"
        "    yield b'half'\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        f"write_whole(Path({str(target)!r}), chunks())"
    )
    killed = subprocess.run([sys.executable, "-c", words], cwd=os.getcwd())
    aside = _names(tmp_path)
    for part in tmp_path.iterdir():
        os.utime(part, (0, 0))

    write_whole(target, [b"who", b"le"])

    assert killed.returncode == -signal.SIGKILL
    assert len(aside) == 1
    assert aside[0].endswith(".part")
    assert _names(tmp_path) == ["a.webp"]
    assert target.read_bytes() == b"whole"


def test_part_that_is_being_written_is_left_alone(tmp_path):
    (tmp_path / ".b.webp.0.part").write_bytes(b"other")

    write_whole(tmp_path / "a.webp", [b"mine"])

    assert _names(tmp_path) == [".b.webp.0.part", "a.webp"]


def test_storage_never_writes_over_another_file(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path

    first = default_storage.save("guide.pdf", ContentFile(b"first"))
    second = default_storage.save("guide.pdf", ContentFile(b"second"))

    assert first != second
    assert (tmp_path / first).read_bytes() == b"first"
    assert (tmp_path / first).stat().st_mode & 0o777 == 0o644
