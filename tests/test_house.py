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


#: A module that is longer holds two subjects: split it by subject.
MOST_LINES = 400
#: Where the work of the status tables is written: guards, rules and effects.
WORK = {
    "checking.py",
    "factor_resets.py",
    "invitations.py",
    "lifecycle.py",
    "membership.py",
    "offers.py",
    "seats.py",
    "vetting.py",
}


@pytest.mark.parametrize("app", [app for app in ORDER if (ROOT / app).is_dir()])
def test_no_module_of_the_product_is_longer_than_one_can_hold(app):
    lines = {
        str(path.relative_to(ROOT)): path.read_text().count("\n")
        for path in (ROOT / app).rglob("*.py")
        if "migrations" not in path.parts
    }

    assert [path for path, count in lines.items() if count > MOST_LINES] == []


def _mentions_of_any(source: str) -> list[int]:
    """The lines that name or import `Any`; a quoted type needs the import too."""
    return sorted(
        node.lineno
        for node in ast.walk(ast.parse(source))
        if (isinstance(node, ast.Name) and node.id == "Any")
        or (isinstance(node, ast.Attribute) and node.attr == "Any")
        or (isinstance(node, ast.alias) and node.name == "Any")
    )


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("def is_mine(record: Any) -> bool: ...", id="an argument"),
        pytest.param("def f() -> dict[str, typing.Any]: ...", id="within a type"),
        pytest.param("from typing import Any as What", id="an import"),
    ],
)
def test_any_is_found_wherever_it_stands(source):
    assert _mentions_of_any(source) == [1]


def test_no_guard_rule_or_effect_takes_or_gives_just_anything():
    modules = [path for app in ORDER for path in (ROOT / app).glob("*.py")]
    work = {path for path in modules if path.name in WORK}

    assert {path.name for path in work} == WORK
    assert {
        str(path.relative_to(ROOT)): lines
        for path in work
        if (lines := _mentions_of_any(path.read_text()))
    } == {}


def test_every_machine_stands_in_a_module_of_work():
    homes = {
        path.name
        for app in ORDER
        for path in (ROOT / app).glob("*.py")
        if path.name != "machines.py" and "= Machine(" in path.read_text()
    }

    assert homes == WORK


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
