"""What the worker does by the clock: each job idempotent, never twice at the same time.

A job is a function marked `@job(name, every=seconds, purpose=…)` in an app's `jobs.py`.
It takes `dry_run` and returns a sentence that says what it did, or would do, in
numbers: staff read it, so it names no person. `manage.py run_job` runs one by hand.
"""

import logging
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext as _t

from foundation import history
from foundation.models import JobRun
from foundation.promises import JOB_RETRY

log = logging.getLogger("niot.jobs")

# Our first number of PostgreSQL's two-number advisory locks; the second is the job's.
_LOCK_SPACE = 0x6E6A6F62
BATCH = 2000


@dataclass(frozen=True)
class Job:
    """One duty: its name, how often it is due in seconds, what for, and the work."""

    name: str
    every: int
    purpose: str | Promise
    work: Callable[..., str]


JOBS: dict[str, Job] = {}


def job(
    name: str, *, every: int, purpose: str | Promise
) -> Callable[[Callable[..., str]], Callable[..., str]]:
    """Register a function `(*, dry_run: bool) -> sentence` as a job."""

    def register(work: Callable[..., str]) -> Callable[..., str]:
        if name in JOBS and JOBS[name].work is not work:
            raise ValueError(f"Two jobs are called {name!r}.")
        JOBS[name] = Job(name, every, purpose, work)
        return work

    return register


def discover() -> dict[str, Job]:
    """Import every app's `jobs.py` and return all jobs by name."""
    autodiscover_modules("jobs")
    return JOBS


class Running(Exception):
    """The job is at work in another process."""


def run(name: str, *, dry_run: bool = False) -> str:
    """Run a job now and return what it says; raise `Running` if it runs elsewhere.

    A dry run changes and records nothing. Errors of the job are recorded and raised.
    """
    job = discover()[name]
    with _alone(name):
        if dry_run:
            return job.work(dry_run=True)
        return _recorded(job)


def run_due() -> list[str]:
    """Run every job whose time has come; return the names of those that ran."""
    now = timezone.now()
    waiting = set(JobRun.objects.filter(next_at__gt=now).values_list("name", flat=True))
    done = []
    for name, job in JOBS.items():
        if name in waiting:
            continue
        try:
            with _alone(name):
                # Another worker may have done it between the question and the lock.
                if JobRun.objects.filter(name=name, next_at__gt=now).exists():
                    continue
                _recorded(job)
        except Running:
            continue
        except Exception:
            if connection.connection is None or not connection.is_usable():
                raise
            log.exception("job %s: failed", name)
        done.append(name)
    return done


def _recorded(job: Job) -> str:
    started = timezone.now()
    soon = started + min(timedelta(seconds=job.every), JOB_RETRY)
    # Written first: a job that takes the worker down with it is not retried at once.
    JobRun.objects.update_or_create(
        name=job.name, defaults={"started_at": started, "next_at": soon}
    )
    try:
        with history.acting(act=str(job.purpose)):
            outcome = job.work(dry_run=False)
    except Exception as error:
        words = _t("Failed: %(kind)s") % {"kind": type(error).__name__}
        _note(job, started, False, words, soon)
        raise
    _note(job, started, True, outcome, started + timedelta(seconds=job.every))
    # Most runs find nothing to do, and say so in figures.
    level = logging.INFO if re.search(r"[1-9]", outcome) else logging.DEBUG
    log.log(level, "job %s: %s", job.name, outcome)
    return outcome


def _note(
    job: Job, started: datetime, is_ok: bool, outcome: str, next_at: datetime
) -> None:
    JobRun.objects.filter(name=job.name).update(
        started_at=started,
        ended_at=timezone.now(),
        is_ok=is_ok,
        outcome=outcome[:300],
        next_at=next_at,
    )


@contextmanager
def _alone(name: str) -> Iterator[None]:
    """Hold the job's lock, or raise `Running`.

    An advisory lock of the connection: it survives the commits of a job that works in
    many small transactions, and goes with the connection when the process dies.
    """
    number = zlib.crc32(name.encode()) - 2**31
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_LOCK_SPACE, number])
        if not cursor.fetchone()[0]:
            raise Running(name)
    try:
        yield
    finally:
        if connection.connection is not None and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_advisory_unlock(%s, %s)", [_LOCK_SPACE, number]
                )


def delete_in_batches(rows: models.QuerySet, *, dry_run: bool) -> int:
    """Delete rows, few at a time so that nobody waits; return how many there were."""
    if dry_run:
        return rows.count()
    total = 0
    while keys := list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH]):
        rows.model._base_manager.filter(pk__in=keys).delete()
        total += len(keys)
    return total


def told(count: int, *, dry_run: bool, did: Promise, would: Promise) -> str:
    """Return a job's sentence: what it did, or in a dry run what it would do.

    `did` and `would` are `ngettext_lazy(one, many, "n")` and name the `%(count)s`.
    """
    sentence = would if dry_run else did
    return str(sentence % {"n": count, "count": f"{count:,}"})
