"""Loading help lines and laws: what is shown at once, and what stays staff's."""

import json

import pytest
from django.core.management import call_command

from foundation.history import history_of
from resources import checking, help_catalogue
from resources.models import HelpLine, StateLaw
from tests.factories import make_staff

pytestmark = pytest.mark.django_db

TWICE = {"checked": "two sources agree", "year": 2024}


def _line(**changes) -> dict:
    return {
        "slug": "a-line",
        "name": "A line",
        "kind": "victims",
        "phone": "1-202-555-0142",
        "source_year": 2024,
        "readings": [TWICE, TWICE],
        "readings_agree": True,
    } | changes


def _law(**changes) -> dict:
    return {"code": "WI", "has_law": True, "names": ["religion"]} | changes


@pytest.fixture
def load(tmp_path):
    def write_and_load(lines=(), laws=()):
        for name, rows in (("help_lines", lines), ("state_laws", laws)):
            (tmp_path / f"{name}.json").write_text(json.dumps(list(rows)))
        return help_catalogue.load(tmp_path)

    return write_and_load


def test_what_ships_loads_whole_and_the_second_time_changes_nothing():
    first = help_catalogue.load()
    second = help_catalogue.load()

    assert [report.bad for report in first] == [[], []]
    assert [report.counts["created"] for report in first] == [61, 56]
    assert [dict(report.counts) for report in second] == [
        {"unchanged": 61},
        {"unchanged": 56},
    ]


def test_what_ships_shows_only_what_both_readings_vouch_for():
    help_catalogue.load()

    assert set(HelpLine.objects.shown().values_list("slug", flat=True)) == {
        "988",
        "victimconnect",
        "ca-vs-hate",
        "il-help-stop-hate",
        "md-no-home-for-hate",
        "ny-hate-and-bias-line",
        "wa-hate-crimes-hotline",
    }


def test_what_ships_sends_nobody_to_the_closed_service():
    help_catalogue.load()
    text = " ".join(
        f"{line.name} {line.serves} {line.about}" for line in HelpLine.objects.all()
    )

    assert "Community Relations Service" not in text


@pytest.mark.parametrize("code", ["AR", "ND", "SC", "WY", "GU", "AS", "MP"])
def test_law_of_which_readings_differ_or_know_nothing_waits(code):
    help_catalogue.load()

    assert StateLaw.objects.get(code=code).status == "waiting"


@pytest.mark.parametrize(
    ("code", "names"),
    [
        # Both name these three; what stands in one reading alone is left out.
        ("KS", {"race", "religion", "orientation"}),
        ("MI", {"race", "religion", "orientation", "disability", "gender", "identity"}),
        ("PR", set()),
    ],
)
def test_law_names_only_what_both_readings_say(code, names):
    help_catalogue.load()

    assert set(StateLaw.objects.get(code=code).names) == names


@pytest.mark.parametrize(
    "changes",
    [
        {"readings": [TWICE]},
        {"readings": [TWICE, {"checked": "one source", "year": 2024}]},
        {"readings": [TWICE, {"checked": "two sources agree", "year": 2022}]},
        {"readings": [TWICE, {"checked": "two sources agree", "year": None}]},
        {"readings": [TWICE, "two sources agree"]},
        {"readings": None},
        {"readings_agree": False},
        {"readings_agree": "yes"},
    ],
)
def test_line_without_two_sure_readings_waits_for_a_call(load, changes):
    load([_line(**changes)])

    assert HelpLine.objects.get().status == "waiting"


def test_field_that_staff_edited_stays_and_the_rest_follows(load):
    load([_line(hours="9 to 5", languages="English")])
    HelpLine.objects.update(hours="8 to 4")

    report = load([_line(hours="10 to 6", languages="English, Spanish")])[0]

    line = HelpLine.objects.get()
    assert (line.hours, line.languages) == ("8 to 4", "English, Spanish")
    assert report.kept == ["a-line: hours"]


def test_line_that_staff_checked_follows_no_file(load):
    load([_line()])
    checking.LINES.move(HelpLine.objects.get(), "check", by=_manager())

    load([_line(phone="1-202-555-0199", readings=[])])

    line = HelpLine.objects.get()
    assert (line.phone, line.status) == ("1-202-555-0142", "shown")


def test_line_that_staff_took_off_stays_off(load):
    load([_line()])
    line = HelpLine.objects.get()
    checking.LINES.move(line, "take_off", by=_manager(), reason="Nobody answers.")

    load([_line(name="A line by another name")])

    assert HelpLine.objects.get().status == "off"


def test_line_that_the_file_no_longer_vouches_for_waits_again(load):
    load([_line()])

    load([_line(readings_agree=False)])

    assert HelpLine.objects.get().status == "waiting"


def test_bad_row_is_named_and_stops_nothing_else(load):
    lines = [_line(phone="call us"), _line(slug="other"), {"name": "No slug"}, "x"]
    report = load([*lines, _line(slug="other")])[0]

    assert list(HelpLine.objects.values_list("slug", flat=True)) == ["other"]
    assert len(report.bad) == 4
    assert report.bad[0].startswith("help_lines.json (a-line): phone: Write the")


def test_law_that_staff_edited_stays(load):
    load(laws=[_law()])
    StateLaw.objects.update(names=["religion", "race"])

    load(laws=[_law(names=["religion", "gender"])])

    assert StateLaw.objects.get().names == ["religion", "race"]


def test_loading_is_in_the_history(load):
    load([_line()])

    events = history_of(HelpLine.objects.get())

    assert [event.what for event in events] == ["Loaded from the shipped help lines"]


def test_command_says_what_was_kept(capsys, load, tmp_path):
    load([_line()])
    HelpLine.objects.update(name="Our name")
    load([_line()])

    call_command("load_help", folder=tmp_path)

    assert "Kept as staff have it, help_lines a-line: name" in capsys.readouterr().out


def _manager():
    return make_staff("Program manager")
