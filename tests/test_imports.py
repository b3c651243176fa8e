"""Nothing imports in a circle: between apps one way, within an app one way too."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from tests.test_house import ORDER

ROOT = Path(settings.BASE_DIR)


def _modules() -> dict[str, Path]:
    """Every module of the house by its dotted name; migrations aside."""
    found = {}
    for app in ORDER:
        for path in (ROOT / app).rglob("*.py"):
            if "migrations" in path.parts:
                continue
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts).removesuffix(".__init__")] = path
    return found


def _imported(path: Path, modules: dict[str, Path]) -> Iterator[str]:
    """What a module imports, wherever in it: in functions and for types as well.

    Relations point both ways: models may name, for types alone, who points at them.
    """
    tree = ast.parse(path.read_text())
    for_types: set[ast.AST] = set()
    if "models" in path.parts:
        for node in ast.walk(tree):
            if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
                for_types |= set(ast.walk(node))
    for node in set(ast.walk(tree)) - for_types:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in modules else node.module


def _graph() -> dict[str, set[str]]:
    modules = _modules()
    return {
        name: {
            other
            for other in _imported(path, modules)
            if other in modules and other != name
        }
        for name, path in modules.items()
    }


def _circles(graph: dict[str, set[str]]) -> list[list[str]]:
    """What is left when whatever imports nothing that is left is taken away."""
    left = {name: set(others) for name, others in graph.items()}
    while free := {name for name, others in left.items() if not others & left.keys()}:
        for name in free:
            del left[name]
    # Whoever only leads into a circle is not in it.
    while outer := left.keys() - set().union(*left.values()):
        for name in outer:
            del left[name]
    return [sorted(left)] if left else []


def test_circle_is_found_where_there_is_one():
    graph = {"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": set()}

    assert _circles(graph) == [["b", "c"]]


def test_no_module_imports_in_a_circle():
    assert _circles(_graph()) == []


def test_graph_sees_imports_inside_functions(tmp_path):
    path = tmp_path / "late.py"
    path.write_text("def f():\n    from leaders import vetting\n")

    assert list(_imported(path, _modules())) == ["leaders.vetting"]
