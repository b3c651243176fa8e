#!/usr/bin/env python3
"""Run, test and check the portal on your own machine: `python3 dev.py run`.

Needs Python 3.11 to 3.14 and nothing else: it makes a virtual environment, installs the
locked packages, and the portal brings its own PostgreSQL. Standard library only.
"""

import hashlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCAL = ROOT / ".local"
PYTHON = VENV / "bin" / "python"
USAGE = """usage: python3 dev.py run     serve the portal with a sample network
       python3 dev.py test    run every test (further words go to pytest)
       python3 dev.py check   run the linters and the deployment checks
       python3 dev.py bench   measure each page beside a bare one (--help says more)
       python3 dev.py setup   install everything, start nothing
       python3 dev.py serve   serve with production settings from the environment
       python3 dev.py lock    compile requirements/*.txt anew (needs uv)"""


def stop(sentence: str) -> NoReturn:
    """End with one sentence that says what the machine lacks."""
    sys.exit(f"\n{sentence}\n")


def step(words: str) -> None:
    """Name what happens next."""
    print(f"· {words}", flush=True)


def install(lock: str) -> None:
    """Make `.venv` hold what `requirements/<lock>.txt` names, unless it does."""
    if not (3, 11) <= sys.version_info[:2] <= (3, 14):
        found = ".".join(map(str, sys.version_info[:2]))
        stop(f"The portal needs Python 3.11, 3.12, 3.13 or 3.14. This is {found}.")
    if sys.platform == "win32":
        stop("On Windows, use the Windows Subsystem for Linux (wsl --install).")
    wanted = hashlib.sha256(
        (ROOT / "requirements" / f"{lock}.txt").read_bytes() + sys.version.encode()
    ).hexdigest()
    stamp = VENV / f".installed-{lock}"
    # Test packages include all others, so they also serve `run`.
    stamps = {stamp, VENV / ".installed-test"} if lock == "dev" else {stamp}
    if any(s.exists() and wanted in s.read_text() for s in stamps):
        return
    if not PYTHON.exists():
        step("Making a virtual environment in .venv")
        try:
            import ensurepip  # noqa: F401
            import venv  # noqa: F401
        except ImportError:
            stop("Python's venv module is missing. On Debian: apt install python3-venv")
        made = subprocess.run([sys.executable, "-m", "venv", str(VENV)])
        if made.returncode:
            stop("The virtual environment could not be made. See the lines above.")
    step(f"Installing packages ({lock}), checked against their hashes")
    command = [
        str(PYTHON),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
    ]
    if uv := shutil.which("uv"):
        command = [uv, "pip", "install", "--quiet", "--python", str(PYTHON)]
    words = ["--require-hashes", "-r", f"requirements/{lock}.txt"]
    if subprocess.run([*command, *words], cwd=ROOT).returncode:
        stop("The packages could not be installed. Is there a network?")
    marks = [wanted]
    if lock == "test":
        marks += [
            hashlib.sha256(
                (ROOT / "requirements" / "dev.txt").read_bytes() + sys.version.encode()
            ).hexdigest()
        ]
    stamp.write_text("\n".join(marks))


def development() -> dict[str, str]:
    """Return the environment of a development process; its secret key persists."""
    LOCAL.mkdir(exist_ok=True)
    settings = LOCAL / "development.env"
    if not settings.exists():
        settings.write_text(
            f"NIOT_ENV=development\nSECRET_KEY={secrets.token_urlsafe(64)}\n"
        )
        settings.chmod(0o600)
    environment = {**os.environ, "NIOT_ENV": "development"}
    for line in settings.read_text().splitlines():
        name, _, value = line.partition("=")
        environment.setdefault(name, value)
    return environment


def is_free(port: int) -> bool:
    """Tell whether nobody listens on the port of this machine."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def run() -> int:
    """Serve the portal and run its worker until Ctrl-C."""
    try:
        port = int(os.environ.get("PORT", "8000"))
    except ValueError:
        stop("PORT must be a number, such as 8123.")
    if not is_free(port):
        stop(f"Port {port} is in use. Choose another: PORT=8123 python3 dev.py run")
    install("dev")
    environment = development() | {"SITE_URL": f"http://localhost:{port}"}
    manage = [str(PYTHON), "manage.py"]
    prepared = subprocess.run([*manage, "prepare"], cwd=ROOT, env=environment)
    if prepared.returncode:
        return prepared.returncode
    # In groups of their own: Ctrl-C reaches us alone and we end them in order.
    children = [
        subprocess.Popen(words, cwd=ROOT, env=environment, start_new_session=True)
        for words in (
            [*manage, "runserver", f"127.0.0.1:{port}", "--skip-checks"],
            [*manage, "worker"],
        )
    ]
    guardian = subprocess.Popen(
        [sys.executable, __file__, "guard", *(str(child.pid) for child in children)],
        stdin=subprocess.PIPE,
        start_new_session=True,
    )
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        for _ in range(200):
            if not is_free(port) or any(child.poll() is not None for child in children):
                break
            time.sleep(0.05)
        print(
            f"\nThe portal: http://localhost:{port}   (Ctrl-C stops it)\n", flush=True
        )
        while all(child.poll() is None for child in children):
            time.sleep(0.3)
        return 1
    except KeyboardInterrupt:
        return 0
    finally:
        for child in children:
            _end(child)
        guardian.kill()
        step("Stopped. The database stops by itself in a few seconds.")


def _end(child: subprocess.Popen) -> None:
    try:
        os.killpg(child.pid, signal.SIGTERM)
        child.wait(8)
    except ProcessLookupError:
        pass
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def guard(pids: list[str]) -> int:
    """End the web server and the worker if `run` itself was killed.

    The pipe on standard input closes when it goes, however it goes.
    """
    sys.stdin.read()
    for pid in pids:
        try:
            os.killpg(int(pid), signal.SIGTERM)
        except ProcessLookupError:
            pass
    return 0


def test(words: list[str]) -> int:
    """Run the tests; `words` go to pytest. The whole suite uses every core."""
    install("test")
    if all(word.startswith("-") for word in words):
        words = ["-n", str(min(4, os.cpu_count() or 1)), "--dist", "worksteal", *words]
    return subprocess.run(
        [str(PYTHON), "-m", "pytest", *words], cwd=ROOT, env=development()
    ).returncode


def check() -> int:
    """Run every linter and check; return how many complained."""
    install("test")
    tool = VENV / "bin"
    production = {
        name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ
    }
    production |= {
        "NIOT_ENV": "production",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "DATABASE_URL": "postgres://portal@db.sample.example/portal",
        "SITE_URL": "https://portal.sample.example",
        "EMAIL_URL": "smtp+ssl://portal:secret@mail.sample.example:465",
        "DEFAULT_FROM_EMAIL": "network@sample.example",
        "PROGRAM_OFFICE_EMAIL": "office@sample.example",
        "MEDIA_ROOT": str(LOCAL / "media"),
    }
    manage = [str(PYTHON), "manage.py"]
    commands = [
        ([str(tool / "ruff"), "check", "."], None),
        ([str(tool / "ruff"), "format", "--check", "."], None),
        ([str(tool / "djlint"), "--lint", "--quiet", "templates"], None),
        ([str(tool / "mypy"), "."], None),
        (
            [str(tool / "bandit"), "-q", "-r", "-c", "pyproject.toml", "."],
            None,
        ),
        ([*manage, "makemigrations", "--check", "--dry-run"], None),
        ([*manage, "check", "--deploy", "--fail-level", "WARNING"], production),
    ]
    failed = 0
    for command, environment in commands:
        step(" ".join([Path(command[0]).name, *command[1:]]))
        failed += bool(
            subprocess.run(
                command, cwd=ROOT, env=environment or development()
            ).returncode
        )
    print(f"{len(commands) - failed} of {len(commands)} checks passed", flush=True)
    return failed


def bench(words: list[str]) -> int:
    """Measure the pages with few rows and with many; `words` go to `bench`."""
    install("test")
    return subprocess.run([str(PYTHON), "-m", "bench", *words], cwd=ROOT).returncode


def serve() -> int:
    """Serve with gunicorn; every setting comes from the environment."""
    environment = {**os.environ, "NIOT_ENV": "production"}
    python = str(PYTHON if PYTHON.exists() else sys.executable)
    for words in (["check"], ["collectstatic", "--noinput", "-v0"]):
        done = subprocess.run([python, "manage.py", *words], cwd=ROOT, env=environment)
        if done.returncode:
            return done.returncode
    address = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
    workers = os.environ.get("WEB_CONCURRENCY", str(2 * (os.cpu_count() or 1) + 1))
    os.chdir(ROOT)
    os.execve(
        python,
        [python, "-m", "gunicorn", "niot_portal.wsgi", "--bind", address]
        + ["--workers", workers, "--worker-class", "sync", "--timeout", "30"]
        + ["--max-requests", "5000", "--max-requests-jitter", "500"]
        + ["--no-control-socket"],
        environment,
    )


def lock() -> int:
    """Compile the locks: hashes, and no word of where packages come from."""
    uv = shutil.which("uv")
    if uv is None:
        stop("Compiling the locks needs uv: pip install uv")
    for name in ("base", "dev", "test"):
        done = subprocess.run(
            [uv, "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"]
            + ["--generate-hashes", "--no-emit-index-url", "--no-emit-find-links"]
            + ["--no-header", "--no-annotate", f"{name}.in", "-o", f"{name}.txt"],
            cwd=ROOT / "requirements",
        )
        if done.returncode:
            return done.returncode
    return 0


def main() -> int:
    """Do what the first word says."""
    word, more = (sys.argv[1] if len(sys.argv) > 1 else ""), sys.argv[2:]
    if word == "test":
        return test(more)
    if word == "bench":
        return bench(more)
    if word == "guard":
        return guard(more)
    actions = {"run": run, "check": check, "serve": serve, "lock": lock}
    if word in actions and not more:
        return actions[word]()
    if word == "setup":
        install("test")
        development()
        return 0
    print(USAGE)
    return 2


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
