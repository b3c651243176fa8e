"""Builds the sample network: leaders, applications, screenings, reservations.

Everything follows from fixed seeds and today's date, so that two machines show the
same on the same day. Rows are written in bulk, but always by legal steps: the database
refuses others.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from io import StringIO
from random import Random
from typing import Any, cast

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from foundation import history
from foundation.codes import ALPHABET
from foundation.pictures import clean_portrait
from leaders import membership, profiles, vetting
from leaders.choices import ApplicationStatus, Help, LeaderStatus, PublicField, Service
from leaders.consent import CONSENT_VERSION
from leaders.models import Application, Leader
from niot_portal.sample import DOMAIN, names, only_in_development
from niot_portal.sample.people import (
    APPLICANT,
    COLLEAGUES,
    LEADER,
    MANAGER,
    PEOPLE,
    REVIEWER,
    make_accounts,
)
from niot_portal.sample.portraits import draw
from places.models import ZipPlace
from resources.models import Film, Topic
from screenings import times
from screenings.choices import (
    Answer,
    GuestGroup,
    Mode,
    ReservationStatus,
    ScreeningStatus,
    SignLanguage,
)
from screenings.models import GUESTS_KEPT, Reservation, Screening

SCREENINGS = 200


class NothingToShow(Exception):
    """The ZIP codes or the catalogue are not loaded yet."""


@transaction.atomic
def load() -> bool:
    """Make the sample network, or return False if it is there already.

    Raises `NothingToShow` without ZIP codes or films.
    """
    only_in_development()
    if User.objects.filter(email=LEADER.email).exists():
        return False
    places = {place.zip: place for place in ZipPlace.objects.filter(zip__in=_zips())}
    films = list(Film.objects.published().order_by("slug"))
    topics = list(Topic.objects.order_by("slug"))
    if not (places and films and topics):
        raise NothingToShow("Load ZIP codes and the catalogue first.")
    call_command("sync_roles", verbosity=0, stdout=StringIO())
    users = _accounts()
    leaders = _leaders(users, places, topics)
    _applications(users, places, topics)
    _screenings(leaders, places, films)
    return True


def _chance(*parts: object) -> Random:
    """A source of choices that is the same on every machine."""
    return Random(" ".join(map(str, parts)))  # noqa: S311  # nosec B311


def _zips() -> set[str]:
    return {row[2] for row in (*names.LEADERS, *names.APPLICANTS)}


def _code(*parts: object) -> str:
    return "".join(_chance("code", *parts).choices(ALPHABET, k=6))


# People


def _accounts() -> dict[str, User]:
    people = {person.key: person.name for person in (*PEOPLE, *COLLEAGUES)}
    people |= {_key("leader", n): row[0] for n, row in enumerate(names.LEADERS)}
    people |= {_key("applicant", n): row[0] for n, row in enumerate(names.APPLICANTS)}
    staff = {p.key: p.role for p in (*PEOPLE, *COLLEAGUES) if p.role}
    return make_accounts(people, staff)


def _key(kind: str, number: int) -> str:
    """The first part of an address; the first of each kind is the one of /try/."""
    first = {"leader": LEADER, "applicant": APPLICANT}[kind]
    return f"{kind}{number + 1}" if number else first.key


def _draft(
    user: User, row: tuple[str, ...], place: ZipPlace, number: int
) -> Application:
    """An application as its applicant filled it in, not sent yet."""
    name, rank, _zip, agency, kind, size = row
    chance = _chance("application", name)
    retired = rank.startswith("Retired")
    civilian = rank in ("Training Coordinator", "Prosecutor’s Investigator")
    shown = [PublicField.NAME, PublicField.RANK, PublicField.PORTRAIT]
    shown += [field for field in PublicField if chance.random() < 0.8]
    return Application(
        applicant=user,
        reference=_code("application", name),
        name=name,
        rank=rank,
        service=Service.RETIRED
        if retired
        else Service.CIVILIAN
        if civilian
        else Service.SWORN,
        years_of_service=chance.randint(6, 34),
        agency_name=f"{agency} (sample)",
        agency_kind=kind,
        agency_size=size,
        zip=place.zip,
        state=place.state,
        city=place.city,
        lat=place.lat,
        lng=place.lng,
        languages=_languages(chance),
        why=chance.choice(names.WHY),
        experience=chance.choice(names.EXPERIENCE),
        supervisor_name=chance.choice(names.SUPERVISORS),
        supervisor_email=f"supervisor{number + 1}@{DOMAIN}",
        consent_to=[field.value for field in PublicField if field in shown],
        consent_version=CONSENT_VERSION,
        consented_at=timezone.now(),
    )


def _languages(chance: Random) -> list[str]:
    spoken = ["en"]
    if chance.random() < 0.4:
        spoken.append(chance.choice(names.LANGUAGES_SPOKEN))
    return spoken


def _give_topics(rows: Iterable[Any], topics: list[Topic]) -> None:
    """Give each of some applications three to six topics, in one statement."""
    through = Application.topics.through
    through.objects.bulk_create(
        through(application_id=row.pk, topic_id=topic.pk)
        for row in rows
        for topic in _chance("topics", row.name).sample(
            topics, k=_chance("how many", row.name).randint(3, 6)
        )
    )


# Leaders


def _leaders(
    users: dict[str, User], places: dict[str, ZipPlace], topics: list[Topic]
) -> list[Leader]:
    """Make the leaders from accepted applications; return them in order."""
    rows = Application.objects.bulk_create(
        _draft(users[_key("leader", n)], row, places[row[2]], n)
        for n, row in enumerate(names.LEADERS)
    )
    _give_topics(rows, topics)
    reviewer, manager = users[COLLEAGUES[0].key], users[COLLEAGUES[1].key]
    _walk_to_accepted(rows, reviewer, manager)
    leaders = []
    for number, row in enumerate(rows):
        leader = profiles.open_profile(row)
        _fill_in(leader, number)
        leaders.append(leader)
    Leader.objects.bulk_update(
        leaders, ["help_offered", "about", "portrait", "vetted_on", *_CONSENT]
    )
    _walk_leaders(leaders, manager)
    return leaders


_CONSENT = ("consent_version", "consented_at", "activated_at")


def _walk_to_accepted(rows: list[Application], reviewer: User, manager: User) -> None:
    """Take applications from draft to accepted, all at once, a step at a time."""
    to = ApplicationStatus
    mine = Application.objects.filter(pk__in=[row.pk for row in rows])
    joined = {row.pk: _joined(number) for number, row in enumerate(rows)}
    steps: list[tuple[Any, str, ApplicationStatus, dict]] = [
        (None, "Send application", to.SUBMITTED, {"submitted_at": timezone.now()}),
        (reviewer, "Claim", to.IN_REVIEW, {"assignee": reviewer}),
        (
            reviewer,
            "Recommend",
            to.RECOMMENDED,
            {
                "recommended_by": reviewer,
                "recommended_at": timezone.now(),
                "recommended_outcome": "accept",
                "recommendation": names.RECOMMENDATION,
            },
        ),
        (
            manager,
            "Decide",
            to.DECIDED,
            {
                "decided_by": manager,
                "decided_at": timezone.now(),
                "outcome": "accept",
                "decision_reason": names.DECISION,
            },
        ),
        (
            manager,
            "Send: accepted",
            to.ACCEPTED,
            {"released_by": manager, "released_at": timezone.now()},
        ),
    ]
    for by, act, status, columns in steps:
        with history.acting(by, act=act):
            mine.update(status=status, version=F("version") + 1, **columns)
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
    chance = _chance("leader", leader.name)
    kinds = [Help.CALL, Help.SCREENING]
    kinds += [kind for kind in Help if chance.random() < 0.5]
    leader.help_offered = [kind.value for kind in Help if kind in kinds]
    leader.about = chance.choice(names.ABOUT)
    leader.consent_version = CONSENT_VERSION
    listed = _joined(number) + timedelta(days=18)
    leader.consented_at = leader.activated_at = listed
    leader.vetted_on = timezone.localdate(listed)
    if number % 2 == 0:
        leader.portrait = _portrait(number)


def _portrait(number: int) -> str:
    """Draw and keep a portrait; return the name of its file."""
    upload = SimpleUploadedFile("portrait.png", draw(number))
    picture = clean_portrait(upload)
    path = f"portraits/{picture.name}"
    if not default_storage.exists(path):
        default_storage.save(path, picture)
    return picture.name


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
    with history.acting(None, act="Publish my profile"):
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


# Applications under way


#: How far each of the applicants has come, in their order, and how many days ago the
#: application was sent.
_UNDER_WAY: tuple[tuple[str, int], ...] = (
    ("info_requested", 9),
    ("submitted", 1),
    ("submitted", 4),
    ("submitted", 8),
    ("submitted", 13),
    ("in_review", 6),
    ("in_review", 11),
    ("in_review", 19),
    ("recommended", 12),
    ("recommended", 16),
    ("recommended", 21),
    ("decided", 18),
    ("decided", 24),
    ("accepted", 40),
    ("waitlisted", 52),
    ("waitlisted", 61),
    ("declined", 70),
    ("withdrawn", 33),
    ("lapsed", 95),
    ("draft", 0),
    ("draft", 0),
    ("info_requested", 14),
    ("submitted", 2),
    ("in_review", 3),
)


def _applications(
    users: dict[str, User], places: dict[str, ZipPlace], topics: list[Topic]
) -> None:
    """Make the applications under way, by the very moves people make."""
    rows = Application.objects.bulk_create(
        _draft(users[_key("applicant", n)], row, places[row[2]], n + 100)
        for n, row in enumerate(names.APPLICANTS)
    )
    _give_topics(rows, topics)
    for number, (row, (status, days)) in enumerate(zip(rows, _UNDER_WAY, strict=True)):
        even = number % 2 == 0
        reviewer = users[REVIEWER.key if even else COLLEAGUES[0].key]
        manager = users[MANAGER.key if even else COLLEAGUES[1].key]
        application = row
        for name, by, data in _moves(status, row, reviewer, manager):
            application = vetting.MACHINE.move(application, name, by=by, **data)
        _send_back_in_time(application, days)


def _moves(
    status: str, row: Application, reviewer: User, manager: User
) -> Iterator[tuple[str, User | None, dict]]:
    """Yield the moves (name, by whom, with what) that lead from draft to `status`."""
    if status == "draft":
        return
    yield "submit", row.applicant, {}
    if status == "submitted":
        return
    if status == "withdrawn":
        yield "withdraw", row.applicant, {}
        return
    yield "claim", reviewer, {}
    if status == "in_review":
        return
    if status in ("info_requested", "lapsed"):
        yield "ask", reviewer, {"question": names.QUESTION}
        if status == "lapsed":
            yield "lapse_silent", None, {}
        return
    outcome = {"waitlisted": "waitlist", "declined": "decline"}.get(status, "accept")
    advice = {"outcome": outcome, "reason": names.RECOMMENDATION}
    yield "recommend", reviewer, advice
    if status == "recommended":
        return
    decision = {
        "outcome": outcome,
        "reason": names.DECISION,
        "message": names.MESSAGES[outcome],
    }
    yield "decide", manager, decision
    if status != "decided":
        yield outcome, manager, {}


def _send_back_in_time(application: Application, days: int) -> None:
    """Let the dates of an application lie where a queue would have them."""
    ago = timedelta(days=days, hours=days % 9)
    columns = {"created_at": application.created_at - ago - timedelta(days=2)}
    step = timedelta(0)
    for column in ("submitted_at", "recommended_at", "decided_at", "released_at"):
        if (moment := getattr(application, column)) is not None:
            columns[column] = min(moment, moment - ago + step)
            step += timedelta(days=min(4, max(1, days // 4)))
    Application.objects.filter(pk=application.pk).update(**columns)


# Screenings


@dataclass(frozen=True)
class _Plan:
    """One screening to make: how many days from today, and where it stands."""

    number: int
    host: Leader
    days: int
    status: ScreeningStatus


def _plans(leaders: list[Leader]) -> list[_Plan]:
    """Spread the screenings over leaders and days: past, to come, called off, begun."""
    S = ScreeningStatus
    active = [leader for leader in leaders if leader.status == LeaderStatus.ACTIVE]
    plans = [
        # What the leader of /try/ has on the desk.
        _Plan(0, leaders[0], -340, S.HELD),
        _Plan(1, leaders[0], -130, S.HELD),
        _Plan(2, leaders[0], -21, S.HELD),
        _Plan(3, leaders[0], 9, S.PUBLISHED),
        _Plan(4, leaders[0], 37, S.PUBLISHED),
        _Plan(5, leaders[0], 64, S.DRAFT),
    ]
    for number in range(len(plans), SCREENINGS):
        chance = _chance("plan", number)
        host = active[1:][number % (len(active) - 1)]
        if number < 118:
            status = S.CANCELLED if number % 19 == 0 else S.HELD
            days = -chance.randint(2, 500)
        elif number < 188:
            status = {7: S.CANCELLED, 21: S.POSTPONED}.get(number % 30, S.PUBLISHED)
            days = chance.randint(2, 130)
        else:
            status = S.SUBMITTED if number % 3 == 0 else S.DRAFT
            days = chance.randint(25, 90)
        plans.append(_Plan(number, host, days, status))
    return plans


def _screenings(
    leaders: list[Leader], places: dict[str, ZipPlace], films: list[Film]
) -> None:
    """Make the screenings, walk them to where they stand, seat their guests."""
    plans = _plans(leaders)
    made: list[tuple[_Plan, Screening]] = []
    for plan in plans:
        screening = _written(plan, places[plan.host.zip], films)
        with history.acting(plan.host.user, act="Began a draft"):
            screening.save(force_insert=True)
        made.append((plan, screening))
    _walk_screenings(made)
    _seat_guests(made)


def _written(plan: _Plan, place: ZipPlace, films: list[Film]) -> Screening:
    """A draft with every answer given, or, for a true draft, with some missing."""
    chance = _chance("screening", plan.number)
    film = _film(plan.number, films, chance)
    mode = chance.choices(list(Mode), weights=[8, 1, 1])[0]
    if plan.host.user.email == LEADER.email:
        mode = Mode.IN_PERSON
    start = times.instant(
        timezone.localdate() + timedelta(days=plan.days),
        chance.choice([time(18), time(18, 30), time(19), time(12), time(10)]),
        place.zone,
    )
    length = timedelta(minutes=(film.minutes or 45) + 60)
    length += timedelta(minutes=-(length.seconds // 60) % 15)
    screening = Screening(
        code=_code("screening", plan.number),
        host=plan.host,
        film=film,
        title=_title(film, place, chance),
        summary=film.summary[:400],
        description=names.EVENING % {"film": film.title},
        audiences=[chance.choice([GuestGroup.EVERYONE, *GuestGroup]).value],
        mode=mode,
        starts_at=start,
        ends_at=start + length,
        zone=place.zone,
        capacity=chance.choice([25, 30, 40, 40, 60, 80, 120]),
        captions=chance.choices(list(Answer), weights=[6, 1, 2])[0],
        step_free=chance.choices(list(Answer), weights=[8, 1, 1])[0],
        sign_language=chance.choice(list(SignLanguage)),
        parking=chance.choice(names.PARKING),
        police_presence=chance.choice(names.PRESENCE),
        created_at=_announced(plan, start) - timedelta(days=4),
    )
    if mode != Mode.ONLINE:
        screening.venue = chance.choice(names.VENUES)
        screening.street = chance.choice(names.STREETS)
        screening.city, screening.state = place.city, place.state
        screening.zip, screening.lat, screening.lng = place.zip, place.lat, place.lng
    if mode != Mode.IN_PERSON:
        screening.link = f"https://meet.{DOMAIN}/{screening.code}"
    if plan.status == ScreeningStatus.DRAFT:
        screening.captions = screening.police_presence = ""
        screening.capacity = None
    return screening


def _film(number: int, films: list[Film], chance: Random) -> Film:
    """Those made for screenings with police come up more often than the rest."""
    by_slug = {film.slug: film for film in films}
    if number in (0, 3):
        return by_slug.get("waking-in-oak-creek", films[0])
    often = [by_slug[slug] for slug in names.OFTEN_SHOWN if slug in by_slug]
    return chance.choice(often if often and chance.random() < 0.8 else films)


def _title(film: Film, place: ZipPlace, chance: Random) -> str:
    pattern = chance.choice(names.TITLES)
    return (pattern % {"film": film.title, "city": place.city})[:120]


def _announced(plan: _Plan, start: datetime) -> datetime:
    """When the screening was published: weeks before it, and never in the future."""
    weeks = _chance("announced", plan.number).randint(3, 9)
    latest = timezone.now() - timedelta(days=1, hours=plan.number % 24)
    return min(start - timedelta(weeks=weeks), latest)


def _start(screening: Screening) -> datetime:
    return cast(datetime, screening.starts_at)  # every sample has a date


def _walk_screenings(made: list[tuple[_Plan, Screening]]) -> None:
    S = ScreeningStatus
    by_pk = {screening.pk: plan for plan, screening in made}

    def walk(
        rows: list[Screening], act: str, status: ScreeningStatus, **columns: Any
    ) -> None:
        if not rows:
            return
        with history.acting(None, act=act):
            Screening.objects.filter(pk__in=[row.pk for row in rows]).update(
                status=status, version=F("version") + 1, **columns
            )

    def bound_for(*statuses: ScreeningStatus) -> list[Screening]:
        return [screening for plan, screening in made if plan.status in statuses]

    now = timezone.now()
    walk(
        bound_for(S.SUBMITTED),
        "Send to staff for a first look",
        S.SUBMITTED,
        submitted_at=now - timedelta(days=2),
    )
    public = bound_for(S.PUBLISHED, S.POSTPONED, S.CANCELLED, S.HELD)
    walk(public, "Publish screening", S.PUBLISHED, published_at=now)
    for screening in public:
        screening.published_at = _announced(by_pk[screening.pk], _start(screening))
    Screening.objects.bulk_update(public, ["published_at"])
    walk(bound_for(S.HELD), "Mark as held", S.HELD)
    for plan, screening in made:
        if plan.status == S.CANCELLED:
            called_off = min(now, _start(screening)) - timedelta(days=1)
            walk(
                [screening],
                "Cancel screening",
                S.CANCELLED,
                cancelled_at=called_off,
                cancel_reason=_chance("cancel", plan.number).choice(names.CANCELLED),
                sequence=1,
            )
        elif plan.status == S.POSTPONED:
            walk(
                [screening],
                "Postpone screening",
                S.POSTPONED,
                postpone_reason=names.POSTPONED,
                previous_start=screening.starts_at,
                sequence=1,
            )


def _seat_guests(made: list[tuple[_Plan, Screening]]) -> None:
    """Reserve seats at everything that was announced; a few screenings fill up."""
    guests: list[Reservation] = []
    for plan, screening in made:
        if plan.status in (ScreeningStatus.DRAFT, ScreeningStatus.SUBMITTED):
            continue
        guests += _guests(plan, screening)
    Reservation.objects.bulk_create(guests, batch_size=500)
    confirmed = [guest.pk for guest in guests if guest.confirmed_at]
    with history.acting(None, act="Confirm"):
        Reservation.objects.filter(pk__in=confirmed).update(
            status=ReservationStatus.CONFIRMED, version=F("version") + 1
        )


def _guests(plan: _Plan, screening: Screening) -> Iterator[Reservation]:
    chance = _chance("guests", plan.number)
    capacity = screening.capacity or 0
    full = plan.number % 17 == 4
    wanted = capacity if full else int(capacity * chance.uniform(0.1, 0.8))
    opened = _announced(plan, _start(screening))
    closed = min(timezone.now(), _start(screening)) - timedelta(hours=2)
    ended = cast(datetime, screening.ends_at)
    is_old = ended < timezone.now() - GUESTS_KEPT
    number = 0
    while wanted > 0:
        party = min(wanted, chance.choice([1, 1, 2, 2, 2, 3, 4, 6, 8]))
        wanted -= party
        number += 1
        asked = opened + (closed - opened) * chance.random()
        name = chance.choice(names.GUEST_NAMES)
        reservation = Reservation(
            screening=screening,
            email=f"{name.lower()}.{screening.code}.{number}@{DOMAIN}",
            first_name=name,
            party_size=party,
            need=chance.choice(names.NEEDS) if chance.random() < 0.06 else "",
            created_at=asked,
            confirmed_at=asked + timedelta(minutes=chance.randint(1, 300)),
        )
        if is_old:
            reservation.email = None
            reservation.first_name = reservation.need = ""
            reservation.purged_at = ended + GUESTS_KEPT
        yield reservation
    if plan.status == ScreeningStatus.PUBLISHED and not is_old and not full:
        yield Reservation(
            screening=screening,
            email=f"waiting.{screening.code}@{DOMAIN}",
            first_name=chance.choice(names.GUEST_NAMES),
            party_size=2,
            created_at=timezone.now() - timedelta(hours=chance.randint(1, 20)),
        )
