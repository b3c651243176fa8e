"""The sample screenings, past and to come, and their guests."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random
from typing import Any, cast

import pgtrigger
from django.db.models import F
from django.utils import timezone

from foundation import history
from leaders.choices import LeaderStatus
from leaders.models import Leader
from niot_portal.sample import DOMAIN, names
from niot_portal.sample.people import LEADER
from niot_portal.sample.seeds import code, seeded
from places.models import ZipPlace
from resources.models import Film
from screenings import times
from screenings.choices import (
    Answer,
    GuestGroup,
    Mode,
    ReservationStatus,
    ScreeningStatus,
    SignLanguage,
)
from screenings.models import Reservation, Screening
from screenings.models.planned import PLANNED
from screenings.promises import GUESTS_KEPT, SUMMARY_LETTERS, TITLE_LETTERS
from screenings.statuses import RESERVATION, SCREENING
from screenings.times import Hours

SCREENINGS = 200


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
        chance = seeded("plan", number)
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


def make_screenings(
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
    chance = seeded("screening", plan.number)
    film = _film(plan.number, films, chance)
    mode = chance.choices(list(Mode), weights=[8, 1, 1])[0]
    if plan.host.user.email == LEADER.email:
        mode = Mode.IN_PERSON
    hours = _hours(plan, film, place, chance)
    screening = Screening(
        code=code("screening", plan.number),
        host=plan.host,
        film=film,
        title=_title(film, place, chance),
        summary=film.summary[:SUMMARY_LETTERS],
        description=names.EVENING % {"film": film.title},
        audiences=[chance.choice([GuestGroup.EVERYONE, *GuestGroup]).value],
        mode=mode,
        capacity=chance.choice([25, 30, 40, 40, 60, 80, 120]),
        captions=chance.choices(list(Answer), weights=[6, 1, 2])[0],
        step_free=chance.choices(list(Answer), weights=[8, 1, 1])[0],
        sign_language=chance.choice(list(SignLanguage)),
        parking=chance.choice(names.PARKING),
        police_presence=chance.choice(names.PRESENCE),
    )
    screening.set_hours(hours)
    screening.created_at = _announced(plan, _start(screening)) - timedelta(days=4)
    if mode != Mode.ONLINE:
        screening.venue = chance.choice(names.VENUES)
        screening.street = chance.choice(names.STREETS)
        screening.city, screening.state = place.city, place.state
        screening.zip, screening.lat, screening.lng = place.zip, place.lat, place.lng
    if mode != Mode.IN_PERSON:
        screening.link = f"https://meet.{DOMAIN}/{screening.code}"
        screening.online_capacity = [20, 30, 60][plan.number % 3]
    if mode == Mode.ONLINE:
        screening.capacity = None
    if screening.is_access_open and screening.day:
        screening.access_known_by = screening.day - timedelta(days=3)
    if plan.status == ScreeningStatus.DRAFT:
        screening.captions = screening.police_presence = ""
        screening.capacity = screening.online_capacity = None
    return screening


def _hours(plan: _Plan, film: Film, place: ZipPlace, chance: Random) -> Hours:
    starts = chance.choice([time(18), time(18, 30), time(19), time(12), time(10)])
    day = timezone.localdate() + timedelta(days=plan.days)
    ends = times.usual_end(starts, film.minutes)
    return Hours(day, starts, ends, None, place.zone)


def _film(number: int, films: list[Film], chance: Random) -> Film:
    """Those made for screenings with police come up more often than the rest."""
    by_slug = {film.slug: film for film in films}
    if number in (0, 3):
        return by_slug.get("waking-in-oak-creek", films[0])
    often = [by_slug[slug] for slug in names.OFTEN_SHOWN if slug in by_slug]
    return chance.choice(often if often and chance.random() < 0.8 else films)


def _title(film: Film, place: ZipPlace, chance: Random) -> str:
    pattern = chance.choice(names.TITLES)
    return (pattern % {"film": film.title, "city": place.city})[:TITLE_LETTERS]


def _announced(plan: _Plan, start: datetime) -> datetime:
    """When the screening was published: weeks before it, and never in the future."""
    weeks = seeded("announced", plan.number).randint(3, 9)
    latest = timezone.now() - timedelta(days=1, hours=plan.number % 24)
    return min(start - timedelta(weeks=weeks), latest)


def _start(screening: Screening) -> datetime:
    return cast(datetime, screening.starts_at)  # every sample has a date


def _walk_screenings(made: list[tuple[_Plan, Screening]]) -> None:
    S = ScreeningStatus
    by_pk = {screening.pk: plan for plan, screening in made}

    def walk(rows: list[Screening], name: str, **columns: Any) -> None:
        if not rows:
            return
        step = SCREENING.steps[name]
        with history.acting(None, act=str(step.label)):
            Screening.objects.filter(pk__in=[row.pk for row in rows]).update(
                status=step.target, version=F("version") + 1, **columns
            )

    def bound_for(*statuses: ScreeningStatus) -> list[Screening]:
        return [screening for plan, screening in made if plan.status in statuses]

    now = timezone.now()
    walk(
        bound_for(S.SUBMITTED),
        "submit",
        submitted_at=now - timedelta(days=2),
        turn_since=now - timedelta(days=2),
    )
    public = bound_for(S.PUBLISHED, S.POSTPONED, S.CANCELLED, S.HELD)
    walk(public, "approve", published_at=now)
    for screening in public:
        screening.published_at = _announced(by_pk[screening.pk], _start(screening))
    # Nobody did this: the history keeps the acts alone.
    with pgtrigger.ignore("screenings.Screening:update_update"):
        Screening.objects.bulk_update(public, ["published_at"])
    walk(bound_for(S.HELD), "hold")
    for plan, screening in made:
        if plan.status == S.CANCELLED:
            called_off = min(now, _start(screening)) - timedelta(days=1)
            walk(
                [screening],
                "cancel",
                cancelled_at=called_off,
                cancel_reason=seeded("cancel", plan.number).choice(names.CANCELLED),
                sequence=1,
            )
        elif plan.status == S.POSTPONED:
            walk(
                [screening],
                "postpone",
                postpone_reason=names.POSTPONED,
                previous_start=screening.starts_at,
                sequence=1,
                **_new_date(plan, screening),
            )


def _new_date(plan: _Plan, screening: Screening) -> dict[str, Any]:
    """What the host of every other postponed one knows and has not published yet."""
    if plan.number % 60 < 30 or screening.day is None:
        return {}
    kept = {f"next_{name}": getattr(screening, name) for name in PLANNED}
    return kept | {"next_day": screening.day + timedelta(weeks=6)}


def _seat_guests(made: list[tuple[_Plan, Screening]]) -> None:
    """Reserve seats at everything that was announced; a few screenings fill up."""
    guests: list[Reservation] = []
    for plan, screening in made:
        if plan.status in (ScreeningStatus.DRAFT, ScreeningStatus.SUBMITTED):
            continue
        guests += _guests(plan, screening)
    Reservation.objects.bulk_create(guests, batch_size=500)
    confirmed = [guest.pk for guest in guests if guest.confirmed_at]
    with history.acting(None, act=str(RESERVATION.steps["confirm"].label)):
        Reservation.objects.filter(pk__in=confirmed).update(
            status=ReservationStatus.CONFIRMED, version=F("version") + 1
        )


def _guests(plan: _Plan, screening: Screening) -> Iterator[Reservation]:
    chance = seeded("guests", plan.number)
    full = plan.number % 17 == 4
    offered = {kind: screening.capacity_of(kind) or 0 for kind in screening.kinds}
    wanted = {
        kind: number if full else int(number * chance.uniform(0.1, 0.8))
        for kind, number in offered.items()
    }
    # At evenings of both kinds the room is full while there are places online.
    if len(offered) > 1 and plan.status == ScreeningStatus.PUBLISHED:
        wanted["room"] = offered["room"]
    opened = _announced(plan, _start(screening))
    closed = min(timezone.now(), _start(screening)) - timedelta(hours=2)
    ended = cast(datetime, screening.ends_at)
    is_old = ended < timezone.now() - GUESTS_KEPT
    number = 0
    while kind := next((kind for kind in wanted if wanted[kind] > 0), ""):
        party = min(wanted[kind], chance.choice([1, 1, 2, 2, 2, 3, 4, 6, 8]))
        wanted[kind] -= party
        number += 1
        asked = opened + (closed - opened) * chance.random()
        name = chance.choice(names.GUEST_NAMES)
        reservation = Reservation(
            screening=screening,
            email=f"{name.lower()}.{screening.code}.{number}@{DOMAIN}",
            first_name=name,
            party_size=party,
            attends=kind,
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
            attends=screening.kinds[-1],
            created_at=timezone.now() - timedelta(hours=chance.randint(1, 20)),
        )
