"""Surroundings of the tests of mail and jobs."""

import pytest
from django.core.cache import cache

from foundation import scheduler
from foundation.machines import MACHINES
from foundation.models import RateLimit
from foundation.statuses import TABLES
from tests.smtp import Sink


@pytest.fixture
def sink(settings):
    with Sink() as sink:
        settings.DELIVERY = sink.delivery
        yield sink


@pytest.fixture
def make_job(monkeypatch):
    """Register jobs for one test, in place of the real ones."""
    monkeypatch.setattr(scheduler, "JOBS", {})
    monkeypatch.setattr(scheduler, "discover", lambda: scheduler.JOBS)

    def make(work, name="count", every=60):
        scheduler.job(name, every=every, purpose="Count.")(work)
        return work

    return make


@pytest.fixture
def no_counts():
    """Nobody was counted before: tests of real servers leave counts behind."""
    RateLimit.objects.all().delete()
    cache.clear()


@pytest.fixture
def no_tables():
    """Begin without any table or machine, and put the portal's own back."""
    kept = TABLES[:], MACHINES[:]
    TABLES.clear(), MACHINES.clear()
    yield
    TABLES[:], MACHINES[:] = kept
