"""The sample leaders: accepted over the years, nearly all of them active."""

from datetime import datetime, timedelta

import pgtrigger
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from foundation import files, history
from foundation.pictures import clean_portrait
from leaders import membership, profiles
from leaders.choices import Help, LeaderStatus
from leaders.consent import CONSENT_VERSION
from leaders.models import Application, Leader
from leaders.portraits import path_of
from leaders.statuses import APPLICATION, LEADER
from niot_portal.sample import names
from niot_portal.sample.agencies import Agencies
from niot_portal.sample.applications import draft, give_topics
from niot_portal.sample.people import COLLEAGUES, key
from niot_portal.sample.portraits import draw
from niot_portal.sample.seeds import seeded
from places.models import ZipPlace
from resources.models import Topic


def make_leaders(
    users: dict[str, User],
    places: dict[str, ZipPlace],
    topics: list[Topic],
    agencies: Agencies,
) -> list[Leader]:
    """Make the leaders from accepted applications; return them in order."""
    drafts = [
        draft(users[key("leader", n)], row, places[row[2]], n)
        for n, row in enumerate(names.LEADERS)
    ]
    for each, (_name, _rank, zip_code, agency, *_rest) in zip(
        drafts, names.LEADERS, strict=True
    ):
        each.agency = agencies[agency, zip_code]
    rows = Application.objects.bulk_create(drafts)
    give_topics(rows, topics)
    reviewer, manager = users[COLLEAGUES[0].key], users[COLLEAGUES[1].key]
    _walk_to_accepted(rows, reviewer, manager)
    leaders = []
    for number, row in enumerate(rows):
        leader = profiles.open_profile(row)
        _fill_in(leader, number)
        leaders.append(leader)
    # Nobody did this: the history keeps the acts alone.
    with pgtrigger.ignore("leaders.Leader:update_update"):
        Leader.objects.bulk_update(
            leaders, ["help_offered", "about", "portrait", "vetted_on", *_CONSENT]
        )
    _walk_leaders(leaders, manager)
    return leaders


_CONSENT = ("consent_version", "consented_at", "activated_at")


def _walk_to_accepted(rows: list[Application], reviewer: User, manager: User) -> None:
    """Take applications from draft to accepted, all at once, a step at a time."""
    mine = Application.objects.filter(pk__in=[row.pk for row in rows])
    joined = {row.pk: _joined(number) for number, row in enumerate(rows)}
    steps: list[tuple[User | None, str, dict]] = [
        (None, "submit", {"submitted_at": timezone.now()}),
        (reviewer, "claim", {"assignee": reviewer}),
        (
            reviewer,
            "recommend",
            {
                "recommended_by": reviewer,
                "recommended_at": timezone.now(),
                "recommended_outcome": "accept",
                "recommendation": names.RECOMMENDATION,
            },
        ),
        (
            manager,
            "decide",
            {
                "decided_by": manager,
                "decided_at": timezone.now(),
                "outcome": "accept",
                "decision_reason": names.DECISION,
            },
        ),
        (
            manager,
            "accept",
            {"released_by": manager, "released_at": timezone.now()},
        ),
    ]
    for by, name, columns in steps:
        step = APPLICATION.steps[name]
        with history.acting(by, act=str(step.label)):
            mine.update(status=step.target, version=F("version") + 1, **columns)
    # They joined over the years, not today.
    for row in rows:
        row.refresh_from_db()
        sent = joined[row.pk]
        row.created_at = row.consented_at = sent - timedelta(days=3)
        row.submitted_at = sent
        row.recommended_at = sent + timedelta(days=9)
        row.decided_at = row.released_at = sent + timedelta(days=14)
    Application.objects.bulk_update(
        rows,
        [
            "created_at",
            "consented_at",
            "submitted_at",
            "recommended_at",
            "decided_at",
            "released_at",
        ],
    )


def _joined(number: int) -> datetime:
    return timezone.now() - timedelta(days=700 - number * 8, hours=number % 7)


def _fill_in(leader: Leader, number: int) -> None:
    """What a leader adds on the onboarding page. Every second one has a picture."""
    chance = seeded("leader", leader.name)
    kinds = [Help.CALL, Help.SCREENING]
    kinds += [kind for kind in Help if chance.random() < 0.5]
    leader.help_offered = [kind.value for kind in Help if kind in kinds]
    leader.about = chance.choice(names.ABOUT)
    leader.consent_version = CONSENT_VERSION
    listed = _joined(number) + timedelta(days=18)
    leader.consented_at = leader.activated_at = listed
    leader.vetted_on = timezone.localdate(listed)
    if number % 2 == 0:
        leader.portrait = _portrait(number, leader.name)


def _portrait(number: int, name: str) -> str:
    """Draw and keep a portrait; return the name of its file."""
    woman = name.split()[0] in names.WOMEN
    upload = SimpleUploadedFile("portrait.png", draw(number, woman=woman))
    picture = clean_portrait(upload)
    files.store(path_of(str(picture.name)), picture)
    return str(picture.name)


#: Where a few stand who are not simply active, by their place in the list.
_ELSEWHERE = {
    11: "paused",
    23: "paused",
    37: "paused",
    28: "suspended",
    52: "alumni",
    14: "hidden",
    57: "onboarding",
    58: "onboarding",
}


def _walk_leaders(leaders: list[Leader], manager: User) -> None:
    """Take leaders to where they stand: nearly all are active."""
    staying = {n for n, where in _ELSEWHERE.items() if where == "onboarding"}
    moving = [leader for n, leader in enumerate(leaders) if n not in staying]
    with history.acting(None, act=str(LEADER.steps["activate"].label)):
        Leader.objects.filter(pk__in=[leader.pk for leader in moving]).update(
            status=LeaderStatus.ACTIVE, version=F("version") + 1
        )
    Leader.objects.filter(pk__in=[leaders[n].pk for n in staying]).update(
        activated_at=None, consented_at=None, consent_version="", help_offered=[]
    )
    for number, where in _ELSEWHERE.items():
        leader = leaders[number]
        leader.refresh_from_db()
        if where == "paused":
            membership.MACHINE.move(leader, "pause", by=leader.user)
        elif where == "suspended":
            membership.MACHINE.move(
                leader, "suspend", by=manager, reason=names.SUSPENSION
            )
        elif where == "alumni":
            membership.MACHINE.move(leader, "retire", by=manager, reason="Retired.")
        elif where == "hidden":
            membership.set_hidden(
                leader, True, by=manager, seen=leader.version, reason=names.HIDING
            )
    for leader in leaders:
        leader.refresh_from_db()
