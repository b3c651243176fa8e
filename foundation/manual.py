"""The manual, filled from the code: named values, and what may follow what.

A page names a value as `<!-- promise screenings.CONFIRM_WITHIN -->24 hours<!-- / -->`;
`manage.py write_manual` writes the words between. Of what a deployment may set, the
manual prints the usual value. `<!-- mails leaders.Application.claim -->…<!-- / -->`
says who is mailed of a step. `statuses.md` is made whole from the status tables.
"""

import re
from collections.abc import Mapping
from importlib.util import module_from_spec
from pathlib import Path
from types import ModuleType
from typing import Any

from django.apps import apps
from django.conf import settings
from django.test import override_settings

from foundation.machines import MACHINES, Machine
from foundation.promised import promises
from foundation.statuses import Step
from foundation.words import in_words

DOCS = Path(settings.BASE_DIR) / "docs"
STATUSES = DOCS / "manual" / "statuses.md"
VALUE = re.compile(
    r"(?P<open><!-- promise (?P<app>\w+)\.(?P<name>[\w.]+) -->)"
    r".*?(?P<close><!-- / -->)",
    re.DOTALL,
)
MAILS = re.compile(
    r"(?P<open><!-- mails (?P<model>\w+\.\w+)\.(?P<step>\w+) -->)"
    r".*?(?P<close><!-- / -->)",
    re.DOTALL,
)


def pages() -> dict[Path, str]:
    """Return every page that the code fills, with what should stand there."""
    values = usual()
    filled = {
        page: fill_mails(fill(page.read_text(), values)) for page in DOCS.rglob("*.md")
    }
    return {**filled, STATUSES: statuses()}


def usual() -> dict[str, ModuleType]:
    """Return each app's `promises` as they are where a deployment sets nothing."""
    with override_settings(**settings.USUAL_PROMISES):
        return {app: _read_again(module) for app, module in promises().items()}


def fill(text: str, values: Mapping[str, ModuleType]) -> str:
    """Write the words of each named value between its marks.

    Raises `LookupError` or `AttributeError` for a name that no app has.
    """

    def words(found: re.Match[str]) -> str:
        value: Any = values[found["app"]]
        for name in found["name"].split("."):
            value = getattr(value, name)
        return f"{found['open']}{in_words(value)}{found['close']}"

    return VALUE.sub(words, text)


def fill_mails(text: str) -> str:
    """Write between its marks who is mailed of each named step.

    Raises `LookupError` for a record or a step that nobody knows.
    """
    machines = {machine.model._meta.label: machine for machine in MACHINES}

    def words(found: re.Match[str]) -> str:
        step = machines[found["model"]].table.steps[found["step"]]
        return f"{found['open']}{step.mails or 'Nobody is mailed.'}{found['close']}"

    return MAILS.sub(words, text)


def statuses() -> str:
    """Return the page on statuses: for each model a diagram and a table."""
    order = list(apps.get_models())
    machines = sorted(MACHINES, key=lambda machine: order.index(machine.model))
    parts = [
        "# What may follow what",
        "Made from the tables in the code by `manage.py write_manual`; the database "
        "refuses every other step.",
        *(_part(machine) for machine in machines),
    ]
    return "\n\n".join(parts) + "\n"


def _read_again(module: ModuleType) -> ModuleType:
    """Return a fresh copy of the module, which no other code knows."""
    spec = module.__spec__
    if spec is None or spec.loader is None:
        raise ImportError(module.__name__)
    copy = module_from_spec(spec)
    spec.loader.exec_module(copy)
    return copy


def _part(machine: Machine) -> str:
    rows = "\n".join(_row(machine, step) for step in machine.table.steps.values())
    return (
        f"## {str(machine.model._meta.verbose_name).capitalize()}\n\n"
        f"```mermaid\n{machine.table.diagram()}\n```\n\n"
        f"| step | from | to | mail |\n|---|---|---|---|\n{rows}"
    )


def _row(machine: Machine, step: Step) -> str:
    label_of = machine.table.label_of
    sources = ", ".join(label_of(source) for source in step.sources)
    cells = [step.label, sources, label_of(step.target), step.mails or "–"]
    return f"| {' | '.join(str(cell) for cell in cells)} |"
