"""What every answer carries."""

import pytest

pytestmark = pytest.mark.django_db


def test_public_page_may_be_kept_is_asked_for_and_sets_nothing(client):
    response = client.get("/")

    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert response["ETag"]
    assert "Cookie" not in response.get("Vary", "")
    assert not response.cookies


def test_public_page_is_not_sent_twice(client):
    first = client.get("/")

    again = client.get("/", headers={"If-None-Match": first["ETag"]})

    assert again.status_code == 304


@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/no-such-page/", "/%00"])
def test_every_answer_is_locked_down(client, path):
    response = client.get(path)

    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"


def test_page_of_an_account_is_never_kept(client):
    response = client.get("/accounts/login/")

    assert "no-store" in response["Cache-Control"]


def test_missing_page_answers_404_in_our_words(client):
    response = client.get("/no-such-page/")

    assert response.status_code == 404
    assert "<h1" in response.content.decode()


def test_form_without_its_protection_is_refused_with_the_way_back():
    from django.test import Client

    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a"})

    assert response.status_code == 403
    assert "<h1" in response.content.decode()


def test_post_to_a_public_page_is_not_a_way_in(client):
    assert client.post("/").status_code == 405


def test_page_that_is_not_for_everybody_stays_out_of_search_engines(client):
    assert client.get("/accounts/login/")["X-Robots-Tag"] == "noindex"
    assert "X-Robots-Tag" not in client.get("/")


def test_database_that_is_away_is_a_sentence_and_not_an_error(rf):
    from django.db import OperationalError

    from foundation.errors import LastResort

    response = LastResort(lambda request: None).process_exception(
        rf.get("/"), OperationalError("canceling statement due to lock timeout")
    )

    assert response.status_code == 503
    assert response["Retry-After"] == "30"


def test_public_page_is_asked_for_each_time_by_somebody_with_a_session(client):
    client.cookies["sessionid"] = "a" * 32

    words = client.get("/")["Cache-Control"].split(", ")

    assert sorted(words) == ["no-cache", "private"]


@pytest.mark.parametrize("host", ["10.0.0.7", "10.0.0.7:8000", "[2001:db8::7]:8000"])
def test_probe_by_address_is_answered(client, db, host):
    response = client.get("/healthz", headers={"host": host})

    assert (response.status_code, response.content) == (200, b"ok")


def test_probe_that_names_no_host_is_answered(client, db):
    response = client.get("/healthz", SERVER_NAME="0.0.0.0")

    assert (response.status_code, response.content) == (200, b"ok")


@pytest.mark.parametrize(
    ("path", "host"),
    [
        ("/", "10.0.0.7"),
        ("/healthz/", "10.0.0.7"),
        ("/privacy/", "[2001:db8::7]"),
        ("/healthz", "elsewhere.example"),
        ("/healthz", "10.0.0.7.elsewhere.example"),
    ],
)
def test_address_opens_nothing_but_the_probe(client, db, path, host):
    assert client.get(path, headers={"host": host}).status_code == 400
