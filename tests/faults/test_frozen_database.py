"""A database server that is frozen: an answer in about two seconds, words kept."""

import contextlib
import os
import signal
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlencode

import psycopg2
import pytest

from foundation import watchdog
from niot_portal.embedded.server import EmbeddedServer
from tests.forms import opened
from tests.processes import serve

pytestmark = pytest.mark.skipif(
    not os.path.exists("/proc/self/task"), reason="needs Linux's /proc"
)

#: Seconds in which a page must say that the portal is busy: two, and a slow machine.
ABOUT_TWO = 3.5


class Database:
    """A PostgreSQL of the test's own that can be frozen."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.host = EmbeddedServer(home).ensure()

    def connect(self):
        return psycopg2.connect(host=self.host, user="niot", dbname="niot")

    def _pids(self) -> list[int]:
        (file,) = self.home.glob("pg*/postmaster.pid")
        master = int(file.read_text().split()[0])
        children = Path(f"/proc/{master}/task/{master}/children").read_text()
        return [master, *map(int, children.split())]

    def send(self, number: int) -> None:
        """Signal the server and its processes; one that ended meanwhile needs none."""
        for pid in self._pids():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)

    def freeze(self) -> None:
        self.send(signal.SIGSTOP)

    def thaw(self) -> None:
        self.send(signal.SIGCONT)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    made = Database(tmp_path_factory.mktemp("database") / "local")
    yield made
    EmbeddedServer(made.home).stop()


@pytest.fixture
def database(server):
    """The server, in motion before and after."""
    yield server
    server.thaw()


@pytest.fixture
def watched(monkeypatch):
    """Have this process's connections watched, as those of a web process are."""
    monkeypatch.setattr(watchdog, "_silent_until", 0.0)
    watchdog.install()
    yield
    psycopg2.extensions.set_wait_callback(None)


def _refused_after(action) -> float:
    begun = time.monotonic()
    with pytest.raises(psycopg2.OperationalError, match="server"):
        action()
    return time.monotonic() - begun


def test_statement_to_a_frozen_server_is_given_up(database, watched):
    cursor = database.connect().cursor()
    database.freeze()

    assert 1 < _refused_after(lambda: cursor.execute("SELECT 1")) < ABOUT_TWO


def test_connection_to_a_frozen_server_is_given_up_and_not_tried_again(
    database, watched
):
    database.freeze()

    assert 1 < _refused_after(database.connect) < ABOUT_TWO
    assert _refused_after(database.connect) < 0.5


def test_slow_statement_is_waited_for(database, watched):
    cursor = database.connect().cursor()

    cursor.execute("SELECT pg_sleep(3), 7")

    assert cursor.fetchone()[1] == 7


def test_lock_is_waited_for(database, watched):
    holder, waiting = database.connect(), database.connect()
    holder.cursor().execute("SELECT pg_advisory_xact_lock(1)")
    cursor = waiting.cursor()
    cursor.execute("SET lock_timeout = '2500ms'")

    with pytest.raises(psycopg2.errors.LockNotAvailable):
        cursor.execute("SELECT pg_advisory_xact_lock(1)")

    assert waiting.closed == 0


def test_thawed_server_is_used_again(database, watched, monkeypatch):
    database.freeze()
    _refused_after(database.connect)
    database.thaw()
    monkeypatch.setattr(watchdog, "_silent_until", 0.0)

    cursor = database.connect().cursor()
    cursor.execute("SELECT 7")

    assert cursor.fetchone() == (7,)


def test_server_that_went_away_is_given_up(database, watched):
    cursor = database.connect().cursor()
    EmbeddedServer(database.home).stop()
    try:
        assert _refused_after(lambda: cursor.execute("SELECT 1")) < ABOUT_TWO
    finally:
        EmbeddedServer(database.home).ensure()


@pytest.fixture
def address(database):
    """Serve the portal on that database with gunicorn; yield its address."""
    port = 8900 + os.getpid() % 200
    process = serve(
        port,
        f"postgres://niot@/niot?host={database.host}",
        *("--workers", "1", "--log-level", "critical"),
    )
    place = f"http://127.0.0.1:{port}"
    for _ in range(200):
        try:
            urllib.request.urlopen(f"{place}/healthz", timeout=2)
            break
        except OSError:
            time.sleep(0.1)
    yield place
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _answer(request) -> tuple[int, float, str]:
    begun = time.monotonic()
    try:
        with urllib.request.urlopen(request, timeout=10) as response:
            status, body = response.status, response.read()
    except urllib.error.HTTPError as error:
        status, body = error.code, error.read()
    return status, time.monotonic() - begun, body.decode()


def test_page_says_so_in_two_seconds_and_recovers(database, address):
    healthy, _seconds, _body = _answer(f"{address}/healthz")
    database.freeze()

    # The first finds its open connection silent, the last must connect anew.
    frozen = [_answer(f"{address}{path}") for path in ("/healthz", "/", "/healthz")]
    time.sleep(watchdog.REST)
    anew = _answer(f"{address}/healthz")
    database.thaw()
    time.sleep(watchdog.REST)
    thawed, _seconds, _body = _answer(f"{address}/healthz")

    assert (healthy, thawed) == (200, 200)
    for status, seconds, body in [*frozen, anew]:
        assert status == 503
        assert seconds < ABOUT_TWO
        assert "The portal is busy" in body


def test_form_sent_to_a_frozen_database_keeps_its_words(database, address):
    words = "What I wanted to tell the program office, at some length."
    with urllib.request.urlopen(f"{address}/contact/", timeout=10) as page:
        cookie = page.headers["Set-Cookie"].split(";")[0]
        token = page.read().decode().split('csrfmiddlewaretoken" value="')[1][:64]
    data = {
        "csrfmiddlewaretoken": token,
        "name": "Sam",
        "email": "sam@sample.example",
        "subject": "Hello",
        "message": words,
        "opened": opened(),
    }
    database.freeze()

    status, seconds, body = _answer(
        urllib.request.Request(
            f"{address}/contact/",
            urlencode(data).encode(),
            headers={"Cookie": cookie},
        )
    )

    assert status == 503
    assert seconds < ABOUT_TWO
    assert f"{words}</textarea>" in body
    assert f'name="csrfmiddlewaretoken" value="{token}"' in body
