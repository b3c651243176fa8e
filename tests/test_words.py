"""One letter means one thing, and a promise is written down once."""

import ast
import re
from pathlib import Path

from django.conf import settings

from tests.test_house import ORDER

ROOT = Path(settings.BASE_DIR)

_NUMBER = (
    r"(?:\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty"
    r"|thirty|sixty|ninety)"
)
_UNIT = (
    r"(?:working |idle )?(?:days?|hours?|minutes?|weeks?|months?|megapixels?|[kMG]B)"
)
_VALUE = re.compile(rf"\b{_NUMBER}[  ](?:{_UNIT})\b", re.IGNORECASE)

#: What each of our short names means, in every module.
_MEANT = {"_": "gettext_lazy", "_t": "gettext", "_n": "gettext_noop"}


def _sources() -> list[Path]:
    found = []
    for app in ORDER:
        found += [
            path
            for path in (ROOT / app).rglob("*.py")
            if not {"migrations", "sample"} & set(path.parts)
        ]
    return found


def _where(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_underscore_is_the_lazy_translation_everywhere():
    wrong = []
    for path in _sources():
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.ImportFrom):
                continue
            for alias in node.names:
                name = alias.asname or alias.name
                is_meant = _MEANT.get(name, alias.name) == alias.name
                is_named = name in _MEANT or alias.name not in _MEANT.values()
                if not (is_meant and is_named):
                    wrong.append(f"{_where(path)}: {alias.name} as {name}")

    assert wrong == []


def _by_hand(text: str) -> list[str]:
    found = {
        match.group().replace("\N{NO-BREAK SPACE}", " ")
        for match in _VALUE.finditer(text)
    }
    return sorted(found)


def test_no_template_writes_a_value_with_its_unit_by_hand():
    wrong = {}
    for path in (ROOT / "templates").rglob("*.*"):
        if found := _by_hand(path.read_text()):
            wrong[_where(path)] = found

    assert wrong == {}


def test_no_sentence_in_the_code_writes_a_value_with_its_unit_by_hand():
    wrong = {}
    for path in _sources():
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in {"_", "_t", "_n", "ngettext", "ngettext_lazy"}
            ):
                said = [ast.unparse(arg) for arg in node.args]
                if found := _by_hand(" ".join(said)):
                    wrong.setdefault(_where(path), []).extend(found)

    assert wrong == {}
