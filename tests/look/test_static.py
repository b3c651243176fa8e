"""The stylesheets and the script: small, and kept to our own rules."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings

STATIC = Path(settings.BASE_DIR) / "static"
SHEETS = sorted((STATIC / "css").glob("*.css"))
# Bytes with gzip; brotli, which whitenoise also writes, takes some 12 % off.
CSS_BUDGET = 15_000
JS_BUDGET = 5_000


def _weight(*paths: Path) -> int:
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in paths)


def _without_comments(path: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S)


def test_visitors_stylesheets_fit_the_budget():
    css = [path for path in SHEETS if path.name != "admin.css"]

    assert _weight(*css) < CSS_BUDGET


def test_scripts_fit_the_budget():
    assert _weight(*(STATIC / "js").glob("*.js")) < JS_BUDGET


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_stylesheet_forces_nothing_and_loads_nothing(path):
    css = _without_comments(path)

    assert re.findall(r"!important|@import|url\(", css) == []


def test_portal_stylesheet_selects_no_id():
    css = _without_comments(STATIC / "css" / "portal.css")
    selectors = re.findall(r"[^{};]+(?=\{)", css)

    assert [each.strip() for each in selectors if re.search(r"#[a-z]", each)] == []


def _tokens() -> dict[str, str]:
    css = (STATIC / "css" / "portal.css").read_text()
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", css))


def _luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(each * 2 for each in digits)
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


# WCAG 2.2: 4.5 for text (1.4.3), 3 for the borders of controls (1.4.11).
@pytest.mark.parametrize(
    ("text", "ground", "least"),
    [
        ("ink", "paper", 7),
        ("ink-soft", "paper", 7),
        ("ink-soft", "mist", 4.5),
        ("ink-soft", "sand", 4.5),
        ("ink", "lamp", 7),
        ("ink", "lamp-pale", 7),
        ("blue", "paper", 7),
        ("blue", "sky", 4.5),
        ("blue", "mist", 4.5),
        ("blue-deep", "lamp-pale", 4.5),
        ("paper", "night", 7),
        ("moon", "night", 7),
        ("paper", "blue", 7),
        ("paper", "brick", 7),
        ("brick", "brick-pale", 4.5),
        ("leaf", "leaf-pale", 4.5),
        ("edge", "paper", 3),
        ("edge", "mist", 3),
        ("lamp", "night", 3),
    ],
)
def test_tokens_keep_their_contrast(text, ground, least):
    tokens = _tokens()

    assert _contrast(tokens[text], tokens[ground]) >= least


@pytest.mark.parametrize("number", range(1, 9))
def test_poster_title_can_be_read_on_its_palette(number):
    css = (STATIC / "css" / "portal.css").read_text()
    palette = re.search(rf"\.palette-{number} {{([^}}]*)}}", css).group(1)
    grounds = re.findall(r"--(?:ground|street): (#[0-9a-f]+)", palette)

    assert [_contrast("#ffffff", ground) >= 4.5 for ground in grounds] == [True, True]


@pytest.mark.parametrize("number", range(1, 7))
def test_initials_can_be_read_on_their_tint(number):
    css = (STATIC / "css" / "portal.css").read_text()
    ground, text = re.search(
        rf"\.tint-{number} {{ background: (#\w+); color: (#\w+)", css
    ).groups()

    assert _contrast(text, ground) >= 4.5
