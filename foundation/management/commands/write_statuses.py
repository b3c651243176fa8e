"""`manage.py write_statuses`: the manual's page on statuses, made from the code."""

from collections.abc import Iterator
from pathlib import Path

import pgtrigger
from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import models

from foundation.statuses import TABLES, Table
from foundation.transitions import MACHINES, Machine

PAGE = Path(settings.BASE_DIR) / "docs" / "manual" / "statuses.md"


def _machines() -> Iterator[tuple[type[models.Model], Machine | Table]]:
    """Return each model that has a life, with its table."""
    for model in apps.get_models():
        for trigger in getattr(model._meta, "triggers", []):
            if isinstance(trigger, pgtrigger.FSM):
                tables = (*TABLES, *MACHINES)
                yield model, next(t for t in tables if t.edges == trigger.transitions)


def page() -> str:
    """Return the whole page: for each machine a diagram and a table."""
    parts = [
        "# What may follow what",
        "",
        "Made from the tables in the code by `manage.py write_statuses`; the database "
        "refuses every other step.",
    ]
    for model, machine in _machines():
        field = model._meta.get_field(machine.field)
        labels = {str(value): str(name) for value, name in field.flatchoices}
        parts += [
            "",
            f"## {str(model._meta.verbose_name).capitalize()}",
            "",
            "```mermaid",
            machine.diagram()
            if isinstance(machine, Table)
            else machine.diagram(labels),
            "```",
            "",
            "| step | from | to | mail |",
            "|---|---|---|---|",
        ]
        steps = machine.steps if isinstance(machine, Table) else machine.transitions
        for step in steps.values():
            sources = ", ".join(labels[str(source)] for source in step.sources)
            parts.append(
                f"| {step.label} | {sources} | {labels[str(step.target)]} "
                f"| {step.mails or '–'} |"
            )
    return "\n".join(parts) + "\n"


class Command(BaseCommand):
    help = "Write docs/manual/statuses.md from the status tables."

    def handle(self, **options) -> None:
        PAGE.write_text(page())
        self.stdout.write(f"Wrote {PAGE.relative_to(settings.BASE_DIR)}")
