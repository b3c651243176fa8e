"""Asks for pages, eight at a time, and reads what the servers spent on them."""

import os
import socket
import threading
import time
from dataclasses import dataclass
from pathlib import Path

#: Visitors who ask at the same time.
VISITORS = 8
_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Spent:
    """What one page cost: answers a second, processor time in ms, bytes."""

    per_second: float
    web_ms: float
    database_ms: float
    size: int

    @property
    def cpu_ms(self) -> float:
        """Of the web server and the database together."""
        return self.web_ms + self.database_ms


class Unwell(Exception):
    """A page did not answer 200; the message says which and what it answered."""


def ask(port: int, address: str, headers: str = "") -> bytes:
    """Return the answer to one GET, headers and all."""
    with socket.create_connection(("127.0.0.1", port), 60) as line:
        line.sendall(
            f"GET {address} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n"
            f"{headers}Connection: close\r\n\r\n".encode()
        )
        parts = []
        while part := line.recv(65536):
            parts.append(part)
    answer = b"".join(parts)
    if b" 200 " not in answer[:20]:
        raise Unwell(f"{address}: {answer[:200]!r}")
    return answer


def measure(
    port: int,
    address: str,
    seconds: float,
    web: list[int],
    database: list[int],
    headers: str = "",
) -> Spent:
    """Ask for one page for some seconds; `web` and `database` are process numbers."""
    size, counts = len(ask(port, address, headers)), [0] * VISITORS
    before = _spent(web), _spent(database)
    end = time.perf_counter() + seconds
    began = time.perf_counter()

    def visit(number: int) -> None:
        while time.perf_counter() < end:
            ask(port, address, headers)
            counts[number] += 1

    threads = [threading.Thread(target=visit, args=[n]) for n in range(VISITORS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took, number = time.perf_counter() - began, max(1, sum(counts))
    after = _spent(web), _spent(database)
    return Spent(
        number / took,
        (after[0] - before[0]) * 1000 / number,
        (after[1] - before[1]) * 1000 / number,
        size,
    )


def children(parent: int) -> list[int]:
    """The processes that one process has begun."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            after_name = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(after_name[1]) == parent:
            found.append(int(stat.parent.name))
    return found


def memory(processes: list[int]) -> float:
    """The most memory that one of the processes holds, in MB."""
    page = os.sysconf("SC_PAGE_SIZE")
    return max(
        int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * page / 1e6
        for pid in processes
    )


def _spent(processes: list[int]) -> float:
    """Seconds of processor time that the processes have used so far."""
    total = 0
    for pid in processes:
        try:
            after_name = (
                Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            )
        except OSError:
            continue
        total += int(after_name[11]) + int(after_name[12])
    return total / _TICK
