"""The promises and bounds of all apps, for templates, mails and the manual.

Each app names how long something waits, is kept, may be or is promised in its
`promises.py`; pages, mails, error sentences and the manual take their words from it:
`{{ promises.screenings.CONFIRM_WITHIN|in_words }}`.
"""

from functools import cache
from importlib import import_module
from types import ModuleType

from django.apps import apps
from django.http import HttpRequest
from django.utils.module_loading import module_has_submodule


@cache
def promises() -> dict[str, ModuleType]:
    """Return each app's `promises` module under the app's label."""
    return {
        config.label: import_module(f"{config.name}.promises")
        for config in apps.get_app_configs()
        if config.module and module_has_submodule(config.module, "promises")
    }


def context(request: HttpRequest) -> dict[str, dict[str, ModuleType]]:
    """Template context: the promises of all apps."""
    return {"promises": promises()}
