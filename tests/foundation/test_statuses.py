"""The table of statuses: what may follow what, for trigger, diagram and manual."""

import pytest
from django.db import models

from foundation.statuses import TABLES, Step, Table

pytestmark = pytest.mark.usefixtures("no_tables")


class Status(models.TextChoices):
    DRAFT = "draft", "Draft"
    RETURNED = "returned", "Returned"
    SENT = "sent", "Sent: on its way"


SEND = Step(
    name="send",
    sources=(Status.DRAFT, Status.RETURNED),
    target=Status.SENT,
    label="Send: now",
)
RETURN = Step(
    name="return", sources=(Status.SENT,), target=Status.RETURNED, label="Return"
)
AGAIN = Step(name="again", sources=(Status.SENT,), target=Status.SENT, label="Again")


def test_edges_are_the_pairs_the_database_allows():
    table = Table("status", Status, SEND, RETURN)

    assert table.edges == [
        ("draft", "sent"),
        ("returned", "sent"),
        ("sent", "returned"),
    ]


def test_step_that_stays_in_place_is_no_edge():
    assert Table("status", Status, AGAIN).edges == []


def test_trigger_allows_the_edges_of_its_field():
    trigger = Table("phase", Status, SEND).trigger("legal_phase")

    assert (trigger.name, trigger.field) == ("legal_phase", "phase")
    assert trigger.transitions == [("draft", "sent"), ("returned", "sent")]


def test_two_steps_of_one_name_are_refused():
    with pytest.raises(ValueError, match="share a name"):
        Table("status", Status, SEND, SEND)


def test_status_is_told_in_the_words_of_staff():
    assert Table("status", Status, SEND).label_of("sent") == "Sent: on its way"


def test_diagram_names_each_status_and_each_step():
    lines = Table("status", Status, SEND, AGAIN).diagram().split("\n")

    assert lines == [
        "stateDiagram-v2",
        '  state "Draft" as draft',
        '  state "Returned" as returned',
        '  state "Sent: on its way" as sent',
        "  draft --> sent: Send, now",
        "  returned --> sent: Send, now",
        "  sent --> sent: Again",
    ]


def test_every_table_is_known_to_the_portal():
    table = Table("status", Status, SEND)

    assert [table] == TABLES
