"""Surroundings that all tests share."""

import fcntl
import itertools
import os
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache

from tests import factories

_slot = None


def pytest_configure(config):
    """Give this run a test database of its own: several may share a checkout."""
    global _slot
    folder = Path(settings.LOCAL_DIR)
    folder.mkdir(exist_ok=True)
    for number in range(1, 20):
        handle = os.open(folder / f"test-slot-{number}", os.O_RDWR | os.O_CREAT)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            continue
        _slot = handle
        settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = (
            f"test_niot_{number}"
        )
        return


@pytest.fixture(autouse=True)
def _surroundings(settings, tmp_path_factory):
    """Real mail backend (Django's runner swaps it), quick passwords, own files.

    The factories count from one in each test, so that none depends on those before.
    """
    factories._numbers = itertools.count(1)
    settings.EMAIL_BACKEND = "foundation.outbox.OutboxBackend"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("media", numbered=True)


@pytest.fixture(autouse=True)
def _no_counts_stay(request, django_db_blocker):
    """Empty the cache table after tests that commit.

    Django's test runner empties models' tables only, and allauth counts in this one.
    """
    yield
    marker = request.node.get_closest_marker("django_db")
    commits = {"live_server", "transactional_db"} & set(request.fixturenames)
    if commits or (marker and marker.kwargs.get("transaction")):
        with django_db_blocker.unblock():
            cache.clear()
