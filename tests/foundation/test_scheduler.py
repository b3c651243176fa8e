"""Jobs run when they are due, each by one worker, and say what they did."""

import threading
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from foundation import scheduler
from foundation.models import JobRun, RateLimit

pytestmark = pytest.mark.django_db


def test_job_runs_when_due_and_says_what_it_did(make_job, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    make_job(lambda *, dry_run: "Counted 3 things.", every=60)

    assert scheduler.run_due() == ["count"]
    assert scheduler.run_due() == []
    time_machine.shift(timedelta(seconds=61))
    assert scheduler.run_due() == ["count"]

    run = JobRun.objects.get()
    assert (run.is_ok, run.outcome) == (True, "Counted 3 things.")


def test_job_that_fails_is_noted_and_stops_no_other(make_job, time_machine):
    time_machine.move_to(timezone.now(), tick=False)

    def fail(*, dry_run):
        raise ValueError("guest@sample.example")

    make_job(fail, name="broken", every=86400)
    make_job(lambda *, dry_run: "Done.", name="sound")

    assert scheduler.run_due() == ["broken", "sound"]

    run = JobRun.objects.get(name="broken")
    assert (run.is_ok, run.outcome) == (False, "Failed: ValueError")
    assert run.next_at == timezone.now() + timedelta(seconds=300)


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_run_the_same_job_at_once(make_job):
    running, overlaps, done = [], [], []
    begin = threading.Barrier(2)

    def work(*, dry_run):
        overlaps.append(len(running))
        running.append(1)
        threading.Event().wait(0.2)
        running.pop()
        done.append(1)
        return "Done."

    make_job(work)

    def worker():
        begin.wait()
        try:
            scheduler.run_due()
        finally:
            connection.close()

    threads = [threading.Thread(target=worker) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (done, overlaps) == ([1], [0])


def test_run_job_with_dry_run_changes_nothing(no_counts):
    RateLimit.objects.create(key="old", tries=1, until=timezone.now() - timedelta(1))
    said = StringIO()

    call_command("run_job", "purge-limits", dry_run=True, stdout=said)

    assert said.getvalue() == "Would remove 1 old count.\n"
    assert RateLimit.objects.count() == 1
    assert JobRun.objects.count() == 0


def test_run_job_names_the_jobs_it_knows():
    with pytest.raises(CommandError, match="purge-mail"):
        call_command("run_job", "purge-everything")


def test_every_job_is_safe_to_run_twice_and_dry():
    for name in scheduler.discover():
        scheduler.run(name, dry_run=True)
        scheduler.run(name)
        scheduler.run(name)

    assert set(JobRun.objects.values_list("is_ok", flat=True)) == {True}


def test_every_job_is_in_the_book_of_operations(settings):
    book = (settings.BASE_DIR / "docs" / "operations.md").read_text()

    assert [name for name in scheduler.discover() if f"`{name}`" not in book] == []
