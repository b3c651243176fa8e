"""The map of the foundation names what is there."""

import re
from pathlib import Path

import foundation

LINE = re.compile(r"^    (\w+)  +\S", re.MULTILINE)


def test_map_names_each_module_once():
    modules = sorted(
        path.stem
        for path in Path(foundation.__file__).parent.glob("*.py")
        if path.stem not in ("__init__", "apps")
    )

    assert sorted(LINE.findall(foundation.__doc__)) == modules
