"""The staff's pages of help lines and laws: check, take off, edit, look again."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.utils import Error
from django.urls import reverse
from django.utils import timezone

from accounts.roles import sync
from foundation.history import history_of
from foundation.refusals import Refused
from places.states import STATES
from resources import checking
from resources.models import HelpLine, StateLaw
from resources.promises import HELP_CHECK_HOLDS
from tests.factories import make_help_line, make_staff, make_state_law
from tests.people import signed_in
from tests.queries import count_queries

pytestmark = pytest.mark.django_db

LIST = "admin:resources_helpline_changelist"


@pytest.fixture
def manager():
    sync()
    user = make_staff("Program manager")
    user.groups.add(Group.objects.get(name="Program manager"))
    return user


def _page(line) -> str:
    return reverse("admin:resources_helpline_change", args=[line.pk])


def _filled(client, page: str) -> dict:
    """What the browser would send of the form as it was opened."""
    form = client.get(page).context["adminform"].form
    values = {bound.html_name: bound.value() for bound in form}
    return {name: value for name, value in values.items() if value is not None}


def _act(entry, name: str) -> str:
    kind = entry._meta.model_name
    return reverse(f"admin:resources_{kind}_act", args=[entry.pk, name])


def _found(client, **choice) -> list[str]:
    rows = client.get(reverse(LIST), choice).context["cl"].result_list
    return [row.name for row in rows]


@pytest.mark.parametrize("status", ["waiting", "shown", "off"])
def test_check_publishes_with_the_day_and_is_in_the_history(manager, status):
    line = make_help_line(status)

    signed_in(manager).post(_act(line, "check"), {"version": line.version})

    line.refresh_from_db()
    assert (line.status, line.checked_on) == ("shown", timezone.localdate())
    event = history_of(line)[0]
    assert event.who == str(manager)
    assert event.what == "Checked: I called or opened it. Publish"


def test_check_waits_for_a_way_to_reach_the_line(manager):
    line = make_help_line(phone="")

    with pytest.raises(Refused, match="Give a number, a chat or a page first"):
        checking.LINES.move(line, "check", by=manager)


def test_law_that_says_nothing_is_not_published(manager):
    law = make_state_law("waiting", has_law=False, names=[])

    with pytest.raises(Refused, match="Tick what the law says first"):
        checking.LAWS.move(law, "check", by=manager)


def test_law_is_published_after_it_was_read(manager):
    law = make_state_law("waiting")

    signed_in(manager).post(_act(law, "check"), {"version": law.version})

    law.refresh_from_db()
    assert (law.status, law.checked_on) == ("shown", timezone.localdate())


def test_take_off_asks_for_a_reason(manager):
    line = make_help_line("shown")
    client = signed_in(manager)

    client.post(_act(line, "take_off"), {"version": line.version, "reason": ""})
    line.refresh_from_db()
    before = line.status
    client.post(_act(line, "take_off"), {"version": line.version, "reason": "Dead."})

    line.refresh_from_db()
    assert (before, line.status) == ("shown", "off")
    assert history_of(line)[0].why == "Dead."


def test_second_of_two_who_press_is_told(manager):
    line = make_help_line("shown")
    checking.LINES.move(line, "take_off", by=make_staff("Program manager"), reason="No")

    response = signed_in(manager).post(_act(line, "check"), {"version": 0})

    line.refresh_from_db()
    assert line.status == "off"
    assert "changed this on" in response.content.decode()


def test_second_editor_is_told_and_keeps_the_text(manager):
    line = make_help_line(hours="9 to 5")
    client = signed_in(manager)
    mine = _filled(client, _page(line))
    theirs = _filled(client, _page(line))
    client.post(_page(line), theirs | {"hours": "8 to 4"})

    response = client.post(_page(line), mine | {"hours": "noon to 9"})

    line.refresh_from_db()
    assert line.hours == "8 to 4"
    html = response.content.decode()
    assert "changed this in another window on" in html
    assert "noon to 9" in html


def test_changed_number_is_not_shown_until_somebody_called_it(manager):
    line = make_help_line("shown", checked_on=timezone.localdate())
    client = signed_in(manager)

    form = _filled(client, _page(line))
    client.post(_page(line), form | {"phone": "1-202-555-0199"})

    line.refresh_from_db()
    assert (line.phone, line.status, line.checked_on) == (
        "1-202-555-0199",
        "waiting",
        None,
    )


def test_changed_hours_stay_shown_with_the_day_of_the_check(manager):
    day = timezone.localdate() - timedelta(days=3)
    line = make_help_line("shown", checked_on=day)
    client = signed_in(manager)

    client.post(_page(line), _filled(client, _page(line)) | {"hours": "9 to 5"})

    line.refresh_from_db()
    assert (line.hours, line.status, line.checked_on) == ("9 to 5", "shown", day)


def test_new_line_begins_unpublished(manager):
    client, add = signed_in(manager), reverse("admin:resources_helpline_add")

    answers = {"name": "New", "slug": "new", "kind": "victims", "phone": "988"}
    client.post(add, _filled(client, add) | answers)

    line = HelpLine.objects.get()
    assert (line.name, line.status, line.checked_on) == ("New", "waiting", None)


def test_number_in_another_form_is_refused_beside_the_field(manager):
    line = make_help_line()
    client = signed_in(manager)

    form = _filled(client, _page(line)) | {"phone": "call us"}
    html = client.post(_page(line), form).content.decode()

    assert "Write the number as 1-800-225-5324" in html


def test_lanes_find_what_waits_and_what_is_due(manager):
    today = timezone.localdate()
    old = today - HELP_CHECK_HOLDS - timedelta(days=1)
    make_help_line(name="Waits")
    make_help_line("shown", name="Never called")
    make_help_line("shown", name="Long ago", checked_on=old)
    make_help_line("shown", name="Fresh", checked_on=today - HELP_CHECK_HOLDS)
    make_help_line("off", name="Gone")
    client = signed_in(manager)

    lanes = ("call", "look-again", "old", "shown", "off")
    found = {lane: sorted(_found(client, lane=lane)) for lane in lanes}

    assert found == {
        "call": ["Waits"],
        "look-again": ["Long ago", "Never called"],
        "old": ["Long ago"],
        "shown": ["Fresh", "Long ago", "Never called"],
        "off": ["Gone"],
    }


def test_old_check_is_on_the_staffs_home_and_stays_on_the_page(manager, client):
    old = timezone.localdate() - HELP_CHECK_HOLDS - timedelta(days=1)
    make_help_line("shown", name="Long Ago Line", checked_on=old)
    make_help_line()
    make_state_law(checked_on=old)

    needs = signed_in(manager).get("/admin/").context["needs"]

    assert {need.words: need.number for need in needs} == {
        "help line to call before it is shown": 1,
        "help line that visitors see and nobody has called lately": 1,
        "law of a state to read again": 1,
    }
    assert "Long Ago Line" in client.get("/get-help-now/").content.decode()


def test_state_filter_finds_the_whole_country_too(manager):
    make_help_line(name="National")
    make_help_line(name="Of Wisconsin", state="WI")
    client = signed_in(manager)

    assert _found(client, state="country") == ["National"]
    assert _found(client, state="wi") == ["Of Wisconsin"]


@pytest.mark.parametrize("rows", [3, 40])
@pytest.mark.parametrize("model", ["helpline", "statelaw"])
def test_list_asks_the_database_little(manager, rows, model):
    for code, _ in zip(STATES, range(rows), strict=False):
        make_help_line(state=code)
        make_state_law(code=code)
    client = signed_in(manager)

    with count_queries() as queries:
        client.get(reverse(f"admin:resources_{model}_changelist"), {"q": "e"})

    assert len(queries) <= 12
    assert queries.repeated == []


def test_database_refuses_a_shown_line_that_cannot_be_reached():
    with pytest.raises(Error), transaction.atomic():
        make_help_line("shown", phone="")


def test_database_refuses_what_the_table_does_not_know():
    line = make_help_line("off")

    with pytest.raises(Error), transaction.atomic():
        HelpLine.objects.filter(pk=line.pk).update(status="waiting")


def test_reviewer_reads_and_presses_nothing():
    sync()
    reviewer = make_staff("Reviewer")
    reviewer.groups.add(Group.objects.get(name="Reviewer"))
    law = make_state_law("waiting")

    response = signed_in(reviewer).post(_act(law, "check"), {"version": 0})

    assert response.status_code == 403
    assert StateLaw.objects.get().status == "waiting"
