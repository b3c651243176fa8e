"""A Chromium for the tests that need one, and axe to judge pages with."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import axe_playwright_python
import pytest

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PHONE = {"width": 375, "height": 812}
DESK = {"width": 1280, "height": 900}


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in Path(item.fspath).parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args, browser_type):
    """The system's Chromium, or Playwright's own; it calls nobody by itself.

    Without any the tests are skipped, in CI they fail.
    """
    # Playwright keeps an event loop in the test thread; Django's ORM must not mind.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    chromium = next(filter(None, map(shutil.which, names)), None)
    if chromium is None and Path(browser_type.executable_path).exists():
        chromium = browser_type.executable_path
    if chromium is None:
        if os.environ.get("CI"):
            pytest.fail("CI needs a Chromium: apt-get install chromium")
        pytest.skip("no Chromium found")
    arguments = [
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    return browser_type_launch_args | {
        "executable_path": chromium,
        "args": arguments,
    }


@pytest.fixture(scope="session")
def axe_source() -> str:
    """The text of axe-core, to be evaluated: our CSP refuses injected script tags."""
    return next(
        Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")
    ).read_text()


@pytest.fixture
def faults_of(axe_source) -> Callable:
    """Return what axe finds wrong on a page: `faults_of(page)` → [(rule, where)]."""

    def judge(page) -> list[tuple[str, str]]:
        page.evaluate(axe_source)
        result = page.evaluate(
            "rules => axe.run(document, {preload: false, runOnly: rules})", RULES
        )
        return [
            (fault["id"], str(node["target"]))
            for fault in result["violations"]
            for node in fault["nodes"]
        ]

    return judge


@pytest.fixture
def overflow_of() -> Callable:
    """Return by how many pixels a page is wider than the screen: 0 is right."""

    def measure(page) -> int:
        return page.evaluate(
            "() => document.documentElement.scrollWidth"
            " - document.documentElement.clientWidth"
        )

    return measure
