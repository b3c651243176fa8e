"""The house rules: who may import whom, and what the repository says."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

ORDER = [
    "foundation",
    "places",
    "accounts",
    "resources",
    "leaders",
    "screenings",
    "assistance",
    "learning",
    "updates",
    "niot_portal",
]
# Neighbours on one step know nothing of each other.
SAME_STEP = [{"assistance", "learning"}]
ROOT = Path(settings.BASE_DIR)


def _imported_apps(path: Path) -> set[str]:
    tree = ast.parse(path.read_text())
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names & set(ORDER)


@pytest.mark.parametrize("app", [app for app in ORDER if (ROOT / app).is_dir()])
def test_app_imports_only_apps_before_it(app):
    later = set(ORDER[ORDER.index(app) + 1 :])
    for step in SAME_STEP:
        later |= step - {app} if app in step else set()

    wrong = {
        str(path.relative_to(ROOT)): sorted(found)
        for path in (ROOT / app).rglob("*.py")
        if "migrations" not in path.parts and (found := _imported_apps(path) & later)
    }

    assert wrong == {}


def test_order_names_every_app_of_the_house():
    apps = {
        path.parent.name
        for path in ROOT.glob("*/apps.py")
        if path.parent.name != ".venv"
    }

    assert apps - set(ORDER) == set()


def test_locks_name_no_address():
    for lock in (ROOT / "requirements").glob("*.txt"):
        text = lock.read_text()

        assert "://" not in text
        assert "--find-links" not in text
        assert "--hash=sha256:" in text


def test_page_of_words_points_at_files_that_are_there():
    named = re.findall(
        r"`([a-z_]+/[a-z_/]+\.py)`", (ROOT / "docs/words.md").read_text()
    )

    assert len(named) > 20
    assert [path for path in named if not (ROOT / path).is_file()] == []


#: What Django asks for by its name, and what no module is.
UNMAPPED = {
    "__init__",
    "__pycache__",
    "apps",
    "data",
    "management",
    "migrations",
}


def _map_of(app: str) -> str:
    return ast.get_docstring(ast.parse((ROOT / app / "__init__.py").read_text())) or ""


@pytest.mark.parametrize("app", [app for app in ORDER if (ROOT / app).is_dir()])
def test_map_of_an_app_names_its_modules_and_no_others(app):
    lines = re.findall(r"^- (`[^:]+):", _map_of(app), re.MULTILINE)
    named = [name for line in lines for name in re.findall(r"`(\w+)/?`", line)]
    modules = {path.stem for path in (ROOT / app).iterdir()} - UNMAPPED

    assert sorted(named) == sorted(modules)
