"""A leader goes; the evenings stay, and nothing calls the leader their host."""

import pytest
from django.urls import reverse

from foundation.models import OutboxMail
from foundation.refusals import Refused
from leaders import membership
from leaders.leaving import Settled
from niot_portal.regarding import regarding
from screenings import emails, leaving, lifecycle, staff_emails, structured
from screenings.models import Screening
from tests.factories import (
    make_leader,
    make_reservation,
    make_screening,
    make_staff,
    move_leader,
)
from tests.forms import press
from tests.people import signed_in

pytestmark = pytest.mark.django_db

NAME = "Quirina Zzyzx"
WHY = {"reason": "A complaint is being looked into."}


def _suspend(leader, by, **given):
    return membership.MACHINE.move(leader, "suspend", by=by, **WHY, **given)


def _retire(leader, by):
    return membership.MACHINE.move(leader, "retire", by=by, **WHY)


def _remove(leader, by):
    return membership.MACHINE.move(_suspend(leader, by), "remove", by=by, **WHY)


def _hide(leader, by):
    return membership.set_hidden(leader, True, by=by, seen=leader.version, **WHY)


WAYS_TO_GO = [_suspend, _retire, _remove, _hide]


@pytest.mark.parametrize("go", WAYS_TO_GO)
def test_evening_to_come_becomes_the_networks(go):
    screening = make_screening(host=make_leader())

    go(screening.host, make_staff())

    screening.refresh_from_db()
    assert (screening.host, screening.run_by) == (None, None)
    assert screening.status == "published"


def test_postponed_evening_becomes_the_networks():
    screening = make_screening("postponed")

    _suspend(screening.host, make_staff())

    screening.refresh_from_db()
    assert screening.host is None


@pytest.mark.parametrize("status", ["draft", "submitted", "held", "cancelled"])
def test_what_is_over_or_unseen_keeps_its_host(status):
    screening = make_screening(status)

    _suspend(screening.host, make_staff())

    host = screening.host
    screening.refresh_from_db()
    assert screening.host == host


def test_evenings_of_others_stay_theirs():
    other = make_screening()

    _suspend(make_leader(), make_staff())

    host = other.host
    other.refresh_from_db()
    assert other.host == host


def test_pausing_keeps_the_evenings():
    screening = make_screening()

    move_leader(screening.host, "pause")

    host = screening.host
    screening.refresh_from_db()
    assert screening.host == host


def test_manager_may_run_it_at_once():
    manager, screening = make_staff(), make_screening()

    _suspend(screening.host, manager, settled=Settled({screening.code: leaving.MINE}))

    screening.refresh_from_db()
    assert (screening.host, screening.run_by) == (None, manager)


def test_manager_may_cancel_it_with_notice():
    screening = make_screening()
    guest = make_reservation(screening)

    _suspend(
        screening.host,
        make_staff(),
        settled=Settled({screening.code: leaving.CANCEL}, "The host cannot come."),
    )

    screening.refresh_from_db()
    assert screening.status == "cancelled"
    assert screening.cancel_reason == "The host cannot come."
    assert OutboxMail.objects.about(guest).filter(key__contains=":cancelled:").exists()


def test_nobody_goes_where_a_notice_is_missing():
    screening = make_screening()

    with pytest.raises(Refused):
        _suspend(
            screening.host,
            make_staff(),
            settled=Settled({screening.code: leaving.CANCEL}),
        )

    screening.refresh_from_db()
    screening.host.refresh_from_db()
    assert screening.host.status == "active"
    assert screening.status == "published"


@pytest.fixture
def staff():
    """A program manager and a browser of theirs."""
    manager = make_staff()
    return signed_in(manager), manager


# No page calls who has gone the host


def _outputs(client, screening, guest):
    """Everything everybody reads of one screening, by name."""
    addresses = {
        "page": screening.get_absolute_url(),
        "calendar": screening.address_of("calendar"),
        "reserve": screening.address_of("reserve"),
        "list": reverse("screenings:list"),
        "past": reverse("screenings:past"),
        "json": reverse("screenings:feed", args=["json"]),
        "entries": reverse("screenings:feed", args=["ics"]),
        "past_json": reverse("screenings:past_feed", args=["json"]),
        "seats": guest.get_absolute_url(),
        "ask": f"{reverse('contact')}?screening={screening.code}",
        "home": "/",
        "search": f"/search/?q={screening.title.replace(' ', '+')}",
        "film": screening.film.get_absolute_url(),
    }
    return {
        name: client.get(address, follow=True).content.decode()
        for name, address in addresses.items()
    }


@pytest.mark.parametrize("go", WAYS_TO_GO)
@pytest.mark.parametrize("status", ["published", "postponed", "cancelled", "held"])
def test_no_output_names_who_has_gone(client, go, status):
    screening = make_screening(status, host=make_leader(name=NAME))
    live = status in ("published", "postponed")
    guest = make_reservation(screening if live else make_screening())
    go(screening.host, make_staff())

    screening.refresh_from_db()
    outputs = _outputs(client, screening, guest)

    assert [name for name, text in outputs.items() if NAME in text] == []
    assert "A vetted leader of the network" not in outputs["page"]
    assert "/portraits/" not in outputs["page"]


def test_outputs_name_an_active_host(client):
    """The walk above would find a name."""
    screening = make_screening(host=make_leader(name=NAME))

    outputs = _outputs(client, screening, make_reservation(screening))

    assert [name for name in ("page", "json") if NAME not in outputs[name]] == []


def test_json_and_json_ld_have_the_network_in_place_of_a_host():
    screening = make_screening()
    _suspend(screening.host, make_staff())
    screening.refresh_from_db()

    assert structured.screening_row(screening)["host"] is None
    assert '"@type": "Organization"' in structured.screening_event(screening)


def test_question_about_it_names_no_host():
    screening = make_screening(host=make_leader(name=NAME))
    _suspend(screening.host, make_staff())

    about = regarding({"screening": screening.code})

    assert about.initial["subject"] == f"About the screening “{screening.title}”"
    assert dict(about.facts)["Host"] == "The network’s program staff"


@pytest.mark.parametrize("go", WAYS_TO_GO)
def test_mails_do_not_name_who_has_gone(go):
    screening = make_screening(host=make_leader(name=NAME))
    guest, manager = make_reservation(screening), make_staff()
    host = screening.host
    go(host, manager)
    screening.refresh_from_db()
    before = set(OutboxMail.objects.values_list("pk", flat=True))

    screening = lifecycle.MACHINE.move(screening, "postpone", by=manager, **WHY)
    emails.tell_host_of_impossible_hour(screening)
    staff_emails.tell_office_of_impossible_hour(screening)
    emails.remind_of_access(screening, on=screening.day)
    guest.refresh_from_db()
    emails.send_changed(screening, guest, [("Where", "here", "there")])
    lifecycle.MACHINE.move(screening, "cancel", by=manager, **WHY)

    mails = OutboxMail.objects.exclude(pk__in=before)
    assert mails.count() == 6
    assert [mail for mail in mails if NAME in f"{mail.subject}{mail.text}"] == []
    assert [mail for mail in mails if mail.to == host.user.email] == []


# Who runs it


def test_manager_has_a_hosts_rights():
    screening = make_screening()
    _suspend(screening.host, manager := make_staff())
    client = signed_in(manager)

    pages = ["edit", "guests", "preview", "postpone", "cancel", "publish"]
    answers = {page: client.get(screening.address_of(page)) for page in pages}

    assert {page: one.status_code for page, one in answers.items()} == dict.fromkeys(
        pages, 200
    )


def test_manager_publishes_a_new_date():
    screening = make_screening("postponed")
    day = screening.day
    _suspend(screening.host, manager := make_staff())
    screening.refresh_from_db()
    screening.next_day, screening.next_zone = day, screening.zone
    screening.next_starts, screening.next_ends = screening.starts, screening.ends
    screening.next_mode = screening.mode
    for name in ("venue", "street", "city", "state", "zip", "lat", "lng", "step_free"):
        setattr(screening, f"next_{name}", getattr(screening, name))
    screening.save()

    moved = lifecycle.MACHINE.move(screening, "resume", by=manager)

    assert moved.status == "published"


def test_former_host_has_no_rights_left():
    screening = make_screening()
    user = screening.host.user
    _hide(screening.host, make_staff())
    client = signed_in(user)

    pages = ["edit", "guests", "preview", "postpone", "cancel", "publish"]
    answers = [client.get(screening.address_of(page)).status_code for page in pages]

    assert answers == [404] * 6


def test_hidden_leader_publishes_nothing_new():
    screening = make_screening("draft")
    _hide(screening.host, make_staff())

    with pytest.raises(Refused):
        lifecycle.MACHINE.move(screening, "submit", by=screening.host.user)


def test_staff_take_it_on_from_its_page(staff):
    client, manager = staff
    screening = make_screening()
    _suspend(screening.host, make_staff())
    screening.refresh_from_db()
    page = reverse("admin:screenings_screening_change", args=[screening.pk])
    button = reverse("admin:screenings_screening_take_on", args=[screening.pk])
    assert button in client.get(page).content.decode()

    client.post(button, {"version": screening.version})

    screening.refresh_from_db()
    assert screening.run_by == manager
    assert button not in client.get(page).content.decode()


def test_second_manager_reads_who_was_first():
    screening = make_screening()
    _suspend(screening.host, make_staff())
    screening.refresh_from_db()
    leaving.take_on(screening, by=make_staff(), seen=screening.version)

    with pytest.raises(Refused):
        leaving.take_on(screening, by=make_staff(), seen=screening.version)


def test_staff_home_lists_it_until_somebody_takes_it_on(staff):
    client, manager = staff
    screening = make_screening()
    _suspend(screening.host, make_staff())
    home = client.get(reverse("admin:index")).content.decode()

    screening.refresh_from_db()
    leaving.take_on(screening, by=manager, seen=screening.version)

    assert "screening to come that nobody runs" in home
    assert "that nobody runs" not in client.get(reverse("admin:index")).content.decode()
    assert not Screening.objects.without_anybody().exists()


# Staff choose


@pytest.mark.parametrize("act", ["suspend", "retire"])
def test_page_shows_evenings_and_keeps_choices(staff, act):
    client, _ = staff
    screening = make_screening()
    make_reservation(screening)
    url = reverse("admin:leaders_leader_act", args=[screening.host.pk, act])
    field = f"thing_{screening.code}"
    asked = client.get(url).content.decode()

    answer = client.post(
        url, {"version": screening.host.version, **WHY, field: "cancel"}
    ).content.decode()

    assert screening.title in asked
    assert "One confirmed reservation" in asked
    assert "Give the reason that guests will read." in answer
    assert 'value="cancel"' in answer
    screening.host.refresh_from_db()
    assert screening.host.status == "active"


def test_choice_on_the_page_is_done(staff):
    client, manager = staff
    screening = make_screening()
    second = make_screening(host=screening.host)
    url = reverse("admin:leaders_leader_act", args=[screening.host.pk, "suspend"])

    press(
        client,
        url,
        {
            "version": screening.host.version,
            **WHY,
            f"thing_{screening.code}": "mine",
        },
    )

    screening.refresh_from_db()
    second.refresh_from_db()
    assert (screening.host, screening.run_by) == (None, manager)
    assert (second.host, second.run_by) == (None, None)


def test_hiding_asks_and_does_it(staff):
    client, _ = staff
    screening = make_screening()
    url = reverse("admin:leaders_leader_hide", args=[screening.host.pk])
    asked = client.get(url).content.decode()

    press(
        client,
        url,
        {
            "version": screening.host.version,
            **WHY,
            f"thing_{screening.code}": "cancel",
            "notice": "The host cannot come.",
        },
    )

    screening.refresh_from_db()
    assert screening.title in asked
    assert (screening.host, screening.status) == (None, "cancelled")
