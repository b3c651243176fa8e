"""The checkout's own PostgreSQL: one server, whoever starts it and however they end."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg2
import pytest

from niot_portal.embedded import server

USER = """
import sys, time
from pathlib import Path
sys.path.insert(0, {root!r})
from niot_portal.embedded.server import EmbeddedServer
import psycopg2
host = EmbeddedServer(Path({home!r})).ensure()
connection = psycopg2.connect(host=host, user="niot", dbname="niot")
cursor = connection.cursor()
cursor.execute("SELECT pg_postmaster_start_time()")
print(cursor.fetchone()[0].isoformat(), flush=True)
time.sleep({stay})
"""
ROOT = str(Path(server.__file__).resolve().parents[2])


def user_process(home: Path, *, stay: float = 0, **options) -> subprocess.Popen:
    """Start a process that uses the server for `stay` seconds."""
    code = USER.format(root=ROOT, home=str(home), stay=stay)
    return subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, **options
    )


def postmaster(home: Path) -> int:
    """Return the process number of the server."""
    (data,) = (path for path in home.glob("pg*") if path.is_dir())
    return int((data / "postmaster.pid").read_text().split()[0])


def is_alive(home: Path) -> bool:
    return server.EmbeddedServer._answers(server.EmbeddedServer(home).sockets)


@pytest.fixture
def home(tmp_path):
    folder = tmp_path / "local"
    yield folder
    if any(folder.glob("pg*/postmaster.pid")):
        server.EmbeddedServer(folder).stop()


def test_eight_processes_at_once_share_one_server(home):
    users = [user_process(home) for _ in range(8)]

    started = {user.communicate()[0] for user in users}

    assert len(started) == 1
    assert started != {""}


def test_server_stops_by_itself_after_its_last_user_was_killed(home):
    user = user_process(home, stay=60)
    assert user.stdout.readline()

    user.send_signal(signal.SIGKILL)
    user.wait()

    deadline = time.monotonic() + server.SECONDS_BEFORE_STOP + 10
    while is_alive(home) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert not is_alive(home)


def test_server_comes_back_after_it_was_killed(home):
    first = user_process(home, stay=60)
    before = first.stdout.readline()
    os.kill(postmaster(home), signal.SIGKILL)

    after = user_process(home).communicate(timeout=60)[0]

    first.kill()
    first.wait()
    assert after
    assert after != before


def test_server_works_in_a_folder_too_long_for_a_socket(tmp_path):
    home = tmp_path / ("long-" * 12) / ("path-" * 12)

    answer = user_process(home).communicate()[0]

    sockets = server.EmbeddedServer(home).sockets
    server.EmbeddedServer(home).stop()
    shutil.rmtree(sockets, ignore_errors=True)
    assert answer
    assert len(str(sockets)) < 85


def test_another_user_of_the_machine_cannot_reach_the_server(home):
    host = user_process(home, stay=3)
    assert host.stdout.readline()

    mode = server.EmbeddedServer(home).sockets.stat().st_mode & 0o777

    host.kill()
    host.wait()
    assert mode == 0o700


def test_missing_programs_are_named_in_a_sentence(monkeypatch, tmp_path):
    monkeypatch.setenv("NIOT_PG_BIN", str(tmp_path))

    with pytest.raises(server.NoServer, match="Set DATABASE_URL, or install"):
        server.find_programs()


def test_connection_survives_nothing_but_reconnects(home):
    embedded = server.EmbeddedServer(home)
    host = embedded.ensure()
    os.kill(postmaster(home), signal.SIGKILL)
    time.sleep(0.3)

    host = embedded.ensure()

    with psycopg2.connect(host=host, user="niot", dbname="niot") as connection:
        cursor = connection.cursor()
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)
    connection.close()
