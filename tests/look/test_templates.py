"""What holds for every template: nothing inline, nothing from elsewhere, one voice."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR) / "templates"
PAGES = sorted(path for path in ROOT.rglob("*.html") if "email" not in path.parts)
TEXTS = sorted(path for path in ROOT.rglob("*.*") if path.suffix in {".html", ".txt"})
PARTIALS = sorted((ROOT / "partials").glob("*.html"))


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_page_has_no_inline_style(path):
    html = path.read_text()

    assert re.findall(r"<style|\sstyle=", html) == []


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_page_has_no_inline_script(path):
    html = path.read_text()

    scripts = re.findall(r"<script\b[^>]*>", html)
    inline = [
        tag
        for tag in scripts
        if " src=" not in tag
        and 'type="application/json"' not in tag
        and 'type="application/ld+json"' not in tag
    ]

    assert inline + re.findall(r"\son\w+=", html) == []


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_page_loads_nothing_from_elsewhere(path):
    html = path.read_text()

    loaded = re.findall(r"<(?:script|img|link|iframe|source)\b[^>]*>", html)

    assert [tag for tag in loaded if re.search(r"=[\"'](?:https?:)?//", tag)] == []


@pytest.mark.parametrize("path", PARTIALS, ids=_name)
def test_partial_opens_by_naming_what_it_expects(path):
    first = path.read_text().split("\n", 1)[0]

    assert re.match(r"\{# partials/" + re.escape(path.name) + r" — ", first)


@pytest.mark.parametrize("path", TEXTS, ids=_name)
def test_text_never_shouts(path):
    text = re.sub(
        r"<!doctype|<!--|\{#.*?#\}|!=|<script.*?</script>",
        "",
        path.read_text(),
        flags=re.S | re.I,
    )

    assert "!" not in text
