"""A web server that is killed in mid-work loses no form it had accepted."""

import os
import re
import signal
import threading
import time
import urllib.error
import urllib.request
from http.cookiejar import CookieJar
from urllib.parse import urlencode

import pytest
from django.db import connection

from foundation.models import OutboxMail
from tests.forms import opened
from tests.processes import serve

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS, EACH = 4, 12


def _database_url() -> str:
    params = connection.get_connection_params()
    return f"postgres://{params['user']}@/{params['dbname']}?host={params['host']}"


@pytest.fixture
def server():
    """Serve the test database with gunicorn; yield (address, process)."""
    port = 8700 + os.getpid() % 200
    process = serve(
        port,
        _database_url(),
        *("--workers", "2", "--log-level", "error"),
        # Each writer comes from a network address of its own.
        TRUSTED_PROXY_COUNT="1",
    )
    address = f"http://127.0.0.1:{port}"
    for _ in range(100):
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=2)
            break
        except OSError:
            time.sleep(0.1)
    yield address, process
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _send(address: str, words: str) -> bool:
    """Send the contact form as a person would; tell whether it was accepted."""
    browser = urllib.request.build_opener(
        urllib.request.HTTPCookieProcessor(CookieJar())
    )
    page = browser.open(f"{address}/contact/", timeout=10).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    data = {
        "csrfmiddlewaretoken": token,
        "name": "Sam Visitor",
        "email": f"{words}@sample.example",
        "subject": "A question",
        "message": words,
        "opened": opened(),
    }
    answer = browser.open(
        urllib.request.Request(
            f"{address}/contact/",
            urlencode(data).encode(),
            headers={
                "Referer": f"{address}/contact/",
                "X-Forwarded-For": f"198.51.100.{int(words.split('n')[1]) + 1}",
            },
        ),
        timeout=10,
    )
    return answer.status == 200 and answer.url.replace(address, "") != "/contact/"


def _workers(master: int) -> list[int]:
    with open(f"/proc/{master}/task/{master}/children") as children:
        return [int(pid) for pid in children.read().split()]


@pytest.mark.skipif(not os.path.exists("/proc/self/task"), reason="needs Linux's /proc")
def test_killed_workers_lose_no_accepted_form(server, settings):
    address, master = server
    accepted, lock = [], threading.Lock()

    def write(writer: int) -> None:
        for number in range(EACH):
            words = f"w{writer}n{number}"
            try:
                if _send(address, words):
                    with lock:
                        accepted.append(words)
            except (urllib.error.URLError, ConnectionError, TimeoutError, TypeError):
                pass  # never answered: the sender knows that nothing is certain

    writers = [threading.Thread(target=write, args=(n,)) for n in range(WRITERS)]
    for thread in writers:
        thread.start()
    killed = 0
    while any(thread.is_alive() for thread in writers):
        time.sleep(0.25)
        if killed < 5 and (workers := _workers(master.pid)):
            os.kill(workers[0], signal.SIGKILL)
            killed += 1
    for thread in writers:
        thread.join()

    messages = OutboxMail.objects.filter(to=settings.PROGRAM_OFFICE_EMAIL)
    senders = [mail.headers["Reply-To"] for mail in messages]
    assert killed >= 3
    assert len(accepted) > WRITERS
    assert {f"{words}@sample.example" for words in accepted} <= set(senders)
    assert len(senders) == len(set(senders))
