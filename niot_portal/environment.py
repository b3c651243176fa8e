"""Start-up checks of the environment: one sentence for each variable that is wrong.

Secrets are never repeated in a sentence: what is printed here ends in logs.
"""

import json
import os
import re
from collections.abc import Callable, Mapping
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from django.core.exceptions import ImproperlyConfigured, ValidationError

from foundation.addresses import read_address

#: What must be set in production, and how it looks.
NEEDED = {
    "SECRET_KEY": "a random text of at least 50 characters",
    "DATABASE_URL": "postgres://user:password@host/name",
    "SITE_URL": "the address people type, such as https://portal.example.org",
    "EMAIL_URL": "smtp+ssl://user:password@host:465",
    "DEFAULT_FROM_EMAIL": "the address mail comes from",
    "PROGRAM_OFFICE_EMAIL": "where the contact form writes to",
    "MEDIA_ROOT": "a folder that is backed up, for portraits and files",
}
#: Whole numbers, each with the least and the most it may be.
NUMBERS = {
    "TRUSTED_PROXY_COUNT": (0, 10),
    "FIRST_LOOK_WORKING_DAYS": (1, 250),
    "ANSWER_WORKING_DAYS": (1, 250),
    "REAPPLY_DAYS": (1, 3650),
    "PORT": (1, 65535),
    "WEB_CONCURRENCY": (1, 1000),
    "MAIL_SENDERS": (1, 32),
    "KEPT_PAGES_BYTES": (0, 1_000_000_000),
}
SWITCHES = ("BEHIND_TLS_PROXY", "TWO_PERSON_RULE")
_YES_OR_NO = {"true", "on", "yes", "y", "1", "ok", "false", "off", "no", "n", "0"}
_HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*\.?")
_THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}

Values = Mapping[str, str]


def refuse_wrong(values: Values, *, is_development: bool) -> None:
    """Raise `ImproperlyConfigured` naming every variable that is missing or wrong."""
    sentences = wrong(values) if is_development else [*missing(values), *wrong(values)]
    if sentences:
        raise ImproperlyConfigured(
            "\n".join(["The portal cannot start.", *sentences, _WAY_OUT])
        )


_WAY_OUT = (
    "docs/operations.md says how to make each. To try the portal on your own machine, "
    "run: python3 dev.py run"
)


def missing(values: Values) -> list[str]:
    """Return the one sentence that names what production needs and is not set."""
    names = [name for name in NEEDED if not values.get(name, "").strip()]
    if not names:
        return []
    return ["Set " + "; ".join(f"{name} ({NEEDED[name]})" for name in names) + "."]


def wrong(values: Values) -> list[str]:
    """Return a sentence for each variable that is set to what cannot work.

    Development takes what it is given for all that only a deployment needs.
    """
    checks: list[tuple[str, Callable[[str], str]]] = [("NIOT_ENV", _environment)]
    checks += [(name, _switch) for name in SWITCHES]
    checks += [(name, _number(*NUMBERS[name])) for name in NUMBERS]
    if values.get("NIOT_ENV", "production") != "development":
        checks += IN_PRODUCTION
    sentences = []
    for name, check in checks:
        value = values.get(name)
        if value is None or (name in NEEDED and not value.strip()):
            continue
        if value.startswith("$"):
            # django-environ would take the value of another variable.
            complaint = "begins with $: choose another value"
        else:
            complaint = check(value)
        if complaint:
            sentences.append(f"{name} {complaint}.")
    if values.get("OPENID_PROVIDER") and not values.get("OPENID_ORIGIN"):
        sentences.append("OPENID_ORIGIN must be set beside OPENID_PROVIDER.")
    return sentences


def hosts(values: Values) -> list[str]:
    """Return the names the portal answers to: that of `SITE_URL`, then further ones."""
    host = urlsplit(values["SITE_URL"].strip().lower()).hostname or ""
    return [f"[{host}]" if ":" in host else host, *_listed(values.get("ALLOWED_HOSTS"))]


def _listed(text: str | None) -> list[str]:
    return [part.strip() for part in (text or "").split(",") if part.strip()]


def _environment(value: str) -> str:
    if value in {"production", "development"}:
        return ""
    return f"must be production or development, not “{value}”"


def _switch(value: str) -> str:
    return "" if value.lower() in _YES_OR_NO else "must be true or false"


def _number(least: int, most: int) -> Callable[[str], str]:
    def check(value: str) -> str:
        is_right = re.fullmatch("[0-9]{1,9}", value) and least <= int(value) <= most
        return "" if is_right else f"must be a whole number from {least} to {most}"

    return check


def _secret_key(value: str) -> str:
    if len(value) < 50 or len(set(value)) < 5:
        return "must be a random text of at least 50 characters"
    return ""


def _old_keys(value: str) -> str:
    if any(_secret_key(key) for key in _listed(value)):
        return "must be keys of at least 50 characters, with a comma between them"
    return ""


def _split(value: str) -> SplitResult | None:
    """Return the parts of an address, or None where a part makes no sense."""
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        return None
    return parts


def _database(value: str) -> str:
    parts = _split(value)
    if not parts or parts.scheme not in {"postgres", "postgresql"}:
        return (
            "must look like postgres://user:password@host/name; write signs such as "
            "@ / : # % in the password as %40 %2F %3A %23 %25"
        )
    if not parts.path.strip("/"):
        return "must end with the name of the database: postgres://…/name"
    return ""


def _origin(value: str) -> str:
    parts = _split(value)
    if not parts or parts.scheme != "https" or not parts.hostname:
        return "must begin with https:// and a host, such as https://portal.example.org"
    if parts.username or parts.path.strip("/") or parts.query or parts.fragment:
        return "must end after the host, such as https://portal.example.org"
    if ":" not in parts.hostname and not _HOST.fullmatch(parts.hostname):
        return "has a host that is none; write a foreign name in its ASCII form (xn--…)"
    return ""


def _further_hosts(value: str) -> str:
    names = _listed(value)
    if "*" in names:
        return "must name each host: * would answer to every name"
    if all(_HOST.fullmatch(name.lower().removeprefix(".")) for name in names):
        return ""
    return (
        "must be names of hosts with a comma between them, without https://, port or "
        "path; the host of SITE_URL need not be among them"
    )


def _mail_server(value: str) -> str:
    parts = _split(value)
    if parts and parts.scheme == "smtp":
        if parts.hostname in _THIS_MACHINE:
            return "" if parts.port else "must name the port: smtp://localhost:25"
        return (
            "would send mail in clear text: use smtp+ssl://…:465, or smtp+tls://…:587; "
            "smtp:// is for a mail server on this machine alone"
        )
    if not parts or parts.scheme not in {"smtp+ssl", "smtp+tls"} or not parts.hostname:
        return (
            "must look like smtp+ssl://user:password@host:465 (TLS from the first "
            "byte) or smtp+tls://user:password@host:587 (STARTTLS)"
        )
    return "" if parts.port else "must name the port, 465 or 587"


def _address(value: str) -> str:
    try:
        read_address(value)
    except ValidationError:
        return "must be one e-mail address, such as network@agency.example"
    return ""


def _sender(value: str) -> str:
    if "\n" in value or _address(parseaddr(value)[1]):
        return (
            "must be an e-mail address, such as network@agency.example or "
            "Name <network@agency.example>"
        )
    return ""


def _folder(value: str) -> str:
    path = Path(value)
    if not path.is_absolute():
        return "must be the whole path of a folder, beginning with /"
    if not _standing(path).is_dir():
        return f"cannot be a folder: {_standing(path)} is not one"
    return ""


def _standing(path: Path) -> Path:
    """Return the path itself, or what is there of the folders it would be in."""
    while not os.path.lexists(path) and path != path.parent:
        path = path.parent
    return path


def folder_trouble(path: Path) -> str:
    """Say why files cannot be written to a folder, which may not be there yet."""
    there = _standing(path)
    if not there.is_dir():
        return f"cannot be a folder: {there} is not one"
    if not os.access(there, os.W_OK | os.X_OK):
        return f"cannot be written to: this user may not write in {there}"
    return ""


def _provider(value: str) -> str:
    try:
        provider = json.loads(value)
    except ValueError:
        provider = None
    if isinstance(provider, dict) and {"provider_id", "client_id"} <= set(provider):
        return ""
    return "must be one JSON object with at least provider_id and client_id"


#: What only a deployment needs to have right.
IN_PRODUCTION: list[tuple[str, Callable[[str], str]]] = [
    ("SECRET_KEY", _secret_key),
    ("SECRET_KEY_FALLBACKS", _old_keys),
    ("DATABASE_URL", _database),
    ("SITE_URL", _origin),
    ("ALLOWED_HOSTS", _further_hosts),
    ("EMAIL_URL", _mail_server),
    ("DEFAULT_FROM_EMAIL", _sender),
    ("PROGRAM_OFFICE_EMAIL", _address),
    ("MEDIA_ROOT", _folder),
    ("STATIC_ROOT", _folder),
    ("OPENID_PROVIDER", _provider),
    ("OPENID_ORIGIN", _origin),
]
