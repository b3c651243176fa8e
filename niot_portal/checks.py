"""What `manage.py check` refuses, so that sample people never meet real ones.

A check stops a deployment. So none may look at anything that a visitor can send.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db.utils import OperationalError, ProgrammingError
from django.urls import Resolver404, resolve

from niot_portal.environment import folder_trouble
from niot_portal.models import SampleNetwork


@register(Tags.security)
def try_is_closed(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Refuse to run with one-press sign-in anywhere but in development."""
    if settings.DEVELOPMENT:
        return []
    open_paths = []
    for path in ("/try/", "/try/leader/", "/outbox/", "/styleguide/"):
        try:
            resolve(path)
        except Resolver404:
            continue
        open_paths.append(path)
    return [
        Error(
            f"{path} answers outside development.",
            hint="Set NIOT_ENV=production and start the portal anew.",
            id="niot.E001",
        )
        for path in open_paths
    ]


@register(Tags.files)
def media_can_be_written(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Refuse a `MEDIA_ROOT` that whoever runs this cannot write to.

    The web server's own processes do not ask: a disk that turns read-only while they
    run shall cost uploads, not the portal.
    """
    trouble = "" if settings.DEVELOPMENT else folder_trouble(Path(settings.MEDIA_ROOT))
    if not trouble:
        return []
    return [
        Error(
            f"MEDIA_ROOT {trouble}.",
            hint="Give the folder to the user that the portal runs as.",
            id="niot.E003",
        )
    ]


@register(Tags.database)
def no_sample_people(
    app_configs: Sequence[AppConfig] | None,
    databases: Sequence[str] | None = None,
    **kwargs: Any,
) -> list[CheckMessage]:
    """Refuse a database that holds sample people: their password is public.

    Asked by `manage.py migrate` and `manage.py check --database default`.
    """
    if settings.DEVELOPMENT or "default" not in (databases or ()):
        return []
    try:
        is_here = SampleNetwork.objects.using("default").exists()
    except (OperationalError, ProgrammingError):
        return []  # no such table yet: the first migration
    if not is_here:
        return []
    return [
        Error(
            "The sample network is in this database: its people sign in with a "
            "password everybody knows.",
            hint="Use another database. The sample network is for development.",
            id="niot.E002",
        )
    ]
