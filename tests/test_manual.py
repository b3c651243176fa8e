"""The manual says what the code does."""

import re
from datetime import timedelta
from types import ModuleType

import pytest

from foundation import manual

MANUAL = sorted(page for page in (manual.DOCS / "manual").glob("*.md"))
NUMBER = (
    r"(?:\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|fifteen|twenty|thirty|sixty|ninety|half an?|a quarter of an)"
)
UNIT = (
    r"(?:working days?|seconds?|minutes?|hours?|days?|weeks?|months?|years?|[kMG]B"
    r"|pixels?|megapixels?|letters?|characters?|seats?|tries|times)"
)
BY_HAND = re.compile(
    rf"\b{NUMBER}[ -](?:\w+ )?{UNIT}\b|\b(?:up to|at most|within) {NUMBER}\b", re.I
)


def by_hand(text: str) -> list[str]:
    """The values that a page names without a mark; words of buttons are not its own."""
    own = re.sub(r"\*\*.*?\*\*", "", manual.VALUE.sub("", text), flags=re.DOTALL)
    return BY_HAND.findall(" ".join(own.split()))


def test_manual_is_current():
    stale = [
        page.relative_to(manual.DOCS).as_posix()
        for page, text in manual.pages().items()
        if page.read_text() != text
    ]

    assert stale == [], "Run: manage.py write_manual"


@pytest.mark.parametrize("path", MANUAL, ids=lambda path: path.stem)
def test_page_takes_each_value_from_the_code(path):
    assert by_hand(path.read_text()) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It lapses after 24 hours.", ["24 hours"]),
        ("It works for\nthree days.", ["three days"]),
        ("After half an hour away", ["half an hour"]),
        ("A picture of up to 5 MB", ["up to 5"]),
        ("We answer within 5 working days.", ["within 5"]),
        ("It lapses after <!-- promise a.B -->24 hours<!-- / -->.", []),
        ("Press **Confirm my two seats**.", []),
        ("Read the five parts on two pages.", []),
    ],
)
def test_value_written_by_hand_is_noticed(text, found):
    assert by_hand(text) == found


def test_value_is_written_between_its_marks():
    values = ModuleType("promises")
    values.KEPT = timedelta(days=60)

    text = manual.fill(
        "Kept for <!-- promise app.KEPT -->a\nwhile<!-- / -->, then gone.",
        {"app": values},
    )

    assert text == "Kept for <!-- promise app.KEPT -->60 days<!-- / -->, then gone."


def test_value_that_nobody_has_stops_the_writing():
    with pytest.raises(AttributeError):
        manual.fill(
            "<!-- promise app.NO -->x<!-- / -->", {"app": ModuleType("promises")}
        )


def test_who_is_mailed_of_a_step_is_written_between_its_marks():
    text = manual.fill_mails("<!-- mails leaders.Application.decline -->x<!-- / -->")

    assert text == (
        "<!-- mails leaders.Application.decline -->"
        "The applicant gets the decision.<!-- / -->"
    )


def test_step_of_which_nobody_is_mailed_says_so():
    text = manual.fill_mails("<!-- mails leaders.Application.let_go -->x<!-- / -->")

    assert text == (
        "<!-- mails leaders.Application.let_go -->Nobody is mailed.<!-- / -->"
    )


def test_step_that_nobody_knows_stops_the_writing():
    with pytest.raises(KeyError, match="burn"):
        manual.fill_mails("<!-- mails leaders.Application.burn -->x<!-- / -->")


def test_manual_prints_the_usual_value_of_a_setting(settings):
    settings.REAPPLY_DAYS = 7

    assert timedelta(days=90) == manual.usual()["leaders"].REAPPLY_AFTER


def test_page_on_statuses_has_a_diagram_and_a_row_for_each_step():
    page = manual.statuses()

    part = page.split("## Application\n")[1].split("\n## ")[0]
    assert "```mermaid\nstateDiagram-v2\n" in part
    assert "  submitted --> in_review: Claim\n" in part
    assert "\n| Put back in the queue | In review | Submitted | – |\n" in part
