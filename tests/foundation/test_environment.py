"""What production refuses to start with, and the sentence that says so."""

import os
import re
import shlex
import subprocess
import sys

import pytest
from django.conf import settings

from niot_portal import checks, environment

RIGHT = {
    "NIOT_ENV": "production",
    "SECRET_KEY": "a-9" * 20 + "xyz",
    "DATABASE_URL": "postgres://portal:secret@127.0.0.1:1/portal",
    "SITE_URL": "https://portal.sample.example",
    "EMAIL_URL": "smtp+ssl://portal:secret@mail.sample.example:465",
    "DEFAULT_FROM_EMAIL": "Network <network@sample.example>",
    "PROGRAM_OFFICE_EMAIL": "office@sample.example",
}


BOOK = (settings.BASE_DIR / "docs" / "operations.md").read_text()


def variables_read():
    """Return every variable that the settings and the web server's start read."""
    code = "".join(
        (settings.BASE_DIR / name).read_text()
        for name in ("niot_portal/settings.py", "dev.py")
    )
    serving = set(re.findall(r"os\.environ\.get\([\"']([A-Z_]+)", code))
    return serving | set(re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", code))


def manage(*words, **values):
    """Run `manage.py` with these variables alone."""
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], **values},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_nothing_set_is_one_sentence_that_names_all(tmp_path):
    done = manage("check", NIOT_ENV="production")

    assert done.returncode == 1
    assert done.stderr.splitlines()[:2] == [
        "The portal cannot start.",
        "Set SECRET_KEY (a random text of at least 50 characters); "
        "DATABASE_URL (postgres://user:password@host/name); "
        "SITE_URL (the address people type, such as https://portal.example.org); "
        "EMAIL_URL (smtp+ssl://user:password@host:465); "
        "DEFAULT_FROM_EMAIL (the address mail comes from); "
        "PROGRAM_OFFICE_EMAIL (where the contact form writes to); "
        "MEDIA_ROOT (a folder that is backed up, for portraits and files).",
    ]
    assert "Traceback" not in done.stderr


def test_everything_wrong_is_named_at_once_without_its_secrets():
    done = manage(
        "check",
        **{
            **RIGHT,
            "SECRET_KEY": "short-secret",
            "DATABASE_URL": "mysql://portal:opensesame@host/portal",
            "SITE_URL": "https://portal.sample.example/portal",
            "EMAIL_URL": "smtp://portal:opensesame@mail.sample.example:25",
            "MEDIA_ROOT": "media",
            "TWO_PERSON_RULE": "flase",
        },
    )

    named = [line.split()[0] for line in done.stderr.splitlines()[1:-1]]
    assert named == [
        "TWO_PERSON_RULE",
        "SECRET_KEY",
        "DATABASE_URL",
        "SITE_URL",
        "EMAIL_URL",
        "MEDIA_ROOT",
    ]
    assert "opensesame" not in done.stderr
    assert "short-secret" not in done.stderr


def test_a_right_environment_starts_and_further_hosts_add_to_that_of_the_site(tmp_path):
    done = manage(
        "shell",
        "--no-imports",
        "-c",
        "from django.conf import settings; print(settings.ALLOWED_HOSTS)",
        **RIGHT,
        MEDIA_ROOT=str(tmp_path / "not" / "there" / "yet"),
        ALLOWED_HOSTS="www.sample.example, portal.internal",
    )

    assert done.stdout.strip() == (
        "['portal.sample.example', 'www.sample.example', 'portal.internal']"
    ), done.stderr


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("NIOT_ENV", "prod", "must be production or development, not “prod”."),
        ("SECRET_KEY", "x" * 49, "must be a random text of at least 50 characters."),
        ("SECRET_KEY", "x" * 60, "must be a random text of at least 50 characters."),
        ("SECRET_KEY", "$" + "ab3-" * 20, "begins with $: choose another value."),
        (
            "SECRET_KEY_FALLBACKS",
            "old",
            "must be keys of at least 50 characters, with a comma between them.",
        ),
        (
            "DATABASE_URL",
            "sqlite:///portal.db",
            "must look like postgres://user:password@host/name; write signs such as "
            "@ / : # % in the password as %40 %2F %3A %23 %25.",
        ),
        (
            "DATABASE_URL",
            "postgres://portal:a/b@host/portal",
            "must look like postgres://user:password@host/name; write signs such as "
            "@ / : # % in the password as %40 %2F %3A %23 %25.",
        ),
        (
            "DATABASE_URL",
            "postgres://portal@host",
            "must end with the name of the database: postgres://…/name.",
        ),
        (
            "SITE_URL",
            "https://sample.example/portal",
            "must end after the host, such as https://portal.example.org.",
        ),
        (
            "SITE_URL",
            "http://portal.sample.example",
            "must begin with https:// and a host, such as https://portal.example.org.",
        ),
        (
            "SITE_URL",
            "portal.sample.example",
            "must begin with https:// and a host, such as https://portal.example.org.",
        ),
        (
            "SITE_URL",
            "https://pörtal.example",
            "has a host that is none; write a foreign name in its ASCII form (xn--…).",
        ),
        (
            "ALLOWED_HOSTS",
            "https://www.sample.example",
            "must be names of hosts with a comma between them, without https://, port "
            "or path; the host of SITE_URL need not be among them.",
        ),
        (
            "ALLOWED_HOSTS",
            "*",
            "must name each host: * would answer to every name.",
        ),
        (
            "EMAIL_URL",
            "smtp://mail.sample.example:25",
            "would send mail in clear text: use smtp+ssl://…:465, or smtp+tls://…:587; "
            "smtp:// is for a mail server on this machine alone.",
        ),
        (
            "EMAIL_URL",
            "consolemail://",
            "must look like smtp+ssl://user:password@host:465 (TLS from the first "
            "byte) or smtp+tls://user:password@host:587 (STARTTLS).",
        ),
        (
            "EMAIL_URL",
            "smtp+ssl://mail.sample.example",
            "must name the port, 465 or 587.",
        ),
        (
            "DEFAULT_FROM_EMAIL",
            "Network",
            "must be an e-mail address, such as network@agency.example or "
            "Name <network@agency.example>.",
        ),
        (
            "PROGRAM_OFFICE_EMAIL",
            "office",
            "must be one e-mail address, such as network@agency.example.",
        ),
        (
            "MEDIA_ROOT",
            "media",
            "must be the whole path of a folder, beginning with /.",
        ),
        (
            "MEDIA_ROOT",
            "/dev/null/media",
            "cannot be a folder: /dev/null is not one.",
        ),
        (
            "STATIC_ROOT",
            "static",
            "must be the whole path of a folder, beginning with /.",
        ),
        ("BEHIND_TLS_PROXY", "ture", "must be true or false."),
        ("TWO_PERSON_RULE", "", "must be true or false."),
        ("TRUSTED_PROXY_COUNT", "-1", "must be a whole number from 0 to 10."),
        ("FIRST_LOOK_WORKING_DAYS", "5 days", "must be a whole number from 1 to 250."),
        ("ANSWER_WORKING_DAYS", "0", "must be a whole number from 1 to 250."),
        ("REAPPLY_DAYS", "1.5", "must be a whole number from 1 to 3650."),
        ("PORT", "80000", "must be a whole number from 1 to 65535."),
        ("WEB_CONCURRENCY", "many", "must be a whole number from 1 to 1000."),
        (
            "OPENID_ORIGIN",
            "login.sample.example",
            "must begin with https:// and a host, such as https://portal.example.org.",
        ),
    ],
)
def test_wrong_variable_is_named_with_what_it_must_be(name, value, sentence):
    assert environment.wrong({**RIGHT, name: value}) == [f"{name} {sentence}"]


@pytest.mark.parametrize("value", ["[]", "{not json", '{"client_id": "portal"}'])
def test_provider_that_is_no_provider_is_said(value):
    values = {**RIGHT, "OPENID_PROVIDER": value, "OPENID_ORIGIN": "https://a.example"}

    assert environment.wrong(values) == [
        "OPENID_PROVIDER must be one JSON object with at least provider_id and "
        "client_id."
    ]


def test_provider_needs_its_origin():
    provider = '{"provider_id": "agency", "client_id": "portal"}'

    assert environment.wrong({**RIGHT, "OPENID_PROVIDER": provider}) == [
        "OPENID_ORIGIN must be set beside OPENID_PROVIDER."
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "postgres:///portal?host=/run/postgresql"),
        ("DATABASE_URL", "postgresql://portal:a%2Fb%23@db:5432/portal?sslmode=require"),
        ("SITE_URL", "https://Portal.Sample.Example:8443/"),
        ("SITE_URL", "https://127.0.0.1:8443"),
        ("ALLOWED_HOSTS", ""),
        ("EMAIL_URL", "smtp://localhost:25"),
        ("EMAIL_URL", "smtp+tls://portal:a%40b@mail.sample.example:587"),
        ("DEFAULT_FROM_EMAIL", "network@sample.example"),
        ("BEHIND_TLS_PROXY", "true"),
        ("TWO_PERSON_RULE", "False"),
        ("TRUSTED_PROXY_COUNT", "2"),
    ],
)
def test_right_variable_is_taken(name, value):
    assert environment.wrong({**RIGHT, name: value}) == []


@pytest.mark.parametrize(
    ("site", "more", "hosts"),
    [
        ("https://Portal.Example:8443", "", ["portal.example"]),
        ("https://portal.example", "portal.example", ["portal.example"] * 2),
        ("https://[::1]:8443", ".example", ["[::1]", ".example"]),
    ],
)
def test_hosts_are_that_of_the_site_and_the_further_ones(site, more, hosts):
    assert environment.hosts({"SITE_URL": site, "ALLOWED_HOSTS": more}) == hosts


def test_development_needs_nothing_but_sense():
    values = {"NIOT_ENV": "development", "SITE_URL": "http://localhost:8000"}

    assert environment.wrong(values) == []
    assert environment.wrong({**values, "REAPPLY_DAYS": "soon"}) == [
        "REAPPLY_DAYS must be a whole number from 1 to 3650."
    ]


def test_media_folder_that_cannot_be_is_refused_by_the_check(settings):
    settings.DEVELOPMENT, settings.MEDIA_ROOT = False, "/dev/null/media"

    assert [error.msg for error in checks.media_can_be_written(None)] == [
        "MEDIA_ROOT cannot be a folder: /dev/null is not one."
    ]


def test_media_folder_that_can_be_made_is_accepted(settings, tmp_path):
    settings.DEVELOPMENT, settings.MEDIA_ROOT = False, str(tmp_path / "media")

    assert checks.media_can_be_written(None) == []


@pytest.mark.parametrize("name", sorted(variables_read() - {"HOST"}))
def test_every_variable_is_checked_and_in_the_book(name):
    checked = {name for name, _check in environment.IN_PRODUCTION}
    checked |= {"NIOT_ENV", *environment.NUMBERS, *environment.SWITCHES}

    assert name in checked
    assert f"`{name}`" in BOOK


def test_example_of_an_environment_starts_once_its_key_is_made():
    lines = (settings.BASE_DIR / "deploy" / "portal.env").read_text().splitlines()
    values = dict(
        shlex.split(line)[0].split("=", 1)
        for line in lines
        if line and not line.startswith("#")
    )

    missing = environment.missing(values)

    assert missing == ["Set SECRET_KEY (a random text of at least 50 characters)."]
    assert environment.wrong(values | {"SECRET_KEY": RIGHT["SECRET_KEY"]}) == []
