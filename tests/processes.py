"""Real processes of the portal on the test's database, for tests that kill them."""

import os
import subprocess
import sys
import time
from collections.abc import Callable

from django.conf import settings
from django.db import connection


def start(*words: str, **variables: str) -> subprocess.Popen:
    """Start `manage.py <words>` beside the test; the caller ends it."""
    return subprocess.Popen(
        [sys.executable, "manage.py", *words],
        cwd=settings.BASE_DIR,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.process_settings",
            "TEST_DATABASE": connection.settings_dict["NAME"],
            **variables,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def serve(port: int, database: str, *words: str, **variables: str) -> subprocess.Popen:
    """Serve the portal on a database with gunicorn; the caller ends its group."""
    return subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "niot_portal.wsgi", "--no-control-socket"]
        + ["--bind", f"127.0.0.1:{port}", *words],
        cwd=settings.BASE_DIR,
        env={
            **os.environ,
            "NIOT_ENV": "development",
            "SECRET_KEY": settings.SECRET_KEY,
            "DATABASE_URL": database,
            **variables,
        },
        start_new_session=True,
    )


def wait_until(is_true: Callable[[], bool], *, seconds: float = 20) -> None:
    """Wait for something to become true, or fail."""
    end = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)
