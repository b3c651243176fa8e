"""Gives up on a database server that has stopped answering, within two seconds.

The server's own limits (`statement_timeout`, `lock_timeout`) stop with the server when
its machine or its processes freeze, and libpq waits for ever. So web processes wait
themselves: after a quiet moment they ask the server, beside the connection, whether it
is still there. One that is only slow says yes, and is waited for.
"""

import os
import select
import socket
import struct
import time

import psycopg2
from psycopg2 import extensions

#: Seconds without an answer after which the server is asked whether it is there.
QUIET = 1.2
#: Seconds in which it must say so. Together: the two seconds until a page says so.
PROBE = 0.8
#: Seconds after which an answer comes too late for any page; the server's own
#: `statement_timeout` is shorter.
LONGEST = 20.0
#: Seconds for which no process tries again to connect to a server that was silent.
REST = 2.0

# PostgreSQL's protocol: "do you speak TLS?", which even a busy server answers with one
# letter, before it asks who is there.
_ARE_YOU_THERE = struct.pack("!ii", 8, 80877103)
_CONNECTED = (
    extensions.STATUS_READY,
    extensions.STATUS_BEGIN,
    extensions.STATUS_PREPARED,
)

_silent_until = 0.0


def install() -> None:
    """Have every connection of this process waited for by `wait`."""
    extensions.set_wait_callback(wait)


def wait(connection: extensions.connection) -> None:
    """Wait until the server has answered; psycopg2 calls it for every statement.

    Raises OperationalError, and psycopg2 closes the connection, when the server is
    silent: it does not connect in two seconds, or does not answer when asked.
    """
    begun = time.monotonic()
    if not _is_connected(connection) and begun < _silent_until:
        raise psycopg2.OperationalError("the database server was silent just now")
    while (state := connection.poll()) != extensions.POLL_OK:
        if _is_ready(connection, state):
            continue
        waited = time.monotonic() - begun
        if _is_connected(connection):
            is_lost = waited > LONGEST or not _is_there(connection)
        else:
            is_lost = waited >= QUIET + PROBE
        if is_lost:
            raise _silent(waited)


def _silent(waited: float) -> psycopg2.OperationalError:
    global _silent_until
    _silent_until = time.monotonic() + REST
    return psycopg2.OperationalError(
        f"the database server does not answer ({waited:.1f} s)"
    )


def _is_connected(connection: extensions.connection) -> bool:
    return connection.status in _CONNECTED


def _is_ready(connection: extensions.connection, state: int) -> bool:
    """Wait a moment for the socket; tell whether anything happened on it."""
    waiting = select.poll()
    direction = select.POLLIN if state == extensions.POLL_READ else select.POLLOUT
    waiting.register(connection.fileno(), direction)
    seconds = QUIET if _is_connected(connection) else QUIET + PROBE
    return bool(waiting.poll(seconds * 1000))


def _is_there(connection: extensions.connection) -> bool:
    """Ask the server, on a connection of its own, whether it answers at all."""
    end = time.monotonic() + PROBE
    family, address = _address_of(connection)
    while (left := end - time.monotonic()) > 0:
        with socket.socket(family) as probe:
            probe.settimeout(left)
            try:
                probe.connect(address)
                probe.sendall(_ARE_YOU_THERE)
                return bool(probe.recv(1))
            except BlockingIOError:
                time.sleep(0.05)  # more callers wait than the socket's queue holds
            except OSError:
                return False
    return False


def _address_of(connection: extensions.connection) -> tuple[int, str | tuple]:
    """Where the server listens: the peer of the connection, so no name is looked up."""
    with socket.socket(fileno=os.dup(connection.fileno())) as twin:
        if twin.family != socket.AF_UNIX:
            return twin.family, twin.getpeername()
    info = connection.info
    return socket.AF_UNIX, f"{info.host}/.s.PGSQL.{info.port}"
