"""`make bench`: how fast each page is with N rows and with a hundred times as many.

It makes databases of its own under `.local/bench`, starts production workers, and asks
for each page in rounds, in a new order each time, beside a bare Django page. What it
prints are medians of the rounds; the ratios are medians of each round's ratio. It is
no test: nothing fails because of a figure.
"""

import argparse
import os
import random
import secrets
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg2

from bench import load
from niot_portal.embedded.server import NAME, EmbeddedServer

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".local" / "bench"
#: As behind a proxy that ends TLS, which production asks for.
TLS = "X-Forwarded-Proto: https\r\n"

#: What is asked for; {…} is filled from the database. The second is what it is beside.
PAGES = {
    "home": ("/", "list"),
    "screenings": ("/screenings/", "list"),
    "screenings by ZIP": ("/screenings/?zip=53154", "list"),
    "screenings, past": ("/screenings/past/", "list"),
    "leaders": ("/leaders/", "list"),
    "leaders by ZIP": ("/leaders/?zip=53154", "list"),
    "films": ("/films/", "list"),
    "resources": ("/resources/", "list"),
    "resources, a common word": ("/resources/?q=hate", "list"),
    "search, a common word": ("/search/?q=hate", "list"),
    "screening": ("/screenings/{screening}/", "detail"),
    "leader": ("/leaders/{leader}/", "detail"),
    "film": ("/films/{film}/", "detail"),
    "resource": ("/resources/{resource}/", "detail"),
    "screenings.json": ("/screenings.json", "list"),
    "screenings.ics": ("/screenings.ics", "list"),
    "leaders.json": ("/leaders.json", "list"),
    "sitemap": ("/sitemap.xml", "list"),
}
_EXAMPLES = {
    "screening": "SELECT code || '-' || slug FROM screenings_screening WHERE status = "
    "'published' AND starts_at > now() ORDER BY starts_at, id LIMIT 1",
    "leader": "SELECT slug FROM leaders_leader WHERE status = 'active' "
    "ORDER BY id LIMIT 1",
    "film": "SELECT slug FROM resources_film WHERE is_published ORDER BY id LIMIT 1",
    "resource": "SELECT slug FROM resources_resource WHERE is_published "
    "ORDER BY id LIMIT 1",
}


@dataclass(frozen=True)
class Target:
    """One page of one server: what it is called, where it is, what it is beside."""

    name: str
    kind: str
    port: int
    address: str
    web: list[int]
    beside: str = ""


def main() -> None:
    """Do what the words say and print the table."""
    words = _words()
    HOME.mkdir(parents=True, exist_ok=True)
    folder = EmbeddedServer(HOME).ensure()
    sizes = [words.rows, words.rows * words.times]
    for rows in sizes:
        _fill(folder, rows)
    _run([sys.executable, "-m", "bench.bare"], _database(folder, sizes[0]))
    _collect_static(_database(folder, sizes[0]))
    with ExitStack() as servers:
        targets = list(_targets(servers, folder, sizes, words.only))
        for target in targets:
            # Twice: what is kept is kept from the second time on.
            for _ in range(3):
                load.ask(target.port, target.address, TLS)
        found = _measure(targets, _postgres(folder), words)
        _tell(found, targets, sizes, words)


def _words() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument(
        "--rows", type=int, default=1000, help="screenings, and leaders"
    )
    parser.add_argument("--times", type=int, default=100, help="the larger database")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1.0, help="for each page")
    parser.add_argument("--only", default="", help="pages whose name holds this")
    return parser.parse_args()


def _database(folder: str, rows: int) -> dict[str, str]:
    """The variables of a process that works with the database of so many rows."""
    return {"DATABASE_URL": f"postgres://{NAME}@/bench_{rows}?host={folder}"}


def _fill(folder: str, rows: int) -> None:
    line = psycopg2.connect(host=folder, user=NAME, dbname=NAME)
    line.autocommit = True
    with line.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", [f"bench_{rows}"]
        )
        if cursor.fetchone():
            cursor.execute(f"DROP DATABASE bench_{rows}")
        print(f"· Making {rows:,} rows", flush=True)
        cursor.execute(f"CREATE DATABASE bench_{rows}")
    line.close()
    code = f"import django; django.setup(); from bench.rows import fill; fill({rows})"
    variables = {
        "NIOT_ENV": "development",
        "DJANGO_SETTINGS_MODULE": "niot_portal.settings",
        "SECRET_KEY": _KEY,
    }
    _run([sys.executable, "-c", code], _database(folder, rows) | variables)


_KEY = secrets.token_urlsafe(64)


def _production() -> dict[str, str]:
    return {
        "NIOT_ENV": "production",
        "SECRET_KEY": _KEY,
        "SITE_URL": "https://localhost",
        "BEHIND_TLS_PROXY": "true",
        "EMAIL_URL": "smtp://localhost:2525",
        "DEFAULT_FROM_EMAIL": "network@sample.example",
        "PROGRAM_OFFICE_EMAIL": "office@sample.example",
        "MEDIA_ROOT": str(HOME / "media"),
        "STATIC_ROOT": str(HOME / "static"),
    }


def _collect_static(database: dict[str, str]) -> None:
    words = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"]
    _run(words, _production() | database)


def _run(command: list[str], variables: dict[str, str]) -> None:
    subprocess.run(command, cwd=ROOT, env={**os.environ, **variables}, check=True)


def _targets(
    servers: ExitStack, folder: str, sizes: list[int], only: str
) -> Iterator[Target]:
    few, many = sizes
    bare = servers.enter_context(_serve("bench.bare", 8701, _database(folder, few)))
    yield Target("bare list", "bare", 8701, "/list/", bare)
    yield Target("bare detail", "bare", 8701, "/detail/7/", bare)
    yield Target("bare list, kept", "bare", 8701, "/kept/", bare)
    port = 8702
    for rows, kinds in ((few, ("first", "kept")), (many, ("first at many",))):
        examples = _examples(folder, rows)
        for kind in kinds:
            room = "16000000" if kind == "kept" else "0"
            variables = _production() | _database(folder, rows)
            web = servers.enter_context(
                _serve("niot_portal", port, variables | {"KEPT_PAGES_BYTES": room})
            )
            for name, (address, beside) in PAGES.items():
                if only in name:
                    yield Target(
                        name, kind, port, address.format(**examples), web, beside
                    )
            port += 1


def _examples(folder: str, rows: int) -> dict[str, str]:
    line = psycopg2.connect(host=folder, user=NAME, dbname=f"bench_{rows}")
    found = {}
    with line.cursor() as cursor:
        for name, query in _EXAMPLES.items():
            cursor.execute(query)
            found[name] = cursor.fetchone()[0]
    line.close()
    return found


@contextmanager
def _serve(module: str, port: int, variables: dict[str, str]) -> Iterator[list[int]]:
    """Two production workers on a port; gives their process numbers."""
    name = f"{module}.wsgi" if module == "niot_portal" else f"{module}:application"
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", name, "--bind", f"127.0.0.1:{port}"]
        + ["--workers", "2", "--worker-class", "sync", "--no-control-socket"]
        + ["--log-level", "warning"],
        cwd=ROOT,
        env={**os.environ, **variables},
        start_new_session=True,
    )
    try:
        for _ in range(200):
            time.sleep(0.1)
            if len(load.children(process.pid)) == 2:
                break
        time.sleep(1)
        yield load.children(process.pid)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def _postgres(folder: str) -> list[int]:
    """The processes that serve the databases, once all servers have connected."""
    (file,) = Path(HOME).glob("pg*/postmaster.pid")
    return load.children(int(file.read_text().split()[0]))


Found = dict[tuple[str, str], list[load.Spent]]


def _measure(
    targets: list[Target], database: list[int], words: argparse.Namespace
) -> Found:
    found: Found = {(target.name, target.kind): [] for target in targets}
    order = random.Random(1)
    for number in range(words.rounds):
        print(f"· Round {number + 1} of {words.rounds}", flush=True)
        for target in order.sample(targets, len(targets)):
            spent = load.measure(
                target.port, target.address, words.seconds, target.web, database, TLS
            )
            found[target.name, target.kind].append(spent)
    return found


def _tell(
    found: Found, targets: list[Target], sizes: list[int], words: argparse.Namespace
) -> None:
    print(
        f"\n{sizes[0]:,} and {sizes[1]:,} rows, {words.rounds} rounds of "
        f"{words.seconds:g} s, {load.VISITORS} visitors, two workers; load of the "
        f"machine {os.getloadavg()[0]:.1f}\n"
    )
    head = ("page", "answers/s", "web ms", "db ms", "bytes", "× bare", "× at many")
    print("{:<34}{:>10}{:>8}{:>8}{:>9}{:>8}{:>11}".format(*head))
    for target in targets:
        if target.kind != "first at many":
            print(_line(found, target))
    print(f"\nThe most memory of a worker: {_most_memory(targets):.0f} MB")


def _line(found: Found, target: Target) -> str:
    rounds = found[target.name, target.kind]
    name = f"{target.name}, kept" if target.kind == "kept" else target.name
    figures = [
        f"{_median(one.per_second for one in rounds):.0f}",
        f"{_median(one.web_ms for one in rounds):.2f}",
        f"{_median(one.database_ms for one in rounds):.2f}",
        f"{rounds[0].size:,}",
        _beside(found, target),
        _growth(found, target),
    ]
    return "{:<34}{:>10}{:>8}{:>8}{:>9}{:>8}{:>11}".format(name, *figures)


def _beside(found: Found, target: Target) -> str:
    """Answers a second, as a multiple of the bare page's in the same round."""
    if not target.beside:
        return ""
    name = "bare list, kept" if target.kind == "kept" else f"bare {target.beside}"
    pairs = zip(found[target.name, target.kind], found[name, "bare"], strict=True)
    return f"{_median(mine.per_second / bare.per_second for mine, bare in pairs):.2f}"


def _growth(found: Found, target: Target) -> str:
    """Processor time with the many rows, as a multiple of that with the few."""
    many = found.get((target.name, "first at many"))
    if target.kind != "first" or not many:
        return ""
    pairs = zip(found[target.name, target.kind], many, strict=True)
    return f"{_median(big.cpu_ms / small.cpu_ms for small, big in pairs):.2f}"


def _median(values: Iterable[float]) -> float:
    return statistics.median(values)


def _most_memory(targets: list[Target]) -> float:
    return load.memory(
        [pid for target in targets if target.beside for pid in target.web]
    )


if __name__ == "__main__":
    main()
